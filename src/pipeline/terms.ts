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
/** For the same reason: that long before a term is over, the one of the year before may not have been. */
const monthsSinceLast = 12;

/**
 * Whether a day is in a term. Nobody knows that between days of the term that are too far apart for a term that comes back each year: from
 * eleven months after it began, or from the day on which all terms of the table are over and it has no further day, until a year before its
 * next last day.
 */
export function termOn(day: string, name: string, terms: Terms): TermStanding {
  const days = terms.get(name)?.days ?? [];
  if (days.some(({ from, until }) => from <= day && day <= until)) return 'in';
  const began = latest(days.filter(({ until }) => until < day).map(({ from }) => from));
  const next = nextOf(day, days);
  if (next !== null && monthsAfter(next.until, -monthsSinceLast) <= day) return 'out';
  if (began === '' || monthsAfter(began, monthsUntilNext) <= day) return 'unknown';
  // Whoever keeps the table wrote nothing of the days after all its terms.
  return next === null && [...terms.values()].every((term) => isOver(day, term.days)) ? 'unknown' : 'out';
}

/** Days on which it may begin or end that nobody knows whether it is a term. */
export function turningOfTerms(terms: Terms): string[] {
  const days = [...terms.values()].flatMap((term) => term.days);
  return days.flatMap(({ from, until }) => [monthsAfter(from, monthsUntilNext), monthsAfter(until, -monthsSinceLast)]);
}

/** The term days that come next; null if none do. */
export function nextOf(day: string, days: readonly TermDays[]): TermDays | null {
  const later = days.filter(({ from }) => day < from);
  return later.reduce<TermDays | null>((first, one) => (first === null || one.until < first.until ? one : first), null);
}

/** Whether a term has no day from a day on. */
export function isOver(day: string, days: readonly TermDays[]): boolean {
  return days.every(({ until }) => until < day);
}

/** A rule with a term whose days have run out, or are not there yet, so that nobody knows whether it is to hold. */
export interface RunOut {
  readonly rule: string;
  readonly kind: string;
  readonly term: string;
  /** The last day of the term that is known and past; null if there is none. */
  readonly last: string | null;
  /** The first day of the term that is known and still to come; null if there is none. */
  readonly next: string | null;
  /** Whether the rule applies all the same, because it keeps records out. */
  readonly applies: boolean;
}

export function latest(days: readonly string[]): string {
  return days.reduce((last, day) => (day > last ? day : last), '');
}

/** The day so many months later, as text; a day that does not exist comes before the first of the next month, too. */
export function monthsAfter(day: string, count: number): string {
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
