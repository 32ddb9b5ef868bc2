import { availableParallelism } from 'node:os';
import type { Pipeline } from '../pipeline/pipeline.js';
import { brokenDocument } from '../extract/json/broken-document.js';
import type { ReadingPlan } from '../extract/json/reading.js';
import type { FindTime } from '../extract/bytes/file-mark.js';
import { HeapHalfFull, roomOfHeap, whileThereIsRoom } from '../extract/thread/heap-room.js';
import type { Input } from '../extract/bytes/input.js';
import type { AheadReading, ReadAhead } from '../extract/thread/read-ahead.js';
import type { ReadDocument, Reading } from '../extract/thread/read-now.js';

/** With fewer bytes to read, a thread of its own takes longer to begin than it saves. */
const worthAThread = 4 * 1024 * 1024;
const bytesOfMegabyte = 1024 * 1024;

/**
 * Reads inputs in order. If there is a second core and enough to read, files are read in a thread of their own, while
 * what came before them is decided and loaded; all else is read when its turn comes.
 */
export class Reader {
  #ahead: ReadAhead | null = null;
  #plan: ReadingPlan | null = null;
  /** Those that are read in the other thread, in their order. */
  readonly #asked: Input[] = [];
  readonly #isWorthAThread: boolean;

  /**
   * @param sizes of all inputs in bytes, as far as they are known
   * @param isLong whether there is no end of inputs, so a thread is worth it however large the first ones are
   */
  constructor(
    private readonly pipeline: Pipeline,
    private readonly findTime: FindTime,
    private readonly sizes: ReadonlyMap<Input, number | null>,
    private readonly interrupted: AbortSignal,
    isLong = false,
  ) {
    const bytes = [...sizes.values()].reduce<number>((sum, size) => sum + (size ?? 0), 0);
    this.#isWorthAThread = (isLong || bytes >= worthAThread) && availableParallelism() > 1;
  }

  /** Says what will be read next, as far as that is known. */
  async expect(inputs: readonly Input[]): Promise<void> {
    if (!this.#isWorthAThread) return;
    const files: { path: string; name: string }[] = [];
    for (const input of inputs) {
      // A pipe has no size, and cannot be read again.
      if (input.path === undefined || !this.sizes.get(input)) continue;
      files.push({ path: input.path, name: input.name });
      this.#asked.push(input);
    }
    if (files.length === 0) return;
    this.#ahead ??= new (await import('../extract/thread/read-ahead.js')).ReadAhead(this.pipeline);
    this.#ahead.ask(files);
  }

  /** @param passed is told how many more bytes of the input were read */
  async read(input: Input, passed: (bytes: number) => void): Promise<Reading> {
    if (this.#ahead === null || this.#asked[0] !== input) return this.#readNow(input, passed);
    this.#asked.shift();
    return this.#withTheRest(input, this.#ahead.next(passed), () => this.#readNow(input, passed));
  }

  async close(): Promise<void> {
    await this.#ahead?.close();
  }

  async #readNow(input: Input, passed: (bytes: number) => void): Promise<Reading> {
    const [{ readNow }, { planReading }] = await Promise.all([
      import('../extract/thread/read-now.js'),
      import('../extract/plan/reading-plan.js'),
    ]);
    const counted: Input = {
      ...input,
      open: (tap) =>
        whileThereIsRoom(
          input.open((bytes) => {
            tap?.(bytes);
            passed(bytes.length);
          }),
        ),
    };
    return this.#orAlone(input, readNow(counted, (this.#plan ??= planReading(this.pipeline)), this.findTime));
  }

  /** What is read here; if that takes too much memory, a thread of its own reads the other documents. */
  #orAlone({ name, path }: Input, here: Reading): Reading {
    const { pipeline } = this;
    let mark = here.mark;
    const documents = async function* (): AsyncGenerator<ReadDocument> {
      const taken: string[] = [];
      try {
        for await (const document of here.documents) {
          taken.push(identityOf(document));
          yield document;
        }
        return;
      } catch (error) {
        if (!(error instanceof HeapHalfFull)) throw error;
      }
      if (path === undefined) {
        yield tooMuchMemory(name);
        return;
      }
      const alone = await startAlone(pipeline);
      try {
        alone.ask([{ path, name }]);
        const reading = alone.next(() => undefined);
        let at = 0;
        for await (const document of reading.documents) {
          if (at >= taken.length) yield document;
          else if (identityOf(document) !== taken[at]) break;
          at++;
        }
        const end = reading.mark();
        if (at < taken.length) yield rewritten(name);
        else if (end === null) yield tooMuchMemory(name);
        else mark = () => end;
      } finally {
        await alone.close();
      }
    };
    return { documents: documents(), mark: () => mark() };
  }

  /** What was read ahead of a file and, if that is not all, its other documents. */
  #withTheRest({ name }: Input, ahead: AheadReading, readAll: () => Promise<Reading>): Reading {
    let all: Reading | null = null;
    const { interrupted } = this;
    const documents = async function* (): AsyncGenerator<ReadDocument> {
      const taken: string[] = [];
      for await (const document of ahead.documents) {
        taken.push(identityOf(document));
        yield document;
      }
      if (ahead.mark() !== null) return;
      all = await readAll();
      let at = 0;
      for await (const document of all.documents) {
        if (interrupted.aborted) return;
        if (at >= taken.length) yield document;
        else if (identityOf(document) !== taken[at]) break;
        at++;
      }
      if (at < taken.length) yield rewritten(name);
    };
    return {
      documents: documents(),
      mark: () => {
        const mark = all === null ? ahead.mark() : all.mark();
        if (mark === null) throw new Error('the file was not read to its end');
        return mark;
      },
    };
  }
}

/** What shows that a document is the one that was read before. */
function identityOf(document: ReadDocument): string {
  if (document.type === 'broken') return `broken ${document.broken.reason}`;
  return `${String(document.extract.extractedAt)} ${document.digest}`;
}

/** A thread that may take as much memory as one document may; if that is not enough, only the thread ends. */
async function startAlone(pipeline: Pipeline): Promise<ReadAhead> {
  const room = roomOfHeap();
  const resourceLimits = { maxOldGenerationSizeMb: Math.ceil(room / bytesOfMegabyte) };
  const { ReadAhead } = await import('../extract/thread/read-ahead.js');
  return new ReadAhead(pipeline, { resourceLimits, mostRead: Infinity, mostTold: room });
}

function tooMuchMemory(name: string): ReadDocument {
  const what = `${name}: to read the document takes more memory than there is; the rest of the file is not read`;
  const broken = brokenDocument({ school: null, name: null }, 'too-much-memory', what);
  return { type: 'broken', from: name, broken };
}

function rewritten(name: string): ReadDocument {
  const what = `${name} was rewritten while it was read`;
  const broken = brokenDocument({ school: null, name: null }, 'rewritten', what);
  return { type: 'broken', from: name, broken };
}
