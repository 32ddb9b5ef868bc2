import { changedColumns, recordId, type ChangeKind } from './differences.js';
import type { Remembered, SchoolPlan } from './school-plan.js';

/** A row that was not as the last run had left it: someone else wrote to the tables. */
export interface Drift {
  readonly kind: string;
  readonly id: string;
  /** What it took to make it right: `added` where it had been deleted, `removed` where it had been put there. */
  readonly change: ChangeKind;
  /** The columns that differed. */
  readonly columns: readonly string[];
}

/**
 * Where the extract and the rules are those of the last load, every difference was made behind its back; else only
 * rows tell that do not fit the sum which the run that wrote them left beside them.
 */
export function driftOf({ tables, memory }: SchoolPlan, remember: Remembered | undefined): Drift[] {
  const isSame =
    remember !== undefined &&
    memory?.valuesDigest === remember.valuesDigest &&
    memory.rulesDigest === remember.rulesDigest;
  return tables.flatMap(({ table, changes }) =>
    changes
      .filter(({ wasEdited }) => isSame || wasEdited)
      .map((change) => ({
        kind: table.kind,
        id: recordId(change.row),
        change: change.kind,
        columns: changedColumns(table, change),
      })),
  );
}
