import { builtInRules, type Rule } from '../pipeline/rule.js';
import { byCodeUnit } from '../pipeline/text.js';
import type { Correction } from './explanation.js';
import { danglingWords } from './findings.js';
import type { Solved } from './solved.js';
import { fromOneSource, mendedKey, missingKey, sourceId, type Node } from './source-id.js';
import { type Assumptions, type Mended, type Standing, type WhatIf } from './what-if.js';
import { endIdAt, nowhere, type CountedLinks, type LinkSet } from './world.js';

/** Something to mend: a rule of a record or link, or a reference to a record that the extract does not have. */
export interface Mend {
  readonly key: string;
  readonly node: Node;
  /** Null for a reference to nothing. */
  readonly rule: Rule | null;
  /** Of such a reference: the end at which nothing stands. */
  readonly missing: 0 | 1 | null;
  readonly correction: Correction;
  readonly mended: Mended;
  readonly cost: number;
}

/** To write something into a field is less to do than to find somebody who qualifies, or to mend a reference. */
const costOfAField = 1;
const costOfALink = 2;

/** After looking at so many records and links the search ends with what it has found. */
const mostWork = 30_000_000;

interface Attempt {
  readonly mends: readonly Mend[];
  readonly cost: number;
}

/**
 * Sets of mends that each bring a record or link through, cheapest first, none of them holding another. Best first: of
 * a set that is not yet enough, one rule that still fails is taken, and each way to make it hold gives a further set;
 * any set that is enough must hold one of those ways. A choice of the school is never mended.
 */
export class CorrectionSearch {
  /** Whether the search ended because it had seen everything, not because it had taken long enough. */
  sawAll = true;
  readonly #solved: Solved;
  readonly #end: number;

  constructor(
    private readonly whatIf: WhatIf,
    private readonly target: Node,
  ) {
    this.#solved = whatIf.solved;
    this.#end = whatIf.work + mostWork;
  }

  async *sets(): AsyncGenerator<readonly Mend[]> {
    const waiting: Attempt[] = [{ mends: [], cost: 0 }];
    const seen = new Set<string>(['']);
    const found: (readonly Mend[])[] = [];
    for (let attempt = waiting.shift(); attempt !== undefined; attempt = waiting.shift()) {
      if (this.#hasWorkedEnough()) return;
      const { mends, cost } = attempt;
      if (found.some((set) => set.every(({ key }) => mends.some((mend) => mend.key === key)))) continue;
      const ways = await this.#waysOf(this.target, [], new Map(mends.map((mend) => [mend.key, mend.mended])));
      if (ways === through) {
        if (mends.length === 0) return;
        found.push(mends);
        yield mends;
        continue;
      }
      for (const mend of ways ?? []) {
        if (mends.some(({ key }) => key === mend.key)) continue;
        const more = [...mends, mend].sort((a, b) => byCodeUnit(a.key, b.key));
        const name = more.map(({ key }) => key).join();
        if (seen.has(name)) continue;
        seen.add(name);
        insert(waiting, { mends: more, cost: cost + mend.cost });
      }
    }
  }

  async #waysOf(
    node: Node,
    way: readonly Node[],
    mended: Assumptions['mended'],
  ): Promise<Mend[] | null | typeof through> {
    const links = this.#solved.world.links.get(node.kind);
    if (links === undefined) return this.#waysOfRecord(node, way, mended);
    const standing = await this.whatIf.solve({ held: [node], mended });
    return this.#waysOfLink(links, node.index, [0, 1], standing);
  }

