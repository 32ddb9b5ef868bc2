import type { Rule } from '../pipeline/rule.js';
import type { Id } from './explanation.js';
import { linkFacts, recordFacts, type FactSource, type MoreFacts } from './facts.js';
import type { RuleBook } from './rule-book.js';
import type { Solved } from './solved.js';
import { nowhere, setNamed, still, type CountedLinks, type LinkSet, type RecordSet, type World } from './world.js';

/** A record or a link. */
export interface Node {
  readonly kind: string;
  readonly index: number;
}

/** What is taken for granted when the neighbourhood is solved again. */
export interface Assumptions {
  /** Records and links that stay in whatever their rules say. */
  readonly held: readonly Node[];
  /** Keys (see `mendedKey`) of rules that are taken to hold, and of missing records that are taken to be there. */
  readonly mended: ReadonlySet<string>;
}

/** A rule of a record or link; halves share the record that the source has, so they share its mending too. */
export function mendedKey(world: World, node: Node, rule: string): string {
  return JSON.stringify([node.kind, sourceId(world, node), rule]);
}

/** A record that links name and the extract does not have. */
export function missingKey(kind: string, id: string): string {
  return JSON.stringify([kind, id]);
}

/** The id that the source has: a second half's is the first half's. */
export function sourceId(world: World, { kind, index }: Node): Id {
  const links = world.links.get(kind);
  if (links === undefined) return sourceRecord(setNamed(world.records, kind), index);
  const [first, second] = ([0, 1] as const).map((end) => {
    const at = links.ends[end][index];
    return at === nowhere ? links.ids[index][end] : sourceRecord(setNamed(world.records, links.kind.ends[end].to), at);
  });
  return [first, second];
}

function sourceRecord(set: RecordSet, index: number): string {
  return set.ids[index < set.firstSecondHalf ? index : (set.otherHalf.get(index) ?? index)];
}

/** What holds under some assumptions: who of the neighbourhood is in, and by how many links each is counted. */
export interface Standing {
  readonly assumptions: Assumptions;
  readonly isIn: ReadonlyMap<string, ReadonlySet<number>>;
  /** By kind, and by name of a count, and by index. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, Map<number, number>>>;
}

type IsHeld = (kind: string, index: number) => boolean;

/**
 * What does not come through around a record or link: everything out that can be reached through links to what is out.
 * Nothing else can matter to it, because taking something for granted only ever brings back what is out. So solving
 * again costs as much as there are such neighbours, not as much as the school has records.
 */
export class Neighbourhood {
  /** By kind: the records of the neighbourhood. */
  readonly #members = new Map<string, Set<number>>();
  /** By kind and index: own rules that fail whatever the counts are. */
  readonly #failing = new Map<string, Map<number, readonly Rule[]>>();
  readonly #book: RuleBook;

  private constructor(private readonly solved: Solved) {
    this.#book = solved.book;
    for (const kind of solved.world.records.keys()) this.#members.set(kind, new Set());
  }

  static async around(solved: Solved, node: Node): Promise<Neighbourhood> {
    const neighbourhood = new Neighbourhood(solved);
    neighbourhood.#gather(node);
    await neighbourhood.#judgeOwnValues();
    return neighbourhood;
  }

  /** What solving it once costs: how many records and links of theirs there are. */
  get size(): number {
    let size = 0;
    for (const [kind, members] of this.#members) {
      size += members.size;
      for (const { neighbours } of this.solved.solution.counted.get(kind) ?? [])
        for (const index of members) size += neighbours.of(index).length;
    }
    return size;
  }

