import { randomBytes } from 'node:crypto';
import type { Extract } from '../extract/extract.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import type { FileMark } from '../extract/bytes/file-mark.js';
import type { SourceMark } from '../extract/bytes/input.js';
import { DatabaseError } from '../load/database-error.js';
import type { Database } from '../load/database.js';
import { loadSchool } from '../load/load-school.js';
import {
  noteUnchanged,
  rememberFiles,
  type KnownSchool,
  type LoadedFile,
  type NumberedSchool,
} from '../load/recall.js';
import { noteSource, schoolsOfSource } from '../load/runs/source-schools.js';
import { readSourceMarks } from '../load/source-marks.js';
import { endSilentRuns, sayAlive } from '../load/runs/silent-runs.js';
import { countMet, isAnyLoaded, type Feed, type Looked } from '../load/runs/feeds.js';
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
import { Deciding } from './deciding.js';
import { areExpectedThere, feedOfRun, look, lookIn, nightOf, notLooked } from './looking.js';
import { unchangedOutcome, type Outcome } from './outcome.js';
import { patience } from './patience.js';
import { withRelativePlaces } from './relative-places.js';
import { areAllWell, countByStatus, type Planned, type SchoolReport } from './run-result.js';
import type { RunTerms } from './terms.js';
import type { BegunWork, Ending, RunListeners, Walk, Work } from './work.js';

/** How many loaded files are remembered at once by their bytes. If a run is killed before, they are only read again. */
const filesAtATime = 20;
/** If every line of a file is broken, one transaction for each would take far longer than reading it. */
const failedAtATime = 100;

/**
 * The work that loads the schools of a run into a database, and notes there what became of them.
 * @param planned what was planned: nothing else may be done
 */
export function loadInto(db: Database, terms: RunTerms, planned?: Planned): Work {
  return {
    terms,
    begin: async (on) => {
      const night = await beginNight(db, terms, on);
      return new Loading(db, { terms, planned, on, ...night, stopBeating: sayAlive(db, night.started.id) });
    },
  };
}

async function beginNight(
  db: Database,
  terms: RunTerms,
  on: Pick<RunListeners, 'begun' | 'silent'>,
): Promise<BegunNight> {
  const silent = await endSilentRuns(db);
  if (silent.length > 0) on.silent?.(silent);
  const night = nightOf(terms);
  const wereLoaded = await isAnyLoaded(db, night);
  const random = () => randomBytes(3).toString('hex');
  const started = await startRun(db, { startedAt: terms.now(), random, night });
  on.begun?.(started.id);
  return { started, wereLoaded };
}

/** Begins a run that several processes of this machine load together, and that this one ends. @throws DatabaseError */
export async function beginShared(
  db: Database,
  terms: RunTerms,
  on: Pick<RunListeners, 'begun' | 'silent' | 'trouble'>,
): Promise<{ readonly night: BegunNight; readonly loading: SharedLoading & Pick<BegunWork, 'breakOff'> }> {
  const { started, wereLoaded } = await beginNight(db, terms, on);
  const night: BegunNight = { started: { ...started, isShared: true }, wereLoaded };
  const stopBeating = sayAlive(db, started.id);
  return { night, loading: new Loading(db, { terms, planned: undefined, on, ...night, stopBeating }) };
}

/** The work of one of many workers that make a night together. */
export interface SharedLoading extends Omit<BegunWork, 'breakOff'> {
  /**
   * Writes what is collected beside the schools, to be written together.
   * @returns whether it could be written
   */
  flush(): Promise<boolean>;
}

/** What is known of a night that has begun. */
export type BegunNight = Pick<Begun, 'started' | 'wereLoaded'>;

/** Loads schools of a night that others load too; its `end` is for whoever takes the last of them. */
export function loadShared(
  db: Database,
  terms: RunTerms,
  { started, wereLoaded }: BegunNight,
  on: Pick<RunListeners, 'trouble'>,
): SharedLoading {
  return new Loading(db, { terms, planned: undefined, wereLoaded, started, on });
}

interface Begun {
  readonly terms: RunTerms;
  readonly planned: Planned | undefined;
  /** Whether any school was loaded before. */
  readonly wereLoaded: boolean;
  readonly started: StartedRun;
  readonly on: Pick<RunListeners, 'trouble'>;
  /** Of a run that says again and again that it is alive. */
  readonly stopBeating?: () => Promise<void>;
}

class Loading implements SharedLoading {
  readonly #deciding: Deciding;
  readonly #said = new Set<string>();
  /** Loaded, and not yet remembered. */
  readonly #finished: LoadedFile[] = [];
  /** Failed, and not yet noted. */
  readonly #failed: SchoolRun[] = [];

  constructor(
    private readonly db: Database,
    private readonly begun: Begun,
  ) {
    this.#deciding = new Deciding(db, begun.terms, patience);
  }

  sourceMarks(keys: readonly string[]): Promise<ReadonlyMap<string, SourceMark>> {
    return readSourceMarks(this.db, keys);
  }

  recall(marks: readonly FileMark[]): Promise<(KnownSchool[] | null)[]> {
    return this.#deciding.recall(this.db, marks);
  }

  takeKnown(known: readonly NumberedSchool[]): Promise<Outcome[]> {
    return this.#takeUnchanged(known);
  }

