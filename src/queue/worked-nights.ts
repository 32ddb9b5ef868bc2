import { timeFinder } from '../extract/bytes/file-mark.js';
import type { Input, Remembered } from '../extract/bytes/input.js';
import type { Database } from '../load/database.js';
import { DatabaseError } from '../load/database-error.js';
import { readNight, type EnqueuedNight } from '../load/runs/enqueued-nights.js';
import type { Configuration } from '../pipeline/configuration.js';
import { loadShared, type SharedLoading } from '../run/loading.js';
import { Reader } from '../run/reader.js';
import type { RunTerms } from '../run/terms.js';
import { runTermsOf, termsOf, type NightTerms } from './night-terms.js';
import type { WorkerTerms } from './worker-terms.js';

/** A night that a worker takes parts of. */
export interface WorkedNight {
  readonly night: EnqueuedNight;
  readonly terms: NightTerms;
  readonly runTerms: RunTerms;
  readonly loading: SharedLoading;
  /** Whether a run began later. */
  isAnyLater: boolean;
}

const mostNights = 8;

/** The nights that a worker takes parts of, and the configuration by which it works on them. */
export class WorkedNights {
  /** The sizes of inputs that are to be read. */
  readonly sizes = new Map<Input, number | null>();
  readonly #nights = new Map<string, WorkedNight>();
  #configuration: Configuration;
  /** When it was read. */
  #readAt: string;
  #reader: Reader;

  /**
   * @param finished is waited for before the configuration is another: what is looked up is done by the one that it was
   *   looked up by
   */
  constructor(
    private readonly db: Database,
    private readonly terms: WorkerTerms,
    private readonly trouble: (message: string) => void,
    private readonly finished: () => Promise<void>,
  ) {
    this.#readAt = terms.now().toISOString();
    this.#configuration = terms.configuration();
    this.#reader = this.#newReader();
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  get reader(): Reader {
    return this.#reader;
  }

  /** @throws DatabaseError if there is no such night */
  async of(run: string): Promise<WorkedNight> {
    const known = this.#nights.get(run);
    if (known !== undefined && this.#isOfToday) return known;
    const night = await readNight(this.db.knex, run);
    if (night === null) throw new DatabaseError('failed', `The night ${run} is not in the table runs.`);
    await this.#renewFor(night);
    const terms = termsOf(night);
    const { interrupted, now } = this.terms;
    const runTerms = { ...runTermsOf(terms, { configuration: this.#configuration, now }), interrupted };
    const begun = { started: night, wereLoaded: terms.wereLoaded };
    const loading = loadShared(this.db, runTerms, begun, { trouble: this.trouble });
    const made: WorkedNight = { night, terms, runTerms, loading, isAnyLater: true };
    this.#nights.set(run, made);
    return made;
  }

  /** Writes what is collected beside the schools. */
  async flush(): Promise<void> {
    for (const { loading } of this.#nights.values()) await loading.flush();
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  get #isOfToday(): boolean {
    return this.#configuration.today === this.terms.today(this.#configuration);
  }

  /** A new night, and a new day, are worked on by the configuration as it is then. */
  async #renewFor({ startedAt }: EnqueuedNight): Promise<void> {
    if (this.#isOfToday && startedAt <= this.#readAt && this.#nights.size < mostNights) return;
    await this.finished();
    await this.flush();
    this.#nights.clear();
    this.#readAt = this.terms.now().toISOString();
    this.#configuration = this.terms.configuration();
    await this.#reader.close();
    this.#reader = this.#newReader();
  }

  #newReader(): Reader {
    const { pipeline } = this.#configuration;
    // A person who interrupts is heard between documents.
    return new Reader(pipeline, timeFinder(pipeline), this.sizes, new AbortController().signal, true);
  }
}

/** What is remembered of sources that are fetched. */
export async function rememberedOf(inputs: readonly Input[], { loading, terms }: WorkedNight): Promise<Remembered> {
  const keys = inputs.flatMap(({ source }) => source?.key ?? []);
  if (keys.length === 0 || terms.repair === true) return () => null;
  // What cannot be remembered is fetched.
  const marks = await loading.sourceMarks(keys).catch(() => null);
  return (key) => marks?.get(key) ?? null;
}
