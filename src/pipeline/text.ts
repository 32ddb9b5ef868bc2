/** White space as Unicode defines it (property White_Space); String.prototype.trim differs in U+FEFF and U+0085. */
const edges = /^\p{White_Space}+|\p{White_Space}+$/gu;
const blank = /^\p{White_Space}*$/u;
const ascii = /^[\x00-\x7f]*$/;

/** Whether there is nothing to see: missing, null, or nothing but white space. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && blank.test(value));
}

export function trim(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  // No character between ! and ~ is white space, and nearly every value starts and ends with one of those.
  if (first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f) return text;
  return text.replace(edges, '');
}

/** Trimmed, NFC-normalised text; '' for what is blank. */
export function normalise(text: string): string {
  return trim(ascii.test(text) ? text : text.normalize('NFC'));
}

/** No database here holds U+0000 in text, and none a lone surrogate: both become U+FFFD. */
export function repair(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}

/** Two spellings that differ only in case fold to the same text. */
export function foldCase(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text.toUpperCase().toLowerCase();
}

/** Two spellings that differ only in case or accents fold to the same text. */
export function foldAccents(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return foldCase(text.normalize('NFD').replace(/\p{M}/gu, ''));
}

/** Two spellings that differ only in case or white space fold to the same text. */
export function foldSpelling(text: string): string {
  return foldCase(text).replace(/\p{White_Space}+/gu, '');
}

/** What people may type in a search or leave out: marks, punctuation, symbols, white space. */
export const unsearched = /[\p{M}\p{P}\p{S}\p{White_Space}]/u;

/** Text as searches compare it: without case, accents, punctuation and white space. */
export function foldSearched(text: string): string {
  const bare = text.normalize('NFD').replace(/[\p{M}\p{P}\p{S}]/gu, '');
  return foldCase(bare).replace(/\p{White_Space}+/gu, '');
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

/** 32 bits of a text, for tables that look a text up. */
export function hashOf(text: string): number {
  let mixed = text.length;
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193);
  return mixed ^ (mixed >>> 15);
}
