import { recordFacts } from '../decide/facts.js';
import { danglingWords } from '../decide/findings.js';
import type { Solved } from '../decide/solved.js';
import { endIdAt, nowhere, setNamed, type CountedLinks, type LinkSet } from '../decide/world.js';
import { holds } from '../pipeline/rules/evaluate.js';
import { builtInRules, type Rule } from '../pipeline/rules/rule.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import type { Correction } from './explanation.js';
import type { Judge } from './judge.js';
import type { Possible } from './possible.js';
import { fromOneSource, mendedKey, mendedThroughKey, missingKey, sourceId, type Node } from './source-id.js';
import { type Assumptions, type Mended, type Standing, type WhatIf } from './what-if.js';

/** Something to mend: a rule of a record or link, or a reference to a record that the extract does not have. */
export interface Mend {
  readonly key: string;
  readonly node: Node;
  /** Null for a reference to nothing. */
  readonly rule: Rule | null;
  /** Of such a reference: the end at which nothing stands. */
  readonly missing: 0 | 1 | null;
  /** Of a rule of records: by other values, or by more links. */
  readonly how: 'values' | 'links';
  /** Of a rule of links: where what it reads is another. */
  readonly via: 'own' | 0 | 1;
  /** Null where a choice of the school says nothing of what to do. */
  readonly said: Correction | null;
  /** What is taken for granted with it, and under which key. */
  readonly assumed: string;
  readonly mended: Mended;
  readonly cost: number;
}

/** To write something into a field is less to do than to find somebody who qualifies, or to mend a reference. */
const costOfAField = 1;
const costOfALink = 2;
/** What only helps if the source is wrong where no rule says so comes behind everything else. */
const costOfAChoice = 20;

/** After looking at so many records and links the search ends with what it has found. */
const mostWork = 5_000_000;

interface Attempt {
  readonly mends: readonly Mend[];
  readonly cost: number;
}

/**
 * Sets of mends that may each bring a record or link through, cheapest first, none of them holding one that was accepted.
 * Best first: of a set that is not yet enough, one rule that still fails is taken, and each way to make it hold gives a
 * further set; any set that is enough must hold one of those ways. It takes each mend to do all that it can: a set may
 * turn out not to be enough once it is made, but where there is none, nothing at the source brings it through.
 */
export class CorrectionSearch {
  /** Whether the search ended because it had seen everything, not because it had taken long enough. */
  sawAll = true;
  readonly #accepted: (readonly Mend[])[] = [];
  readonly #solved: Solved;
  readonly #end: number;

  constructor(
    private readonly whatIf: WhatIf,
    private readonly judge: Judge,
    private readonly possible: Possible,
    private readonly target: Node,
  ) {
    this.#solved = whatIf.solved;
    this.#end = whatIf.work + mostWork;
  }

  /** What was found to be enough is not given again with something added to it. */
  accept(mends: readonly Mend[]): void {
    this.#accepted.push(mends);
  }

