import { decomposed } from './text.js';

/**
 * Letters that Unicode does not split into a letter and a mark, as people without a key for them write them. `ς` is `σ`
 * at the end of a word, and folding does not know where words end.
 */
const letters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd', đ: 'd', ɖ: 'd', ɗ: 'd', ł: 'l', ø: 'o', ı: 'i' },
  ...{ ħ: 'h', ŧ: 't', ƀ: 'b', ɓ: 'b', ƙ: 'k', ƴ: 'y', ɨ: 'i', ʉ: 'u', ς: 'σ' },
};
const anyLetter = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu');

/** Marks, punctuation, symbols, white space, invisible characters, and apostrophes that Unicode counts as letters. */
const leftOut = /[\p{M}\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}\u02b9-\u02bf]+/gu;
const digits = /\p{Nd}/gu;

const asciiLetters = /^[A-Za-z]*$/;
const ascii = /^[\x00-\x7f]*$/;
const leftOutOfAscii = /[^a-z0-9]+/g;

/**
 * The one folding for searching and comparing texts. It drops case, accents, punctuation and white space, and turns
 * letters such as ß and digits of any script into ours. The result is '' if nothing is left.
 */
export function fold(text: string): string {
  if (asciiLetters.test(text)) return text.toLowerCase();
  if (ascii.test(text)) return text.toLowerCase().replace(leftOutOfAscii, '');
  // Only upper case has one spelling of ß and ſ. What it splits may have marks of its own.
  const bare = decomposed(text).replace(leftOut, '').toUpperCase().toLowerCase();
  return decomposed(bare)
    .replace(leftOut, '')
    .replace(anyLetter, (letter) => letters[letter] ?? letter)
    .replace(digits, digitOf);
}

/** The words of a text to search for, folded, each once, without those that folding empties. */
export function wordsOf(text: string): string[] {
  const words = text.split(/\p{White_Space}+/u).map(fold);
  return [...new Set(words)].filter((word) => word !== '');
}

const zeros = new Map<number, string>();

/** In Unicode the digits of a script go from 0 to 9 in a row, and such rows may follow each other. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character;
  const known = zeros.get(code);
  if (known !== undefined) return known;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--;
  const digit = String((code - first) % 10);
  zeros.set(code, digit);
  return digit;
}

/** The forms of a text for ordering and for searching. */
export interface Folded {
  readonly key: string;
  readonly text: string;
}

const runsOfDigits = /(\p{Nd}+)/u;

/** Short enough for every database to compare all of it: one compares only the first 1024 bytes of a text. */
const longest = 250;

/**
 * The key of the one natural order, to compare by bytes. Letters are folded, and a run of digits counts by its value,
 * however long: Year 2 before Year 10, 7A before 10A. Texts with the same key have no order yet. A folded word is in a
 * key only if it is in the folded text.
 */
export function naturalKey(text: string): string {
  return foldBoth(text).key;
}

/** Both at once, because a run makes both for every value that it writes. */
export function foldBoth(text: string): Folded {
  if (asciiLetters.test(text)) {
    const folded = text.toLowerCase();
    return { key: shortened(folded), text: folded };
  }
  if (ascii.test(text)) return foldAscii(text.toLowerCase());
  // Every second part is a run of digits.
  const parts = text.split(runsOfDigits).map(fold);
  return {
    key: shortened(parts.map((part, at) => (at % 2 === 0 ? part : numberKey(part))).join('')),
    text: parts.join(''),
  };
}

/** Character by character: patterns for digits and for what is left out take four times as long. */
function foldAscii(lower: string): Folded {
  const { length } = lower;
  let key = '';
  let folded = '';
  for (let at = 0; at < length;) {
    const start = at;
    while (at < length && isLetter(lower.charCodeAt(at))) at++;
    if (at > start) {
      const part = lower.slice(start, at);
      key += part;
      folded += part;
      continue;
    }
    while (at < length && isDigit(lower.charCodeAt(at))) at++;
    if (at > start) {
      const run = lower.slice(start, at);
      key += numberKey(run);
      folded += run;
    } else at++;
  }
  return { key: shortened(key), text: folded };
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The digits follow a sign of how many there are: `!` for one, and so on. The signs sort before digits and letters. */
function numberKey(run: string): string {
  let zeros = 0;
  while (zeros < run.length - 1 && run.charCodeAt(zeros) === 0x30) zeros++;
  const length = run.length - zeros;
  const significant = zeros === 0 ? run : run.slice(zeros);
  return (length < lengths.length ? lengths[length] : `.${numberKey(String(length))}`) + significant;
}

const lengths = Array.from({ length: 14 }, (_, length) => String.fromCharCode(0x20 + length));

function shortened(key: string): string {
  if (key.length <= longest) return key;
  const cut = key.slice(0, longest);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** In the natural order. Texts with the same key go by code points, because databases compare bytes. */
export function byNaturalOrder(a: string, b: string): number {
  return byBytes(naturalKey(a), naturalKey(b)) || byBytes(a, b);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
