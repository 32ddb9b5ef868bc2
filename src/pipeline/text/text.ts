const ascii = /^[\x00-\x7f]*$/;

/**
 * White space as Unicode defines it (property White_Space); String.prototype.trim differs in U+FEFF and U+0085. This is
 * asked of single characters, because a pattern for white space at an end tries anew at each blank.
 */
function isWhiteSpace(unit: number): boolean {
  if (unit < 0x85) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
  if (unit < 0x2000) return unit === 0x1680;
  if (unit <= 0x200a) return true;
  return unit === 0x2028 || unit === 0x2029 || unit === 0x202f || unit === 0x205f || unit === 0x3000;
}

function startOf(text: string): number {
  let at = 0;
  while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Whether there is nothing to see: missing, null, or only white space. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && startOf(value) === value.length);
}

export function trim(text: string): string {
  const start = startOf(text);
  let end = text.length;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** How many characters to normalise at once: the time for a run of marks grows with the square of its length. */
const atOnce = 256;
/** What can join the character before it. */
const joins = /[\p{M}\u1160-\u11ff]/u;

/** A piece ends where the next character does not join the one before; a run of marks that is too long, anywhere. */
function inPieces(text: string, normal: (piece: string) => string): string {
  if (text.length <= atOnce) return normal(text);
  let whole = '';
  for (let from = 0; from < text.length;) {
    let to = from + atOnce;
    const last = to + atOnce;
    if (isLowSurrogate(text.charCodeAt(to))) to++;
    for (let next = characterAt(text, to); to < last && joins.test(next); next = characterAt(text, to))
      to += next.length;
    whole += normal(text.slice(from, to));
    from = to;
  }
  return whole;
}

function characterAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** In Unicode's form C. */
export function composed(text: string): string {
  return ascii.test(text) ? text : inPieces(text, (piece) => piece.normalize('NFC'));
}

/** In Unicode's form D. */
export function decomposed(text: string): string {
  return ascii.test(text) ? text : inPieces(text, (piece) => piece.normalize('NFD'));
}

export function trimStart(text: string): string {
  return text.slice(startOf(text));
}

export function trimEnd(text: string): string {
  return text.slice(0, startOf(text) + trim(text).length);
}

/** Trimmed, NFC-normalised text; '' for a blank. */
export function normalise(text: string): string {
  return trim(composed(text));
}

/** No database here holds U+0000 or a lone surrogate in text: both become U+FFFD. */
export function repair(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}

/** Two spellings that differ only in case fold to the same text. */
export function foldCase(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text.toUpperCase().toLowerCase();
}

/** Two spellings that differ only in case or white space fold to the same text. */
export function foldSpelling(text: string): string {
  return foldCase(text).replace(/\p{White_Space}+/gu, '');
}

export function digits(text: string): string {
  return text.replace(/\P{Nd}/gu, '');
}

/** Orders ids by code unit, the same on every machine and in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `classStudents` as a column or table: `class_students`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `classStudents` as a file: `class-students`. */
export function kebabCase(name: string): string {
  return snakeCase(name).replaceAll('_', '-');
}

/** A name in words: `yearGroup` is `Year group`. */
export function inWords(name: string): string {
  return capital(snakeCase(name).replaceAll('_', ' '));
}

/** With its first letter as at the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A hash of 32 bits, for tables that look up a text. */
export function hashOf(text: string): number {
  let mixed = text.length;
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  return mixed ^ (mixed >>> 15);
}
