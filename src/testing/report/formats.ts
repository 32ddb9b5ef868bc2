import type { TestFormat } from './format.js';
import { github } from './github.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { text } from './text.js';

export const testFormats: readonly TestFormat[] = [text, json, github, junit];
