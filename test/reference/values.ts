import type { Json } from './parse-json.js';

/** Not String.trim: that takes U+FEFF away, which is no White_Space, and leaves U+0085, which is. */
export function trim(text: string): string {
  return text.replace(/^\p{White_Space}+/u, '').replace(/\p{White_Space}+$/u, '');
}

/** With the `u` flag only surrogates without a partner are matched. */
function mend(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}

/** Text as it is stored, or null for what is blank or no text. */
export function readText(value: Json | undefined): string | null {
  if (typeof value === 'string') {
    const text = trim(mend(value)).normalize('NFC');
    return text === '' ? null : text;
  }
  return numberLiteral(value);
}

function numberLiteral(value: Json | undefined): string | null {
  const isNumber = typeof value === 'object' && value !== null && 'number' in value;
  return isNumber ? value.number : null;
}

/** Missing, null, or nothing but white space; an empty list is a bad value, not a blank one. */
export function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && readText(value) === null);
}

/** The id as it is stored, or null for what is no usable id. Characters are code points of the stored form. */
export function readId(value: Json | undefined): string | null {
  const literal = numberLiteral(value);
  if (literal !== null && !/^-?[0-9]+$/.test(literal)) return null;
  const id = readText(value);
  return id !== null && [...id].length <= 200 ? id : null;
}

/** `YYYY-MM-DD` of an existing day, which may have a time behind it, or null. */
export function readDate(value: Json | undefined): string | null {
  const text = typeof value === 'string' ? readText(value) : null;
  if (text === null) return null;
  const day = text.slice(0, 10);
  const after = text.slice(10);
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return null;
  if (after !== '' && !isTime(after)) return null;
  return dayExists(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))) ? day : null;
}

function isTime(after: string): boolean {
  if (after[0] !== 'T' && after[0] !== ' ') return false;
  const [time = '', sign = '', offset = ''] = after.slice(1).split(/([+Z-])/, 3);
  if (
    sign === 'Z'
      ? !after.endsWith('Z') || offset !== ''
      : sign !== '' && !isOffset(after.slice(after.indexOf(sign) + 1))
  )
    return false;
  const [hour = '', minute = '', seconds = '00', more] = time.split(':');
  const [second = '', fraction = '0'] = seconds.split(/[.,]/, 2);
  const isDotted = seconds.split(/[.,]/).length <= 2 && /^[0-9]+$/.test(fraction);
  return more === undefined && isDotted && below(24, hour) && below(60, minute) && below(60, second);
}

function isOffset(offset: string): boolean {
  const [hours, minutes] = [offset.slice(0, 2), offset.slice(2).replace(/^:/, '')];
  return below(24, hours) && (offset.length === 2 || below(60, minutes));
}

function below(limit: number, digits: string): boolean {
  return /^[0-9]{2}$/.test(digits) && Number(digits) < limit;
}

function dayExists(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

/** `yes`, `no`, or null for what is blank or bad: in a repeat a good value takes the place of null, but not of no. */
export function readYesOrNo(value: Json | undefined): string | null {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  const text = readText(value)?.toLowerCase() ?? '';
  if (['true', 'yes', 'y', 't', '1'].includes(text)) return 'yes';
  if (['false', 'no', 'n', 'f', '0'].includes(text)) return 'no';
  return null;
}
