import { readFileSync } from 'node:fs';
import type { LikelyWords } from '../report/init/likely-words.js';

/** The words that keys of extracts are likely to have, as assets/ ships them. */
export function readLikelyWords(): LikelyWords {
  return JSON.parse(readFileSync(new URL('../../../assets/likely-words.json', import.meta.url), 'utf8')) as LikelyWords;
}
