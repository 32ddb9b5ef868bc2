import type { Rule } from '../pipeline/rules/rule.js';
import { countAll, judgeLinks } from './everything-in.js';
import { still } from './fate.js';
import { nothingGiven, type Given } from './given.js';
import { bringBack, type Returning } from './returning.js';
import type { RuleBook } from './rule-book.js';
import { Solution } from './solution.js';
import { indexesTo, nowhere, type End, type LinkSet, type RecordSet, type World } from './world.js';

/** By index, the rules that fail. */
type Failing = ReadonlyMap<number, readonly Rule[]>;
/** Records that may fail, or that have lost a link. */
type Some = Map<RecordSet, ArrayLike<number>>;
type Lost = ReadonlyMap<RecordSet, Set<number>>;

/**
 * Everything is in until something takes it out, and taking out only ever takes out more. Each round judges by the
 * state at its start, so rounds and reasons do not depend on the order of the input. The first judges everything,
 * later ones only records that have lost a link.
 * @param given what is taken for granted
 * @param since the same world, solved with nothing given: then it only looks at those for whom what is given may make a
 *   difference, and the rounds are not those of a decision
 */
export async function solve(
  world: World,
  book: RuleBook,
  given: Given = nothingGiven,
  since: Solution | null = null,
): Promise<Solution> {
  const solution = new Solution(world, book, given, since);
  await new Rounds(solution, since).run();
  return solution;
}

class Rounds {
  /** Those who were out and may come back. Those who were in stay in. */
  readonly #returning: Returning | null;

  constructor(
    private readonly solution: Solution,
    private readonly since: Solution | null,
  ) {
    if (since === null) for (const links of solution.world.links) countAll(links, solution);
    this.#returning = since === null ? null : bringBack(solution, since);
  }

  async run(): Promise<void> {
    const { world } = this.solution;
    let unsure: Some = new Map(world.records.map((set) => [set, this.#asked(set)]));
    for (let round = 1; unsure.size > 0; round++) {
      const failing = new Map<RecordSet, Failing>();
      for (const [set, indexes] of unsure) failing.set(set, await this.#judge(set, indexes, round));
      const failingLinks = new Map<LinkSet, Failing>();
      if (round === 1 && this.since === null)
        for (const links of world.links) failingLinks.set(links, await judgeLinks(links, this.solution));
      unsure = this.#takeOut(failing, failingLinks, round);
    }
  }

  /** The records of a kind that rules are asked about. */
  #asked(set: RecordSet): ArrayLike<number> {
    const held = this.solution.given.held(set);
    const returning = this.#returning?.get(set);
    if (returning !== undefined) return [...returning].filter((index) => !held.has(index));
    const all = indexesTo(set.size);
    const isAsked = (index: number): boolean => !set.erased.has(index) && !held.has(index);
    return set.erased.size + held.size === 0 ? all : all.filter(isAsked);
  }

  /** Rules that only read a record's own values fail in the first round, or never. */
  async #judge(set: RecordSet, indexes: ArrayLike<number>, round: number): Promise<Failing> {
    const { solution, since } = this;
    const { book, given } = solution;
    const rules = book.rulesThatJudge(set.kind.name);
    const counting = rules.filter((rule) => book.endsCountedBy(rule, set).length > 0);
    const isAll = round === 1 && since === null;
    const failing = await book.failing(isAll ? rules : counting, solution.factsOf(set), indexes);
    if (round === 1 && since !== null) {
      const { failed } = since.ofRecords(set);
      for (let at = 0; at < indexes.length; at++) {
        const own = failed.get(indexes[at])?.filter((rule) => !counting.includes(rule)) ?? [];
        if (own.length > 0) failing.set(indexes[at], [...own, ...(failing.get(indexes[at]) ?? [])]);
      }
    }
    given.withoutMended(set, failing);
    if (isAll) for (const index of set.erased.keys()) failing.set(index, []);
    return failing;
  }

  /** Takes out what failed and the links that end there; returns the records that lost one. */
  #takeOut(failing: ReadonlyMap<RecordSet, Failing>, links: ReadonlyMap<LinkSet, Failing>, round: number): Some {
    const { solution } = this;
    const lost: Lost = new Map(solution.world.records.map((set) => [set, new Set<number>()]));
    for (const [set, rules] of failing) {
      const { out, failed } = solution.ofRecords(set);
      for (const [index, broken] of rules) {
        out.put(index, round);
        failed.set(index, broken);
        solution.rounds = round;
      }
    }
    for (const [set, rules] of links) this.#takeOutLinks(set, rules, round, lost);
    for (const [set, rules] of failing) this.#takeOutLinksOf(set, rules, lost);
    const unsure: Some = new Map();
    for (const [set, indexes] of lost) if (indexes.size > 0) unsure.set(set, [...indexes]);
    return unsure;
  }

  #takeOutLinks(links: LinkSet, rules: Failing, round: number, lost: Lost): void {
    const { alone, failed, held } = this.solution.ofLinks(links);
    const gone: number[] = [];
    for (const [link, broken] of rules) {
      failed.set(link, broken);
      if (held.has(link) || alone.at(link) !== still) continue;
      alone.put(link, round);
      gone.push(link);
      this.solution.rounds = round;
    }
    for (const end of links.ends) this.#uncount(end, gone, lost);
  }

  #takeOutLinksOf(set: RecordSet, rules: Failing, lost: Lost): void {
    for (const end of set.ends) {
      const count = this.solution.countAt(end);
      const { alone, held } = this.solution.ofLinks(end.links);
      const gone: number[] = [];
      for (const index of rules.keys()) {
        count.put(index, 0);
        const links = end.linksOf(index);
        this.solution.work += links.length;
        // A link that is held counts at both its ends, whatever becomes of the other.
        for (const link of links) if (alone.at(link) === still && !held.has(link)) gone.push(link);
      }
      this.#uncount(end.other, gone, lost);
    }
  }

  /** Takes the links that are gone from the counts of the records at an end that are still in. */
  #uncount(end: End, gone: readonly number[], lost: Lost): void {
    const { at, records } = end;
    const count = this.solution.countAt(end);
    const { out } = this.solution.ofRecords(records);
    const held = this.solution.given.held(records);
    const returning = this.#returning?.get(records);
    const losing = lost.get(records);
    for (const link of gone) {
      const record = at[link];
      if (record === nowhere || out.at(record) !== still || returning?.has(record) === false) continue;
      count.add(record, -1);
      if (!held.has(record)) losing?.add(record);
    }
  }
}
