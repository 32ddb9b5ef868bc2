import type { Value } from '../extract/extract.js';
import { joinKey, type ExistingRows } from './existing-rows.js';
import { rowDigest } from './row-digest.js';
import type { Row, Stored, Table } from './tables.js';

export type ChangeKind = 'added' | 'changed' | 'removed' | 'returned';

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
export function differences(table: Table, existing: ExistingRows, wanted: readonly Row[]): Differences {
  const places = new Map<string, number>();
  for (let at = 0; at < existing.length; at++) places.set(existing.keyOf(at), at);
  const stays = new Uint8Array(existing.length);
  const wasEdited = (at: number, values: readonly Stored[]): boolean => {
    const digest = existing.digestOf(at);
    return digest !== null && digest !== rowDigest(table, values);
  };
  const changes: Change[] = [];
  const unstamped: Row[] = [];
  for (const row of wanted) {
    const at = places.get(joinKey(row.key));
    if (at === undefined) {
      changes.push({ kind: 'added', row, before: null, wasEdited: false });
      continue;
    }
    stays[at] = 1;
    if (!existing.isCurrent(at)) changes.push({ kind: 'returned', row, before: null, wasEdited: false });
    else if (!existing.has(at, row.values)) {
      const { values: before } = existing.rowOf(at);
      changes.push({ kind: 'changed', row, before, wasEdited: wasEdited(at, before) });
    } else if (existing.digestOf(at) === null) unstamped.push(row);
  }
  const gone: { key: string; change: Change }[] = [];
  for (let at = 0; at < existing.length; at++) {
    if (stays[at] === 1 || !existing.isCurrent(at)) continue;
    const row = existing.rowOf(at);
    const { values: before } = row;
    gone.push({ key: joinKey(row.key), change: { kind: 'removed', row, before, wasEdited: wasEdited(at, before) } });
  }
  // Databases give rows in orders of their own.
  gone.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { change } of gone) changes.push(change);
  return { changes, unstamped };
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
