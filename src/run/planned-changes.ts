import type { Finding } from '../decide/decision.js';
import { keepsOut } from '../decide/findings.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';
import { changedColumns, recordId, type RowChange, type ChangeKind } from '../load/compare/differences.js';
import type { PipelineTable } from '../load/tables/tables.js';
import type { TablePlan } from '../load/compare/table-plan.js';

/** What would become of one record or link. */
export interface PlannedChange {
  readonly kind: string;
  readonly id: string;
  readonly change: ChangeKind;
  /** For what would change: the columns that would differ. */
  readonly columns: readonly string[];
  /** The rule that takes it out; null if the extract no longer has it, or nothing takes it out. */
  readonly rule: string | null;
  readonly because: string | null;
  readonly place: Place | null;
}

/** How many records and links would change, and a sample of them. */
export interface PlannedChanges {
  readonly total: number;
  readonly records: readonly PlannedChange[];
}

/** The gravest first. */
const gravity: readonly ChangeKind[] = ['removed', 'changed', 'returned', 'added'];

/**
 * What would change: some of it by name, the gravest first and by kind, with the rule responsible.
 * @param most how many are named
 */
export function plannedChanges(
  plans: readonly TablePlan[],
  findings: readonly Finding[],
  most: number,
): PlannedChanges {
  const total = plans.reduce((sum, { changes }) => sum + changes.length, 0);
  const named: { table: PipelineTable; change: RowChange }[] = [];
  for (const wanted of gravity) {
    for (const { table, changes } of plans) {
      for (const change of changes) {
        if (named.length === most) break;
        if (change.kind === wanted) named.push({ table, change });
      }
    }
  }
  const responsible = new Map<string, Finding>();
  const keyOf = (kind: string, id: string): string => JSON.stringify([kind, id]);
  const going = new Set(
    named
      .filter(({ change }) => change.kind === 'removed')
      .map(({ table, change }) => keyOf(table.kind, recordId(change.row))),
  );
  for (const finding of findings) {
    const { kind, recordId: id } = finding;
    if (kind === null || id === null || !going.has(keyOf(kind, id)) || responsible.has(keyOf(kind, id))) continue;
    if (keepsOut(finding)) responsible.set(keyOf(kind, id), finding);
  }
  const records = named.map(({ table, change }): PlannedChange => {
    const id = recordId(change.row);
    const finding = responsible.get(keyOf(table.kind, id));
    return {
      kind: table.kind,
      id,
      change: change.kind,
      columns: change.kind === 'changed' ? changedColumns(table, change) : [],
      rule: finding?.rule ?? null,
      because: finding?.because ?? (change.kind === 'removed' ? 'It is no longer in the extract.' : null),
      place: finding?.place ?? null,
    };
  });
  return { total, records };
}
