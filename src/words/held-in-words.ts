import { joined, noun } from '../pipeline/text/counted.js';
import { ownFile } from '../load/hold/weigh.js';
import type { HeldCount } from '../load/hold/stored-hold.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';
import { countOfKind, label } from './words.js';

/** How many records or links of a kind a hold keeps from going and from changing. */
export interface HeldOfKind {
  readonly removed: number;
  readonly changed: number;
  /** Set if it is a first load on which none of the kind comes through. */
  readonly none?: true;
}

/** By the kind's name; what is held because of the school's own file is under `rules/schools`. */
export type HeldCounts = Readonly<Record<string, HeldOfKind>>;

export function heldCounts(counts: readonly HeldCount[]): HeldCounts {
  return Object.fromEntries(
    counts.map(({ kind, removed, changed, none = 0 }) => [
      kind,
      { removed, changed, ...(none > 0 ? { none: true } : {}) },
    ]),
  );
}

/** `212 contacts go, 3 students change`; an empty section is only named if nothing of it had come through. */
export function heldInWords(pipeline: Pipeline, counts: HeldCounts): string {
  const none = kindsOf(pipeline).filter(({ name }) => counts[name]?.none === true);
  if (none.length > 0) return `nothing comes through of ${joined(none.map(({ name }) => label(pipeline, name, 2)))}`;
  const words = kindsOf(pipeline).flatMap(({ name }) => {
    const { removed, changed } = counts[name] ?? { removed: 0, changed: 0 };
    if (removed + changed === 0) return name in counts ? [`the empty section of ${name}`] : [];
    const said = (count: number, one: string, many: string): string[] =>
      count === 0 ? [] : [`${countOfKind(pipeline, name, count)} ${noun(count, one, many)}`];
    return [...said(removed, 'goes', 'go'), ...said(changed, 'changes', 'change')];
  });
  return joined([...(ownFile in counts ? ["the school's own rules file goes"] : []), ...words]);
}
