import type { Checked } from '../../pipeline/lint/check-configuration.js';
import type { Format } from '../format.js';
import { github } from './github.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { sarif } from './sarif.js';
import { text } from './text.js';

export const checkFormats: readonly Format<Checked>[] = [text, json, github, sarif, junit];
