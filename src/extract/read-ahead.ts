import { Worker } from 'node:worker_threads';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { FileMark } from './file-mark.js';
import { unpack } from './packed.js';
import type { ReadDocument, Reading } from './read-now.js';
import type { Asked, Told } from './reading-thread.js';

/**
 * Reads files in a thread of its own, while what was read before is decided and loaded. The code of each is compiled
 * once, in the one thread that runs it: whole schools in several threads take nearly as long as in one (docs/performance.md).
 */
export class ReadAhead {
  readonly #worker: Worker;
  readonly #told: Told[] = [];
  #failed: Error | null = null;
  #wake: () => void = () => undefined;

  constructor(pipeline: Pipeline) {
    this.#worker = new Worker(new URL('./reading-thread.js', import.meta.url), { workerData: { pipeline } });
    this.#worker.on('message', (told: Told) => {
      this.#told.push(told);
      this.#wake();
    });
    this.#worker.on('error', (error) => {
      this.#failed = error;
      this.#wake();
    });
  }

  /** Has files read, one after another. */
  ask(paths: readonly string[]): void {
    this.#post({ paths });
  }

  /** The next of the files that were asked for, in their order. */
  next(): Reading {
    const read: { mark: FileMark | null } = { mark: null };
    return {
      documents: this.#documents((mark) => (read.mark = mark)),
      mark: () => {
        if (read.mark === null) throw new Error('the file was not read to its end');
        return read.mark;
      },
    };
  }

  close(): Promise<number> {
    return this.#worker.terminate();
  }

  async *#documents(end: (mark: FileMark) => void): AsyncGenerator<ReadDocument> {
    for (let told = await this.#next(); ; told = await this.#next()) {
      if (told.type === 'end') {
        end(told.mark);
        return;
      }
      this.#post('taken');
      if (told.type === 'broken') yield told;
      else yield { type: 'extract', extract: unpack(told.packed), from: told.from, digest: told.digest };
    }
  }

  async #next(): Promise<Told> {
    for (;;) {
      const told = this.#told.shift();
      if (told !== undefined) return told;
      if (this.#failed !== null) throw this.#failed;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #post(asked: Asked): void {
    this.#worker.postMessage(asked);
  }
}
