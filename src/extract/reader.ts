import { availableParallelism } from 'node:os';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { ReadingPlan } from './document-reader.js';
import type { FindTime } from './file-mark.js';
import type { Input } from './input.js';
import type { ReadAhead } from './read-ahead.js';
import type { Reading } from './read-now.js';

/** Bytes to be read below which a thread of its own takes longer to begin than it saves. */
const worthAThread = 4 * 1024 * 1024;
/** Bytes of a file above which a school in it may be so large that it should not be in memory twice. */
const mostAhead = 16 * 1024 * 1024;
/** How many bytes one compressed byte may be. */
const inflated = 12;

/**
 * Reads inputs in their order. Files are read in a thread of their own, while what came before them is decided and
 * loaded, where there is a second core and enough to be read; all else is read when its turn comes.
 */
export class Reader {
  #ahead: ReadAhead | null = null;
  #plan: ReadingPlan | null = null;
  /** Those that are read in the other thread, in their order. */
  readonly #asked: Input[] = [];

  constructor(
    private readonly pipeline: Pipeline,
    private readonly findTime: FindTime,
    /** How many bytes all inputs have that are files. */
    private readonly bytes: number,
  ) {}

  /** Says what will be read next, as far as that is known. */
  async expect(inputs: readonly Input[]): Promise<void> {
    if (this.bytes < worthAThread || availableParallelism() < 2) return;
    const paths: string[] = [];
    for (const input of inputs) {
      const path = await pathToReadAhead(input);
      if (path === null) continue;
      paths.push(path);
      this.#asked.push(input);
    }
    if (paths.length === 0) return;
    this.#ahead ??= new (await import('./read-ahead.js')).ReadAhead(this.pipeline);
    this.#ahead.ask(paths);
  }

  /** @param tap is told of the bytes as they are read, where they are read by and by */
  async read(input: Input, tap: (bytes: Uint8Array) => void): Promise<Reading> {
    if (this.#ahead !== null && this.#asked[0] === input) {
      this.#asked.shift();
      return this.#ahead.next();
    }
    const [{ readNow }, { planReading }] = await Promise.all([import('./read-now.js'), import('./reading-plan.js')]);
    const tapped: Input = {
      ...input,
      open: (other) =>
        input.open((bytes) => {
          other?.(bytes);
          tap(bytes);
        }),
    };
    return readNow(tapped, (this.#plan ??= planReading(this.pipeline)), this.findTime);
  }

  async close(): Promise<void> {
    await this.#ahead?.close();
  }
}

/** Null for what is no file, or may be too large. */
async function pathToReadAhead({ path, size }: Input): Promise<string | null> {
  const bytes = (await size?.()) ?? 0;
  if (path === undefined || bytes === 0) return null;
  return bytes * (path.endsWith('.gz') ? inflated : 1) <= mostAhead ? path : null;
}
