import type { Phrase } from './phrase.js';
import { printable } from './words.js';

/** A phrase as plain text. */
export function inPlain(words: Phrase): string {
  return printable(words.map(({ text }) => text).join(''));
}
