import type { SchoolLine } from '../browse/school-list.js';
import { timeOfRunId } from '../load/runs/run-ids.js';

/** Since when a school is not seen, ISO 8601: no page says the night of the first run that missed it. Null if not noted. */
export function lastSeen({ lastRun }: Pick<SchoolLine, 'lastRun'>): string | null {
  return timeOfRunId(lastRun);
}
