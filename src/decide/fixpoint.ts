import { countsOf, type Pipeline } from '../pipeline/pipeline.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { erasedAmong, noneErased } from './erased-among.js';
import type { ErasedAs, Erasures, Met } from './erasures.js';
import { linkFacts, recordFacts, type MoreFacts } from './facts.js';
import type { RuleBook } from './rule-book.js';
import {
  countedLinks,
  dangling,
  indexesTo,
  nowhere,
  setNamed,
  sizeOf,
  still,
  type CountedLinks,
  type LinkSet,
  type RecordSet,
  type World,
} from './world.js';

/** What is known of the records or links of a kind once nothing more goes. */
export interface Fate {
  /** By index: still, dangling, or the round that took it out. */
  readonly out: Int32Array;
  /** By index: its own rules that failed in that round. */
  readonly failed: Map<number, readonly Rule[]>;
  /**
   * Of records: those that were erased on request, or may be one who was. They leave in the first round, and no rule is
   * asked about them.
   */
  readonly erased: ReadonlyMap<number, ErasedAs>;
}

/** The largest set in which every rule holds at once, and for everything else why and when it went. */
export interface Solution {
  readonly fates: ReadonlyMap<string, Fate>;
  /** By kind of record: how its records are counted. */
  readonly counted: ReadonlyMap<string, readonly CountedLinks[]>;
  /** By kind of record and name of a count: the links of each record that come through. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, Int32Array>>;
  readonly rounds: number;
  /** The records of which an erasure speaks, out or not. */
  readonly met: readonly Met[];
}

/**
 * Everything is in until something takes it out, and taking out only ever takes out more. In each round every rule is
 * judged against the state at the round's start, so that rounds and reasons do not depend on the order of the input.
 * After the first round only records are judged again that have lost a link.
 */
export async function solve(
  world: World,
  pipeline: Pipeline,
  book: RuleBook,
  erasures: Erasures | null,
): Promise<Solution> {
  const rounds = new Rounds(world, pipeline, book, erasures);
  await rounds.run();
  return rounds;
}

const judging = ['require', 'exclude'] as const;

class Rounds implements Solution {
  readonly fates = new Map<string, Fate>();
  readonly counted = new Map<string, readonly CountedLinks[]>();
  readonly counts = new Map<string, Map<string, Int32Array>>();
  readonly met: Met[] = [];
  rounds = 0;

