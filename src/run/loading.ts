import { randomBytes } from 'node:crypto';
import type { Extract } from '../extract/extract.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import { DatabaseError } from '../load/database-error.js';
import type { Database } from '../load/database.js';
import { loadSchool } from '../load/load-school.js';
import { noteUnchanged, rememberFiles, type KnownSchool, type LoadedFile } from '../load/recall.js';
import { countMet, type Feed, type Looked } from '../load/runs/feeds.js';
import { retrying } from '../load/retrying.js';
import { purgeByClock, type Purging } from '../load/runs/purge.js';
import {
  finishRun,
  noteSchoolRuns,
  startRun,
  type FinishedRun,
  type SchoolRun,
  type StartedRun,
} from '../load/runs/runs.js';
import { unchangedFingerprint } from '../load/compare/school-plan.js';
import type { SchoolReport } from './run-result.js';
import type { Outcome, Work } from './batch.js';
import type { Prepared } from '../cli/common-options.js';
import { Deciding, unchangedOutcome, type Permissions } from './deciding.js';
import { look } from './looking.js';
import { patience } from './patience.js';
import type { World } from '../cli/streams.js';

export interface LoadOptions extends Permissions {
  /** By the number of the document: the fingerprint of what was planned, which alone may be done. */
  readonly planned?: ReadonlyMap<number, string>;
}

/** Of which it is remembered at once which bytes they hold. A run that is killed before only has them read again. */
const filesAtATime = 20;
/** Of a file of which every line is broken, one transaction for each would take far longer than to read it. */
const failedAtATime = 100;

/** Loads the schools of a batch, as one run. */
export class Loading implements Work {
  readonly #deciding: Deciding;
  readonly #said = new Set<string>();
  /** Loaded, and not yet remembered. */
  readonly #finished: LoadedFile[] = [];
  /** Failed, and not yet noted. */
  readonly #failed: SchoolRun[] = [];

  private constructor(
    private readonly db: Database,
    private readonly prepared: Prepared,
    private readonly options: LoadOptions,
    private readonly world: World,
    private readonly say: (line: string) => void,
    private readonly started: StartedRun,
  ) {
    this.#deciding = new Deciding(db, prepared, options, patience);
  }

  /** @throws DatabaseError */
  static async start(
    db: Database,
    prepared: Prepared,
    options: LoadOptions,
    world: World,
    say: (line: string) => void,
  ): Promise<Loading> {
    const random = () => randomBytes(3).toString('hex');
    const started = await startRun(db, { startedAt: world.now(), random });
    return new Loading(db, prepared, options, world, say, started);
  }

  recall(marks: readonly FileMark[]): Promise<(KnownSchool[] | null)[]> {
    return this.#deciding.recall(this.db, marks);
  }

  takeKnown(known: readonly KnownSchool[], document: number): Promise<Outcome[]> {
    return this.#takeUnchanged(known, document);
  }

  async take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    await this.#noteFailed();
    const known = await this.#deciding.known(extract, digest);
    const [unchanged] = known === null ? [] : await this.#takeUnchanged([known], document);
    if (unchanged !== undefined) return unchanged;
    const { decision, outcome, forgotten, terms } = await this.#deciding.decide(extract, digest);
    const { drift, found, ...result } = await loadSchool(this.db, this.prepared.configuration.pipeline, decision, {
      ...terms,
      ...this.started,
      document,
      now: this.world.now(),
      forgotten,
      patience,
      ...this.#onlyIf(document),
    });
    return { ...result, ...outcome(found), ...(drift.length > 0 ? { drift } : {}) };
  }

  async failed({ school, name, status, sections, changes, reason }: SchoolReport, document: number): Promise<void> {
    const counts = { sections, changes };
    const run = { school, run: this.started, document, status, counts, reason, name };
    this.#failed.push(run);
    if (this.#failed.length >= failedAtATime) await this.#noteFailed();
  }

  async #noteFailed(): Promise<void> {
    const runs = this.#failed.splice(0);
    if (runs.length > 0) await this.note(() => noteSchoolRuns(this.db, runs));
  }

  async finished(file: LoadedFile): Promise<void> {
    this.#finished.push(file);
    if (this.#finished.length >= filesAtATime) await this.#rememberFiles();
  }

  /**
   * Says which schools of the feed did not arrive, and counts those that did.
   * @returns null where that failed; that is said
   */
  async look(feed: Feed, met: ReadonlySet<string>, wereLoaded: boolean): Promise<Looked | null> {
    let looked: Looked | null = null;
    const isCounted = await this.note(async () => {
      const found = await retrying(() => look(this.db, feed, met, wereLoaded, this.prepared), patience);
      await retrying(() => countMet(this.db, feed, this.started, met, found.unseen), patience);
      looked = found;
    });
    return isCounted ? looked : null;
  }

  /** @returns whether it could be noted */
  async end(status: FinishedRun['status'], counts: Readonly<Record<string, number>>): Promise<boolean> {
    await this.#noteFailed();
    await this.#rememberFiles();
    const finishedAt = this.world.now();
    return this.note(() => finishRun(this.db, { id: this.started.id, finishedAt, status, counts }));
  }

  /**
   * Does what retention says, of all schools, or puts that off.
   * @returns null where it failed; that is said
   */
  async purge(): Promise<Purging | null> {
    const { pipeline } = this.prepared.configuration;
    let purging: Purging | null = null;
    await this.note(async () => {
      purging = await purgeByClock(this.db, pipeline, { now: this.world.now(), schools: null, patience });
    });
    return purging;
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

  async #rememberFiles(): Promise<void> {
    const files = this.#finished.splice(0);
    if (files.length > 0) await this.note(() => rememberFiles(this.db, files, { id: this.started.id, patience }));
  }

  /** @returns what became of the first of them, up to one that is not as it was known or planned */
  async #takeUnchanged(known: readonly KnownSchool[], document: number): Promise<Outcome[]> {
    const other = known.findIndex(({ school, memory }, index) => {
      const { onlyIf } = this.#onlyIf(document + index);
      return onlyIf !== undefined && onlyIf !== unchangedFingerprint(school, memory.name);
    });
    const planned = other < 0 ? known : known.slice(0, other);
    if (planned.length === 0) return [];
    const noted = await noteUnchanged(this.db, planned, { ...this.started, document, patience });
    return planned.slice(0, noted).map(unchangedOutcome);
  }

  #onlyIf(document: number): { readonly onlyIf?: string } {
    if (this.options.planned === undefined) return {};
    return { onlyIf: this.options.planned.get(document) ?? '' };
  }
}
