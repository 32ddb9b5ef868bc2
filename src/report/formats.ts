import type { Format } from './format.js';
import { csv } from './format-csv.js';
import { html } from './format-html.js';
import { json } from './format-json.js';
import { junit } from './format-junit.js';
import { mail } from './format-mail.js';
import { markdown } from './format-markdown.js';
import { text } from './format-text.js';

/** From a name to the way to write, the default first; another format is a file and a line here. */
export const formats: readonly Format[] = [text, json, markdown, junit, html, csv, mail];
