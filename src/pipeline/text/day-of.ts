import { isDay } from '../guard/day.js';

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
