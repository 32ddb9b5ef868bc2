import { randomBytes } from 'node:crypto';
import type { Extract } from '../extract/extract.js';
import { valuesDigest } from '../extract/values-digest.js';
import { configurationDigest } from '../pipeline/configuration-digest.js';
import { decide } from '../decide/decide.js';
import { RuleMemory } from '../decide/rule-book.js';
import { DatabaseError } from '../load/database-error.js';
import type { Database } from '../load/database.js';
import { loadSchool } from '../load/load-school.js';
import { noChanges, noteUnchanged, rememberFile, schoolsOfFile, type KnownSchool } from '../load/recall.js';
import { readForgotten } from '../load/forgotten.js';
import { purge } from '../load/purge.js';
import { retrying } from '../load/retrying.js';
import { finishRun, newRunId, recordSchoolRun, startRun, type FinishedRun } from '../load/runs.js';
import { readSchoolMemory } from '../load/school-memory.js';
import { unchangedFingerprint } from '../load/school-plan.js';
import { purgedInWords } from '../report/purge-text.js';
import { outcomeOf, type SchoolOutcome, type SchoolReport } from '../report/run-report.js';
import type { Outcome, Work } from './batch.js';
import type { Prepared } from './common-options.js';
import { patience } from './patience.js';
import type { World } from './streams.js';
import { version } from './version.js';

export interface LoadOptions {
  readonly allowOlder?: boolean;
  /** Whether rows are compared even where nothing seems to be new. */
  readonly repair?: boolean;
  /** Whether a person approves whatever would be held. */
  readonly release?: boolean;
  /** By the number of the document: the fingerprint of what was planned, which alone may be done. */
  readonly planned?: ReadonlyMap<number, string>;
}

export const sameBytes = 'The file is the one that was loaded last.';
export const sameValues = 'The extract holds the same as the one that was loaded last.';

/** Loads the schools of a batch, as one run. */
export class Loading implements Work {
  readonly #memory = new RuleMemory();
  readonly #runId: string;
  readonly #said = new Set<string>();

  private constructor(
    private readonly db: Database,
    private readonly prepared: Prepared,
    private readonly options: LoadOptions,
    private readonly world: World,
    private readonly say: (line: string) => void,
    startedAt: Date,
  ) {
    this.#runId = newRunId(startedAt, randomBytes(3).toString('hex'));
  }

