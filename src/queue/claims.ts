import { timeFinder } from '../extract/bytes/file-mark.js';
import type { Database } from '../load/database.js';
import { isAnyLater } from '../load/runs/enqueued-nights.js';
import { lookUp, type LookedUp } from '../run/known-files.js';
import type { Engine } from './engine.js';
import { takeHeld, type Held } from './held-parts.js';
import { rememberedOf, type WorkedNight, type WorkedNights } from './worked-nights.js';
import type { WorkerTerms } from './worker-terms.js';

/** A part that a worker is about to do. */
export interface Claim extends Held {
  readonly night: WorkedNight;
  readonly file: LookedUp;
}

/** How many parts it has beside the one in hand: enough to read ahead, and few enough that others find work. */
const fewestClaims = 2;
const mostClaims = 5;
/** The same where nothing of the last ones was new: each takes a moment, and one commit is enough for all. */
export const mostKnownClaims = 100;

interface Claiming {
  readonly db: Database;
  readonly engine: Engine;
  readonly nights: WorkedNights;
  readonly terms: Pick<WorkerTerms, 'inputsOf' | 'now'>;
  /** Whether a part is to be done; what is not is seen to by whoever says so. */
  readonly isWanted: (held: Held) => boolean;
  readonly hasPassed: () => void;
  readonly trouble: (error: unknown) => void;
}

/** Takes parts of nights while a worker does what it has, looks their sources up, and has the unknown ones read ahead. */
export class Claims {
  /** Those that are not looked up yet. */
  readonly #held: Held[] = [];
  readonly #claims: Claim[] = [];
  #filling: Promise<void> | null = null;
  #next = mostClaims;

  constructor(private readonly by: Claiming) {}

  /** Those that are looked up, the next first. */
  get ready(): readonly Claim[] {
    return this.#claims;
  }

  /** All that nobody else may take. */
  get all(): readonly Held[] {
    return [...this.#claims, ...this.#held];
  }

  /** Has more parts taken if there are few. */
  fill(): void {
    if (this.#claims.length > fewestClaims) return;
    this.#filling ??= this.#claimMore().then(
      () => {
        this.by.hasPassed();
        this.#filling = null;
      },
      (error: unknown) => {
        this.by.trouble(error);
        this.#filling = null;
      },
    );
  }

  /** Waits until those that are being taken are there. */
  async filled(): Promise<void> {
    await this.#filling;
  }

  /** The next one; null if there is none now. */
  shift(): Claim | null {
    return this.#claims.shift() ?? null;
  }

  /** Puts one back that was cut off: it was not done. */
  unshift(claim: Claim): void {
    this.#claims.unshift(claim);
  }

  /** Lets all of them go. */
  letGo(): Held[] {
    return [...this.#claims.splice(0), ...this.#held.splice(0)];
  }

  async #claimMore(): Promise<void> {
    if (this.#held.length === 0) await this.#hold();
    for (const [run, held] of byNight(this.#held)) {
      const night = await this.by.nights.of(run);
      night.isAnyLater = await isAnyLater(this.by.db.knex, night.night);
      await this.#lookUp(night, held);
    }
  }

  /** Takes parts that wait. */
  async #hold(): Promise<void> {
    const { db, engine, isWanted } = this.by;
    const taken = await takeHeld(db, engine, this.#next - this.#claims.length);
    this.#held.push(...taken.filter(isWanted));
  }

  /** Looks the sources of parts up by their bytes, and has the unknown ones read. */
  async #lookUp(night: WorkedNight, held: readonly Held[]): Promise<void> {
    const { nights, terms } = this.by;
    const { configuration, sizes, reader } = nights;
    const sources = held.map(({ part }) => part.source);
    const inputs = await terms.inputsOf(sources, configuration);
    const remembered = await rememberedOf(inputs, night);
    for (const { source } of inputs) source?.begin(remembered);
    const files =
      night.terms.repair === true
        ? inputs.map((input) => ({ input, known: null }))
        : await lookUp(inputs, {
            findTime: timeFinder(configuration.pipeline),
            now: terms.now(),
            recall: (marks) => night.loading.recall(marks),
            remembered,
          });
    const unknown = files.filter(({ known }) => known === null).map(({ input }) => input);
    // No source is asked for as much at once as a file that is known may be.
    const isAnyFetched = inputs.some(({ source }) => source !== undefined);
    this.#next = unknown.length === 0 && !isAnyFetched ? mostKnownClaims : mostClaims;
    for (const input of unknown) sizes.set(input, (await input.size?.()) ?? null);
    await reader.expect(unknown);
    for (const [at, file] of files.entries()) {
      const one = held[at];
      if (one === undefined) continue;
      this.#claims.push({ ...one, night, file });
      this.#held.splice(this.#held.indexOf(one), 1);
    }
  }
}

function byNight(held: readonly Held[]): Map<string, Held[]> {
  const nights = new Map<string, Held[]>();
  for (const one of held) nights.set(one.part.run, [...(nights.get(one.part.run) ?? []), one]);
  return nights;
}
