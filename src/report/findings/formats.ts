import type { Format } from './format.js';
import { csv } from './csv.js';
import { html } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { mail } from './mail.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

/** From a name to the way to write, the default first; another format is a file and a line here. */
export const formats: readonly Format[] = [text, json, markdown, junit, html, csv, mail];
