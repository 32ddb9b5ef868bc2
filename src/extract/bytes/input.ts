import { constants, createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { Marking, type FileMark, type FindTime } from './file-mark.js';
import { filesOf, type PassedOverFiles } from './files-of.js';
import { compressions } from './input-formats.js';
import { SyntaxProblem } from '../json/syntax-problem.js';

/** Where bytes come from: opened once to read them, and again to find the place of a fault. */
export interface Input {
  /** As the person named it. */
  readonly name: string;
  /** Of a file. */
  readonly path?: string;
  readonly reopens: boolean;
  /**
   * Uncompressed bytes.
   * @param tap is given the bytes as stored, and may keep none of them
   */
  open(tap?: (bytes: Uint8Array) => void): AsyncIterable<Uint8Array>;
  /** How many bytes are stored; only of what can be read twice. */
  readonly size?: () => Promise<number>;
  /**
   * The mark of the bytes as stored; only of what can be read twice.
   * @param remembered of a source, by its key
   */
  mark?(findTime: FindTime, remembered?: Remembered): Promise<FileMark>;
  /** The school that its source is of, as a list of sources says. */
  readonly school?: string;
  /** The path of that list. */
  readonly list?: string;
  /** Of what is fetched. */
  readonly source?: InputSource;
}

/** Where an input that is fetched comes from. */
export interface InputSource {
  /** The same every night, and no secret; null if nothing may be remembered of it. */
  readonly key: string | null;
  /** Has it fetched before anybody waits for it. What goes wrong is told to whoever reads it. */
  readonly begin: (remembered: Remembered) => void;
  /** What the source said of the version that was read. */
  readonly validators: () => Validators | null;
  /** Gives the room back that its bytes take. They are fetched again if somebody reads them after that. */
  readonly release: () => Promise<void>;
}

/** By what a source recognises a version of what it gives. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** What is remembered of a source whose extract was loaded: its bytes need not come again. */
export interface SourceMark extends Validators {
  readonly mark: FileMark;
}

/** Null if nothing is remembered of the source of that key. */
export type Remembered = (key: string) => SourceMark | null;

/**
 * The same input, and, once it is read to its end, the mark of its bytes as stored: of those that were read, whatever
 * happened to the file since.
 */
export function marking(input: Input, findTime: FindTime): { readonly input: Input; readonly mark: () => FileMark } {
  const marks = new Marking(findTime);
  let isFirst = true;
  const open: Input['open'] = () => {
    const tap = isFirst ? (bytes: Uint8Array) => marks.add(bytes) : undefined;
    isFirst = false;
    return input.open(tap);
  };
  return { input: { ...input, open }, mark: () => marks.mark() };
}

/** Bytes read in one go, more than usual: each read costs a trip to another thread and back. */
const readAtATime = 512 * 1024;
const inflatedAtATime = 64 * 1024;

/**
 * The inputs that the arguments name: files, folders, globs, pipes, or `-` for standard input.
 * @param passedOver is told what else is in a folder
 * @throws NoInputError if one of them gives no file
 */
export async function findInputs(
  args: readonly string[],
  stdin: Readable,
  passedOver: (files: PassedOverFiles) => void = () => undefined,
): Promise<Input[]> {
  const found: Input[] = [];
  for (const arg of args) {
    if (arg === '-') {
      found.push({ name: 'standard input', reopens: false, open: (tap) => inflate(stdin, null, tap) });
      continue;
    }
    for (const { path, isPipe } of await filesOf(arg, passedOver))
      found.push(isPipe ? pipeInput(path) : fileInput(path));
  }
  return found;
}

/** @param name what messages call it: a path may be that of one machine only */
export function fileInput(path: string, name = path): Input {
  return {
    name,
    path,
    reopens: true,
    open: (tap) => inflate(readFile(path), path, tap),
    // What is wrong with the file is reported when it is read.
    size: () =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    mark: (findTime) => markOf(path, findTime),
  };
}

/** A pipe that a person names, such as a shell makes for `<(…)`: it is read once. */
function pipeInput(path: string): Input {
  return { name: path, reopens: false, open: (tap) => inflate(createReadStream(path), path, tap) };
}

async function* readFile(path: string): AsyncGenerator<Buffer> {
  const file = await openFile(path);
  const stream = file.createReadStream({ highWaterMark: readAtATime });
  try {
    for await (const bytes of stream) yield bytes as Buffer;
  } finally {
    // The loop ends the stream, and does not wait until the file is closed.
    if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', resolve));
  }
}

/** Opens without waiting for a writer: the file may have become a pipe since it was looked at. */
async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new SyntaxProblem('unreadable', 'it is no regular file');
}

/** Buffers that are free. Making one for each piece would take as long as hashing it. */
const spare: Buffer[] = [];

async function markOf(path: string, findTime: FindTime): Promise<FileMark> {
  const marks = new Marking(findTime);
  const file = await openFile(path);
  const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(readAtATime);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return marks.mark();
      marks.add(buffer.subarray(0, bytesRead));
    }
  } finally {
    spare.push(buffer);
    await file.close();
  }
}

/** A text at hand. */
export function textInput(name: string, text: string): Input {
  return {
    name,
    reopens: true,
    open: async function* (tap) {
      const bytes = Buffer.from(text);
      tap?.(bytes);
      yield await Promise.resolve(bytes);
    },
  };
}

const longestSignature = Math.max(...compressions.map(({ signature }) => signature.length));

/**
 * Recognises compressed bytes by the first ones, wherever they come from.
 * @param path whose ending has to fit the bytes; null if it does not matter
 */
export async function* inflate(
  source: AsyncIterable<Uint8Array>,
  path: string | null,
  tap: ((bytes: Uint8Array) => void) | undefined,
): AsyncIterable<Uint8Array> {
  const chunks = tapped(source, tap);
  try {
    yield* inflated(chunks, path);
  } finally {
    // Who stops reading early leaves the file open otherwise.
    await chunks.return(undefined);
  }
}

async function* inflated(chunks: AsyncGenerator<Buffer>, path: string | null): AsyncIterable<Uint8Array> {
  let first = Buffer.alloc(0);
  let next = await chunks.next();
  while (first.length < longestSignature && next.done !== true) {
    first = Buffer.concat([first, next.value]);
    next = await chunks.next();
  }
  const compression = compressions.find(({ signature }) => first.subarray(0, signature.length).equals(signature));
  if (compression === undefined) {
    const named = compressions.find(({ ending }) => path?.toLowerCase().endsWith(ending));
    if (named !== undefined && first.length > 0) throw new SyntaxProblem(named.problem, named.notSo);
    if (first.length > 0) yield first;
    while (next.done !== true) {
      yield next.value;
      next = await chunks.next();
    }
    return;
  }
  const all = async function* () {
    yield first;
    if (next.done === true) return;
    yield next.value;
    yield* chunks;
  };
  try {
    // What fails on the way is thrown to the reader.
    for await (const chunk of pipeline(
      Readable.from(all(), { objectMode: false }),
      compression.decompress(inflatedAtATime),
      () => undefined,
    ))
      yield chunk as Buffer;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (compression.isBroken(code)) throw new SyntaxProblem(compression.problem, compression.broken);
    throw error;
  }
}

async function* tapped(
  source: AsyncIterable<Uint8Array>,
  tap: ((bytes: Uint8Array) => void) | undefined,
): AsyncGenerator<Buffer> {
  for await (const bytes of source) {
    tap?.(bytes);
    yield bytes as Buffer;
  }
}
