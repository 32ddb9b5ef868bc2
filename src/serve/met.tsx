import { timeOfRunId } from '../load/runs/run-ids.js';
import { Day } from './time.js';

/** When a run last met a school: one that stopped arriving stays unchanged. */
export function Met({ run, timezone }: { readonly run: string; readonly timezone: string }) {
  const at = timeOfRunId(run);
  return at === null ? <>not noted</> : <Day at={at} timezone={timezone} />;
}
