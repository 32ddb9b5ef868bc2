import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Stored } from '../tables/tables.js';

/** What is asked of the thread, and what the answer is. */
interface Asked {
  readonly query: { readonly sql: string; readonly bindings: readonly unknown[] };
  readonly each: { readonly sql: string; readonly rows: readonly (readonly Stored[])[] };
  readonly lists: { readonly sql: string; readonly values: readonly Stored[] };
}

/** Rows as they go from thread to thread: a list for each column takes a quarter of the time of an object for each row. */
export interface RowsByColumn {
  readonly names: readonly string[];
  /** By column, in the order of the names. */
  readonly columns: readonly (readonly unknown[])[];
}

interface Answers {
  /** The rows of a query, or what a statement did. */
  readonly query: RowsByColumn | { readonly changes: number; readonly lastInsertRowid: number | bigint };
  readonly each: null;
  readonly lists: Stored[][];
}

export type AskedOfThread =
  { [What in keyof Asked]: { readonly what: What } & Asked[What] }[keyof Asked] | { readonly what: 'close' };

export type ThreadAnswer =
  | { readonly type: 'done'; readonly answer: Answers[keyof Answers] }
  /** The driver's code, and its words for a fault that has none. */
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string };

/** What the thread opens. */
export interface ThreadFile {
  readonly file: string;
  readonly readOnly: boolean;
}

interface Waiting {
  readonly done: (answer: unknown) => void;
  readonly failed: (error: Error) => void;
}

/** Has the driver's code, by which faults are told apart. */
class ThreadError extends Error {
  constructor(
    message: string,
    readonly code: string | null,
  ) {
    super(message);
  }
}

/**
 * A connection to a SQLite file in a thread of its own. The driver works while its caller waits: in the thread of the
 * pages, a long query, or one that waits for the lock of a run, would stop them all.
 */
export class ThreadConnection {
  readonly #worker: Worker;
  /** In the order in which they were asked, which is that of the answers. */
  readonly #waiting: Waiting[] = [];
  #ended: Error | null = null;

  constructor(opened: ThreadFile) {
    this.#worker = new Worker(new URL('./sqlite-thread.js', import.meta.url), { workerData: opened });
    this.#worker.on('message', (told: ThreadAnswer) => {
      const waiting = this.#waiting.shift();
      if (told.type === 'done') waiting?.done(told.answer);
      else waiting?.failed(new ThreadError(told.message, told.code));
    });
    this.#worker.on('error', (error) => {
      this.#end(error);
    });
    this.#worker.on('exit', () => {
      this.#end(new Error('The thread of the database has ended'));
    });
  }

  get hasEnded(): boolean {
    return this.#ended !== null;
  }

  /** When the file is open. */
  opened(): Promise<void> {
    return this.#answer();
  }

  /** @throws with the driver's code */
  ask<What extends keyof Answers>(asked: { readonly what: What } & Asked[What]): Promise<Answers[What]> {
    if (this.#ended === null) this.#worker.postMessage(asked);
    return this.#answer();
  }

  /** Lets what was asked end first. */
  async close(): Promise<void> {
    if (this.#ended !== null) return;
    const ended = once(this.#worker, 'exit');
    this.#worker.postMessage({ what: 'close' } satisfies AskedOfThread);
    await ended;
  }

  #answer<T>(): Promise<T> {
    const ended = this.#ended;
    if (ended !== null) return Promise.reject(ended);
    return new Promise((resolve, failed) => {
      this.#waiting.push({
        done: (answer) => {
          resolve(answer as T);
        },
        failed,
      });
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { failed } of this.#waiting.splice(0)) failed(this.#ended);
  }
}
