import { isDay } from '../../pipeline/guard/day.js';
import { isBlank, normalise, repair } from '../../pipeline/text/text.js';
import type { Definition } from '../plan/definition.js';
import type { Value } from '../extract.js';
import type { Nested, RawScalar } from '../json/raw.js';

/** Of V8. */
const shortestView = 13;
const number = /^-?\d+(?:\.\d+)?$/;
const yes = new Set(['true', 'yes', 'y', 't', '1']);
const no = new Set(['false', 'no', 'n', 'f', '0']);

/** An id is as long as this at most, in characters of its stored form. */
export const longestId = 200;

/** A time of ISO 8601 behind a day: of what may be left out, seconds, their fraction and the offset. */
const date =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?$/;
const midnight = /^.{11}00:00(?::00(?:[.,]0+)?)?(?![\d:.,])/;
const dayLength = 10;

/** Of the texts looked at last: people share their days of birth, and each is asked for twice. */
const days = new Map<string, string | null>();
const mostDays = 10_000;
/** Longer than any but an odd one, with a fraction of a second and an offset. */
const longestDay = 64;

/**
 * The day of `YYYY-MM-DD`, alone or with a time behind a `T` or a space, as it is written; null where there is no such day.
 * @param text by itself: it is remembered
 */
export function dayOf(text: string): string | null {
  let day = days.get(text);
  if (day === undefined) {
    const written = date.exec(text)?.[1] ?? '';
    day = isDay(written) ? written : null;
    if (text.length > longestDay) return day;
    if (days.size === mostDays) days.clear();
    days.set(text, day);
  }
  return day;
}

/** Whether a date has a time that is not midnight, whatever its offset. */
export function hasTime(text: string): boolean {
  return text.length > dayLength && !midnight.test(text);
}

/** Formats of our own, for ajv. A blank is of every format: what may be blank is for rules to say. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => isBlank(text) || dayOf(normalise(text)) !== null,
  'yes-or-no': (text) => isBlank(text) || yes.has(fold(text)) || no.has(fold(text)),
  number: (text) => isBlank(text) || number.test(normalise(text)),
  id: (text) => text.length <= longestId || isShort(toText(text)),
};

/** A character has one or two code units. */
function isShort(id: string): boolean {
  return id.length <= longestId || (id.length <= 2 * longestId && [...id].length <= longestId);
}

function fold(text: string): string {
  return normalise(text).toLowerCase();
}

/** Whether a text is stored as it stands: nothing but ASCII that can be seen, and spaces within it. Nearly every text is. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return text.charCodeAt(0) !== 0x20 && text.charCodeAt(text.length - 1) !== 0x20;
}

/** Text as it is stored; '' for a blank. */
export function toText(text: string): string {
  return isPlain(text) ? text : normalise(repair(text));
}

/**
 * A text by itself, for what is kept. What the parser gives of this length or longer is but a view of the text around it,
 * and would hold all of that in memory.
 */
export function byItself(text: string): string {
  if (text.length < shortestView) return text;
  const encoding = isPlain(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

/** Whether characters had to be replaced that no database holds. */
export function needsRepair(text: string): boolean {
  return !isPlain(text) && (!text.isWellFormed() || text.includes('\0'));
}

/** The mapped value of what ajv has let through. */
export function toValue(type: Definition, raw: RawScalar | Nested, literal: string | undefined): Value {
  if (raw === null) return null;
  const text = literal ?? (typeof raw === 'string' ? toText(raw) : raw === true ? 'true' : 'false');
  if (text === '') return null;
  if (type === 'boolean') return yes.has(text.toLowerCase());
  return type === 'date' ? dayOf(text) : text;
}

/** The id in what ajv has let through; null for a blank. */
export function toId(raw: RawScalar | Nested, literal: string | undefined): string | null {
  return (literal ?? (typeof raw === 'string' ? toText(raw) : '')) || null;
}
