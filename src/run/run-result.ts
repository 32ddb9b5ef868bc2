import type { Sums } from '../decide/decision.js';
import type { ChangeCounts } from '../load/compare/differences.js';
import type { Drift } from '../load/compare/drift.js';
import type { Looked } from '../load/runs/feeds.js';
import type { Purging } from '../load/runs/purge.js';
import type { PlannedChanges } from './planned-changes.js';
import type { ReasonCount } from './reasons.js';

export type SchoolStatus = 'loaded' | 'planned' | 'unchanged' | 'held' | 'failed';

/** What happened to one school in a run; the keys are promised to scripts (docs/json.md). */
export interface SchoolReport {
  /** Null if a broken document did not say it. */
  readonly school: string | null;
  readonly name: string | null;
  readonly status: SchoolStatus;
  readonly reason: string | null;
  readonly sections: Readonly<Record<string, Sums>>;
  readonly changes: Readonly<Record<string, Readonly<ChangeCounts>>>;
  /** Findings of what stays out, by rule. */
  readonly excluded: Readonly<Record<string, number>>;
  /** All other findings, by rule. */
  readonly warnings: Readonly<Record<string, number>>;
  /** How many links were let go although the school is held. */
  readonly letGo: number;
  /** The number of its document in the run; absent if no input has the school. Not in JSON. */
  readonly document?: number;
  /** Set if a person can release what is held: nothing can be in a pause. Not in JSON. */
  readonly releasable?: true;
  /** Rows that were not as the last run had left them; absent if there are none. */
  readonly drift?: readonly Drift[];
  /** In a night of parts: those that have the school, if several do. */
  readonly cameTwice?: readonly string[];
  /** Of a plan: what would change, and some of it by name. */
  readonly details?: PlannedChanges;
}

/** What shows a run that it does what was planned. */
export interface Planned {
  /** Of all that would be done. */
  readonly fingerprint: string;
  /** Of what would be done with each document, by its number. */
  readonly byDocument: ReadonlyMap<number, string>;
}

/** What a run did, or would do. */
export interface RunResult extends Looked {
  /** In the order of the inputs; at the end those that were asked for and that no input holds. */
  readonly schools: readonly SchoolReport[];
  /** What did not come through, and what is warned about, of all schools. */
  readonly reasons: readonly ReasonCount[];
  /** What became of the purge; null if nothing is purged, or it failed. */
  readonly purge: Purging | null;
  /** Whether it was ended before all was read. */
  readonly isInterrupted: boolean;
  /** Whether all was read, no school failed or is held, everybody who is expected came, and all could be noted. */
  readonly isWell: boolean;
}

/** How many schools there are of each status. */
export function countByStatus(schools: readonly SchoolReport[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of schools) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Whether no school failed or was held. */
export function areAllWell(schools: readonly SchoolReport[]): boolean {
  return schools.every(({ status }) => status !== 'failed' && status !== 'held');
}
