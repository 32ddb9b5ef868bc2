import { isDay } from '../guard/day.js';
import { dayOf } from './day-of.js';
import { instantOf, offsetsIn } from './instant.js';

const offset = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;
const dayLength = 10;

/**
 * What reads a day, perhaps with a time: if it has an offset, it is the day on which that instant falls in the time
 * zone, otherwise the day as it is written. The text is one that `dayOf` reads.
 */
export function dayReader(timezone: string): (text: string) => string | null {
  const offsetAt = offsetsIn(timezone);
  return (text) => {
    const written = dayOf(text);
    if (written === null || text.length === dayLength || !offset.test(text.slice(dayLength))) return written;
    const instant = instantOf(text, timezone);
    if (instant === null) return written;
    const day = new Date(instant + offsetAt(instant)).toISOString().slice(0, dayLength);
    // The last instants that can be written fall on a day that cannot.
    return isDay(day) ? day : written;
  };
}
