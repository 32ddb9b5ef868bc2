import type { ErasedAs } from '../decide/erasures.js';
import { linkFacts, recordFacts, type FactSource, type MoreFacts } from '../decide/facts.js';
import { knownOfDangling } from '../decide/known-of-dangling.js';
import type { RuleBook } from '../decide/rule-book.js';
import type { Solved } from '../decide/solved.js';
import {
  dangling,
  nowhere,
  setNamed,
  still,
  type CountedLinks,
  type LinkSet,
  type RecordSet,
} from '../decide/world.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { fromOneSource, mendedKey, mendedThroughKey, missingKey, type Node } from './source-id.js';

/** What is taken for granted when a school is solved again. */
export interface Assumptions {
  /** Records and links that stay in whatever their rules say. */
  readonly held: readonly Node[];
  /** By key (see `mendedKey`, `missingKey`): rules that are taken to hold, missing records that are taken to be there. */
  readonly mended: ReadonlyMap<string, Mended>;
}

export interface Mended {
  /** The records and links for which it makes a difference first. */
  readonly starts: readonly Node[];
  /** Links to others who qualify that each of these gets, by the names of the counts they go into. */
  readonly added: { readonly facts: readonly string[]; readonly links: number } | null;
}

/** What holds under some assumptions of those who may come back: who is in, and by how many links each is counted. */
export interface Standing {
  readonly assumptions: Assumptions;
  /** By kind: who was out and is in. */
  readonly isIn: ReadonlyMap<string, Set<number>>;
  /** By kind, and by name of a count, and by index. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, Map<number, number>>>;
}

/** No correction asks for more links than this. */
const mostLinks = 100;

function addedLinks({ mended }: Assumptions, { kind, index }: Node, fact: string): number {
  let links = 0;
  for (const { starts, added } of mended.values()) {
    const isFor = added?.facts.includes(fact) === true;
    if (isFor && starts.some((node) => node.index === index && node.kind === kind)) links += added.links;
  }
  return links;
}

type IsHeld = (kind: string, index: number) => boolean;

/**
 * Solves again what is solved, with something taken for granted. Who left in some round left for what had gone in the
 * rounds before. So what is taken for granted of one that left in round 3 can matter only to those who left later, and
 * through them to those who left later still: these may come back, nobody else.
 */
export class WhatIf {
  /** Records and links looked at so far: what it costs, the same on every machine. */
  work = 0;
  /** By kind and index, of records that are out and links that dangle: own rules that fail whatever the counts are. */
  readonly #failing = new Map<string, Map<number, readonly Rule[]>>();
  readonly #book: RuleBook;
  #naming: Map<string, Node[]> | null = null;

  private constructor(readonly solved: Solved) {
    this.#book = solved.book;
  }

  static async of(solved: Solved): Promise<WhatIf> {
    const whatIf = new WhatIf(solved);
    for (const [kind, set] of solved.world.records) {
      const { out } = setNamed(solved.solution.fates, kind);
      const indexes = [...out.keys()].filter((index) => out[index] !== still);
      const rules = whatIf.#rulesOf(kind).filter((rule) => !whatIf.readsCounts(rule));
      whatIf.#failing.set(kind, await whatIf.#judge(rules, recordFacts(set), indexes));
    }
    for (const [kind, links] of solved.world.links) whatIf.#failing.set(kind, await whatIf.#judgeDangling(links));
    return whatIf;
  }

  /** What its own rules say of a link that dangles, as far as they speak of what is known of it. */
  async #judgeDangling(links: LinkSet): Promise<Map<number, readonly Rule[]>> {
    const { name } = links.kind;
    const failing = new Map<number, readonly Rule[]>();
    const { out } = setNamed(this.solved.solution.fates, name);
    const indexes = [...out.keys()].filter((index) => out[index] === dangling);
    const isKnown = knownOfDangling(this.#book, links);
    for (const rule of this.#rulesOf(name)) {
      const known = indexes.filter((index) => isKnown(rule, index));
      for (const [index, rules] of await this.#judge([rule], linkFacts(links, this.solved.world), known))
        failing.set(index, [...(failing.get(index) ?? []), ...rules]);
    }
    return failing;
  }

  /** Links that name a record which the extract does not have. */
  namingMissing(key: string): readonly Node[] {
    this.#naming ??= this.#findMissing();
    return this.#naming.get(key) ?? [];
  }

  #findMissing(): Map<string, Node[]> {
    const naming = new Map<string, Node[]>();
    for (const [kind, links] of this.solved.world.links) {
      for (const end of [0, 1] as const) {
        for (const [index, id] of links.missing[end]) {
          const key = missingKey(links.kind.ends[end].to, id);
          naming.set(key, [...(naming.get(key) ?? []), { kind, index }]);
        }
      }
    }
    return naming;
  }

  /** The links of a kind that a record has, and what else a split made of it. */
  linksOf(node: Node, kind: string): readonly Node[] {
    return fromOneSource(this.solved.world, node).flatMap(({ index }) =>
      (this.solved.solution.counted.get(node.kind) ?? [])
        .filter(({ links }) => links.kind.name === kind)
        .flatMap(({ neighbours }) => Array.from(neighbours.of(index), (link) => ({ kind, index: link }))),
    );
  }

  /** Nothing brings back who was erased on request, or may have been. */
  erasedAs({ kind, index }: Node): ErasedAs | null {
    return setNamed(this.solved.solution.fates, kind).erased.get(index) ?? null;
  }

  #outOf({ kind, index }: Node): number {
    return setNamed(this.solved.solution.fates, kind).out[index];
  }

