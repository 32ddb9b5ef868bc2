import type { Id } from '../decide/explanation.js';
import type { HeldItem } from '../load/hold.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline/pipeline.js';

/** A record or link that a hold keeps from going or changing. */
export interface HeldRecord {
  readonly kind: RecordKind | LinkKind;
  /** Null for a whole section that came empty. */
  readonly id: Id | null;
  readonly change: HeldItem['change'];
  /** Of what would change. */
  readonly columns: readonly string[];
}

/** What is held of one kind. */
export interface HeldKind {
  readonly kind: RecordKind | LinkKind;
  readonly items: readonly HeldItem[];
}

/** Each record once, with all columns for which it is held; by kind in the order of the pipeline, where any is held. */
export function heldByKind(pipeline: Pipeline, part: readonly HeldItem[]): HeldKind[] {
  const byKind = new Map<string, Map<string, HeldItem>>();
  for (const item of part) {
    const items = byKind.get(item.kind) ?? new Map<string, HeldItem>();
    byKind.set(item.kind, items);
    // No id has this sign in it.
    const key = `${item.change}\0${item.id ?? '\0'}`;
    const known = items.get(key);
    items.set(
      key,
      known === undefined ? item : { ...known, columns: [...new Set([...known.columns, ...item.columns])] },
    );
  }
  return kindsOf(pipeline).flatMap((kind) => {
    const items = byKind.get(kind.name);
    return items === undefined ? [] : [{ kind, items: [...items.values()] }];
  });
}

/** A part of them, one kind after the other. */
export function heldRecords(
  held: readonly HeldKind[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): HeldRecord[] {
  const all = held.flatMap(({ kind, items }) => items.map((item) => ({ kind, item })));
  return all.slice(offset, offset + limit).map(({ kind, item: { id, change, columns } }) => ({
    kind,
    id: id !== null && kind.type === 'link' ? (JSON.parse(id) as [string, string]) : id,
    change,
    columns,
  }));
}
