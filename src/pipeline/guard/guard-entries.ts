import { dayAfter, isYearly, spanOf, standingOn, turningDays, type Days } from './day.js';
import { usualGuard, type Guard } from './guard.js';
import type { GuardEntry, Pause, Retirement } from './guard-keys.js';
import type { LinkKind } from '../pipeline.js';

/** All that the files say of guard and pause: the base first, and each file in its own order. */
export interface GuardEntries {
  readonly guard: readonly GuardEntry[];
  readonly pauses: readonly Pause[];
  readonly retired: Retirement | null;
}

/** The entries that the values of a file's keys make. */
export function entriesOf(
  said: {
    readonly guard: ((links: readonly LinkKind[]) => GuardEntry[]) | null;
    readonly pause: readonly (readonly Pause[])[] | null;
    readonly retired?: Retirement | null;
  },
  links: readonly LinkKind[],
): GuardEntries {
  return { guard: said.guard?.(links) ?? [], pauses: said.pause?.flat() ?? [], retired: said.retired ?? null };
}

/** A later file's entries come last, so they are laid over those before. */
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
  return entry.part === 'removals' || entry.part === 'changes'
    ? { ...guard, [entry.part]: { ...guard[entry.part], ...entry.value } }
    : { ...guard, [entry.part]: entry.value };
}

/** Pauses that meet are one: a person who waits for its end must not see a day after which the next begins. */
function pausedUntil(day: string, pauses: readonly Pause[]): string | null {
  let last: string | null = null;
  let next = day;
  for (const { from, until } of spansAbout(day, pauses)) {
    if (from > next || until < next) continue;
    last = until;
    next = dayAfter(until);
  }
  return last;
}

/** Those of each year begin in the year before, in that of the day, and in the next. */
function spansAbout(day: string, pauses: readonly Pause[]): { readonly from: string; readonly until: string }[] {
  const year = Number(day.slice(0, 4));
  const spans = pauses.flatMap((pause) =>
    isYearly(pause.from) ? [-1, 0, 1].map((more) => spanOf(year + more, pause)) : [pause],
  );
  return spans.sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Whether both mean the same, whatever the day. */
export function isSameGuard(a: GuardEntries, b: GuardEntries): boolean {
  const days = turningDays([...daysIn(a), ...daysIn(b)]);
  return days.every((day) => JSON.stringify(guardOn(day, a)) === JSON.stringify(guardOn(day, b)));
}

function daysIn({ guard, pauses, retired }: GuardEntries): Days[] {
  return [...guard, ...pauses, { from: retired?.day ?? null, until: null }];
}
