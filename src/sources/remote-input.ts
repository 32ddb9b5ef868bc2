import { pipeline } from 'node:stream';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Marking, type FileMark, type FindTime } from '../extract/bytes/file-mark.js';
import { inflate, type Input, type Remembered, type Validators } from '../extract/bytes/input.js';
import { SyntaxProblem } from '../extract/json/syntax-problem.js';
import { tooLarge } from '../extract/limits.js';
import type { Limits } from '../pipeline/limits.js';
import { Spool } from './spool.js';

/** How the extract of one source is fetched. */
export interface Fetch {
  /** As messages and reports name it. */
  readonly name: string;
  readonly school?: string;
  /** The path of the list that names it. */
  readonly list?: string;
  /** Null if nothing may be remembered of it. */
  readonly key: string | null;
  /**
   * Fetches it into an empty spool.
   * @param known of a version that need not come again
   * @returns null if it is that version
   * @throws FetchFailure
   */
  fetch(spool: Spool, known: Validators | null): Promise<Fetched | null>;
}

export interface Fetched {
  readonly validators: Validators | null;
  /** Whether the bytes were compressed for the way. */
  readonly isGzipped: boolean;
}

/** What came, or that the source says what is known. */
type Came = { readonly spool: Spool; readonly isGzipped: boolean; readonly validators: Validators | null } | null;

/** Inputs that are fetched, to be closed together. */
export class RemoteInputs {
  readonly #remotes = new Set<Remote>();

  /** @param limits of the pipeline */
  constructor(private readonly limits: Limits) {}

  input(fetch: Fetch): Input {
    const remote = new Remote(fetch, this.limits);
    // One that waits for nobody has no room of its own: a worker has any number of them in its time.
    const used = (): Remote => {
      this.#remotes.add(remote);
      return remote;
    };
    const { name, school, list, key } = fetch;
    return {
      name,
      ...(school === undefined ? {} : { school }),
      ...(list === undefined ? {} : { list }),
      reopens: true,
      open: (tap) => used().open(tap),
      mark: (findTime, remembered = nothing) => used().mark(findTime, remembered),
      source: {
        key,
        begin: (remembered) => used().begin(remembered),
        validators: () => remote.validators,
        release: async () => {
          await remote.release();
          this.#remotes.delete(remote);
        },
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#remotes].map((one) => one.release()));
  }
}

const nothing: Remembered = () => null;

class Remote {
  #came: Promise<Came> | null = null;
  #isReleased = false;
  validators: Validators | null = null;

  constructor(
    private readonly how: Fetch,
    private readonly limits: Limits,
  ) {}

  /** Has it fetched before anybody waits for it. */
  begin(remembered: Remembered): void {
    if (this.#came !== null || this.#isReleased) return;
    const { key } = this.how;
    this.#came = this.#fetch(key === null ? null : remembered(key));
    // Who reads it is told.
    this.#came.catch(() => undefined);
  }

  async mark(findTime: FindTime, remembered: Remembered): Promise<FileMark> {
    this.begin(remembered);
    const came = await (this.#came ??= this.#fetch(null));
    const known = this.how.key === null ? null : remembered(this.how.key);
    if (came === null && known !== null) return known.mark;
    const marks = new Marking(findTime);
    for await (const bytes of this.#bytes(await this.#all())) marks.add(bytes);
    return marks.mark();
  }

  async *open(tap: ((bytes: Uint8Array) => void) | undefined): AsyncGenerator<Uint8Array> {
    yield* inflate(this.#bytes(await this.#all()), null, tap);
  }

  async release(): Promise<void> {
    const came = this.#came;
    this.#came = null;
    this.#isReleased = true;
    const spool = (await came?.catch(() => null))?.spool;
    await spool?.close();
  }

  /** The bytes themselves, also if the source says that they are known. */
  async #all(): Promise<NonNullable<Came>> {
    const came = await (this.#came ??= this.#fetch(null));
    if (came !== null) return came;
    this.#came = this.#fetch(null);
    const whole = await this.#came;
    if (whole === null) throw new Error('a source that was asked for everything said that nothing is new');
    return whole;
  }

  async #fetch(known: Validators | null): Promise<Came> {
    const spool = await Spool.make();
    try {
      const fetched = await this.how.fetch(spool, known);
      if (fetched !== null) {
        this.validators = fetched.validators;
        return { spool, ...fetched };
      }
    } catch (error) {
      await spool.close();
      throw error;
    }
    await spool.close();
    return null;
  }

  async *#bytes({ spool, isGzipped }: NonNullable<Came>): AsyncGenerator<Uint8Array> {
    let read = 0;
    for await (const bytes of isGzipped ? gunzipped(spool.read()) : spool.read()) {
      read += bytes.length;
      if (read > this.limits.bytes) throw tooLarge(this.limits);
      yield bytes;
    }
  }
}

/** @throws SyntaxProblem */
export async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of pipeline(Readable.from(bytes, { objectMode: false }), createGunzip(), () => undefined))
      yield chunk as Buffer;
  } catch (error) {
    if (!((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_')) throw error;
    throw new SyntaxProblem('bad-gzip', 'the answer is gzip data that is broken or cut short');
  }
}
