import { runsBefore, timeOfRunId } from '../load/runs/run-ids.js';
import { daysIn, daysUntil } from '../pipeline/guard/day.js';

/** How many days back pages of runs look at once. */
export const shownDays = 90;

const day = 24 * 60 * 60 * 1000;

/** A day, YYYY-MM-DD, and the runs that began on it. */
export interface DayOfRuns<R> {
  readonly day: string;
  readonly runs: readonly R[];
}

/** No id of a run on the days shown is less than this; nor are those of a day or two before. */
export function shownSince(now: Date): string {
  return runsBefore(new Date(now.getTime() - (shownDays + 1) * day));
}

/** The days shown, the last of them today; a day is one of the timezone, and may have 23 or 25 hours. */
export function daysOfRuns<R>(
  runs: readonly R[],
  { idOf, timezone, now }: { readonly idOf: (run: R) => string; readonly timezone: string; readonly now: Date },
): DayOfRuns<R>[] {
  const dayOf = daysIn(timezone);
  const byDay = new Map<string, R[]>();
  for (const run of runs) {
    const at = timeOfRunId(idOf(run));
    const on = at === null ? '' : dayOf(new Date(at));
    byDay.set(on, [...(byDay.get(on) ?? []), run]);
  }
  return daysUntil(dayOf(now), shownDays).map((on) => ({ day: on, runs: byDay.get(on) ?? [] }));
}
