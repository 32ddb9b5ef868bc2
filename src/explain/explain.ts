import { decideSolved } from '../decide/decide.js';
import type { Decision } from '../decide/decision.js';
import { fieldIndex, linkFacts, recordFacts } from '../decide/facts.js';
import type { RuleMemory } from '../decide/rule-book.js';
import { solveSchool, type Solved } from '../decide/solved.js';
import { factsAfterwards } from '../decide/warn.js';
import { endIdAt, linkIdsAt, nowhere, setNamed, still } from '../decide/world.js';
import { fold, wordsOf } from '../pipeline/text/folding.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { notedOf, type Explanation, type Id, type Joined, type Of, type Reason, type Seen } from './explanation.js';
import { correctionsOf, noCorrections, type Corrections } from './find-corrections.js';
import { missingKey, type Node } from './source-id.js';
import { WhatIf } from './what-if.js';
import { ofNode, Why } from './why.js';

/** Says of a school's records and links, one by one, why they come through or not. */
export class Explainer {
  #whatIf: WhatIf | null = null;

  constructor(
    readonly solved: Solved,
    readonly decision: Decision,
    private readonly today: string,
    private readonly memory: RuleMemory,
  ) {}

  static async of(...given: Parameters<typeof solveSchool>): Promise<Explainer> {
    const [, , today, memory] = given;
    const solved = await solveSchool(...given);
    return new Explainer(solved, await decideSolved(solved), today, memory);
  }

  /** The record or link of that id; null where the extract has none. */
  find(kind: string, id: Id): Node | null {
    const { world } = this.solved;
    if (typeof id === 'string') {
      const index = setNamed(world.records, kind).ids.indexOf(id);
      return index < 0 ? null : { kind, index };
    }
    const links = setNamed(world.links, kind);
    const all = [...links.positions.keys()].filter((at) => linkIdsAt(links, at).every((one, end) => one === id[end]));
    // A link to the second half that only a split makes stands beside the half's own.
    const index = all.find((at) => links.ends.every((end) => end[at] !== nowhere)) ?? all[0];
    return index === undefined ? null : { kind, index };
  }

  /** Records of a kind whose name has all the words of a text, however they are spelt (pipeline/folding.ts). */
  findByName(kind: RecordKind, text: string): Node[] {
    const words = wordsOf(text);
    const { rows } = setNamed(this.solved.world.records, kind.name);
    const folds = kind.nameFields.map((field) =>
      rows.made(fieldIndex(kind.fields, field, kind.name), (value) => fold(String(value ?? ''))),
    );
    return this.ids(kind.name).flatMap((_, index) => {
      const parts = folds.map((foldOf) => foldOf(index));
      return words.every((word) => parts.some((part) => part.includes(word))) ? [{ kind: kind.name, index }] : [];
    });
  }

  /** By which a person knows a record, as the extract has it; '' where it has no name. */
  nameOf(kind: RecordKind, index: number): string {
    const { rows } = setNamed(this.solved.world.records, kind.name);
    const parts = kind.nameFields.map((field) => rows.at(index, fieldIndex(kind.fields, field, kind.name)));
    return parts.filter((part) => part !== null).join(' ');
  }

  /** Whether a record is of someone who was erased on request. */
  wasErased({ kind, index }: Node): boolean {
    return setNamed(this.solved.solution.fates, kind).erased.has(index);
  }

  ids(kind: string): readonly string[] {
    return setNamed(this.solved.world.records, kind).ids;
  }

  comesThrough({ kind, index }: Node): boolean {
    return setNamed(this.solved.solution.fates, kind).out[index] === still;
  }

  /** Links that name a record which the extract does not have. */
  async namedBy(kind: string, id: string): Promise<Of[]> {
    this.#whatIf ??= await WhatIf.of(this.solved);
    return this.#whatIf.namingMissing(missingKey(kind, id)).map((node) => ofNode(this.solved, node));
  }

  /** What each condition of a rule in effect sees of a record or link, as things are in the end; null for other rules. */
  seenBy(name: string, { kind, index }: Node): Seen[] | null {
    const { book, configuration, solution, world } = this.solved;
    const rule = configuration.rules.find((candidate) => candidate.name === name && candidate.kind === kind);
    if (rule === undefined) return null;
    const set = world.records.get(kind);
    const source =
      set === undefined
        ? linkFacts(setNamed(world.links, kind), world)
        : recordFacts(set, factsAfterwards(set, solution, configuration.pipeline));
    return book.outcomes(rule, source, index).map(({ leaf, saw, holds }) => ({ ...leaf, saw, holds }));
  }

  /** Why a record or link stays out; nothing where it comes through. */
  async reasonsAgainst(node: Node, withValues = false): Promise<Reason[]> {
    if (this.comesThrough(node)) return [];
    this.#whatIf ??= await WhatIf.of(this.solved);
    return new Why(this.#whatIf, withValues).of(node);
  }

  /** @param withValues whether to say what each condition saw, which may be a person's data */
  async explain(node: Node, withValues = false): Promise<Explanation> {
    const through = this.comesThrough(node);
    const of = ofNode(this.solved, node);
    const noted = notedOf(this.decision.findings, of);
    const about = { school: this.decision.school, from: 'extract', ...of, through, noted } as const;
    if (through) return { ...about, why: [], ...noCorrections, joined: this.#joined(node) };
    const why = await this.reasonsAgainst(node, withValues);
    return { ...about, why, ...(await this.corrections(node)), joined: [] };
  }

  /** What at the source would bring it through. */
  async corrections(node: Node): Promise<Corrections> {
    this.#whatIf ??= await WhatIf.of(this.solved);
    return correctionsOf(this.#whatIf, node, async (extract) => {
      const { configuration, erasures } = this.solved;
      const { kind, id } = ofNode(this.solved, node);
      const again = await solveSchool(extract, configuration, this.today, this.memory, erasures);
      const found = new Explainer(again, this.decision, this.today, this.memory).find(kind, id);
      return found !== null && setNamed(again.solution.fates, kind).out[found.index] === still;
    });
  }

  #joined({ kind, index }: Node): Joined[] {
    return (this.solved.solution.counted.get(kind) ?? []).map(({ count, links, neighbours }) => {
      const other = count.end === 0 ? 1 : 0;
      const { out } = setNamed(this.solved.solution.fates, links.kind.name);
      const through = [...neighbours.of(index)].filter((link) => out[link] === still);
      return {
        link: links.kind.name,
        to: links.kind.ends[other].to,
        ids: through.map((link) => endIdAt(links, other, link)),
      };
    });
  }
}
