/** What a run notes of a school in a pause begins so; no reason of a school that is held for another does. */
const beginning = 'The school is paused until ';

/** @param until the last day (YYYY-MM-DD) of the pause */
export function pausedInWords(until: string): string {
  return `${beginning}${until}, so nothing was changed.`;
}

/**
 * The last day (YYYY-MM-DD) of the pause for which a run held a school; null if it did not hold it for one. Tables, JSON
 * and metrics have no status of its own for it.
 */
export function pausedUntil({ status, reason }: { readonly status: string | null; readonly reason: string | null }) {
  if (status !== 'held' || reason?.startsWith(beginning) !== true) return null;
  return reason.slice(beginning.length, beginning.length + 'YYYY-MM-DD'.length);
}

/** The same as a condition of SQL: literal, because PostgreSQL groups by no expression with values bound to it. */
export function isPausedIn(table: 'latest'): string {
  return `(${table}.status = 'held' and coalesce(${table}.reason, '') like '${beginning}%')`;
}
