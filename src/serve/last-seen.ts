import type { SchoolLine } from '../browse/school-list.js';
import { timeOfRunId } from '../load/runs/run-ids.js';

/** When the last file of a school came that is not seen since, ISO 8601: some nights may lie before the first that missed it. Null if not noted. */
export function lastSeen({ lastRun }: Pick<SchoolLine, 'lastRun'>): string | null {
  return timeOfRunId(lastRun);
}
