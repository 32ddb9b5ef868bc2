import { Worker } from 'node:worker_threads';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { FileMark } from '../bytes/file-mark.js';
import { unpacked } from './packed.js';
import type { ReadDocument } from './read-now.js';
import type { NamedFile, ReadRequest, Told } from './reading-thread.js';
import type { ThreadSetting } from './thread-setting.js';

/** The part of a file that can be read ahead. */
export interface AheadReading {
  readonly documents: AsyncIterable<ReadDocument>;
  /** When they are all taken: null if the rest is left, because the next is too large to be in memory twice. */
  readonly mark: () => FileMark | null;
}

/**
 * Little outlives its document: more room for the rest would only take more memory. A document that needs more than all
 * of it ends the thread, and is read with the rest.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 96 };
const usual: ThreadSetting = { resourceLimits, mostRead: 16 * 1024 * 1024, mostTold: Infinity };

/**
 * Reads files in a thread of its own, while what was read before is decided and loaded. Each code is compiled once, in
 * the one thread that runs it: whole schools in several threads take nearly as long as in one (docs/performance.md).
 */
export class ReadAhead {
  readonly #worker: Worker;
  readonly #told: Told[] = [];
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(pipeline: Pipeline, { resourceLimits, mostRead, mostTold } = usual) {
    const thread = new URL('./reading-thread.js', import.meta.url);
    this.#worker = new Worker(thread, { workerData: { pipeline, mostRead, mostTold }, resourceLimits });
    this.#worker.on('message', (told: Told) => {
      this.#told.push(told);
      this.#wake();
    });
    // Whatever is wrong will be wrong again when the rest is read, and is reported then.
    this.#worker.on('error', () => undefined);
    this.#worker.on('exit', () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  /** Has files read, one after another. */
  ask(files: readonly NamedFile[]): void {
    this.#post({ files });
  }

  /**
   * The next of the files that were asked for, in their order.
   * @param passed is told how many bytes of the file come before and in each document that is taken
   */
  next(passed: (bytes: number) => void): AheadReading {
    const end: { mark: FileMark | null } = { mark: null };
    return { documents: this.#documents(passed, (mark) => (end.mark = mark)), mark: () => end.mark };
  }

  close(): Promise<number> {
    return this.#worker.terminate();
  }

  async *#documents(passed: (bytes: number) => void, end: (mark: FileMark) => void): AsyncGenerator<ReadDocument> {
    for (let told = await this.#next(); told.type !== 'left'; told = await this.#next()) {
      if (told.type === 'end') {
        end(told.mark);
        return;
      }
      this.#post('taken');
      passed(told.bytes);
      yield unpacked(told.document);
    }
  }

  async #next(): Promise<Told> {
    for (;;) {
      const told = this.#told.shift();
      if (told !== undefined) return told;
      if (this.#hasEnded) return { type: 'left' };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #post(asked: ReadRequest): void {
    this.#worker.postMessage(asked);
  }
}
