import type { Explainer } from '../explain/explain.js';
import type { Id, Reason } from '../explain/explanation.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import { fromOneSource } from '../explain/source-id.js';
import { answerFromExtract } from '../report/explain/answer-extract.js';
import type { WhyAnswer } from '../report/explain/answer.js';
import { namesIn } from '../report/findings/names.js';
import type { Names } from '../words/mention.js';

/** A record that does not come through, by the name that the extract gives it. */
export interface NamedRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly name: string;
}

/**
 * What one school's extract says of those who do not come through. People who were erased on request have no name and
 * no values in it.
 */
export class LookUp {
  #names: Names | null = null;
  #atSource: Names | null = null;

  constructor(private readonly explainer: Explainer) {}

  /** When the extract says it was made, in its own words. */
  get at(): string | null {
    return this.explainer.decision.extractedAt;
  }

  /**
   * Records that do not come through and have all the words in their names, case, accents and punctuation aside.
   * @param most how many at most
   */
  search(words: string, most: number): { readonly found: readonly NamedRecord[]; readonly more: number } {
    const { pipeline } = this.explainer.solved.configuration;
    const all = pipeline.records
      .filter(({ nameFields }) => nameFields.length > 0)
      .flatMap((kind) =>
        this.explainer
          .findByName(kind, words)
          .filter((node) => !this.explainer.comesThrough(node) && !this.explainer.wasErased(node))
          .map(({ index }) => ({ kind, index })),
      );
    const found = all.slice(0, most).map(({ kind, index }) => ({
      kind,
      id: this.explainer.ids(kind.name)[index] ?? '',
      name: this.explainer.nameOf(kind, index),
    }));
    return { found, more: all.length - found.length };
  }

  /** Those of all its records that have a name. */
  names(): Names {
    this.#names ??= new Map(
      this.explainer.solved.configuration.pipeline.records.map((kind) => [kind.name, this.#namesOf(kind)]),
    );
    return this.#names;
  }

  /**
   * The same as the MIS has them, for people who look them up there: both halves of a combined record that stays out
   * have its whole name, as in `report --names`, unless one of them was erased.
   */
  namesAtSource(): Names {
    this.#atSource ??= this.#readNamesAtSource();
    return this.#atSource;
  }

  #readNamesAtSource(): Names {
    const { extract, configuration, world } = this.explainer.solved;
    const whole = namesIn(extract, this.explainer.decision, configuration.pipeline);
    return new Map(
      Array.from(this.names(), ([kind, names]) => {
        const set = world.recordsOf(kind);
        const atSource = new Map(names);
        set.ids.forEach((id, index) => {
          const name = whole.get(kind)?.get(id);
          if (name === undefined || fromOneSource(set, index).some((half) => this.explainer.wasErased(half))) return;
          atSource.set(id, name);
        });
        return [kind, atSource];
      }),
    );
  }

  #namesOf(kind: RecordKind): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    const set = this.explainer.solved.world.recordsOf(kind.name);
    set.ids.forEach((id, index) => {
      const name = this.explainer.wasErased({ set, index }) ? '' : this.explainer.nameOf(kind, index);
      if (name !== '') names.set(id, name);
    });
    return names;
  }

  /** Why a record or link does not come through, and what the conditions saw. */
  async answer(kind: RecordKind | LinkKind, id: Id): Promise<WhyAnswer> {
    const answer = await answerFromExtract(this.explainer, kind, id, true);
    if (answer.explanation === null) return answer;
    const { explanation } = answer;
    return { explanation: { ...explanation, why: explanation.why.map((reason) => this.#withoutErased(reason)) } };
  }

  /** A link's values are those of both its ends. */
  #withoutErased(reason: Reason): Reason {
    const why = reason.why.map((one) => this.#withoutErased(one));
    return { ...reason, why, saw: this.#isOfErased(reason.of) ? null : reason.saw };
  }

  #isOfErased({ kind, id }: Reason['of']): boolean {
    const wasErased = (of: string, one: string): boolean => {
      const node = this.explainer.find(of, one);
      return node !== null && this.explainer.wasErased(node);
    };
    if (typeof id === 'string') return wasErased(kind, id);
    const link = this.explainer.solved.configuration.pipeline.links.find(({ name }) => name === kind);
    return link?.ends.some(({ to }, end) => wasErased(to, id[end] ?? '')) ?? false;
  }
}
