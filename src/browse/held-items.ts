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

/** Each record once, with all columns for which it is held; by kind in the order of the pipeline. */
export function heldRecords(pipeline: Pipeline, part: readonly HeldItem[]): HeldRecord[] {
  const once = new Map<string, { readonly item: HeldItem; readonly columns: Set<string> }>();
  for (const item of part) {
    const key = JSON.stringify([item.kind, item.id, item.change]);
    const known = once.get(key) ?? { item, columns: new Set() };
    for (const column of item.columns) known.columns.add(column);
    once.set(key, known);
  }
  const found = [...once.values()];
  return kindsOf(pipeline).flatMap((kind) =>
    found
      .filter(({ item }) => item.kind === kind.name)
      .map(({ item: { id, change }, columns }) => ({
        kind,
        id: id !== null && kind.type === 'link' ? (JSON.parse(id) as [string, string]) : id,
        change,
        columns: [...columns],
      })),
  );
}
