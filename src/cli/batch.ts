import { setTimeout as wait } from 'node:timers/promises';
import type { Pipeline } from '../pipeline/pipeline.js';
import { readDocuments } from '../extract/documents.js';
import type { DocumentResult, Extract } from '../extract/extract.js';
import { withoutFutureTime } from '../extract/future-time.js';
import { digesting, type Input } from '../extract/input.js';
import { planReading } from '../extract/reading-plan.js';
import { DatabaseError } from '../load/database-error.js';
import type { KnownSchool } from '../load/recall.js';
import { addReasons, type ReasonCount, type SchoolOutcome, type SchoolReport } from '../report/run-report.js';
import { reasonOf } from './reason-of.js';
import type { World } from './streams.js';

/** What became of a school. */
export type Outcome = Pick<SchoolReport, 'status' | 'reason'> &
  Partial<SchoolReport> & { readonly reasons?: SchoolOutcome['reasons'] };

/** What is done with each school of a batch. */
export interface Work {
  /** The schools of a file of which nothing is new, by the digest of its bytes; null where it has to be read. */
  recall(digest: string): Promise<KnownSchool[] | null>;
  /** Takes such a school; null where it turns out to be new after all. */
  takeKnown(known: KnownSchool, document: number): Promise<Outcome | null>;
  /** @throws DatabaseError */
  take(extract: Extract, document: number): Promise<Outcome>;
  /** A school of which `take` could not say what became. */
  failed(report: SchoolReport, document: number): Promise<void>;
  /** All schools of a file are loaded or unchanged. */
  finished(digest: string, schools: readonly string[]): Promise<void>;
}

export interface BatchOptions {
  /** The schools that are meant; all where there are none. */
  readonly schools: readonly string[];
  /** Whether files are known again by their bytes. */
  readonly recalls: boolean;
  readonly say: (report: SchoolReport, milliseconds: number) => void;
  readonly progress: (text: string) => void;
}

const nothing = { sections: {}, changes: {}, excluded: {}, warnings: {} };

/** Goes through inputs, school by school. One school failing does not stop the others. */
export class Batch {
  readonly schools: SchoolReport[] = [];
  readonly reasons = new Map<string, ReasonCount>();
  readonly #seen = new Set<string>();
  #documents = 0;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly work: Work,
    private readonly options: BatchOptions,
    private readonly world: World,
  ) {}

  async goThrough(inputs: readonly Input[]): Promise<void> {
    const { interrupted, stdin } = this.world;
    const plan = planReading(this.pipeline);
    interrupted.addEventListener('abort', () => stdin.destroy(), { once: true });
    for (const input of inputs) {
      this.options.progress(`reading ${input.name}`);
      if (await this.#recall(input)) continue;
      const { input: read, digest } = digesting(input);
      const before = this.schools.length;
      const isWhole = await this.#takeAll(readDocuments(read, plan));
      if (interrupted.aborted) break;
      const taken = this.schools.slice(before);
      const isWell = taken.every(({ status }) => status === 'loaded' || status === 'unchanged');
      if (isWhole && isWell && input.reopens)
        await this.work.finished(
          digest(),
          taken.map(({ school }) => school ?? ''),
        );
    }
    this.#noteMissing();
  }

  /** A file whose bytes are those of one that is loaded need not be read. */
  async #recall(input: Input): Promise<boolean> {
    if (!this.options.recalls || input.digest === undefined) return false;
    // What is wrong with the file, the database or a school's own rules is said when the file is read.
    const digest = await input.digest().catch(() => null);
    const known = digest === null ? null : await this.work.recall(digest).catch(() => null);
    if (known === null || known.some(({ school }) => this.#seen.has(school) || !this.#isMeant(school))) return false;
    const taken: { one: KnownSchool; outcome: Outcome; document: number; started: number }[] = [];
    for (const one of known) {
      if (this.world.interrupted.aborted) break;
      const [document, started] = [++this.#documents, performance.now()];
      const outcome = await this.#try(() => this.work.takeKnown(one, document));
      if (outcome === null) return false;
      taken.push({ one, outcome, document, started });
      await wait(0);
    }
    for (const { one, outcome, document, started } of taken) {
      this.#seen.add(one.school);
      await this.#note({ school: one.school, name: one.memory.name }, outcome, document, started);
    }
    return true;
  }

  #isMeant(school: string): boolean {
    return this.options.schools.length === 0 || this.options.schools.includes(school);
  }

  /**
   * Takes the documents of an input, until a person interrupts: what that cuts off is no failure of the input.
   * @returns whether every one of them was meant
   */
  async #takeAll(documents: AsyncIterable<DocumentResult>): Promise<boolean> {
    let isWhole = true;
    try {
      for await (const result of documents) {
        if (this.world.interrupted.aborted) return false;
        isWhole = (await this.#take(result)) && isWhole;
        // Signals are delivered between turns of the event loop, which a batch of small schools may never reach.
        await wait(0);
      }
    } catch (error) {
      if (!this.world.interrupted.aborted) throw error;
    }
    return isWhole;
  }

  async #take(result: DocumentResult): Promise<boolean> {
    const { school, name } = result.type === 'extract' ? result.extract : result.broken;
    if (school !== null && !this.#isMeant(school)) return false;
    const document = ++this.#documents;
    const started = performance.now();
    await this.#note({ school, name }, await this.#outcome(result, document), document, started);
    return true;
  }

  async #outcome(result: DocumentResult, document: number): Promise<Outcome & { readonly unsaid?: true }> {
    const { school } = result.type === 'extract' ? result.extract : result.broken;
    if (school !== null && this.#seen.has(school)) {
      const reason = `${result.from}: the school appears a second time in this run; what the first did stays.`;
      return { status: 'failed', reason, unsaid: true };
    }
    if (school !== null) this.#seen.add(school);
    if (result.type === 'broken') return { status: 'failed', reason: result.broken.reason, unsaid: true };
    const extract = withoutFutureTime(result.extract, this.pipeline, this.world.now());
    return this.#try(() => this.work.take(extract, document));
  }

  async #try<T extends Outcome | null>(work: () => Promise<T>): Promise<T | (Outcome & { readonly unsaid: true })> {
    try {
      return await work();
    } catch (error) {
      const isUncertain = error instanceof DatabaseError && error.code === 'uncertain';
      const reason = `${reasonOf(error)}${isUncertain ? '' : ' No table was touched.'}`;
      return { status: 'failed', reason, unsaid: true };
    }
  }

  async #note(
    school: Pick<SchoolReport, 'school' | 'name'>,
    { reasons, unsaid, ...outcome }: Outcome & { readonly unsaid?: true },
    document: number,
    started: number,
  ): Promise<void> {
    const report: SchoolReport = { ...school, ...nothing, ...outcome };
    if (unsaid === true) await this.work.failed(report, document);
    addReasons(this.reasons, reasons ?? [], report.status !== 'held' && report.status !== 'failed');
    this.schools.push(report);
    this.options.say(report, performance.now() - started);
  }

  /** A school asked for that no input holds is a failure, not a success with nothing done. */
  #noteMissing(): void {
    for (const school of this.options.schools) {
      if (this.#seen.has(school)) continue;
      const reason = 'None of the inputs holds this school.';
      const report: SchoolReport = { school, name: null, status: 'failed', reason, ...nothing };
      this.schools.push(report);
      this.options.say(report, 0);
    }
  }

  byStatus(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { status } of this.schools) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  /** Whether no school failed or was held. */
  allWell(): boolean {
    return this.schools.every(({ status }) => status !== 'failed' && status !== 'held');
  }
}