  /** @throws DatabaseError */
  static async start(
    db: Database,
    prepared: Prepared,
    options: LoadOptions,
    world: World,
    say: (line: string) => void,
  ): Promise<Loading> {
    const startedAt = world.now();
    const loading = new Loading(db, prepared, options, world, say, startedAt);
    await startRun(db, { id: loading.#runId, startedAt });
    return loading;
  }

  async recall(digest: string): Promise<KnownSchool[] | null> {
    const known = await schoolsOfFile(this.db, digest);
    return known?.every((school) => isSameConfiguration(this.prepared, this.options, school)) === true ? known : null;
  }

  async takeKnown(known: KnownSchool, document: number): Promise<Outcome | null> {
    return this.#takeUnchanged(known, document, sameBytes, null);
  }

  async take(extract: Extract, document: number): Promise<Outcome> {
    const { configuration, today } = this.prepared;
    const { pipeline } = configuration;
    const { school, extractedInstant: extractedAt } = extract;
    const own = configuration.forSchool(school);
    const digest = valuesDigest(extract);
    const rulesDigest = configurationDigest(own, today, version);
    const known = await retrying(() => knownByValues(this.db, this.prepared, this.options, extract, digest), patience);
    const unchanged = known && (await this.#takeUnchanged(known, document, sameValues, extractedAt));
    if (unchanged !== null) return unchanged;
    const forgotten = await retrying(() => readForgotten(this.db, school), patience);
    const decision = await decide(extract, own, today, this.#memory, forgotten.isForgotten);
    const { reasons, ...outcome } = outcomeOf(pipeline, decision);
    const { drift, ...result } = await loadSchool(this.db, pipeline, decision, {
      id: this.#runId,
      document,
      now: this.world.now(),
      forgotten,
      patience,
      guard: own.guard,
      release: this.options.release === true,
      allowOlder: this.options.allowOlder === true,
      remember: { extractedAt, valuesDigest: digest, rulesDigest, outcome: JSON.stringify({ ...outcome, reasons }) },
      ...this.#onlyIf(document),
    });
    return { ...result, ...outcome, reasons, ...(drift.length > 0 ? { drift } : {}) };
  }

  async failed({ school, status, sections, changes, reason }: SchoolReport, document: number): Promise<void> {
    const counts = { sections, changes };
    await this.note(() => recordSchoolRun(this.db, { school, runId: this.#runId, document, status, counts, reason }));
  }

  async finished(digest: string, schools: readonly string[]): Promise<void> {
    await this.note(() => rememberFile(this.db, digest, schools, this.#runId));
  }

  /** @returns whether it could be noted */
  async end(status: FinishedRun['status'], counts: Readonly<Record<string, number>>): Promise<boolean> {
    const finishedAt = this.world.now();
    return this.note(() => finishRun(this.db, { id: this.#runId, finishedAt, status, counts }));
  }

  /** Does what retention says, of all schools. */
  async purge(): Promise<boolean> {
    const { pipeline } = this.prepared.configuration;
    return this.note(async () => {
      const words = purgedInWords(
        pipeline,
        await purge(this.db, pipeline, { now: this.world.now(), schools: null, patience }),
      );
      if (words !== null) this.say(`  ${words}`);
    });
  }

  /** Writes what became of schools, which may fail where loading them did; that is said once, and ends nothing. */
  async note(write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (!this.#said.has(error.message)) this.say(`  ${error.message}`);
      this.#said.add(error.message);
      return false;
    }
  }

  async #takeUnchanged(
    known: KnownSchool,
    document: number,
    reason: string,
    extractedAt: number | null,
  ): Promise<Outcome | null> {
    const { school, memory } = known;
    const { onlyIf } = this.#onlyIf(document);
    if (onlyIf !== undefined && onlyIf !== unchangedFingerprint(school, memory.name)) return null;
    const run = { id: this.#runId, document, now: this.world.now(), patience };
    if (!(await noteUnchanged(this.db, known, run, { reason, extractedAt }))) return null;
    return unchangedOutcome(known, reason);
  }

  #onlyIf(document: number): { readonly onlyIf?: string } {
    if (this.options.planned === undefined) return {};
    return { onlyIf: this.options.planned.get(document) ?? '' };
  }
}

/** What is said of a school that is as it was: what was said when it was loaded. */
export function unchangedOutcome({ memory }: KnownSchool, reason: string): Outcome {
  const outcome = memory.outcome as SchoolOutcome | null;
  return { status: 'unchanged', reason, changes: noChanges(memory), ...outcome };
}

/** Whether a school would be decided by the same as when it was loaded. */
export function isSameConfiguration(
  { configuration, today }: Prepared,
  options: LoadOptions,
  { school, memory }: KnownSchool,
): boolean {
  const own = configuration.forSchool(school);
  const isPaused = own.guard.pausedUntil !== null && options.release !== true;
  return !isPaused && memory.rulesDigest === configurationDigest(own, today, version);
}

/** The school of an extract that holds the same as the one that was loaded last, under the same rules. */
export async function knownByValues(
  db: Database,
  prepared: Prepared,
  options: LoadOptions,
  { school, extractedInstant }: Extract,
  digest: string,
): Promise<KnownSchool | null> {
  if (options.repair === true) return null;
  const memory = await readSchoolMemory(db, school);
  if (memory?.valuesDigest !== digest) return null;
  const known = { school, memory };
  const isOlder =
    extractedInstant !== null && memory.extractedAt !== null && extractedInstant < Date.parse(memory.extractedAt);
  if (isOlder && options.allowOlder !== true) return null;
  return isSameConfiguration(prepared, options, known) ? known : null;
}
