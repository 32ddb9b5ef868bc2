import { isDeepStrictEqual } from 'node:util';
import { Explainer } from '../explain/explain.js';
import { RuleMemory } from '../decide/rule-book.js';
import { documentsAt } from '../extract/documents-at.js';
import type { ReadingPlan } from '../extract/json/reading.js';
import type { DocumentResult } from '../extract/extract.js';
import { fileInput } from '../extract/bytes/input.js';
import { NoInputError } from '../extract/bytes/no-input-error.js';
import { planReading } from '../extract/plan/reading-plan.js';
import { SchoolFiles } from '../extract/bytes/school-files.js';
import type { Store } from '../load/dialect.js';
import { readForgotten } from '../load/erasure/forgotten.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { ConfigurationError, formatProblem } from '../pipeline/problem.js';
import { wordsOf } from '../pipeline/text/folding.js';
import { LookUp } from './look-up.js';
import { withoutFile } from './without-folder.js';

/** A school's extract, decided; or why there is none, in words for a person. */
export type LookUpAnswer =
  { readonly lookUp: LookUp; readonly reason: null } | { readonly lookUp: null; readonly reason: string };

/** Decided schools kept in memory, so nobody who asks again has to wait. */
const mostKept = 3;

/**
 * What the extracts say of a school now, as a run would decide it. Nothing of it is written anywhere. The last few
 * schools are kept in memory, as long as their file, the day and the erasures stay the same.
 */
export class LookUps {
  readonly #files: SchoolFiles;
  readonly #plan: ReadingPlan;
  readonly #memory = new RuleMemory();
  readonly #kept = new Map<string, Promise<LookUpAnswer>>();

  /**
   * @param inputs files, folders or globs, as a run takes them
   * @param files if it is known of them which has which school
   */
  constructor(
    private readonly inputs: readonly string[],
    private readonly configuration: Configuration,
    private readonly now: () => Date,
    files?: SchoolFiles,
  ) {
    this.#files = files ?? new SchoolFiles(inputs, configuration.pipeline);
    this.#plan = planReading(configuration.pipeline);
  }

  /** The same extracts, looked up by this configuration. */
  by(configuration: Configuration): LookUps {
    const before = this.configuration;
    if (configuration === before) return this;
    const files = areFoundAlike(before.pipeline, configuration.pipeline) ? this.#files : undefined;
    return new LookUps(this.inputs, configuration, this.now, files);
  }

  /** @param store answers who was erased on request */
  async of(store: Store, school: string): Promise<LookUpAnswer> {
    try {
      const file = await this.#files.find(school);
      if (file === null) return because('None of the extracts has this school.');
      const { erasures, marks } = await readForgotten(store, school, this.configuration.pipeline);
      const { today } = this.configuration;
      const key = JSON.stringify([school, file.path, file.stamp, today, [...marks].sort()]);
      const kept = this.#kept.get(key) ?? this.#decide(school, file.path, today, erasures);
      this.#keep(key, kept);
      return await kept;
    } catch (error) {
      if (error instanceof NoInputError)
        return because('There are no extracts at the moment: they may still be on their way.');
      if (error instanceof ConfigurationError) return because(error.problems.map(formatProblem).join('\n'));
      throw error;
    }
  }

  #keep(key: string, value: Promise<LookUpAnswer>): void {
    this.#kept.delete(key);
    this.#kept.set(key, value);
    value.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
  }

  async #decide(
    school: string,
    path: string,
    today: string,
    erasures: Parameters<typeof Explainer.of>[4],
  ): Promise<LookUpAnswer> {
    const result = await this.#read(path, school);
    if (result === null) return because('None of the extracts has this school.');
    if (result.type === 'broken') return because(withoutFile(result.broken.reason));
    const own = this.configuration.forSchool(school);
    return {
      lookUp: new LookUp(await Explainer.of(result.extract, own, today, this.#memory, erasures)),
      reason: null,
    };
  }

  async #read(path: string, school: string): Promise<DocumentResult | null> {
    for await (const result of documentsAt(fileInput(path), this.#plan, this.configuration.pipeline, this.now)) {
      const about = result.type === 'extract' ? result.extract : result.broken;
      if (about.school === school) return result;
    }
    return null;
  }
}

/** Whether schools are found in files in the same way. */
function areFoundAlike(before: Pipeline, after: Pipeline): boolean {
  const read = ({ source, timezone, limits }: Pipeline) => ({ source, timezone, limits });
  return isDeepStrictEqual(read(before), read(after));
}

function because(reason: string): LookUpAnswer {
  return { lookUp: null, reason };
}

/** Whether the question has anything to look for. */
export function hasWords(text: string): boolean {
  return wordsOf(text).length > 0;
}
