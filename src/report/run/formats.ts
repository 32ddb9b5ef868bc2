import type { Format } from '../format.js';
import type { EndedRun } from './ended-run.js';
import { github } from './github.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

export const runFormats: readonly Format<EndedRun>[] = [text, json, markdown, github, junit];
