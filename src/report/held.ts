import type { HeldCount } from '../load/holds.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';
import { joined, label } from './words.js';

/** By the kind's name: how many records or links a hold keeps from going and from changing. */
export type HeldCounts = Readonly<Record<string, { readonly removed: number; readonly changed: number }>>;

export function heldCounts(counts: readonly HeldCount[]): HeldCounts {
  return Object.fromEntries(counts.map(({ kind, removed, changed }) => [kind, { removed, changed }]));
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
