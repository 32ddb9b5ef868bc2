import { dayAfter, standingOn, type Days } from './day.js';
import { usualGuard, type Guard, type Threshold } from './guard.js';
import type { Place } from '../yaml/yaml-file.js';

export const guardParts = ['removals', 'changes', 'hold', 'letGo', 'firstLoad'] as const;
export type GuardPartName = (typeof guardParts)[number];

/** What one entry of a file says of a part of the guard; of a threshold it may leave out what holds without it. */
export type GuardEntry = Days & { readonly place: Place } & (
    | { readonly part: 'removals' | 'changes'; readonly value: Partial<Threshold> }
    | { readonly part: 'hold'; readonly value: Guard['hold'] }
    | { readonly part: 'letGo'; readonly value: Guard['letGo'] }
    | { readonly part: 'firstLoad'; readonly value: Guard['firstLoad'] }
  );

/** Days, the first and the last included, on which a school is not loaded. */
export interface Pause {
  readonly from: string;
  readonly until: string;
  readonly place: Place;
}

/** The day since which no extract of a school is expected. */
export interface Retirement {
  readonly day: string;
  readonly place: Place;
}

/** All that the files say of guard and pause: those of the base first, in each file in the order in which it stands. */
export interface GuardEntries {
  readonly guard: readonly GuardEntry[];
  readonly pauses: readonly Pause[];
  readonly retired: Retirement | null;
}

/** A later file's entries come last, and so are laid over those before. */
export function layGuard(before: GuardEntries, own: GuardEntries): GuardEntries {
  return {
    guard: [...before.guard, ...own.guard],
    pauses: [...before.pauses, ...own.pauses],
    retired: own.retired ?? before.retired,
  };
}

/** @param day YYYY-MM-DD */
export function guardOn(day: string, { guard, pauses, retired }: GuardEntries): Guard {
  const retiredSince = retired !== null && retired.day <= day ? retired.day : null;
  return guard
    .filter((entry) => standingOn(day, entry) === 'in effect')
    .reduce(layOver, { ...usualGuard, pausedUntil: pausedUntil(day, pauses), retiredSince });
}

function layOver(guard: Guard, entry: GuardEntry): Guard {
  switch (entry.part) {
    case 'removals':
    case 'changes':
      return { ...guard, [entry.part]: { ...guard[entry.part], ...entry.value } };
    case 'hold':
      return { ...guard, hold: entry.value };
    case 'letGo':
      return { ...guard, letGo: entry.value };
    case 'firstLoad':
      return { ...guard, firstLoad: entry.value };
  }
}

/** Pauses that meet are one: who waits for its end must not be told of a day on which the next begins. */
function pausedUntil(day: string, pauses: readonly Pause[]): string | null {
  let last: string | null = null;
  let next = day;
  for (const { from, until } of pauses.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (from > next || until < next) continue;
    last = until;
    next = dayAfter(until);
  }
  return last;
}

/** Whether both mean the same, whatever the day. */
export function isSameGuard(a: GuardEntries, b: GuardEntries): boolean {
  return [...turningDays(a), ...turningDays(b)].every(
    (day) => JSON.stringify(guardOn(day, a)) === JSON.stringify(guardOn(day, b)),
  );
}

/** Days on which something begins or has just ended, and one before all of them: between two of them nothing changes. */
function turningDays({ guard, pauses, retired }: GuardEntries): string[] {
  return [
    '',
    retired?.day ?? '',
    ...[...guard, ...pauses].flatMap(({ from, until }) => [from ?? '', until === null ? '' : dayAfter(until)]),
  ];
}
