import type { Rule } from '../pipeline/rules/rule.js';
import { LayeredNumbers } from './layered-numbers.js';
import { linkFacts, recordFacts, type FactSource, type MoreFacts } from './facts.js';
import { LinkFate, RecordFate, still, type Fate } from './fate.js';
import { GivenOf, type Given, type Node } from './given.js';
import type { RuleBook } from './rule-book.js';
import { LinkSet, type End, type RecordSet, type World } from './world.js';

/** The largest set in which every rule holds or is taken to hold, and why and when everything else left. */
export class Solution {
  readonly given: GivenOf;
  rounds = 0;
  /** How many records and links it looked at: a measure of cost that is the same on every machine. */
  work = 0;
  readonly #records = new Map<RecordSet, RecordFate>();
  readonly #links = new Map<LinkSet, LinkFate>();
  readonly #counts = new Map<End, LayeredNumbers>();

  /** @param since the solution that this one is laid over: it keeps only the differences */
  constructor(
    readonly world: World,
    readonly book: RuleBook,
    given: Given,
    readonly since: Solution | null,
  ) {
    this.given = new GivenOf(given);
    for (const set of world.records) {
      this.#records.set(set, new RecordFate(set, since?.ofRecords(set).out.over() ?? blank(set.size)));
      for (const end of set.ends) this.#counts.set(end, since?.countAt(end).over() ?? blank(set.size));
    }
    for (const set of world.links) {
      const [first, second] = set.ends.map(({ records }) => this.ofRecords(records));
      const alone = since?.ofLinks(set).alone.over() ?? blank(set.size);
      this.#links.set(set, new LinkFate(set, alone, this.given.held(set), [first, second]));
    }
  }

  of(set: RecordSet | LinkSet): Fate {
    return set instanceof LinkSet ? this.ofLinks(set) : this.ofRecords(set);
  }

  ofRecords(set: RecordSet): RecordFate {
    return known(this.#records, set);
  }

  ofLinks(set: LinkSet): LinkFate {
    return known(this.#links, set);
  }

  /** By index of a record at an end: how many of its links come through; over another, only if it was out. */
  countAt(end: End): LayeredNumbers {
    return known(this.#counts, end);
  }

  comesThrough({ set, index }: Node): boolean {
    return this.of(set).roundOf(index) === still;
  }

  /** The links of a record at an end that come through. */
  linksThrough(end: End, record: number): number[] {
    const fate = this.ofLinks(end.links);
    const links: number[] = [];
    for (const link of end.linksOf(record)) if (fate.roundOf(link) === still) links.push(link);
    return links;
  }

  /** The facts of records or links as rules see them after the last round. */
  factsOf(set: RecordSet | LinkSet): FactSource {
    return set instanceof LinkSet ? linkFacts(set) : recordFacts(set, this.countFacts(set));
  }

  countFacts(set: RecordSet): MoreFacts {
    return new Map(
      set.ends.map((end) => {
        const count = this.countAt(end);
        return [end.fact, (index: number) => count.at(index)];
      }),
    );
  }

  /** The rules of a record or link that fail after the last round, in the order of the rule files. */
  async failing({ set, index }: Node): Promise<readonly Rule[]> {
    if (set instanceof LinkSet) return this.faultsOf(set, index);
    const rules = this.book.rulesThatJudge(set.kind.name);
    const failing = await this.book.failing(rules, this.factsOf(set), [index]);
    return (failing.get(index) ?? []).filter((rule) => !this.given.isMended(set, index, rule));
  }

  /** A link's own rules that fail and are not taken to hold. */
  faultsOf(links: LinkSet, link: number): readonly Rule[] {
    const failed = (this.since ?? this).ofLinks(links).failed.get(link) ?? [];
    return failed.filter((rule) => !this.given.isMended(links, link, rule));
  }

  /** The first end at which a link names a record that the extract does not have and that is not taken to be there. */
  missingAt(links: LinkSet, link: number): End | null {
    return links.ends.find((end) => end.isMissing(link) && !this.given.isThere(end, link)) ?? null;
  }
}

function blank(size: number): LayeredNumbers {
  return new LayeredNumbers(new Int32Array(size));
}

function known<Of, What>(all: ReadonlyMap<Of, What>, of: Of): What {
  const found = all.get(of);
  if (found === undefined) throw new Error('it is of another world');
  return found;
}
