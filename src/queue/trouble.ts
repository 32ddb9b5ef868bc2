import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseError } from '../load/database-error.js';
import { reasonOf } from '../run/reason-of.js';

const longestTrouble = 10 * 60 * 1000;
const longestPersistence = 60_000;
const tryAgainAfter = 1000;

/** What is in a worker's way: it goes on as long as that may pass by itself. */
export class Trouble {
  #standing: { readonly since: number; readonly said: string } | null = null;
  #fault: Error | null = null;

  constructor(private readonly say: (message: string) => void) {}

  /** What ends the worker; null as long as nothing does. */
  get fault(): Error | null {
    return this.#fault;
  }

  /** Says it once; what does not pass ends the worker. */
  readonly note = (error: unknown): void => {
    const said = reasonOf(error);
    if (!(error instanceof DatabaseError)) {
      this.#fault ??= error instanceof Error ? error : new Error(said);
      return;
    }
    const since = this.#standing?.since ?? Date.now();
    if (this.#standing?.said !== said) this.say(said);
    this.#standing = { since, said };
    if (Date.now() - since > longestTrouble) this.#fault ??= error;
  };

  /** The database does what it is asked again. */
  hasPassed(): void {
    this.#standing = null;
  }

  /** @returns whether it could be done in the end */
  async persistently(work: () => Promise<void>): Promise<boolean> {
    const until = Date.now() + longestPersistence;
    for (;;) {
      try {
        await work();
        return true;
      } catch (error) {
        this.note(error);
        if (this.#fault !== null || Date.now() > until) return false;
        await wait(tryAgainAfter);
      }
    }
  }
}