  #gather(node: Node): void {
    const { world, solution } = this.solved;
    const links = world.links.get(node.kind);
    const waiting: Node[] =
      links === undefined
        ? [node]
        : ([0, 1] as const).map((end) => ({ kind: links.kind.ends[end].to, index: links.ends[end][node.index] }));
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const members = setNamed(this.#members, next.kind);
      const isOut = next.index !== nowhere && setNamed(solution.fates, next.kind).out[next.index] !== still;
      if (!isOut || members.has(next.index)) continue;
      members.add(next.index);
      for (const { count, links: counted, neighbours } of solution.counted.get(next.kind) ?? []) {
        const other = count.end === 0 ? 1 : 0;
        for (const link of neighbours.of(next.index))
          waiting.push({ kind: counted.kind.ends[other].to, index: counted.ends[other][link] });
      }
    }
  }

  async #judgeOwnValues(): Promise<void> {
    for (const [kind, members] of this.#members) {
      const set = setNamed(this.solved.world.records, kind);
      const rules = this.#rulesOf(kind).filter((rule) => !this.readsCounts(rule));
      this.#failing.set(kind, await this.#judge(rules, recordFacts(set), [...members]));
    }
  }

  #rulesOf(kind: string): Rule[] {
    return this.#book.rulesFor(kind, 'require', 'exclude');
  }

  /** The counts that a rule reads; none where it speaks of a record's own values alone. */
  countsIn(rule: Rule): CountedLinks[] {
    const facts = this.#book.factsOf(rule);
    return (this.solved.solution.counted.get(rule.kind) ?? []).filter(({ count }) => facts.includes(count.fact));
  }

  readsCounts(rule: Rule): boolean {
    return this.countsIn(rule).length > 0;
  }

  async #judge(
    rules: readonly Rule[],
    source: FactSource,
    indexes: readonly number[],
  ): Promise<Map<number, readonly Rule[]>> {
    const failing = new Map<number, Rule[]>();
    for (const rule of rules) {
      const holds = await this.#book.prepare(rule, source)(indexes);
      indexes.forEach((index, at) => {
        if (holds[at] === (rule.effect.type === 'require')) return;
        failing.set(index, [...(failing.get(index) ?? []), rule]);
      });
    }
    return failing;
  }

  /** The largest set in which every rule holds that is not taken to hold. */
  async solve(assumptions: Assumptions): Promise<Standing> {
    const isHeld: IsHeld = (kind, index) => assumptions.held.some((node) => node.index === index && node.kind === kind);
    const isIn = new Map([...this.#members].map(([kind, members]) => [kind, new Set(members)]));
    const counts = new Map([...this.#members.keys()].map((kind) => [kind, this.#countAll(kind, assumptions, isHeld)]));
    const standing: Standing = { assumptions, isIn, counts };
    let unsure = new Map(isIn);
    while ([...unsure.values()].some((indexes) => indexes.size > 0)) {
      const going: Node[] = [];
      for (const [kind, indexes] of unsure) {
        const open = [...indexes].filter((index) => isIn.get(kind)?.has(index) === true && !isHeld(kind, index));
        const failing = await this.#failingIn(standing, kind, open);
        for (const index of failing.keys()) going.push({ kind, index });
      }
      for (const { kind, index } of going) isIn.get(kind)?.delete(index);
      unsure = new Map([...this.#members.keys()].map((kind) => [kind, new Set<number>()]));
      for (const node of going) this.#uncount(node, standing, isHeld, unsure);
    }
    return standing;
  }

  /** The links of each member of a kind that would come through if all of the neighbourhood did. */
  #countAll(kind: string, assumptions: Assumptions, isHeld: IsHeld): Map<string, Map<number, number>> {
    return new Map(
      (this.solved.solution.counted.get(kind) ?? []).map(({ count, links, neighbours }) => {
        const total = new Map<number, number>();
        for (const index of setNamed(this.#members, kind)) {
          let open = 0;
          for (const link of neighbours.of(index)) {
            if (isHeld(links.kind.name, link) || this.isOpen(links, link, assumptions)) open++;
          }
          total.set(index, open);
        }
        return [count.fact, total];
      }),
    );
  }

  /** Whether nothing but its ends could keep a link out. */
  isOpen(links: LinkSet, link: number, assumptions: Assumptions): boolean {
    return this.ownFaults(links, link, assumptions).length === 0 && this.missing(links, link, assumptions) === null;
  }

  /** A link's own rules that fail and are not taken to hold. */
  ownFaults(links: LinkSet, link: number, { mended }: Assumptions): readonly Rule[] {
    const { name } = links.kind;
    const failed = setNamed(this.solved.solution.fates, name).failed.get(link) ?? [];
    return failed.filter((rule) => !mended.has(mendedKey(this.solved.world, { kind: name, index: link }, rule.name)));
  }

  /** The first end of a link that names a record which the extract does not have, and which is not taken to be there. */
  missing(links: LinkSet, link: number, { mended }: Assumptions): 0 | 1 | null {
    for (const end of [0, 1] as const) {
      const id = links.ids[link][end];
      if (links.ends[end][link] === nowhere && !mended.has(missingKey(links.kind.ends[end].to, id))) return end;
    }
    return null;
  }

  #uncount(
    { kind, index }: Node,
    { assumptions, counts, isIn }: Standing,
    isHeld: IsHeld,
    unsure: Map<string, Set<number>>,
  ): void {
    for (const { count, links, neighbours } of this.solved.solution.counted.get(kind) ?? []) {
      const other = count.end === 0 ? 1 : 0;
      const to = links.kind.ends[other].to;
      const total = counts.get(to)?.get(links.kind.ends[count.end].count);
      for (const link of neighbours.of(index)) {
        const neighbour = links.ends[other][link];
        const before = total?.get(neighbour);
        // A link that is held in counts at both its ends, whatever becomes of the other.
        if (before === undefined || isHeld(links.kind.name, link) || !this.isOpen(links, link, assumptions)) continue;
        total?.set(neighbour, before - 1);
        if (isIn.get(to)?.has(neighbour) === true) unsure.get(to)?.add(neighbour);
      }
    }
  }

  async #failingIn(
    { assumptions, counts }: Standing,
    kind: string,
    indexes: readonly number[],
  ): Promise<Map<number, Rule[]>> {
    const { world } = this.solved;
    const more: MoreFacts = new Map(
      [...(counts.get(kind) ?? [])].map(([fact, total]) => [fact, (index: number) => total.get(index) ?? 0]),
    );
    const counting = this.#rulesOf(kind).filter((rule) => this.readsCounts(rule));
    const byCounts = await this.#judge(counting, recordFacts(setNamed(world.records, kind), more), indexes);
    const failing = new Map<number, Rule[]>();
    for (const index of indexes) {
      const rules = [...(this.#failing.get(kind)?.get(index) ?? []), ...(byCounts.get(index) ?? [])].filter(
        (rule) => !assumptions.mended.has(mendedKey(world, { kind, index }, rule.name)),
      );
      if (rules.length > 0) failing.set(index, rules);
    }
    return failing;
  }

  /** The rules of a record that fail in a standing, in the order of the rule files. */
  async failing(standing: Standing, { kind, index }: Node): Promise<Rule[]> {
    const failing = (await this.#failingIn(standing, kind, [index])).get(index) ?? [];
    return this.#rulesOf(kind).filter((rule) => failing.includes(rule));
  }

  /** The facts of a record or link as its conditions see them in a standing. */
  factsIn({ counts }: Standing, kind: string): FactSource {
    const { world } = this.solved;
    const set: RecordSet | undefined = world.records.get(kind);
    if (set === undefined) return linkFacts(setNamed(world.links, kind), world);
    const more = [...(counts.get(kind) ?? [])].map(
      ([fact, total]) => [fact, (index: number) => total.get(index) ?? 0] as const,
    );
    return recordFacts(set, new Map(more));
  }

  /** Whether a record comes through in a standing. */
  isRecordIn({ isIn }: Standing, kind: string, index: number): boolean {
    return isIn.get(kind)?.has(index) === true || setNamed(this.solved.solution.fates, kind).out[index] === still;
  }
}
