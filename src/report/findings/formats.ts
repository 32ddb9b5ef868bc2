import type { Format } from '../format.js';
import { csv } from './csv.js';
import { html } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { mail } from './mail.js';
import { markdown } from './markdown.js';
import type { FindingsReport } from './report.js';
import { text } from './text.js';

export const findingFormats: readonly Format<FindingsReport>[] = [text, json, markdown, junit, html, csv, mail];
