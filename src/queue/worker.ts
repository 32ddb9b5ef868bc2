import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../load/database.js';
import { letWait, type EndedPart } from '../load/runs/parts.js';
import { lightly } from '../load/light-transaction.js';
import type { NumberedSchool } from '../load/recall.js';
import { Batch } from '../run/batch.js';
import type { Outcome } from '../run/outcome.js';
import type { SchoolReport } from '../run/run-result.js';
import { Claims, type Claim } from './claims.js';
import { endNights, giveUpLost } from './end-nights.js';
import { EndedParts } from './ended-parts.js';
import { heartbeatEvery, type Engine } from './engine.js';
import type { Held } from './held-parts.js';
import { written } from './part-outcome.js';
import { overtaken, PartWork } from './part-work.js';
import { Trouble } from './trouble.js';
import { WorkedNights } from './worked-nights.js';
import type { WorkerListeners, WorkerTerms } from './worker-terms.js';

const mostAttempts = 8;
const idleFor = 1000;
/** How often to look whether a night has ended while there is work. */
const endNightsEvery = 2000;
const giveUpLostEvery = 15_000;

const died =
  'Whoever took it never came to its end, again and again: does it take more memory than a worker has? No table was touched.';

/** Takes parts of nights and loads them, one after another, and reads the next ones meanwhile. */
export class Worker {
  readonly #trouble: Trouble;
  readonly #nights: WorkedNights;
  readonly #claims: Claims;
  readonly #ended: EndedParts;
  readonly #known = new Map<Claim, Outcome>();
  #inHand: Claim | null = null;
  #drained: () => void = () => undefined;
  #isStopping = false;
  #lookedForEnds = 0;
  #lookedForLost = 0;

  constructor(
    private readonly db: Database,
    private readonly engine: Engine,
    private readonly terms: WorkerTerms,
    private readonly on: WorkerListeners,
  ) {
    this.#trouble = new Trouble(on.trouble);
    this.#nights = new WorkedNights(db, terms, on.trouble, () => this.#finished());
    this.#ended = new EndedParts(db, engine, this.#trouble);
    this.#claims = new Claims({
      ...{ db, engine, terms, nights: this.#nights },
      isWanted: (held) => this.#isWanted(held),
      hasPassed: () => this.#trouble.hasPassed(),
      trouble: this.#trouble.note,
    });
  }

  /**
   * @throws ConfigurationError if the configuration has become wrong
   * @throws DatabaseError if the database could not be used for ten minutes
   */
  async work(): Promise<void> {
    const beating = setInterval(() => void this.#beat(), heartbeatEvery);
    try {
      while (!this.#isInterrupted && this.#trouble.fault === null) {
        const claim = await this.#next();
        if (claim !== null) await this.#take(claim);
        else if (await this.#isDone()) break;
        this.#ended.write();
      }
    } finally {
      this.#isStopping = true;
      this.#drained();
      await this.#claims.filled();
      await this.#giveBack();
      await this.#settle();
      clearInterval(beating);
      await this.#nights.close();
    }
    if (this.#trouble.fault !== null) throw this.#trouble.fault;
  }

  get #isInterrupted(): boolean {
    return this.terms.interrupted.aborted;
  }

  /** Waits until nothing is in hand or looked up, except at the worker's end. */
  async #finished(): Promise<void> {
    if (this.#isStopping || (this.#claims.ready.length === 0 && this.#inHand === null)) return;
    await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  /** The next part; null if there is none now. */
  async #next(): Promise<Claim | null> {
    this.#claims.fill();
    if (this.#claims.ready.length === 0) {
      this.#drained();
      await this.#claims.filled();
    }
    if (Date.now() - this.#lookedForEnds > endNightsEvery) await this.#endNights().catch(this.#trouble.note);
    return this.#isInterrupted ? null : this.#claims.shift();
  }

  /** Gives up a part whose workers died too often. */
  #isWanted({ part, job }: Held): boolean {
    if (part.attempts <= mostAttempts) return true;
    this.on.passed(part.source, died);
    this.#ended.add({ part: { ...part, state: 'failed', school: null, reason: died, outcome: null }, job });
    return false;
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
    const isWhole = await batch.takeOne(file, this.#nights.reader);
    this.#nights.sizes.delete(input);
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
    for (const next of [claim, ...this.#claims.ready]) {
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
    this.#ended.add({ part: ended, job });
  }

  async #tryAgain({ part, job }: Held, why: string): Promise<void> {
    this.on.passed(part.source, `${why} It is tried again later.`);
    await this.#trouble.persistently(() =>
      lightly(this.db, 'Giving sources back', async (trx) => {
        await letWait(trx.knex, [part], why);
        await this.engine.tryAgain(trx, [job]);
      }),
    );
  }

  /** What it has and did not begin, others can take at once. */
  async #giveBack(): Promise<void> {
    const held = this.#claims.letGo();
    if (held.length === 0) return;
    await this.#trouble.persistently(() =>
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

  /** Waits until all that it did is written. */
  async #settle(): Promise<void> {
    await this.#nights.flush();
    await this.#ended.settle();
  }

  async #beat(): Promise<void> {
    const inHand = this.#inHand === null ? [] : [this.#inHand];
    const all = [...inHand, ...this.#claims.all, ...this.#ended.all];
    await this.engine.keep(all.map(({ job }) => job)).catch(this.#trouble.note);
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
      this.#trouble.note(error);
    }
    await wait(idleFor, undefined, { signal: this.terms.interrupted }).catch(() => undefined);
    return false;
  }

  async #endNights(): Promise<void> {
    this.#lookedForEnds = Date.now();
    await this.#settle();
    const { configuration } = this.#nights;
    const ended = await endNights(this.db, { configuration, now: this.terms.now, trouble: this.on.trouble });
    for (const night of ended) await this.on.nightEnded(night, configuration);
  }
}

/** What is said of a night some of whose jobs are gone. */
export function jobsGone(night: string): string {
  return `Jobs of night ${night} were gone from the queue: their sources failed.`;
}