  /**
   * Ways to make one of a record's failing rules hold, of the rule that has the fewest; null where one of its rules
   * can be made to hold by no correction at all.
   */
  async #waysOfRecord(
    node: Node,
    way: readonly Node[],
    mended: Assumptions['mended'],
  ): Promise<Mend[] | null | typeof through> {
    if (this.whatIf.isForgotten(node)) return null;
    const standing = await this.whatIf.solve({ held: [...way, node], mended });
    const failing = await this.whatIf.failing(standing, node);
    if (failing.length === 0) return through;
    let fewest: Mend[] | null = null;
    for (const rule of failing) {
      const ways = await this.#waysOfRule(rule, node, standing);
      if (ways.length === 0) return null;
      if (fewest === null || ways.length < fewest.length) fewest = ways;
    }
    return fewest;
  }

  async #waysOfRule(rule: Rule, node: Node, standing: Standing): Promise<Mend[]> {
    const counts = this.whatIf.countsIn(rule);
    const ways: Mend[] = [];
    for (const counted of counts) ways.push(...(await this.#waysThroughLinks(counted, node, standing)));
    const mend = this.#mend(rule, node);
    if (mend === null || counts.length === 0) return mend === null ? ways : [...ways, mend];
    const links = await this.whatIf.linksNeeded(rule, node);
    if (links === null) return ways;
    const added = { facts: counts.map(({ count }) => count.fact), links };
    return [...ways, { ...mend, mended: { ...mend.mended, added }, cost: costOfALink }];
  }

  async #waysThroughLinks({ count, links, neighbours }: CountedLinks, node: Node, standing: Standing): Promise<Mend[]> {
    const ways: Mend[] = [];
    for (const link of neighbours.of(node.index)) {
      if (this.#hasWorkedEnough()) break;
      const found = await this.#waysOfLink(links, link, [count.end === 0 ? 1 : 0], standing);
      if (found !== null && found !== through) ways.push(...found);
    }
    return ways;
  }

  /** What keeps a link out must all be mended, so the first of it is a way. */
  async #waysOfLink(
    links: LinkSet,
    link: number,
    ends: readonly (0 | 1)[],
    standing: Standing,
  ): Promise<Mend[] | null | typeof through> {
    const { assumptions } = standing;
    const node = { kind: links.kind.name, index: link };
    const faults = this.whatIf.ownFaults(links, link, assumptions);
    const mends = faults.map((rule) => this.#mend(rule, node));
    if (mends.includes(null)) return null;
    const missing = this.whatIf.missing(links, link, assumptions);
    let ways: Mend[] | null = mends[0] == null ? null : [mends[0]];
    if (ways === null && missing !== null) ways = [this.#mendReference(links, link, missing)];
    for (const end of ends) {
      const index = links.ends[end][link];
      const kind = links.kind.ends[end].to;
      if (index === nowhere || this.whatIf.isRecordIn(standing, kind, index)) continue;
      const ofEnd = await this.#waysOfRecord({ kind, index }, assumptions.held, assumptions.mended);
      if (ofEnd === null) return null;
      if (ofEnd !== through) ways ??= ofEnd;
    }
    return ways ?? through;
  }

  #hasWorkedEnough(): boolean {
    if (this.whatIf.work > this.#end) this.sawAll = false;
    return !this.sawAll;
  }

  #mend(rule: Rule, node: Node): Mend | null {
    if (rule.fix === null) return null;
    const { world } = this.#solved;
    const correction = { kind: node.kind, id: sourceId(world, node), rule: rule.name, fix: rule.fix };
    const mended = { starts: fromOneSource(world, node), added: null };
    return {
      key: mendedKey(world, node, rule.name),
      node,
      rule,
      missing: null,
      correction,
      mended,
      cost: costOfAField,
    };
  }

  #mendReference(links: LinkSet, link: number, missing: 0 | 1): Mend {
    const node = { kind: links.kind.name, index: link };
    const { fix } = danglingWords(links, link);
    const correction = { kind: node.kind, id: sourceId(this.#solved.world, node), rule: builtInRules.dangling, fix };
    const key = missingKey(links.kind.ends[missing].to, endIdAt(links, missing, link));
    return {
      key,
      node,
      rule: null,
      missing,
      correction,
      mended: { starts: this.whatIf.namingMissing(key), added: null },
      cost: costOfALink,
    };
  }
}

const through = 'comes through';

/** Keeps the cheapest first, of equal cost the shorter, then the one whose name comes first. */
function insert(waiting: Attempt[], attempt: Attempt): void {
  let at = waiting.length;
  while (at > 0 && compare(attempt, waiting[at - 1]) < 0) at--;
  waiting.splice(at, 0, attempt);
}

function compare(a: Attempt, b: Attempt): number {
  const names = ({ mends }: Attempt) => mends.map(({ key }) => key).join();
  return a.cost - b.cost || a.mends.length - b.mends.length || byCodeUnit(names(a), names(b));
}