  async *sets(): AsyncGenerator<readonly Mend[]> {
    const waiting: Attempt[] = [{ mends: [], cost: 0 }];
    const seen = new Set<string>(['']);
    for (let attempt = waiting.shift(); attempt !== undefined; attempt = waiting.shift()) {
      if (this.#hasWorkedEnough()) return;
      const { mends, cost } = attempt;
      if (this.#accepted.some((set) => set.every(({ key }) => mends.some((mend) => mend.key === key)))) continue;
      const ways = await this.#waysOf(this.target, [], new Map(mends.map((mend) => [mend.assumed, mend.mended])));
      if (ways === through) {
        if (mends.length === 0) return;
        yield mends;
        continue;
      }
      for (const mend of ways ?? []) {
        if (mends.some(({ key, assumed }) => key === mend.key || assumed === mend.assumed)) continue;
        const more = [...mends, mend].sort((a, b) => byCodeUnit(a.key, b.key));
        const name = more.map(({ key }) => key).join();
        if (seen.has(name)) continue;
        seen.add(name);
        insert(waiting, { mends: more, cost: cost + mend.cost });
      }
    }
  }

  /**
   * Of the target's rules that fail, and of the ends of a link, what is to be mended there itself: a set that is enough,
   * though others may be less to do. It is soon found where a search among all others has no end.
   */
  async direct(): Promise<readonly Mend[] | null> {
    const { kind, index } = this.target;
    const links = this.#solved.world.links.get(kind);
    if (links === undefined) return this.#directOf(this.target, []);
    const standing = await this.whatIf.solve({ held: [this.target], mended: new Map() });
    const mends: Mend[] = [];
    for (const rule of this.whatIf.ownFaults(links, index, standing.assumptions)) {
      const [mend] = this.#mendsOfLink(rule, links, index) as readonly (Mend | undefined)[];
      if (mend === undefined) return null;
      mends.push(mend);
    }
    for (const end of [0, 1] as const) {
      const at = links.ends[end][index];
      const to = links.kind.ends[end].to;
      if (at === nowhere) mends.push(this.#mendReference(links, index, end));
      else if (!this.whatIf.isRecordIn(standing, to, at)) {
        const ofEnd = await this.#directOf({ kind: to, index: at }, [this.target]);
        if (ofEnd === null) return null;
        mends.push(...ofEnd);
      }
    }
    return mends;
  }

  async #directOf(node: Node, way: readonly Node[]): Promise<readonly Mend[] | null> {
    const standing = await this.whatIf.solve({ held: [...way, node], mended: new Map() });
    const mends: Mend[] = [];
    for (const rule of await this.whatIf.failing(standing, node)) {
      const own = await this.#ownWays(rule, node);
      const mend = own.at(-1);
      if (mend === undefined) return null;
      mends.push(mend);
    }
    return mends;
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
    if (this.whatIf.erasedAs(node) !== null || !this.possible.record(node.kind, node.index)) return null;
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
    const ways: Mend[] = [];
    for (const counted of this.whatIf.countsIn(rule))
      ways.push(...(await this.#waysThroughLinks(counted, node, standing)));
    return [...ways, ...(await this.#ownWays(rule, node))];
  }

  /** By other values of the record itself, or by more links. */
  async #ownWays(rule: Rule, node: Node): Promise<Mend[]> {
    const counts = this.whatIf.countsIn(rule);
    const ways: Mend[] = [];
    const { kind } = setNamed(this.#solved.world.records, node.kind);
    if (this.judge.fieldsOf(kind, rule).length > 0) ways.push(this.#mend(rule, node));
    // One count may be enough where a rule asks for any of several.
    if (!counts.some(({ count }) => this.possible.join(count, node.kind, node.index))) return ways;
    const links = await this.whatIf.linksNeeded(rule, node);
    if (links === null) {
      this.sawAll = false;
      return ways;
    }
    const mend = this.#mend(rule, node);
    const added = { facts: counts.map(({ count }) => count.fact), links };
    const key = `${mend.key} links`;
    const cost = mend.cost - costOfAField + costOfALink;
    return [...ways, { ...mend, key, how: 'links', mended: { ...mend.mended, added }, cost }];
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

  /** What keeps a link out must all be mended, so the ways to mend the first of it are its ways. */
  async #waysOfLink(
    links: LinkSet,
    link: number,
    ends: readonly (0 | 1)[],
    standing: Standing,
  ): Promise<Mend[] | null | typeof through> {
    const { assumptions } = standing;
    const faults = this.whatIf.ownFaults(links, link, assumptions).map((rule) => this.#mendsOfLink(rule, links, link));
    if (faults.some((mends) => mends.length === 0)) return null;
    const missing = this.whatIf.missing(links, link, assumptions);
    if (!this.possible.link(links, link)) return null;
    if (missing !== null && !this.possible.missing(links.kind.ends[missing].to, endIdAt(links, missing, link)))
      return null;
    let ways: Mend[] | null = faults.length > 0 ? faults[0] : null;
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

  /** A rule of a link is mended in the link, or in what it reads of either end, which mends it for that one's other links. */
  #mendsOfLink(rule: Rule, links: LinkSet, link: number): Mend[] {
    const node = { kind: links.kind.name, index: link };
    const reads = this.judge.readsOfLink(links.kind, rule);
    const mend = this.#mend(rule, node);
    const mends: Mend[] = [];
    if (reads.some(({ at }) => at === 'own') || this.judge.readsKeys(links.kind, rule)) mends.push(mend);
    for (const end of [0, 1] as const) {
      const index = links.ends[end][link];
      if (index === nowhere || !reads.some(({ at }) => at === end)) continue;
      const of = { kind: links.kind.ends[end].to, index };
      const key = mendedThroughKey(this.#solved.world, of, links.kind, rule.name);
      const starts = this.whatIf.linksOf(of, links.kind.name);
      mends.push({ ...mend, key, assumed: key, via: end, mended: { starts, added: null } });
    }
    return mends;
  }

  #hasWorkedEnough(): boolean {
    if (this.whatIf.work > this.#end) this.sawAll = false;
    return !this.sawAll;
  }

  #mend(rule: Rule, node: Node): Mend {
    const { world } = this.#solved;
    const of = { kind: node.kind, id: sourceId(world, node) };
    const speaks = rule.fix !== null ? rule : this.#warningOf(rule, node);
    const fix = speaks?.fix ?? null;
    const key = mendedKey(world, node, rule.name);
    return {
      key,
      assumed: key,
      node,
      rule,
      missing: null,
      how: 'values',
      via: 'own',
      said: fix === null || speaks === null ? null : { ...of, rule: speaks.name, fix },
      mended: { starts: fromOneSource(world, node), added: null },
      cost: costOfAField + (fix === null ? costOfAChoice : 0),
    };
  }

  /** What is noted of a record may be what makes the school's choice speak: a type with one wrong letter. */
  #warningOf(rule: Rule, { kind, index }: Node): Rule | null {
    const { book, world, configuration } = this.#solved;
    const set = world.records.get(kind);
    if (set === undefined) return null;
    const fields = this.judge.fieldsOf(set.kind, rule);
    const facts = set.kind.fields.map(({ name }) => name);
    const warns = configuration.rules.filter(
      ({ kind: of, effect, fix, for: whom }) => of === kind && effect.type === 'warn' && fix !== null && whom === 'all',
    );
    const found = warns.find((warning) => {
      const isOfValues = book.factsOf(warning).every((fact) => facts.includes(fact) || fact.startsWith('option.'));
      if (!isOfValues || !this.judge.fieldsOf(set.kind, warning).some((field) => fields.includes(field))) return false;
      const outcomes = recordFacts(set);
      return holds(warning.conditions, (fact) =>
        fact.startsWith('option.') ? book.constant(fact) : outcomes(fact)(index),
      );
    });
    return found ?? null;
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
      how: 'values',
      via: 'own',
      said: correction,
      assumed: key,
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
