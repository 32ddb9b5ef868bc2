import { fixWithSpelling } from '../decide/listed-spelling.js';
import { recordFacts } from '../decide/facts.js';
import { danglingWords } from '../decide/findings.js';
import type { Mended, Node } from '../decide/given.js';
import type { Solution } from '../decide/solution.js';
import { LinkSet, nowhere, type End, type RecordSet } from '../decide/world.js';
import { holds } from '../pipeline/rules/evaluate.js';
import { warns, type Rule } from '../pipeline/rules/rule.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import type { Correction } from './explanation.js';
import type { Judge } from './judge.js';
import type { Possible } from './possible.js';
import { fromOneSource, mendedKey, mendedThroughKey, missingKey, sourceId } from './source-id.js';
import type { WhatIf } from './what-if.js';

/** Something to mend: a rule of a record or link, or a reference to a record that the extract does not have. */
export interface Mend {
  readonly key: string;
  readonly node: Node;
  /** Null for a reference to nothing. */
  readonly rule: Rule | null;
  /** For such a reference: the end where the record is missing. */
  readonly missing: End | null;
  /** For a rule of records: by other values, or by more links. */
  readonly how: 'values' | 'links';
  /** For a rule of links: where the value that it reads changes. */
  readonly via: 'own' | 0 | 1;
  /** Null if the rule is a choice of the school, which does not say what to do. */
  readonly said: Correction | null;
  /** The name of what is taken for granted with it (`mended`): no two mends of a set share one. */
  readonly assumed: string;
  readonly mended: Mended;
  readonly cost: number;
}

/** Writing something into a field is less work than finding somebody who qualifies, or mending a reference. */
const costOfAField = 1;
const costOfALink = 2;
/** What only helps if the source is wrong in a way that no rule mentions comes after everything else. */
const costOfAChoice = 20;

/** After looking at this many records and links, the search ends with what it has found. */
const mostWork = 5_000_000;
/** No correction asks for more links than this. */
const mostLinks = 100;

interface Attempt {
  readonly mends: readonly Mend[];
  readonly cost: number;
}

/**
 * Sets of mends that may each bring a record or link through, cheapest first; none contains one that was accepted.
 * A best-first search: if a set is not yet enough, it takes one rule that still fails, and each way to make that hold
 * gives a further set; any set that is enough must contain one of those ways. It assumes each mend does all it can:
 * a set may turn out not to be enough once it is made, but if there is none, nothing at the source brings it through.
 */
export class CorrectionSearch {
  /** Whether the search ended because it had seen everything, not because it had taken too long. */
  sawAll = true;
  /**
   * Whether it passed over something: rows of a link that fail by other rules than the one it looked at, or edits
   * that it never makes, such as taking a link away where a rule counts them as read.
   */
  passedOver = false;
  readonly #accepted: (readonly Mend[])[] = [];
  readonly #end: number;

  constructor(
    private readonly whatIf: WhatIf,
    private readonly judge: Judge,
    private readonly possible: Possible,
    private readonly target: Node,
  ) {
    this.#end = whatIf.work + mostWork;
  }

  /** The search does not give a set that was found to be enough again with something added to it. */
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
      const ways = await this.#waysOfTarget(mends.map(({ mended }) => mended));
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
   * What to mend in the target itself, and in the ends of a link, for the rules that fail there: a set that is enough,
   * though others may be less work. It is found quickly even if a search among all others has no end.
   */
  async direct(): Promise<readonly Mend[] | null> {
    const { set, index } = this.target;
    if (!(set instanceof LinkSet)) return this.#directOf(set, index, []);
    const standing = await this.whatIf.solve({ held: [this.target], mended: [] });
    const mends: Mend[] = [];
    for (const rule of standing.faultsOf(set, index)) {
      const [mend] = this.#mendsOfLink(rule, set, index) as readonly (Mend | undefined)[];
      if (mend === undefined) return null;
      mends.push(mend);
    }
    for (const end of set.ends) {
      const node = { set: end.records, index: end.at[index] };
      if (node.index === nowhere) mends.push(this.#mendReference(end, index));
      else if (!standing.comesThrough(node)) {
        const ofEnd = await this.#directOf(node.set, node.index, [this.target]);
        if (ofEnd === null) return null;
        mends.push(...ofEnd);
      }
    }
    return mends;
  }

  async #directOf(set: RecordSet, index: number, way: readonly Node[]): Promise<readonly Mend[] | null> {
    const node = { set, index };
    const standing = await this.whatIf.solve({ held: [...way, node], mended: [] });
    const mends: Mend[] = [];
    for (const rule of await standing.failing(node)) {
      const own = await this.#ownWays(rule, set, index);
      const mend = own.at(-1);
      if (mend === undefined) return null;
      mends.push(mend);
    }
    return mends;
  }

