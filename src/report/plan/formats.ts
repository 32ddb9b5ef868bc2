import type { Format } from '../format.js';
import { json } from '../run/json.js';
import { github } from './github.js';
import { markdown } from './markdown.js';
import type { PlannedRun } from './planned-run.js';
import { text } from './text.js';

export const planFormats: readonly Format<PlannedRun>[] = [text, json, markdown, github];
