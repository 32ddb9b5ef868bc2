import type { Value } from '../extract/extract.js';
import { rowDigest } from './row-digest.js';
import type { Stored, Table } from './tables.js';

export type ChangeKind = 'added' | 'changed' | 'removed' | 'returned';

/** A row: its key columns, then its kept columns. */
export interface Row {
  readonly key: readonly string[];
  readonly values: readonly Stored[];
}

export interface Existing extends Row {
  /** Whether it came through when it was last loaded. */
  readonly current: boolean;
  /** As the run that wrote it left it; null where none did, or one of an earlier version. */
  readonly digest: string | null;
}

export interface Change {
  readonly kind: ChangeKind;
  readonly row: Row;
  readonly before: readonly Stored[] | null;
  /** Whether the row was not as the last run had left it. */
  readonly wasEdited: boolean;
}

export interface Differences {
  readonly changes: readonly Change[];
  /** Rows that hold what they should, and only lack the digest by which the next run knows that. */
  readonly unstamped: readonly Row[];
}

export function toStored(values: readonly Value[]): readonly Stored[] {
  return values.every(isStored) ? values : values.map((value) => (isStored(value) ? value : String(value)));
}

function isStored(value: Value): value is Stored {
  return typeof value !== 'boolean';
}

/** What has to be written so that the table holds just these rows: those wanted in their order, then those that go by key. */
export function differences(table: Table, existing: readonly Existing[], wanted: readonly Row[]): Differences {
  const before = new Map(existing.map((row) => [keyOf(row), row]));
  const changes: Change[] = [];
  const unstamped: Row[] = [];
  for (const row of wanted) {
    const key = keyOf(row);
    const old = before.get(key);
    if (old === undefined) {
      changes.push({ kind: 'added', row, before: null, wasEdited: false });
      continue;
    }
    before.delete(key);
    if (!old.current) changes.push({ kind: 'returned', row, before: null, wasEdited: false });
    else if (!areSame(row.values, old.values))
      changes.push({ kind: 'changed', row, before: old.values, wasEdited: isEdited(table, old) });
    else if (old.digest === null) unstamped.push(row);
  }
  const gone = [...before].filter(([, { current }]) => current);
  // Databases give rows in orders of their own.
  gone.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, old] of gone)
    changes.push({ kind: 'removed', row: old, before: old.values, wasEdited: isEdited(table, old) });
  return { changes, unstamped };
}

function isEdited(table: Table, { digest, values }: Existing): boolean {
  return digest !== null && digest !== rowDigest(table, values);
}

function areSame(one: readonly Stored[], other: readonly Stored[]): boolean {
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

// Ids hold no U+0000, so no two keys are alike.
function keyOf({ key }: Row): string {
  return key.length === 1 ? key[0] : key.join('\0');
}

/** The names of the columns that a change concerns. */
export function changedColumns(table: Table, { kind, row, before }: Change): string[] {
  const names = table.kept.map(({ name }) => name);
  return kind === 'changed' ? names.filter((_, index) => row.values[index] !== before?.[index]) : names;
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
