import type { DayStatus } from './guard/day.js';
import type { Place } from './yaml/yaml-file.js';

/** The first and the last day (YYYY-MM-DD) of a term in one year. */
export interface TermDays {
  readonly from: string;
  readonly until: string;
}

export interface Term {
  /** At least one. */
  readonly days: readonly TermDays[];
  readonly place: Place;
}

/** By name, on which days each term is. */
export type Terms = ReadonlyMap<string, Term>;

/** The terms in which a rule holds, or outside of all of which it does. */
export interface During {
  readonly terms: readonly string[];
  readonly isInside: boolean;
}

export type TermStanding = 'in' | 'out' | 'unknown';

/** A term comes back each year, so its next days should be known by then. */
const monthsUntilNext = 11;

/**
 * Whether a day is in a term. After the last day of a term nobody knows that once all terms of the table are over, or
 * eleven months after the term began.
 */
export function termOn(day: string, name: string, terms: Terms): TermStanding {
  const days = terms.get(name)?.days ?? [];
  if (days.some(({ from, until }) => from <= day && day <= until)) return 'in';
  return isOver(day, days) && unknownFrom(name, terms) <= day ? 'unknown' : 'out';
}

/** Whether a term has no day from a day on. */
export function isOver(day: string, days: readonly TermDays[]): boolean {
  return days.every(({ until }) => until < day);
}

/** A rule with a term whose days have run out, so that nobody knows whether it is to hold. */
export interface RunOut {
  readonly rule: string;
  readonly kind: string;
  readonly term: string;
  /** The last day of the term that is known. */
  readonly last: string;
  /** Whether the rule applies all the same, because it keeps records out. */
  readonly applies: boolean;
}

/** The first day after which nobody knows whether the term is. */
function unknownFrom(name: string, terms: Terms): string {
  const began = latest((terms.get(name)?.days ?? []).map(({ from }) => from));
  const allOver = latest([...terms.values()].flatMap(({ days }) => days.map(({ until }) => until)));
  const back = monthsAfter(began, monthsUntilNext);
  // The day itself is the last that is known.
  return allOver < back ? `${allOver}+` : back;
}

export function latest(days: readonly string[]): string {
  return days.reduce((last, day) => (day > last ? day : last), '');
}

/** As text; a day that does not exist comes before the first of the next month, too. */
function monthsAfter(day: string, count: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const months = year * 12 + month - 1 + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}${day.slice(7)}`;
}

/** Whether something holds that holds during terms or outside of them. */
export function duringOn(day: string, { terms: names, isInside }: During, terms: Terms): DayStatus | 'unknown' {
  const standings = names.map((name) => termOn(day, name, terms));
  if (standings.includes('in')) return isInside ? 'in effect' : 'not yet';
  if (standings.includes('unknown')) return 'unknown';
  if (!isInside) return 'in effect';
  return names.every((name) => isOver(day, terms.get(name)?.days ?? [])) ? 'over' : 'not yet';
}
