import { setTimeout as wait } from 'node:timers/promises';
import { timeFinder } from '../extract/bytes/file-mark.js';
import type { Input, Remembered } from '../extract/bytes/input.js';
import type { Database } from '../load/database.js';
import { DatabaseError } from '../load/database-error.js';
import { isAnyLater, readNight, type EnqueuedNight } from '../load/runs/enqueued-nights.js';
import { letWait, type EndedPart } from '../load/runs/parts.js';
import { lightly } from '../load/light-transaction.js';
import type { NumberedSchool } from '../load/recall.js';
import type { Configuration } from '../pipeline/configuration.js';
import { Batch } from '../run/batch.js';
import { lookUp, type LookedUp } from '../run/known-files.js';
import { loadShared, type SharedLoading } from '../run/loading.js';
import type { Outcome } from '../run/outcome.js';
import { reasonOf } from '../run/reason-of.js';
import { Reader } from '../run/reader.js';
import type { SchoolReport } from '../run/run-result.js';
import type { RunTerms } from '../run/terms.js';
import { endNights, giveUpLost, type EndedNight } from './end-nights.js';
import { heartbeatEvery, type Engine } from './engine.js';
import { endHeld, takeHeld, type Held } from './held-parts.js';
import { runTermsOf, termsOf, type NightTerms } from './night-terms.js';
import { written } from './part-outcome.js';
import { overtaken, PartWork } from './part-work.js';

export interface WorkerListeners {
  /** What became of a school in a night, and how long it took. */
  readonly school: (night: string, report: SchoolReport, milliseconds: number) => void;
  /** A source that was not read, or will be tried again, and why. */
  readonly passed: (source: string, what: string) => void;
  readonly nightEnded: (night: EndedNight, configuration: Configuration) => Promise<void>;
  /** What went wrong beside the schools; the worker goes on. */
  readonly trouble: (message: string) => void;
}

export interface WorkerTerms {
  /** Reads the configuration anew. @throws ConfigurationError */
  readonly configuration: () => Configuration;
  /** The day of a configuration that would be read now. */
  readonly today: (configuration: Configuration) => string;
  /** The inputs of sources, in their order. @throws nothing of what is wrong with a source: that shows when it is read */
  readonly inputsOf: (sources: readonly string[], configuration: Configuration) => Promise<readonly Input[]>;
  readonly now: () => Date;
  /** Aborted to end it: the document in hand is finished, what it has beside that goes back at once. */
  readonly interrupted: AbortSignal;
  /** Whether it ends once nothing waits and nothing is being done. */
  readonly untilEmpty: boolean;
}

/** One that it is about to do. */
interface Claim extends Held {
  readonly night: Night;
  readonly file: LookedUp;
}

/** A night that this worker takes parts of. */
interface Night {
  readonly night: EnqueuedNight;
  readonly terms: NightTerms;
  readonly runTerms: RunTerms;
  readonly loading: SharedLoading;
  /** Whether a run began later. */
  isAnyLater: boolean;
}

/** How many parts it has beside the one in hand: enough to read ahead, and few enough that others find work. */
const fewestClaims = 2;
const mostClaims = 5;
/** The same where nothing of the last ones was new: each takes a moment, and one commit is enough for all. */
const mostKnownClaims = 100;
const mostAttempts = 8;
const idleFor = 1000;
const longestTrouble = 10 * 60 * 1000;
/** How often to look whether a night has ended while there is work. */
const endNightsEvery = 2000;
const giveUpLostEvery = 15_000;
const longestPersistence = 60_000;
const mostNights = 8;

const died =
  'Whoever took it never came to its end, again and again: does it take more memory than a worker has? No table was touched.';

/** Takes parts of nights and loads them, one after another, and reads the next ones meanwhile. */
export class Worker {
  #configuration: Configuration;
  /** When it was read. */
  #readAt: string;
  #reader: Reader;
  readonly #sizes = new Map<Input, number | null>();
  readonly #nights = new Map<string, Night>();
  /** Those that are not looked up yet. */
  readonly #held: Held[] = [];
  readonly #claims: Claim[] = [];
  readonly #known = new Map<Claim, Outcome>();
  #inHand: Claim | null = null;
  #filling: Promise<void> | null = null;
  #drained: () => void = () => undefined;
  #isStopping = false;
  #claimsNext = mostClaims;
  readonly #ended: (Held & { readonly part: EndedPart })[] = [];
  #writing: Promise<void> | null = null;
  #lookedForEnds = 0;
  #lookedForLost = 0;
  #trouble: { readonly since: number; readonly said: string } | null = null;
  #fault: Error | null = null;

