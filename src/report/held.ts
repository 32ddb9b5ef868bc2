import type { HeldItem } from '../load/hold.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';
import { joined, label } from './words.js';

/** By the kind's name: how many records or links a hold keeps from going and from changing. */
export type HeldCounts = Readonly<Record<string, { readonly removed: number; readonly changed: number }>>;

export function heldCounts(part: readonly HeldItem[]): HeldCounts {
  const ids = new Map<string, { removed: Set<string>; changed: Set<string> }>();
  for (const { kind, id, change } of part) {
    const of = ids.get(kind) ?? { removed: new Set(), changed: new Set() };
    ids.set(kind, of);
    if (id !== null && change !== 'emptied') of[change].add(id);
  }
  return Object.fromEntries(
    [...ids].map(([kind, { removed, changed }]) => [kind, { removed: removed.size, changed: changed.size }]),
  );
}

/** `212 contacts go, 3 students change`; a section that came empty and held nothing that came through is named alone. */
export function heldInWords(pipeline: Pipeline, counts: HeldCounts): string {
  const words = kindsOf(pipeline).flatMap(({ name }) => {
    const { removed, changed } = counts[name] ?? { removed: 0, changed: 0 };
    if (removed + changed === 0) return name in counts ? [`the empty section of ${name}`] : [];
    const go =
      removed === 0 ? [] : [`${String(removed)} ${label(pipeline, name, removed)} ${removed === 1 ? 'goes' : 'go'}`];
    const change =
      changed === 0
        ? []
        : [`${String(changed)} ${label(pipeline, name, changed)} ${changed === 1 ? 'changes' : 'change'}`];
    return [...go, ...change];
  });
  return joined(words);
}
