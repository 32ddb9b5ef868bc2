import type { ListedSchool } from '../report/config/school-list.js';
import { pausedUntil } from '../load/runs/paused.js';
import { dayInWords } from './time.js';

/** How a run ended for a school, as pages say it: what a pause held is a state of its own. */
export function standingAfter(run: { readonly status: string; readonly reason: string | null }): string {
  return pausedUntil(run) === null ? run.status : 'paused';
}

/**
 * `until Sat 5 Dec 2026, by its own file`: where the pause stands is said if it is the school's own.
 * @param differences of the school's file as it is now; null if it has none
 */
export function untilInWords(until: string, differences: ListedSchool | null): string {
  const ends = [until, until.slice('YYYY-'.length)].map((day) => ` to ${day}`);
  const isOwn = differences?.pauses.some((days) => ends.some((end) => days.endsWith(end))) === true;
  const by = !isOwn ? '' : differences.extends.length === 0 ? ', by its own file' : ', by the files of its own rules';
  return `until ${dayInWords(until)}${by}`;
}