  /** Who may come back. */
  #mayReturn({ held, mended }: Assumptions): Map<string, Set<number>> {
    const { world, solution } = this.solved;
    const all = new Map<string, Set<number>>([...world.records.keys()].map((kind) => [kind, new Set()]));
    const waiting: Node[] = [];
    const add = (node: Node): void => {
      const indexes = setNamed(all, node.kind);
      const cannot = node.index === nowhere || this.#outOf(node) === still || this.erasedAs(node) !== null;
      if (cannot || indexes.has(node.index)) return;
      indexes.add(node.index);
      waiting.push(node);
    };
    for (const node of [...held, ...[...mended.values()].flatMap(({ starts }) => starts)]) {
      const links = world.links.get(node.kind);
      if (links === undefined) add(node);
      else
        for (const end of [0, 1] as const) add({ kind: links.kind.ends[end].to, index: links.ends[end][node.index] });
    }
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const round = this.#outOf(next);
      for (const { count, links, neighbours } of solution.counted.get(next.kind) ?? []) {
        const other = count.end === 0 ? 1 : 0;
        const kind = links.kind.ends[other].to;
        const { out } = setNamed(solution.fates, kind);
        const known = setNamed(all, kind);
        const ends = links.ends[other];
        for (const link of neighbours.of(next.index)) {
          this.work++;
          const index = ends[link];
          if (index !== nowhere && out[index] > round && !known.has(index)) add({ kind, index });
        }
      }
    }
    return all;
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
        if (holds(at) === (rule.effect.type === 'require')) return;
        failing.set(index, [...(failing.get(index) ?? []), rule]);
      });
    }
    return failing;
  }

  /** The largest set in which every rule holds that is not taken to hold. */
  async solve(assumptions: Assumptions): Promise<Standing> {
    const isHeld: IsHeld = (kind, index) => assumptions.held.some((node) => node.index === index && node.kind === kind);
    const isIn = this.#mayReturn(assumptions);
    const kinds = [...isIn.keys()];
    const counts = new Map(kinds.map((kind) => [kind, this.#countAll(kind, isIn, assumptions, isHeld)]));
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
      unsure = new Map(kinds.map((kind) => [kind, new Set<number>()]));
      for (const node of going) this.#uncount(node, standing, isHeld, unsure);
    }
    return standing;
  }

  /** The links of each that would come through if all came back who may. */
  #countAll(
    kind: string,
    isIn: Standing['isIn'],
    assumptions: Assumptions,
    isHeld: IsHeld,
  ): Map<string, Map<number, number>> {
    return new Map(
      (this.solved.solution.counted.get(kind) ?? []).map(({ count, links, neighbours }) => {
        const other = count.end === 0 ? 1 : 0;
        const to = links.kind.ends[other].to;
        const total = new Map<number, number>();
        const back = setNamed(isIn, to);
        const { out } = setNamed(this.solved.solution.fates, to);
        const ends = links.ends[other];
        for (const index of setNamed(isIn, kind)) {
          let open = 0;
          for (const link of neighbours.of(index)) {
            this.work++;
            const end = ends[link];
            const endIsIn = end === nowhere || out[end] === still || back.has(end);
            if (isHeld(links.kind.name, link) || (endIsIn && this.isOpen(links, link, assumptions))) open++;
          }
          total.set(index, open + addedLinks(assumptions, { kind, index }, count.fact));
        }
        return [count.fact, total];
      }),
    );
  }

  /** How many links to others who qualify would make a rule hold by themselves; null where none would. */
  async linksNeeded(rule: Rule, { kind, index }: Node): Promise<number | null> {
    const counts = this.countsIn(rule).map(({ count }) => count.fact);
    const set = setNamed(this.solved.world.records, kind);
    for (let links = 1; links <= mostLinks; links++) {
      const source = recordFacts(set, new Map(counts.map((fact) => [fact, () => links])));
      const holds = await this.#book.prepare(rule, source)([index]);
      if (holds(0) === (rule.effect.type === 'require')) return links;
    }
    return null;
  }

  /** Whether nothing but its ends could keep a link out. */
  isOpen(links: LinkSet, link: number, assumptions: Assumptions): boolean {
    return this.ownFaults(links, link, assumptions).length === 0 && this.missing(links, link, assumptions) === null;
  }

  /** A link's own rules that fail and are not taken to hold. */
  ownFaults(links: LinkSet, link: number, { mended }: Assumptions): readonly Rule[] {
    const { name } = links.kind;
    const failed =
      setNamed(this.solved.solution.fates, name).failed.get(link) ?? this.#failing.get(name)?.get(link) ?? [];
    if (failed.length === 0 || mended.size === 0) return failed;
    const { world } = this.solved;
    return failed.filter(
      (rule) =>
        !mended.has(mendedKey(world, { kind: name, index: link }, rule.name)) &&
        !([0, 1] as const).some((end) => {
          const index = links.ends[end][link];
          const of = { kind: links.kind.ends[end].to, index };
          return index !== nowhere && mended.has(mendedThroughKey(world, of, links.kind, rule.name));
        }),
    );
  }

  /** The first end of a link that names a record which the extract does not have, and which is not taken to be there. */
  missing(links: LinkSet, link: number, { mended }: Assumptions): 0 | 1 | null {
    for (const end of [0, 1] as const) {
      const id = links.missing[end].get(link);
      if (id !== undefined && !mended.has(missingKey(links.kind.ends[end].to, id))) return end;
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
      this.work += neighbours.of(index).length;
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
