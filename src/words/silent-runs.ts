import type { SilentRun } from '../load/runs/silent-runs.js';
import { joined } from '../pipeline/text/counted.js';

const mostNamed = 3;

/** Says in one line that runs did not end; null if all did. */
export function silentRunsInWords(runs: readonly SilentRun[]): string | null {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  const become = 'noted as interrupted now. What was loaded stays.';
  if (others.length === 0)
    return `Run ${first.id} did not end: nothing was heard of it after ${first.heardAt}, so it is ${become}`;
  const named = runs.slice(0, mostNamed).map(({ id }) => id);
  const rest = runs.length - named.length;
  const names = joined(rest > 0 ? [...named, `${String(rest)} more`] : named);
  return `${String(runs.length)} runs did not end (${names}): nothing is heard of them any more, so they are ${become}`;
}
