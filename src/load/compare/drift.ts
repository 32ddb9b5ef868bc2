import { changedColumns, recordId, type ChangeKind } from './differences.js';
import type { Remembered, SchoolPlan } from './school-plan.js';

/** A row that was not as the last run left it: someone else wrote to the tables. */
export interface Drift {
  readonly kind: string;
  readonly id: string;
  /** What it took to put it right: `added` if it had been deleted, `removed` if it had been put there. */
  readonly change: ChangeKind;
  /** The columns that differed. */
  readonly columns: readonly string[];
}

/**
 * If the extract and the rules are those of the last load, someone else made every difference. Otherwise it shows only
 * in rows that do not match the sum that their run left beside them.
 */
export function driftOf({ tables, memory }: SchoolPlan, remember: Remembered | undefined): Drift[] {
  const isSame =
    remember !== undefined &&
    memory?.valuesDigest === remember.valuesDigest &&
    memory.rulesDigest === remember.rulesDigest;
  const drift: Drift[] = [];
  for (const { table, changes } of tables) {
    for (const change of isSame ? changes : changes.of('changed', 'removed')) {
      if (!isSame && !change.wasEdited) continue;
      const columns = changedColumns(table, change);
      drift.push({ kind: table.kind, id: recordId(change.row), change: change.kind, columns });
    }
  }
  return drift;
}