  constructor(
    private readonly world: World,
    private readonly pipeline: Pipeline,
    private readonly book: RuleBook,
    erasures: Erasures | null,
  ) {
    for (const set of world.links.values()) {
      const out = new Int32Array(sizeOf(set));
      for (let link = 0; link < out.length; link++) {
        if (set.ends[0][link] === nowhere || set.ends[1][link] === nowhere) out[link] = dangling;
      }
      this.fates.set(set.kind.name, { out, failed: new Map(), erased: new Map() });
    }
    for (const set of world.records.values()) {
      const found = erasures === null ? noneErased : erasedAmong(set, erasures, book.rulesFor(set.kind.name, 'split'));
      this.met.push(...found.met);
      this.fates.set(set.kind.name, { out: new Int32Array(set.ids.length), failed: new Map(), erased: found.out });
      const counted = countedLinks(world, set, countsOf(pipeline, set.kind.name));
      this.counted.set(set.kind.name, counted);
      this.counts.set(set.kind.name, new Map(counted.map((one) => [one.count.fact, this.#countAll(set, one)])));
    }
  }

  #countAll(set: RecordSet, { count, links }: CountedLinks): Int32Array {
    const total = new Int32Array(set.ids.length);
    const { out } = setNamed(this.fates, links.kind.name);
    const ends = links.ends[count.end];
    for (let link = 0; link < ends.length; link++) if (out[link] === still) total[ends[link]]++;
    return total;
  }

  async run(): Promise<void> {
    let unsure = new Map<string, ArrayLike<number>>();
    for (const set of this.world.records.values()) {
      const { erased } = setNamed(this.fates, set.kind.name);
      const indexes = indexesTo(set.ids.length);
      unsure.set(set.kind.name, erased.size === 0 ? indexes : indexes.filter((index) => !erased.has(index)));
    }
    for (let round = 1; unsure.size > 0; round++) {
      const failing = new Map<string, Map<number, Rule[]>>();
      for (const [kind, indexes] of unsure) {
        const set = setNamed(this.world.records, kind);
        failing.set(kind, await this.#judge(kind, indexes, recordFacts(set, this.#countFacts(kind))));
      }
      if (round === 1) {
        for (const [kind, { erased }] of this.fates)
          for (const index of erased.keys()) failing.get(kind)?.set(index, []);
        for (const set of this.world.links.values()) failing.set(set.kind.name, await this.#judgeLinks(set));
      }
      unsure = this.#takeOut(failing, round);
    }
  }

  #countFacts(kind: string): MoreFacts {
    const counts = this.counts.get(kind) ?? new Map<string, Int32Array>();
    return new Map([...counts].map(([fact, total]) => [fact, (index: number) => total[index] ?? 0]));
  }

  /** Links' own rules read no counts: once is enough. */
  async #judgeLinks(set: LinkSet): Promise<Map<number, Rule[]>> {
    if (this.book.rulesFor(set.kind.name, ...judging).length === 0) return new Map();
    const { out } = setNamed(this.fates, set.kind.name);
    const indexes = indexesTo(out.length).filter((index) => out[index] === still);
    return this.#judge(set.kind.name, indexes, linkFacts(set, this.world));
  }

  async #judge(
    kind: string,
    indexes: ArrayLike<number>,
    source: ReturnType<typeof recordFacts>,
  ): Promise<Map<number, Rule[]>> {
    const failing = new Map<number, Rule[]>();
    for (const rule of this.book.rulesFor(kind, ...judging)) {
      const holds = await this.book.prepare(rule, source)(indexes);
      const wanted = rule.effect.type === 'require';
      for (let at = 0; at < indexes.length; at++) {
        if (holds(at) === wanted) continue;
        const rules = failing.get(indexes[at]);
        if (rules === undefined) failing.set(indexes[at], [rule]);
        else rules.push(rule);
      }
    }
    return failing;
  }

  /** Takes out what failed and the links that end there; gives the records that lost one. */
  #takeOut(failing: ReadonlyMap<string, ReadonlyMap<number, Rule[]>>, round: number): Map<string, ArrayLike<number>> {
    const lost = new Map<string, Set<number>>();
    for (const [kind, rules] of failing) {
      const fate = setNamed(this.fates, kind);
      for (const [index, failed] of rules) {
        fate.out[index] = round;
        fate.failed.set(index, failed);
        this.rounds = round;
        const links = this.world.links.get(kind);
        if (links !== undefined) this.#uncount(links, index, lost);
      }
    }
    for (const [kind, rules] of failing) {
      for (const { links, neighbours } of this.counted.get(kind) ?? []) {
        const fate = setNamed(this.fates, links.kind.name);
        for (const index of rules.keys()) {
          for (const link of neighbours.of(index)) {
            if (fate.out[link] !== still) continue;
            fate.out[link] = round;
            this.#uncount(links, link, lost);
          }
        }
      }
    }
    const unsure = new Map<string, ArrayLike<number>>();
    for (const [kind, indexes] of lost) {
      const { out } = setNamed(this.fates, kind);
      const left = [...indexes].filter((index) => out[index] === still);
      if (left.length > 0) unsure.set(kind, left);
    }
    return unsure;
  }

  #uncount(links: LinkSet, link: number, lost: Map<string, Set<number>>): void {
    for (const end of [0, 1] as const) {
      const kind = links.kind.ends[end].to;
      const record = links.ends[end][link];
      const fact = links.kind.ends[end === 0 ? 1 : 0].count;
      this.counts.get(kind)!.get(fact)![record]--;
      const indexes = lost.get(kind);
      if (indexes === undefined) lost.set(kind, new Set([record]));
      else indexes.add(record);
    }
  }
}
