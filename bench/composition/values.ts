import { dayOf } from '../../src/pipeline/text/day-of.js';
import { normalise } from '../../src/pipeline/text/text.js';

/** Text, trimmed and normalised; null for a blank and for what is neither text nor a number. */
export function toText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? normalise(value) || null : null;
}

export function toId(value: unknown): string | null {
  return typeof value === 'number' && !Number.isInteger(value) ? null : toText(value);
}

export function toDate(value: unknown): string | null {
  const text = toText(value);
  return text === null ? null : dayOf(text);
}

export function toYesOrNo(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
