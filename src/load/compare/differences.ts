import { joinKey, type ExistingRows } from './existing-rows.js';
import { rowDigest } from './row-digest.js';
import type { TableRow, Stored, PipelineTable } from '../tables/tables.js';
import type { WantedRows } from './wanted-rows.js';

export type ChangeKind = 'added' | 'changed' | 'removed' | 'returned';

export interface RowChange {
  readonly kind: ChangeKind;
  readonly row: TableRow;
  readonly before: readonly Stored[] | null;
  /** Whether someone else changed the row after the last run. */
  readonly wasEdited: boolean;
}

export type ChangeCounts = Record<ChangeKind, number>;

/**
 * Changes in their order. A change that adds a row, as nearly all of a first load do, is only a place among the wanted
 * rows until somebody asks for it.
 */
export class RowChanges implements Iterable<RowChange> {
  readonly counts: ChangeCounts = { added: 0, changed: 0, removed: 0, returned: 0 };
  /** Places among the wanted rows; below 0, counted from -1 on, among the others. */
  readonly #all: number[] = [];
  readonly #others: RowChange[] = [];

  constructor(readonly wanted: WantedRows) {}

  get length(): number {
    return this.#all.length;
  }

  add(change: RowChange): void {
    this.#all.push(-this.#others.push(change));
    this.counts[change.kind]++;
  }

  addWanted(at: number): void {
    this.#all.push(at);
    this.counts.added++;
  }

  [Symbol.iterator](): Generator<RowChange> {
    return this.of('added', 'changed', 'removed', 'returned');
  }

  /** The places, among the wanted rows, of changes that add a row. */
  *placesOfAdded(): Generator<number> {
    for (const one of this.#all) if (one >= 0) yield one;
  }

  /** Those of some kinds, in the same order. */
  *of(...kinds: readonly ChangeKind[]): Generator<RowChange> {
    const withAdded = kinds.includes('added');
    for (const one of this.#all) {
      const other = one < 0 ? this.#others[-one - 1] : null;
      if (other !== null) {
        if (kinds.includes(other.kind)) yield other;
      } else if (withAdded) yield { kind: 'added', row: this.wanted.rowOf(one), before: null, wasEdited: false };
    }
  }

  /** Those whose kind and row key (joinKey) satisfy a test, in the same order. */
  filter(stays: (kind: ChangeKind, key: string) => boolean): RowChanges {
    const rest = new RowChanges(this.wanted);
    for (const one of this.#all) {
      const other = one < 0 ? this.#others[-one - 1] : null;
      if (!stays(other?.kind ?? 'added', other === null ? this.wanted.keyOf(one) : joinKey(other.row.key))) continue;
      if (other === null) rest.addWanted(one);
      else rest.add(other);
    }
    return rest;
  }
}

export interface Differences {
  readonly changes: RowChanges;
  /** Rows that are right and only lack the digest by which the next run knows that. */
  readonly unstamped: readonly TableRow[];
}

/** What to write for the table to have just these rows: the wanted ones in their order, then those that go, by key. */
export function differences(table: PipelineTable, existing: ExistingRows, wanted: WantedRows): Differences {
  const places = new Map<string, number>();
  for (let at = 0; at < existing.length; at++) places.set(existing.keyOf(at), at);
  const stays = new Uint8Array(existing.length);
  const wasEdited = (at: number, values: readonly Stored[]): boolean => {
    const digest = existing.digestOf(at);
    return digest !== null && digest !== rowDigest(table, values);
  };
  const changes = new RowChanges(wanted);
  const unstamped: TableRow[] = [];
  for (let place = 0; place < wanted.length; place++) {
    const at = existing.length === 0 ? undefined : places.get(wanted.keyOf(place));
    if (at === undefined) {
      changes.addWanted(place);
      continue;
    }
    stays[at] = 1;
    if (!existing.isCurrent(at))
      changes.add({ kind: 'returned', row: wanted.rowOf(place), before: null, wasEdited: false });
    else if (!existing.has(at, wanted.valuesOf(place))) {
      const { values: before } = existing.rowOf(at);
      changes.add({ kind: 'changed', row: wanted.rowOf(place), before, wasEdited: wasEdited(at, before) });
    } else if (existing.digestOf(at) === null) unstamped.push(wanted.rowOf(place));
  }
  const gone: { key: string; change: RowChange }[] = [];
  for (let at = 0; at < existing.length; at++) {
    if (stays[at] === 1 || !existing.isCurrent(at)) continue;
    const row = existing.rowOf(at);
    const { values: before } = row;
    gone.push({ key: joinKey(row.key), change: { kind: 'removed', row, before, wasEdited: wasEdited(at, before) } });
  }
  // Each database returns rows in its own order.
  gone.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { change } of gone) changes.add(change);
  return { changes, unstamped };
}

/** The names of the columns that a change concerns. */
export function changedColumns(table: PipelineTable, { kind, row, before }: RowChange): string[] {
  const names = table.kept.map(({ name }) => name);
  return kind === 'changed' ? names.filter((_, index) => row.values[index] !== before?.[index]) : names;
}

/** The `fields` of a change: each column with its value before and after. */
export function changedFields(table: PipelineTable, { kind, row, before }: RowChange): string {
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

/** How `changes` names a row: a link by the JSON list of its ids. */
export function recordId(row: TableRow): string {
  return row.key.length === 1 ? (row.key[0] ?? '') : JSON.stringify(row.key);
}