  async take(extract: Extract, digest: string, document: number): Promise<Outcome> {
    await this.#noteFailed();
    const known = await this.#deciding.known(extract, digest);
    const [unchanged] = known === null ? [] : await this.#takeUnchanged([{ ...known, document }]);
    if (unchanged !== undefined) return unchanged;
    const { decision, outcome, forgotten, terms } = await this.#deciding.decide(extract, digest);
    const { configuration, now } = this.begun.terms;
    const placed = withRelativePlaces(decision, configuration);
    const { drift, found, ...result } = await loadSchool(this.db, configuration.pipeline, placed, {
      ...terms,
      ...this.begun.started,
      document,
      now: now(),
      forgotten,
      patience,
      ...this.#onlyIf(document),
    });
    return { ...result, ...outcome(found), ...(drift.length > 0 ? { drift } : {}) };
  }

  async failed(
    { school, name, status, sections, changes, reason }: SchoolReport,
    document: number,
    fault?: SchoolFault,
  ): Promise<void> {
    const counts = { sections, changes, ...(fault === undefined ? {} : { fault }) };
    const run = { school, run: this.begun.started, document, status, counts, reason, name };
    this.#failed.push(run);
    if (this.#failed.length >= failedAtATime) await this.#noteFailed();
  }

  schoolsOf(source: string): Promise<string[]> {
    return schoolsOfSource(this.db, source);
  }

  async noteSource(source: string, schools: readonly string[]): Promise<void> {
    await this.#note(() => retrying(() => noteSource(this.db, source, schools, this.begun.started), patience));
  }

  async flush(): Promise<boolean> {
    const isNoted = await this.#noteFailed();
    return (await this.#rememberFiles()) && isNoted;
  }

  /** @returns whether they could be noted */
  async #noteFailed(): Promise<boolean> {
    const runs = this.#failed.splice(0);
    return runs.length === 0 || this.#note(() => noteSchoolRuns(this.db, runs));
  }

  async finished(file: LoadedFile): Promise<void> {
    this.#finished.push(file);
    if (this.#finished.length >= filesAtATime) await this.#rememberFiles();
  }

  async end({ inputs, schools, met, isInterrupted }: Walk): Promise<Ending> {
    const { terms, planned } = this.begun;
    const feed = isInterrupted || planned !== undefined || terms.looks === false ? null : feedOfRun(inputs, terms);
    const looked = await lookIn(feed, (one) => this.#look(one, met));
    const isWell = areAllWell(schools) && looked !== null && areExpectedThere(terms, looked);
    const isNoted = await this.#finish(isInterrupted ? 'interrupted' : isWell ? 'done' : 'failed', schools);
    const purge = isInterrupted ? null : await this.#purge();
    const isPurged = isInterrupted || purge !== null;
    return { ...(looked ?? notLooked), purge, isWell: isWell && isNoted && isPurged };
  }

  async breakOff(schools: readonly SchoolReport[]): Promise<void> {
    await this.#finish('failed', schools);
  }

  /**
   * Says which schools of the feed did not arrive, and counts those that did.
   * @returns null if that failed; then it says so
   */
  async #look(feed: Feed, met: ReadonlySet<string>): Promise<Looked | null> {
    const { terms, wereLoaded, started } = this.begun;
    let looked: Looked | null = null;
    const isCounted = await this.#note(async () => {
      const found = await retrying(() => look(this.db, feed, met, wereLoaded, terms), patience);
      await retrying(() => countMet(this.db, feed, started, met, found.unseen), patience);
      looked = found;
    });
    return isCounted ? looked : null;
  }

  /** @returns whether it could be noted */
  async #finish(status: FinishedRun['status'], schools: readonly SchoolReport[]): Promise<boolean> {
    await this.#noteFailed();
    await this.#rememberFiles();
    const { terms, started, stopBeating } = this.begun;
    await stopBeating?.();
    const run = { id: started.id, finishedAt: terms.now(), status, counts: countByStatus(schools) };
    return this.#note(() => finishRun(this.db, run));
  }

  /**
   * Does what retention says, for all schools, or puts that off.
   * @returns null if it failed; then it says so
   */
  async #purge(): Promise<Purging | null> {
    const { configuration, now } = this.begun.terms;
    let purging: Purging | null = null;
    await this.#note(async () => {
      purging = await purgeByClock(this.db, configuration.pipeline, { now: now(), schools: null, patience });
    });
    return purging;
  }

  /** Writes what became of schools. This may fail if loading them did; it is reported once, and ends nothing. */
  async #note(write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (!this.#said.has(error.message)) this.begun.on.trouble?.(error.message);
      this.#said.add(error.message);
      return false;
    }
  }

  async #rememberFiles(): Promise<boolean> {
    const files = this.#finished.splice(0);
    if (files.length === 0) return true;
    return this.#note(() => rememberFiles(this.db, files, { id: this.begun.started.id, patience }));
  }

  /** @returns what became of the first of them, up to one that is not as it was known or planned */
  async #takeUnchanged(known: readonly NumberedSchool[]): Promise<Outcome[]> {
    const other = known.findIndex(({ school, memory, document }) => {
      const { onlyIf } = this.#onlyIf(document);
      return onlyIf !== undefined && onlyIf !== unchangedFingerprint(school, memory.name);
    });
    const planned = other < 0 ? known : known.slice(0, other);
    if (planned.length === 0) return [];
    const noted = await noteUnchanged(this.db, this.begun.terms.configuration.pipeline, planned, {
      ...this.begun.started,
      patience,
    });
    return planned.slice(0, noted).map(unchangedOutcome);
  }

  #onlyIf(document: number): { readonly onlyIf?: string } {
    const { planned } = this.begun;
    return planned === undefined ? {} : { onlyIf: planned.byDocument.get(document) ?? '' };
  }
}
