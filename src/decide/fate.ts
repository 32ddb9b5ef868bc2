import type { Rule } from '../pipeline/rules/rule.js';
import type { LayeredNumbers } from './layered-numbers.js';
import { nowhere, type LinkSet, type RecordSet } from './world.js';

/** The round of a record or link that is still in; rounds that take out are counted from 1. */
export const still = 0;
/** The round of a link that names a record which is not in the extract: it was never in. */
export const dangling = -1;

/** What became of the records or links of a kind. */
export abstract class Fate {
  /** By index: own rules that failed when it was taken out; if a link dangles, those that read only what is known. */
  readonly failed = new Map<number, readonly Rule[]>();
  #through: Int32Array | null = null;

  protected constructor(private readonly set: RecordSet | LinkSet) {}

  /** Still, dangling, or the round that took it out. */
  abstract roundOf(index: number): number;

  /** The indexes of those that come through, once the last round is over. */
  get through(): Int32Array {
    if (this.#through !== null) return this.#through;
    const indexes = new Int32Array(this.set.size);
    let size = 0;
    for (let index = 0; index < indexes.length; index++) if (this.roundOf(index) === still) indexes[size++] = index;
    return (this.#through = indexes.slice(0, size));
  }
}

export class RecordFate extends Fate {
  /** @param out by index: still, or the round that took it out */
  constructor(
    set: RecordSet,
    readonly out: LayeredNumbers,
  ) {
    super(set);
  }

  roundOf(index: number): number {
    return this.out.at(index);
  }
}

/** A link goes by itself, or with the first of its ends that does. */
export class LinkFate extends Fate {
  /**
   * @param alone by index: still, dangling, or the round in which its rules took it out, whatever became of its ends
   * @param held those that stay in, whatever their rules say and whatever becomes of their ends
   */
  constructor(
    private readonly links: LinkSet,
    readonly alone: LayeredNumbers,
    readonly held: ReadonlySet<number>,
    private readonly ends: readonly [RecordFate, RecordFate],
  ) {
    super(links);
  }

  roundOf(link: number): number {
    // Asking an empty set about each link costs more than all else here.
    if (this.held.size > 0 && this.held.has(link)) return still;
    const alone = this.alone.at(link);
    if (alone !== still) return alone;
    const first = roundAt(this.ends[0].out, this.links.ends[0].at[link]);
    const second = roundAt(this.ends[1].out, this.links.ends[1].at[link]);
    return first === still || second === still ? first + second : Math.min(first, second);
  }
}

/** A record that the extract does not have is in: only those that are taken to be there are asked about. */
function roundAt(out: LayeredNumbers, record: number): number {
  return record === nowhere ? still : out.at(record);
}
