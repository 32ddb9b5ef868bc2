import { daysAfter, isDay } from '../guard/day.js';
import { counted } from '../text/counted.js';

/** How the day of the run is moved: by days first, then to the start or the end of the week of that day. */
export interface Moved {
  readonly days?: number;
  readonly week?: 'start' | 'end';
}

export function isMoved({ days = 0, week }: Moved): boolean {
  return days !== 0 || week !== undefined;
}

/** @returns null for what is no day; a value that is not moved as it is */
export function movedDay(value: unknown, moved: Moved): unknown {
  if (!isMoved(moved)) return value;
  const { days = 0, week } = moved;
  if (typeof value !== 'string' || !isDay(value)) return null;
  if (week === undefined) return daysAfter(value, days);
  const fromSunday = new Date(`${value}T00:00:00Z`).getUTCDay() + days;
  const sinceMonday = (((fromSunday + 6) % 7) + 7) % 7;
  return daysAfter(value, days - sinceMonday + (week === 'end' ? 6 : 0));
}

/** `the day of the run`, `the Monday of the week of the day 7 days before the run`. */
export function movedInWords({ days = 0, week }: Moved): string {
  const count = counted(Math.abs(days), 'day');
  const day = days === 0 ? 'the day of the run' : `the day ${count} ${days < 0 ? 'before' : 'after'} the run`;
  return week === undefined ? day : `the ${week === 'start' ? 'Monday' : 'Sunday'} of the week of ${day}`;
}
