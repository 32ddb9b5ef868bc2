import { fold, wordsOf } from './folding.js';

/** In characters: longer words are alike if they begin alike. */
const longest = 60;

/** So a text of a megabyte costs no more than a name. */
const most = { pieces: 20, typed: 10 } as const;

/** From so many letters on, the beginning of a word is enough. */
export const fewestLetters = 3;

/** Where a word may begin: `Anne-Marie` is also found by `marie`. */
const between = /[\p{P}\p{S}\p{Z}\p{Cc}]+/u;

/**
 * What a value is found by: each is a word with all that follows it, so `annemarie` finds Anne Marie, `lacruz` finds de la
 * Cruz, and a beginning of any of its words finds it. A word that is too short for its beginning to count is there whole.
 * An email address is one word, because what its end says is said by many.
 */
export function searchWords(value: string): readonly string[] {
  if (value.includes('@')) return someOf([fold(value)]);
  const pieces = value.split(between, most.pieces).map(fold);
  if (pieces.length === 1) return someOf(pieces);
  const words: string[] = [];
  let rest = '';
  for (const piece of pieces.reverse()) {
    rest = cut(piece + rest);
    words.push(rest);
    if (isShort(piece)) words.push(piece);
  }
  // O’B is one word for who types it, and too short to be found by its beginning.
  words.push(...wordsOf(value).slice(0, most.pieces).filter(isShort));
  return someOf([...new Set(words)]);
}

function someOf(words: readonly string[]): string[] {
  return words.filter((word) => word !== '').map(cut);
}

/** The words that somebody typed, as they are looked up. */
export function typedWords(text: string): string[] {
  return [...new Set(wordsOf(text).map(cut))].slice(0, most.typed);
}

/** Ids have digits. To look for every name in the tables of all schools as if it were one would cost more than all else. */
export function isPerhapsId(text: string): boolean {
  return /\p{Nd}/u.test(text);
}

/** Whether a word has so few letters that it is only found whole. */
export function isShort(word: string): boolean {
  return word.length < 2 * fewestLetters && [...word].length < fewestLetters;
}

function cut(word: string): string {
  if (word.length <= longest) return word;
  const some = word.slice(0, longest);
  return some.isWellFormed() ? some : some.slice(0, -1);
}
