import { decideSolved } from '../decide/decide.js';
import type { Decision } from '../decide/decision.js';
import { fieldIndex, linkFacts, recordFacts } from '../decide/facts.js';
import type { Node } from '../decide/given.js';
import type { RuleMemory } from '../decide/rule-book.js';
import { solveSchool, type Solved } from '../decide/solved.js';
import { factsAfterwards } from '../decide/warn.js';
import { indexesTo, LinkSet } from '../decide/world.js';
import { fold, wordsOf } from '../pipeline/text/folding.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { accountOf, type Account } from './account/account.js';
import { notedOf, type Explanation, type Id, type JoinedIds, type Of, type Reason, type Seen } from './explanation.js';
import { correctionsOf, noCorrections, type Corrections } from './find-corrections.js';
import { WhatIf } from './what-if.js';
import { ofNode, Why } from './why.js';

/** Says of a school's records and links, one by one, why they come through or not. */
export class Explainer {
  readonly #whatIf: WhatIf;

  constructor(
    readonly solved: Solved,
    readonly decision: Decision,
    private readonly today: string,
    private readonly memory: RuleMemory,
  ) {
    this.#whatIf = new WhatIf(solved);
  }

  static async of(...given: Parameters<typeof solveSchool>): Promise<Explainer> {
    const [, , today, memory] = given;
    const solved = await solveSchool(...given);
    return new Explainer(solved, await decideSolved(solved), today, memory);
  }

  /** The record or link of that id; null if the extract has none. */
  find(kind: string, id: Id): Node | null {
    const { world } = this.solved;
    if (typeof id === 'string') {
      const set = world.recordsOf(kind);
      const index = set.ids.indexOf(id);
      return index < 0 ? null : { set, index };
    }
    const set = world.linksOf(kind);
    const all = indexesTo(set.size).filter((at) => set.idsAt(at).every((one, end) => one === id[end]));
    // If the extract itself names a second half, that link dangles, beside the one with the same ids from the split.
    const index = all.find((at) => !set.dangles(at)) ?? all.at(0);
    return index === undefined ? null : { set, index };
  }

  /**
   * Records of a kind whose name has all the words of a text, however they are spelt (pipeline/text/folding.ts). What
   * else they are found by on the pages, such as an email address, has to begin with the word.
   */
  findByName(kind: RecordKind, text: string): Node[] {
    const words = wordsOf(text);
    const set = this.solved.world.recordsOf(kind.name);
    const indexes = (fields: readonly string[]) => fields.map((field) => fieldIndex(kind.fields, field, kind.name));
    const names = indexes(kind.nameFields);
    const others = indexes(kind.find.filter((field) => !kind.nameFields.includes(field)));
    return set.ids.flatMap((_, index) => {
      const partsOf = (fields: readonly number[]) =>
        fields.map((field) => fold(String(set.rows.at(index, field) ?? '')));
      const [called, further] = [partsOf(names), partsOf(others)];
      const has = (word: string): boolean =>
        called.some((part) => part.includes(word)) || further.some((part) => part.startsWith(word));
      return words.every(has) ? [{ set, index }] : [];
    });
  }

  /** The name by which people know a record, as the extract has it; '' if it has none. */
  nameOf(kind: RecordKind, index: number): string {
    const { rows } = this.solved.world.recordsOf(kind.name);
    const parts = kind.nameFields.map((field) => rows.at(index, fieldIndex(kind.fields, field, kind.name)));
    return parts.filter((part) => part !== null).join(' ');
  }

  /** Whether a record is someone who was erased on request. */
  wasErased({ set, index }: Node): boolean {
    return !(set instanceof LinkSet) && set.erased.has(index);
  }

  ids(kind: string): readonly string[] {
    return this.solved.world.recordsOf(kind).ids;
  }

  comesThrough(node: Node): boolean {
    return this.solved.solution.comesThrough(node);
  }

  /** Links that name a record which the extract does not have. */
  namedBy(kind: string, id: string): Of[] {
    const records = this.solved.world.recordsOf(kind);
    const byId = records.ends.filter((end) => end.kind.by === null);
    return this.#whatIf
      .namingMissing(records, id)
      .filter(({ set, index }) =>
        byId.some((end) => end.links === set && end.isMissing(index) && end.idAt(index) === id),
      )
      .map(ofNode);
  }

  /** What each condition of a rule in effect sees in a record or link after the last round; null for other rules. */
  seenBy(name: string, { set, index }: Node): Seen[] | null {
    const { book, configuration, solution } = this.solved;
    const rule = configuration.rules.find((candidate) => candidate.name === name && candidate.kind === set.kind.name);
    if (rule === undefined) return null;
    const source =
      set instanceof LinkSet
        ? linkFacts(set)
        : recordFacts(set, factsAfterwards(set, solution, configuration.pipeline));
    return book.outcomes(rule, source, index).map(({ leaf, saw, holds }) => ({ ...leaf, saw, holds }));
  }

  /** Why a record or link stays out; empty if it comes through. */
  async reasonsAgainst(node: Node, withValues = false): Promise<Reason[]> {
    if (this.comesThrough(node)) return [];
    return new Why(this.#whatIf, withValues).of(node);
  }

  /** @param withValues whether to say what each condition saw, which may be a person's data */
  async explain(node: Node, withValues = false): Promise<Explanation> {
    const through = this.comesThrough(node);
    const of = ofNode(node);
    const { set } = node;
    const noted = notedOf(this.decision.findings, of, through && set instanceof LinkSet && set.apart !== null);
    const about = { school: this.decision.school, from: 'extract', ...of, through, noted } as const;
    if (through) return { ...about, why: [], ...noCorrections, joined: this.#joined(node) };
    const why = await this.reasonsAgainst(node, withValues);
    return { ...about, why, ...(await this.corrections(node)), joined: [] };
  }

  /** Which rules were asked about a record or link, and what gave each of its values. */
  async account(node: Node): Promise<Account> {
    return accountOf(this.#whatIf, node);
  }

  /** What at the source would bring it through. */
  async corrections(node: Node): Promise<Corrections> {
    return correctionsOf(this.#whatIf, node, async (extract) => {
      const { configuration, erasures } = this.solved;
      const { kind, id } = ofNode(node);
      const again = await solveSchool(extract, configuration, this.today, this.memory, erasures);
      const found = new Explainer(again, this.decision, this.today, this.memory).find(kind, id);
      return found !== null && again.solution.comesThrough(found);
    });
  }

  #joined({ set, index }: Node): JoinedIds[] {
    if (set instanceof LinkSet) return [];
    return set.ends.map((end) => {
      const through = this.solved.solution.linksThrough(end, index);
      return { link: end.links.kind.name, to: end.other.kind.to, ids: through.map((link) => end.other.idAt(link)) };
    });
  }
}
