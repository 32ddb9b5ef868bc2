import type { AuditLine } from '../browse/list-audit.js';
import { timeOfRunId } from '../load/runs/run-ids.js';

const ofHolds: ReadonlySet<string> = new Set(['release', 'keep', 'take back']);

/** An answer to a hold, as the audit notes it: the run that held it, and what was said. */
export interface HoldOfEntry {
  /** When that run was, ISO 8601. */
  readonly at: string;
  readonly said: string | null;
}

/** Of which hold an entry of the audit is; null if it is of none, or does not say which. */
export function holdOfEntry({ what, detail }: Pick<AuditLine, 'what' | 'detail'>): HoldOfEntry | null {
  const [, run = '', said = null] = (ofHolds.has(what) ? /^([^\s:]+)(?:: (.*))?$/s.exec(detail ?? '') : null) ?? [];
  const at = timeOfRunId(run);
  return at === null ? null : { at, said };
}
