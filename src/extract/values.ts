import { isDay } from '../pipeline/day.js';
import { isBlank, normalise, repair } from '../pipeline/text.js';
import type { FieldType } from '../pipeline/pipeline.js';
import type { Value } from './extract.js';
import type { RawValue } from './raw.js';

const number = /^-?\d+(?:\.\d+)?$/;
const yes = new Set(['true', 'yes', 'y', 't', '1']);
const no = new Set(['false', 'no', 'n', 'f', '0']);

/** An id is as long as this at most, in characters of its stored form. */
export const longestId = 200;

/** The day of `YYYY-MM-DD` or `YYYY-MM-DDT…`; null where there is no such day. */
export function dayOf(text: string): string | null {
  const date = /^[^T]*/.exec(text)?.[0] ?? '';
  return isDay(date) ? date : null;
}

/** Formats of our own, for ajv. A blank is of every format: what may be blank is for rules to say. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => isBlank(text) || dayOf(normalise(text)) !== null,
  'yes-or-no': (text) => isBlank(text) || yes.has(fold(text)) || no.has(fold(text)),
  number: (text) => isBlank(text) || number.test(normalise(text)),
  id: (text) => text.length <= longestId || [...toText(text)].length <= longestId,
};

function fold(text: string): string {
  return normalise(text).toLowerCase();
}

/** Text as it is stored; '' for a blank. */
export function toText(text: string): string {
  return normalise(repair(text));
}

/** Whether characters had to be replaced that no database holds. */
export function needsRepair(text: string): boolean {
  return !text.isWellFormed() || text.includes('\0');
}

/** The mapped value of what ajv has let through. */
export function toValue(type: FieldType, raw: RawValue, literal: string | undefined): Value {
  if (raw === null) return null;
  const text = literal ?? (typeof raw === 'string' ? toText(raw) : raw === true ? 'true' : 'false');
  if (text === '') return null;
  if (type === 'boolean') return yes.has(text.toLowerCase());
  return type === 'date' ? dayOf(text) : text;
}

/** The id in what ajv has let through; null for a blank. */
export function toId(raw: RawValue, literal: string | undefined): string | null {
  if (literal !== undefined) return literal;
  return typeof raw === 'string' ? toText(raw) || null : null;
}
