import { isDay, isYearly, nextOfEachYear, yearsBefore } from '../guard/day.js';

/** More years than anybody lives, and fewer than there are before any day. */
export const mostYears = 150;

export function isAge(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostYears;
}

/**
 * The last day (YYYY-MM-DD) on which one may be born who is at least so old on a day.
 * @param on a day, or MM-DD for the next such day from today on; undefined for today
 * @returns null if there is no such day: then nobody is older or younger
 */
export function lastBirthday(age: unknown, on: string | undefined, today: unknown): string | null {
  const day = on === undefined || isYearly(on) ? dayFrom(today, on) : on;
  return isAge(age) && day !== null ? yearsBefore(day, age) : null;
}

function dayFrom(today: unknown, monthAndDay: string | undefined): string | null {
  if (typeof today !== 'string' || !isDay(today)) return null;
  return monthAndDay === undefined ? today : nextOfEachYear(today, monthAndDay);
}
