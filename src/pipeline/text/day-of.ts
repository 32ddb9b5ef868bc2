import { isDay } from '../guard/day.js';

/** A day, perhaps with a time of ISO 8601. Seconds, their fraction and the offset may be left out. */
const date =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?$/;
const midnight = /^.{11}00:00(?::00(?:[.,]0+)?)?(?![\d:.,])/;
const dayLength = 10;

/** The days of recent texts: people share days of birth, and each text is read twice. */
const days = new Map<string, string | null>();
const mostDays = 10_000;
/** Enough for a time with a fraction of a second and an offset. Only odd texts are longer. */
const longestDay = 64;

/**
 * The day of `YYYY-MM-DD` as written, alone or before a time (after `T` or a space); null if there is no such day.
 * @param text by itself, because it is remembered
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