  async #waysOfTarget(mended: readonly Mended[]): Promise<Ways> {
    const { set, index } = this.target;
    if (!(set instanceof LinkSet)) return this.#waysOfRecord(set, index, [], mended);
    const standing = await this.whatIf.solve({ held: [this.target], mended });
    return this.#waysOfLink(set, index, set.ends, standing);
  }

  /**
   * Ways to make one of a record's failing rules hold: the one that has the fewest; null if no correction at all
   * can make one of its rules hold.
   */
  async #waysOfRecord(set: RecordSet, index: number, way: readonly Node[], mended: readonly Mended[]): Promise<Ways> {
    if (set.erased.has(index) || !this.possible.record(set, index)) return null;
    const node = { set, index };
    const standing = await this.whatIf.solve({ held: [...way, node], mended });
    const failing = await standing.failing(node);
    if (failing.length === 0) return through;
    let fewest: Mend[] | null = null;
    if (failing.some((rule) => this.judge.readsMore(rule))) this.passedOver = true;
    for (const rule of failing) {
      const ways = await this.#waysOfRule(rule, set, index, standing);
      if (ways.length === 0) return null;
      if (fewest === null || ways.length < fewest.length) fewest = ways;
    }
    return fewest;
  }

  async #waysOfRule(rule: Rule, set: RecordSet, index: number, standing: Solution): Promise<Mend[]> {
    const ways: Mend[] = [];
    for (const end of standing.book.endsCountedBy(rule, set))
      ways.push(...(await this.#waysThroughLinks(end, index, standing)));
    return [...ways, ...(await this.#ownWays(rule, set, index))];
  }

  /** By other values of the record itself, or by more links. */
  async #ownWays(rule: Rule, set: RecordSet, index: number): Promise<Mend[]> {
    const ends = this.whatIf.solved.book.endsCountedBy(rule, set);
    const mend = this.#mend(rule, { set, index });
    const ways: Mend[] = [];
    if (this.judge.fieldsOf(set.kind, rule).length > 0) ways.push(mend);
    // One count may be enough if a rule asks for any of several.
    if (!ends.some((end) => this.possible.join(end, index))) return ways;
    const links = await this.#linksNeeded(rule, set, index, ends);
    if (links === null) {
      this.sawAll = false;
      return ways;
    }
    const key = `${mend.key} links`;
    const cost = mend.cost - costOfAField + costOfALink;
    return [...ways, { ...mend, key, how: 'links', mended: { ...mend.mended, added: { ends, links } }, cost }];
  }

  /** How many links to others who qualify would make a rule hold by themselves; null if none would. */
  async #linksNeeded(rule: Rule, set: RecordSet, index: number, ends: readonly End[]): Promise<number | null> {
    for (let links = 1; links <= mostLinks; links++) {
      const facts = recordFacts(set, new Map(ends.map(({ fact }) => [fact, () => links])));
      if ((await this.whatIf.solved.book.failing([rule], facts, [index])).size === 0) return links;
    }
    return null;
  }

  async #waysThroughLinks(end: End, record: number, standing: Solution): Promise<Mend[]> {
    const ways: Mend[] = [];
    for (const link of end.linksOf(record)) {
      if (this.#hasWorkedEnough()) break;
      const found = await this.#waysOfLink(end.links, link, [end.other], standing);
      if (found !== null && found !== through) ways.push(...found);
    }
    return ways;
  }

  /** Everything that keeps a link out must be mended, so the ways to mend the first are its ways. */
  async #waysOfLink(links: LinkSet, link: number, ends: readonly End[], standing: Solution): Promise<Ways> {
    const { held, mended } = standing.given.given;
    const failing = standing.faultsOf(links, link);
    const faults = failing.map((rule) => this.#mendsOfLink(rule, links, link));
    if (faults.length > 0 && links.apart?.differs(link) === true) this.passedOver = true;
    if (failing.some((rule) => this.judge.readsMore(rule))) this.passedOver = true;
    if (faults.some((mends) => mends.length === 0)) return null;
    const missing = standing.missingAt(links, link);
    if (!this.possible.link(links, link)) return null;
    if (missing !== null && !this.possible.missing(missing.records, missing.idAt(link))) return null;
    let ways: Mend[] | null = faults.length > 0 ? faults[0] : null;
    if (ways === null && missing !== null) ways = [this.#mendReference(missing, link)];
    for (const { records, at } of ends) {
      const index = at[link];
      if (index === nowhere || standing.comesThrough({ set: records, index })) continue;
      const ofEnd = await this.#waysOfRecord(records, index, held, mended);
      if (ofEnd === null) return null;
      if (ofEnd !== through) ways ??= ofEnd;
    }
    return ways ?? through;
  }

  /** A rule of a link is mended in the link, or in what it reads of an end: then for all links of that end. */
  #mendsOfLink(rule: Rule, links: LinkSet, link: number): Mend[] {
    const reads = this.judge.readsOfLink(links.kind, rule);
    const mend = this.#mend(rule, { set: links, index: link });
    const mends: Mend[] = [];
    if (reads.some(({ at }) => at === 'own') || this.judge.readsKeys(links.kind, rule)) mends.push(mend);
    for (const { side, records, at } of links.ends) {
      const index = at[link];
      if (index === nowhere || !reads.some(({ at }) => at === side)) continue;
      const key = mendedThroughKey({ set: records, index }, links, rule);
      const of = fromOneSource(records, index).flatMap((one) => linksBetween(one.set, one.index, links));
      mends.push({ ...mend, key, assumed: key, via: side, mended: { of, rule, missing: null, added: null } });
    }
    return mends;
  }

  #hasWorkedEnough(): boolean {
    if (this.whatIf.work > this.#end) this.sawAll = false;
    return !this.sawAll;
  }

  #mend(rule: Rule, node: Node): Mend {
    const of = { kind: node.set.kind.name, id: sourceId(node) };
    const speaks = rule.fix !== null ? rule : this.#warningOf(rule, node);
    const fix = speaks === null ? null : this.#fixOf(speaks, node);
    const key = mendedKey(node, rule);
    return {
      key,
      assumed: key,
      node,
      rule,
      missing: null,
      how: 'values',
      via: 'own',
      said: fix === null || speaks === null ? null : { ...of, rule: speaks.name, fix },
      mended: { of: fromOneSource(node.set, node.index), rule, missing: null, added: null },
      cost: costOfAField + (fix === null ? costOfAChoice : 0),
    };
  }

  #fixOf(rule: Rule, { set, index }: Node): string | null {
    if (set instanceof LinkSet || !warns(rule)) return rule.fix;
    return fixWithSpelling(rule, this.whatIf.solved.book, { set, index, source: recordFacts(set) });
  }

  /** What a warning notes about a record may be why the school's choice keeps it out: a type with one wrong letter. */
  #warningOf(rule: Rule, { set, index }: Node): Rule | null {
    if (set instanceof LinkSet) return null;
    const { book, configuration } = this.whatIf.solved;
    const fields = this.judge.fieldsOf(set.kind, rule);
    const facts = set.kind.fields.map(({ name }) => name);
    const warnings = configuration.rules.filter(
      (one) => one.kind === set.kind.name && warns(one) && one.fix !== null && one.for === 'all',
    );
    const found = warnings.find((warning) => {
      const isOfValues = book.factsOf(warning).every((fact) => facts.includes(fact) || fact.startsWith('option.'));
      if (!isOfValues || !this.judge.fieldsOf(set.kind, warning).some((field) => fields.includes(field))) return false;
      const outcomes = recordFacts(set);
      return holds(warning.conditions, (fact) =>
        fact.startsWith('option.') ? book.constant(fact) : outcomes(fact)(index),
      );
    });
    return found ?? null;
  }

  #mendReference(end: End, link: number): Mend {
    const { links, records } = end;
    const node = { set: links, index: link };
    const { rule, fix } = danglingWords(links, link);
    const id = end.idAt(link);
    const key = missingKey(records.kind.name, id);
    const of = this.whatIf.namingMissing(records, id);
    return {
      key,
      node,
      rule: null,
      missing: end,
      how: 'values',
      via: 'own',
      said: { kind: links.kind.name, id: sourceId(node), rule, fix },
      assumed: key,
      mended: { of, rule: null, missing: { records, id }, added: null },
      cost: costOfALink,
    };
  }
}

const through = 'comes through';
/** Null if there are none. */
type Ways = Mend[] | null | typeof through;

/** The links of a set that a record has. */
function linksBetween({ ends }: RecordSet, record: number, links: LinkSet): Node[] {
  return ends
    .filter((end) => end.links === links)
    .flatMap((end) => Array.from(end.linksOf(record), (index) => ({ set: links, index })));
}

/** Keeps the cheapest first; at equal cost the shorter, then the one whose name comes first. */
function insert(waiting: Attempt[], attempt: Attempt): void {
  let at = waiting.length;
  while (at > 0 && compare(attempt, waiting[at - 1]) < 0) at--;
  waiting.splice(at, 0, attempt);
}

function compare(a: Attempt, b: Attempt): number {
  const names = ({ mends }: Attempt) => mends.map(({ key }) => key).join();
  return a.cost - b.cost || a.mends.length - b.mends.length || byCodeUnit(names(a), names(b));
}
