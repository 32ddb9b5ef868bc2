import { isDay } from '../../pipeline/guard/day.js';
import { toText } from '../../pipeline/text/stored-text.js';
import { isEmail } from '../../pipeline/parts.js';
import { sourceTypeNamed } from '../../pipeline/vocabulary/source-types.js';

/** What a text may be besides text. One value may have several forms: `03/04/2018` has two. */
export const forms = [
  'YYYY-MM-DD',
  'YYYYMMDD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD.MM.YYYY',
  'DD-MM-YYYY',
  'time',
  'instant',
  'yes or no',
  'whole number',
  'decimal number',
  'email',
  'slash',
  'hash',
  'comma',
  'semicolon',
  'no id',
] as const;
export type Form = (typeof forms)[number];
/** Those that are days, in the order in which one is preferred. */
export const dayForms: readonly Form[] = forms.slice(0, 6);

const time = /^[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
const parts: readonly (readonly [Form, RegExp, (groups: readonly string[]) => string])[] = [
  ['YYYY-MM-DD', /^\d{4}-\d{2}-\d{2}/, ([text]) => text],
  ['YYYYMMDD', /^(\d{4})(\d{2})(\d{2})(?!\d)/, ([, year, month, day]) => `${year}-${month}-${day}`],
  ['DD/MM/YYYY', /^(\d{2})\/(\d{2})\/(\d{4})(?!\d)/, ([, day, month, year]) => `${year}-${month}-${day}`],
  ['MM/DD/YYYY', /^(\d{2})\/(\d{2})\/(\d{4})(?!\d)/, ([, month, day, year]) => `${year}-${month}-${day}`],
  ['DD.MM.YYYY', /^(\d{2})\.(\d{2})\.(\d{4})(?!\d)/, ([, day, month, year]) => `${year}-${month}-${day}`],
  ['DD-MM-YYYY', /^(\d{2})-(\d{2})-(\d{4})(?!\d)/, ([, day, month, year]) => `${year}-${month}-${day}`],
];
const longestDay = 40;
/** Days of people and of schools; a number outside of these is no day that was written without a sign between. */
const years = /^(?:19|20)\d{2}/;

/** @param text not blank, as `toText` gives it */
export function formsOf(text: string): Form[] {
  const found: Form[] = [];
  if (text.length <= longestDay) found.push(...daysOf(text));
  if (isOf('boolean', text)) found.push('yes or no');
  if (/^-?\d{1,15}$/.test(text)) found.push('whole number');
  else if (/^-?\d+\.\d+$/.test(text)) found.push('decimal number');
  if (isEmail(text)) found.push('email');
  if (text.includes('/')) found.push('slash');
  if (text.includes('#')) found.push('hash');
  if (text.includes(',')) found.push('comma');
  if (text.includes(';')) found.push('semicolon');
  if (!isOf('id', text)) found.push('no id');
  return found;
}

function daysOf(text: string): Form[] {
  const found: Form[] = [];
  for (const [form, pattern, dayOfGroups] of parts) {
    const groups = pattern.exec(text);
    if (groups === null) continue;
    const day = dayOfGroups(groups);
    const rest = text.slice(groups[0].length);
    const after = rest === '' ? null : time.exec(rest);
    if (!isDay(day) || !years.test(day) || (rest !== '' && after === null)) continue;
    found.push(form);
    if (after !== null && !/^[T ]00:00(?::00(?:[.,]0+)?)?(?:Z|[+-].*)?$/.test(rest)) found.push('time');
    if (after?.[5] !== undefined) found.push('instant');
  }
  return [...new Set(found)];
}

function isOf(type: 'boolean' | 'id', text: string): boolean {
  return sourceTypeNamed[type].format?.has(text) ?? true;
}

/** The part of a text behind the last of a sign; '' if there is none. */
export function partAfter(text: string, sign: string): string {
  return toText(text.slice(text.lastIndexOf(sign) + 1));
}
