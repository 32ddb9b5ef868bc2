import type { Format } from '../format.js';
import { github } from './github.js';
import type { Impact } from './impact.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { text } from './text.js';

export const impactFormats: readonly Format<Impact>[] = [text, json, markdown, github];
