import type { Value } from '../extract/extract.js';
import type { Table } from './tables.js';

export type ChangeKind = 'added' | 'changed' | 'removed' | 'returned';

/** A value as a column holds it. */
export type Stored = string | number | null;

/** A row: its key columns, then its kept columns. */
export interface Row {
  readonly key: readonly string[];
  readonly values: readonly Stored[];
}

export interface Existing extends Row {
  /** Whether it came through when it was last loaded. */
  readonly current: boolean;
}

export interface Change {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly before: readonly Stored[] | null;
}

export function toStored(value: Value): Stored {
  return typeof value === 'boolean' ? String(value) : value;
}

/** What has to be written so that the table holds just these rows: those wanted in their order, then those that go by key. */
export function differences(existing: readonly Existing[], wanted: readonly Row[]): Change[] {
  const before = new Map(existing.map((row) => [keyOf(row), row]));
  const changes: Change[] = [];
  const kept = new Set<string>();
  for (const row of wanted) {
    const key = keyOf(row);
    const old = before.get(key);
    if (old === undefined) {
      changes.push({ kind: 'added', row, before: null });
      continue;
    }
    kept.add(key);
    if (!old.current) changes.push({ kind: 'returned', row, before: null });
    else if (row.values.some((value, index) => value !== old.values[index]))
      changes.push({ kind: 'changed', row, before: old.values });
  }
  const gone = [...before].filter(([key, { current }]) => current && !kept.has(key));
  // Databases give rows in orders of their own.
  gone.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, old] of gone) changes.push({ kind: 'removed', row: old, before: old.values });
  return changes;
}

// Ids hold no U+0000, so no two keys are alike.
function keyOf(row: Row): string {
  return row.key.join('\0');
}

/** The `fields` of a change: each column with its value before and after. */
export function changedFields(table: Table, { kind, row, before }: Change): string {
  const fields: Record<string, { before?: Stored; after?: Stored }> = {};
  table.kept.forEach(({ name }, index) => {
    const after = row.values[index] ?? null;
    const old = before?.[index] ?? null;
    if (kind === 'removed') fields[name] = { before: old };
    else if (kind !== 'changed') fields[name] = { after };
    else if (old !== after) fields[name] = { before: old, after };
  });
  return JSON.stringify(fields);
}

/** How a row is called in `changes`: a link by the JSON list of its ids. */
export function recordId(row: Row): string {
  return row.key.length === 1 ? (row.key[0] ?? '') : JSON.stringify(row.key);
}
