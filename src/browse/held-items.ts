import type { Part } from './part.js';
import { type Id, idIn } from '../explain/explanation.js';
import type { Store } from '../load/dialect.js';
import type { HeldItem } from '../load/hold/weigh.js';
import { readHeldItems, type StoredHold } from '../load/hold/stored-hold.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';

/** A record or link that a hold keeps from going or changing. */
export interface HeldRecord {
  readonly kind: RecordKind | LinkKind;
  /** Null for a whole kind. */
  readonly id: Id | null;
  readonly change: HeldItem['change'];
  /** Of what would change. */
  readonly columns: readonly string[];
}

/** Where the items of a kind are in a hold. */
export interface HeldKind {
  readonly kind: RecordKind | LinkKind;
  /** The number of the first one. */
  readonly first: number;
  readonly items: number;
  /** How many of these are records or links; the others are about the whole kind. */
  readonly records: number;
  /** What is held of the whole kind: its section came empty, or none of it comes through on a first load. */
  readonly whole: 'emptied' | 'none' | null;
}

/** The kinds with held items, in the order of the pipeline. */
export function heldKinds(pipeline: Pipeline, { counts }: StoredHold): HeldKind[] {
  let first = 1;
  const places = new Map<string, Omit<HeldKind, 'kind'>>();
  for (const { kind, emptied, none = 0, removed, changed } of counts) {
    const records = removed + changed;
    const items = emptied + none + records;
    places.set(kind, { first, items, records, whole: none > 0 ? 'none' : emptied > 0 ? 'emptied' : null });
    first += items;
  }
  return kindsOf(pipeline).flatMap((kind) => {
    const place = places.get(kind.name);
    return place === undefined ? [] : [{ kind, ...place }];
  });
}

/** A part of the items of these kinds, one kind after the other. */
export async function listHeld(
  store: Store,
  school: string,
  { fingerprint }: StoredHold,
  kinds: readonly HeldKind[],
  { offset, limit }: Part,
): Promise<HeldRecord[]> {
  const records: HeldRecord[] = [];
  let before = 0;
  for (const { kind, first, items } of kinds) {
    const [from, to] = [Math.max(offset - before, 0), Math.min(offset + limit - before, items)];
    before += items;
    if (from >= to) continue;
    for (const item of await readHeldItems(store, school, fingerprint, [first + from, first + to - 1])) {
      const id = item.id === null ? null : idIn(kind.type, item.id);
      records.push({ ...item, kind, id });
    }
  }
  return records;
}