  constructor(
    private readonly db: Database,
    private readonly engine: Engine,
    private readonly terms: WorkerTerms,
    private readonly on: WorkerListeners,
  ) {
    this.#readAt = terms.now().toISOString();
    this.#configuration = terms.configuration();
    this.#reader = this.#newReader();
  }

  /**
   * @throws ConfigurationError if the configuration has become wrong
   * @throws DatabaseError if the database could not be used for ten minutes
   */
  async work(): Promise<void> {
    const beating = setInterval(() => void this.#beat(), heartbeatEvery);
    try {
      while (!this.#isInterrupted && this.#fault === null) {
        const claim = await this.#next();
        if (claim !== null) await this.#take(claim);
        else if (await this.#isDone()) break;
        this.#write();
      }
    } finally {
      this.#isStopping = true;
      this.#drained();
      await this.#filling;
      await this.#giveBack();
      await this.#settle();
      clearInterval(beating);
      await this.#reader.close();
    }
    if (this.#fault !== null) throw this.#fault;
  }

  get #isInterrupted(): boolean {
    return this.terms.interrupted.aborted;
  }

  /** The next part; null if there is none now. */
  async #next(): Promise<Claim | null> {
    if (this.#claims.length <= fewestClaims) this.#fill();
    if (this.#claims.length === 0) {
      this.#drained();
      await this.#filling;
    }
    if (Date.now() - this.#lookedForEnds > endNightsEvery) await this.#endNights().catch(this.#noteTrouble);
    return this.#isInterrupted ? null : (this.#claims.shift() ?? null);
  }

  /** Has more parts taken, while the worker does what it has. */
  #fill(): void {
    this.#filling ??= this.#claimMore().then(
      () => {
        this.#trouble = null;
        this.#filling = null;
      },
      (error: unknown) => {
        this.#noteTrouble(error);
        this.#filling = null;
      },
    );
  }

  async #claimMore(): Promise<void> {
    if (this.#held.length === 0) await this.#hold();
    for (const [run, held] of byNight(this.#held)) {
      const night = await this.#night(run);
      night.isAnyLater = await isAnyLater(this.db.knex, night.night);
      await this.#lookUp(night, held);
    }
  }

  /** Takes parts that wait. */
  async #hold(): Promise<void> {
    for (const held of await takeHeld(this.db, this.engine, this.#claimsNext - this.#claims.length)) {
      if (held.part.attempts <= mostAttempts) this.#held.push(held);
      else this.#giveUp(held);
    }
  }

  /** Looks the sources of parts up by their bytes, and has the unknown ones read. */
  async #lookUp(night: Night, held: readonly Held[]): Promise<void> {
    const inputs = await this.terms.inputsOf(
      held.map(({ part }) => part.source),
      this.#configuration,
    );
    const remembered = await rememberedOf(inputs, night);
    for (const { source } of inputs) source?.begin(remembered);
    const files =
      night.terms.repair === true
        ? inputs.map((input) => ({ input, known: null }))
        : await lookUp(inputs, {
            findTime: timeFinder(this.#configuration.pipeline),
            now: this.terms.now(),
            recall: (marks) => night.loading.recall(marks),
            remembered,
          });
    const unknown = files.filter(({ known }) => known === null).map(({ input }) => input);
    // No source is asked for as much at once as a file that is known may be.
    const isAnyFetched = inputs.some(({ source }) => source !== undefined);
    this.#claimsNext = unknown.length === 0 && !isAnyFetched ? mostKnownClaims : mostClaims;
    for (const input of unknown) this.#sizes.set(input, (await input.size?.()) ?? null);
    await this.#reader.expect(unknown);
    for (const [at, file] of files.entries()) {
      const one = held[at];
      if (one === undefined) continue;
      this.#claims.push({ ...one, night, file });
      this.#held.splice(this.#held.indexOf(one), 1);
    }
  }

  async #night(run: string): Promise<Night> {
    const known = this.#nights.get(run);
    if (known !== undefined && this.#configuration.today === this.terms.today(this.#configuration)) return known;
    const night = await readNight(this.db.knex, run);
    if (night === null) throw new DatabaseError('failed', `The night ${run} is not in the table runs.`);
    await this.#renew(night);
    const terms = termsOf(night);
    const { interrupted, now } = this.terms;
    const runTerms = { ...runTermsOf(terms, { configuration: this.#configuration, now }), interrupted };
    const begun = { started: night, wereLoaded: terms.wereLoaded };
    const loading = loadShared(this.db, runTerms, begun, { trouble: this.on.trouble });
    const made: Night = { night, terms, runTerms, loading, isAnyLater: true };
    this.#nights.set(run, made);
    return made;
  }

  /** A new night, and a new day, are worked on by the configuration as it is then. */
  async #renew({ startedAt }: EnqueuedNight): Promise<void> {
    const isSameDay = this.#configuration.today === this.terms.today(this.#configuration);
    if (isSameDay && startedAt <= this.#readAt && this.#nights.size < mostNights) return;
    // What is looked up is done by the configuration that it was looked up by.
    if (!this.#isStopping && (this.#claims.length > 0 || this.#inHand !== null))
      await new Promise<void>((resolve) => (this.#drained = resolve));
    for (const { loading } of this.#nights.values()) await loading.flush();
    this.#nights.clear();
    this.#readAt = this.terms.now().toISOString();
    this.#configuration = this.terms.configuration();
    await this.#reader.close();
    this.#reader = this.#newReader();
  }

  #newReader(): Reader {
    const { pipeline } = this.#configuration;
    // A person who interrupts is heard between documents.
    return new Reader(pipeline, timeFinder(pipeline), this.#sizes, new AbortController().signal, true);
  }

  async #take(claim: Claim): Promise<void> {
    this.#inHand = claim;
    const { part, night, file } = claim;
    const { input } = file;
    await this.#takeKnown(claim);
    const work = new PartWork(this.db, night.loading, {
      ...{ run: part.run, source: part.source, isAnyLater: night.isAnyLater },
      isLast: part.attempts === mostAttempts,
    });
    const known = this.#known.get(claim);
    if (known !== undefined) work.hasTaken(part.document, known);
    this.#known.delete(claim);
    const places = { all: night.terms.documents, of: new Map([[input, part.document]]) };
    const said = new Map<SchoolReport, number>();
    const batch = new Batch({ ...night.runTerms, places }, work, {
      school: (report, milliseconds) => void said.set(report, milliseconds),
    });
    const isWhole = await batch.takeOne(file, this.#reader);
    this.#sizes.delete(input);
    if (!isWhole) this.#claims.unshift(claim);
    else await this.#end(claim, work, batch, said);
    this.#inHand = null;
  }

  /** Takes parts of which nothing is new together, as far as they are next: each commit costs more than they do. */
  async #takeKnown(claim: Claim): Promise<void> {
    if (this.#known.has(claim)) return;
    const { night } = claim;
    const schools = new Set<string>();
    const group: { readonly claim: Claim; readonly one: NumberedSchool }[] = [];
    for (const next of [claim, ...this.#claims]) {
      const [one, ...others] = next.file.known ?? [];
      if (one === undefined || others.length > 0 || next.night !== night || schools.has(one.school)) break;
      schools.add(one.school);
      group.push({ claim: next, one: { ...one, document: next.part.document } });
    }
    if (group.length < 2 || night.terms.schools.length > 0) return;
    // What is wrong with one of them shows when each is taken by itself.
    const outcomes = await night.loading.takeKnown(group.map(({ one }) => one)).catch(() => []);
    for (const [at, outcome] of outcomes.entries()) {
      const taken = group[at];
      if (taken !== undefined) this.#known.set(taken.claim, outcome);
    }
  }

  async #end(claim: Claim, work: PartWork, batch: Batch, said: ReadonlyMap<SchoolReport, number>): Promise<void> {
    const { part, night, job } = claim;
    const isNoted = !work.hasFailed || (await night.loading.flush());
    const again = work.passing ?? (isNoted ? null : 'What became of it could not be noted.');
    if (again !== null && part.attempts < mostAttempts) {
      await this.#tryAgain(claim, again);
      return;
    }
    const schools = batch.schools.filter(({ school }) => school === null || !work.superseded.has(school));
    for (const report of batch.schools) {
      if (schools.includes(report)) this.on.school(part.run, report, said.get(report) ?? 0);
      else this.on.passed(part.source, report.reason ?? '');
    }
    const failed = schools.find(({ status }) => status === 'failed');
    const isSuperseded = schools.length === 0 && work.superseded.size > 0;
    const ended: EndedPart = {
      ...part,
      state: failed !== undefined ? 'failed' : isSuperseded ? 'superseded' : 'done',
      school: [...batch.met][0] ?? null,
      reason: failed?.reason ?? (isSuperseded ? overtaken : null),
      outcome: written({ schools, reasons: [...batch.reasons.values()], met: [...batch.met] }),
    };
    this.#ended.push({ part: ended, job });
  }

  async #tryAgain({ part, job }: Held, why: string): Promise<void> {
    this.on.passed(part.source, `${why} It is tried again later.`);
    await this.#persistently(() =>
      lightly(this.db, 'Giving sources back', async (trx) => {
        await letWait(trx.knex, [part], why);
        await this.engine.tryAgain(trx, [job]);
      }),
    );
  }

  #giveUp({ part, job }: Held): void {
    this.on.passed(part.source, died);
    this.#ended.push({ part: { ...part, state: 'failed', school: null, reason: died, outcome: null }, job });
  }

  /** Writes what became of parts, several at once if they end faster than they are written. */
  #write(): void {
    if (this.#ended.length === 0) return;
    this.#writing ??= this.#writeEnded()
      .catch(this.#noteTrouble)
      .then(() => {
        this.#writing = null;
      });
  }

  async #writeEnded(): Promise<void> {
    const some = this.#ended.slice(0, mostKnownClaims);
    if (some.length === 0) return;
    await endHeld(this.db, this.engine, some);
    this.#ended.splice(0, some.length);
  }

  /** Waits until all that it did is written; what cannot be written now, another worker finds done. */
  async #settle(): Promise<void> {
    for (const { loading } of this.#nights.values()) await loading.flush();
    await this.#writing;
    while (this.#ended.length > 0) if (!(await this.#persistently(() => this.#writeEnded()))) return;
  }

  /** What it has and did not begin, others can take at once. */
  async #giveBack(): Promise<void> {
    const held = [...this.#claims.splice(0), ...this.#held.splice(0)];
    if (held.length === 0) return;
    await this.#persistently(() =>
      lightly(this.db, 'Giving sources back', async (trx) => {
        await letWait(
          trx.knex,
          held.map(({ part }) => part),
          null,
        );
        await this.engine.giveBack(
          trx,
          held.map(({ job }) => job),
        );
      }),
    );
  }

  async #beat(): Promise<void> {
    const all = [...(this.#inHand === null ? [] : [this.#inHand]), ...this.#claims, ...this.#held, ...this.#ended];
    await this.engine.keep(all.map(({ job }) => job)).catch(this.#noteTrouble);
  }

  /** There is nothing to do now. @returns whether there will be nothing */
  async #isDone(): Promise<boolean> {
    try {
      await this.#settle();
      if (Date.now() - this.#lookedForLost > giveUpLostEvery) {
        this.#lookedForLost = Date.now();
        for (const night of await giveUpLost(this.db, this.engine)) this.on.trouble(jobsGone(night));
      }
      await this.#endNights();
      if (this.terms.untilEmpty && (await this.engine.isEmpty())) return true;
    } catch (error) {
      this.#noteTrouble(error);
    }
    await wait(idleFor, undefined, { signal: this.terms.interrupted }).catch(() => undefined);
    return false;
  }

  async #endNights(): Promise<void> {
    this.#lookedForEnds = Date.now();
    await this.#settle();
    const { now } = this.terms;
    const ended = await endNights(this.db, { configuration: this.#configuration, now, trouble: this.on.trouble });
    for (const night of ended) await this.on.nightEnded(night, this.#configuration);
  }

  /** @returns whether it could be done in the end */
  async #persistently(work: () => Promise<void>): Promise<boolean> {
    const until = Date.now() + longestPersistence;
    for (;;) {
      try {
        await work();
        return true;
      } catch (error) {
        this.#noteTrouble(error);
        if (this.#fault !== null || Date.now() > until) return false;
        await wait(idleFor);
      }
    }
  }

  /** Says it once; what does not pass ends the worker. */
  readonly #noteTrouble = (error: unknown): void => {
    const said = reasonOf(error);
    if (!(error instanceof DatabaseError)) {
      this.#fault ??= error instanceof Error ? error : new Error(said);
      return;
    }
    const since = this.#trouble?.since ?? Date.now();
    if (this.#trouble?.said !== said) this.on.trouble(said);
    this.#trouble = { since, said };
    if (Date.now() - since > longestTrouble) this.#fault ??= error;
  };
}

/** What is said of a night some of whose jobs are gone. */
export function jobsGone(night: string): string {
  return `Jobs of night ${night} were gone from the queue: their sources failed.`;
}

/** What is remembered of sources that are fetched. */
async function rememberedOf(inputs: readonly Input[], { loading, terms }: Night): Promise<Remembered> {
  const keys = inputs.flatMap(({ source }) => source?.key ?? []);
  if (keys.length === 0 || terms.repair === true) return () => null;
  // What cannot be remembered is fetched.
  const marks = await loading.sourceMarks(keys).catch(() => null);
  return (key) => marks?.get(key) ?? null;
}

function byNight(held: readonly Held[]): Map<string, Held[]> {
  const nights = new Map<string, Held[]>();
  for (const one of held) nights.set(one.part.run, [...(nights.get(one.part.run) ?? []), one]);
  return nights;
}
