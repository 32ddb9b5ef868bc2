import { brokenDocument } from './broken-document.js';
import type { BrokenDocument, DocumentProblemCode, DocumentResult } from '../extract.js';
import { DocumentReader } from './document-reader.js';
import type { Read, ReadingPlan } from './reading.js';
import { SyntaxProblem } from './syntax-problem.js';
import { asLine, FaultSearch, faultInWords, type Located } from './fault-search.js';
import type { Input } from '../bytes/input.js';
import { newline } from './place-in-text.js';
import { parsedAtATime } from './token.js';

const openBrace = 0x7b;
/** Bytes of a line, or of standard input, that are kept to find the place of a fault. */
const mostKept = 4 * 1024 * 1024;
/** How often a file is opened again to find the place of a fault. */
const mostReopened = 4;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The first line is read as one value; then the layout is known. */
type Layout = 'first line' | 'one text' | 'lines';

/**
 * The documents of an input, one after another. The reader finds out whether it holds one, an array of them, or one a
 * line. Memory is that of the document in hand. What is not of the school that its source is of is broken.
 */
export async function* readDocuments(input: Input, plan: ReadingPlan): AsyncGenerator<DocumentResult> {
  const { school } = input;
  for await (const result of readAll(input, plan)) yield school === undefined ? result : ofSchool(result, school);
}

function ofSchool(result: DocumentResult, school: string): DocumentResult {
  const said = result.type === 'extract' ? result.extract.school : result.broken.school;
  if (said === school) return result;
  const source = { school, name: null };
  if (result.type === 'broken') return { ...result, broken: { ...result.broken, ...source, isUnsaid: true } };
  const what = `${result.from}: the document says that it is of school ${said ?? ''}, and its source is of ${school}`;
  const broken = { ...brokenDocument(source, 'wrong-school', what), isUnsaid: true } as const;
  return { type: 'broken', from: result.from, broken };
}

async function* readAll(input: Input, plan: ReadingPlan): AsyncGenerator<DocumentResult> {
  const from = input.name;
  try {
    const texts = new Texts(input, plan);
    let count = 0;
    for await (const document of texts.read(withoutMark(input.open()), { offset: 0, line: 1, layout: 'first line' })) {
      count++;
      yield document;
    }
    if (texts.isEmpty) yield brokenInput(from, 'empty', `${from} is empty`);
    // An export that breaks to an empty list must not pass for a night without schools.
    else if (count === 0) yield brokenInput(from, 'not-an-object', `${from} has an empty list, and no document`);
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      yield brokenInput(from, error.code, `${from}: ${error.message}`);
      return;
    }
    if (error instanceof RangeError) {
      yield brokenInput(from, 'too-much-memory', `${from}: a text or a list grows beyond the memory there is`);
      return;
    }
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
    yield brokenInput(from, 'unreadable', `${from} cannot be read (${code})`);
  }
}

function brokenInput(from: string, code: DocumentProblemCode, what: string): DocumentResult {
  return { type: 'broken', from, broken: brokenDocument({ school: null, name: null }, code, what) };
}

interface Start {
  readonly offset: number;
  readonly line: number;
  readonly layout: Layout;
}

class Texts {
  isEmpty = true;
  #reader: DocumentReader;
  /** Offset and line of the text in hand, and of the byte that comes next. */
  #start = 0;
  #startLine = 1;
  #offset = 0;
  #line = 1;
  #layout: Layout = 'first line';
  #problem: Located | null = null;
  /** The first later line that begins with `{`, and how many lines do: it may yet turn out that each is a document. */
  #otherStart: { offset: number; line: number } | null = null;
  #braces = 0;
  #beginsWith = 0;
  #kept: Buffer[] = [];
  /** The text in hand, of lines and of what cannot be opened again; null if it is longer than is kept. */
  #text: Buffer[] | null = [];
  #textLength = 0;
  #reopened = 0;
  /** The beginning of a line that may be a byte order mark. */
  #held = Buffer.alloc(0);

  constructor(
    private readonly input: Input,
    private readonly plan: ReadingPlan,
  ) {
    this.#reader = new DocumentReader(plan);
  }

  async *read(chunks: AsyncIterable<Buffer>, start: Start): AsyncGenerator<DocumentResult> {
    this.#offset = this.#start = start.offset;
    this.#line = this.#startLine = start.line;
    this.#layout = start.layout;
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && !this.#isDone(); at += parsedAtATime)
        yield* this.#readPart(this.#withHeld(chunk.subarray(at, at + parsedAtATime)));
      if (this.#isDone()) break;
    }
    yield* this.#endInput();
  }

  async *#readPart(part: Buffer): AsyncGenerator<DocumentResult> {
    if (this.#otherStart !== null && !this.input.reopens) this.#kept.push(part);
    let position = 0;
    while (position < part.length && !this.#isDone()) {
      if (this.#layout === 'lines' && this.#offset === this.#start) {
        const rest = part.subarray(position);
        if (rest.length < byteOrderMark.length && byteOrderMark.subarray(0, rest.length).equals(rest)) {
          this.#held = Buffer.from(rest);
          return;
        }
        position = this.#afterMark(part, position);
      }
      const line = this.#layout === 'one text' ? -1 : part.indexOf(newline, position);
      const end = line < 0 ? part.length : line + 1;
      if (this.#layout === 'one text') this.#lookForLines(part, position);
      yield* this.#feed(part.subarray(position, end));
      position = end;
      yield* this.#take(this.#reader.takeFinishedInArray());
      if (line >= 0) yield* this.#endLine();
    }
  }

  /** Whether nothing in the rest of the input can matter. */
  #isDone(): boolean {
    if (this.#problem === null || this.#layout !== 'one text') return false;
    return this.#isLines() || this.#isList() || this.#offset - this.#start > this.plan.pipeline.limits.bytes;
  }

  /** Whether several lines begin with `{`: then what is broken as one text is one document a line. */
  #isLines(): boolean {
    return this.#braces + (this.#beginsWith === openBrace ? 1 : 0) > 1;
  }

  /** In a broken list of documents, the lines that begin with `{` are no documents by themselves. */
  #isList(): boolean {
    return this.#reader.isArray;
  }

  #lookForLines(chunk: Buffer, from: number): void {
    if (this.#isLines() || this.#isList()) return;
    for (let at = from; at < chunk.length;) {
      const startsLine = at === from ? this.#atLineStart : chunk[at - 1] === newline;
      if (startsLine && chunk[markedFrom(chunk, at)] === openBrace) {
        this.#braces++;
        if (this.#otherStart === null) {
          const lines = chunk.subarray(from, at).filter((byte) => byte === newline).length;
          this.#otherStart = { offset: this.#offset + at - from, line: this.#line + lines };
          if (!this.input.reopens) this.#kept.push(chunk.subarray(at));
        }
        if (this.#isLines()) return;
      }
      const next = chunk.indexOf(newline, at);
      if (next < 0) return;
      at = next + 1;
    }
  }

  #withHeld(part: Buffer): Buffer {
    if (this.#held.length === 0) return part;
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return Buffer.concat([held, part]);
  }

  /** A line may begin with a byte order mark: files that have one may have been put one behind the other. */
  #afterMark(part: Buffer, position: number): number {
    const after = markedFrom(part, position);
    if (after === position) return position;
    this.#offset += after - position;
    this.#start = this.#offset;
    return after;
  }

  #atLineStart = true;
  /** Documents of the text in hand that were given already. */
  #taken = 0;
  /** Whether the line before was broken: what follows and does not begin a document is part of it. */
  #brokeBefore = false;

  async *#feed(piece: Buffer): AsyncGenerator<DocumentResult> {
    const start = this.#offset;
    this.#offset += piece.length;
    if (this.#layout === 'one text') {
      for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) this.#line++;
    }
    this.#atLineStart = piece[piece.length - 1] === newline;
    if (this.#problem !== null) return;
    this.#keep(piece);
    if (start === this.#start) this.#beginsWith = piece[0] ?? 0;
    try {
      this.#reader.feed(piece);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      yield* this.#noteProblem(error, piece, start);
    }
  }

  /** The bytes of the text in hand once more, from some byte of the input on; null if they are gone. */
  #before(): { offset: number; chunks: AsyncIterable<Buffer> } | null {
    if (this.#text !== null && this.#keeps()) return { offset: this.#start, chunks: replay(this.#text) };
    // Going back to a file's beginning for each of its long lines would take time in the square of its length.
    if (!this.input.reopens || this.#reopened === mostReopened) return null;
    this.#reopened++;
    return { offset: 0, chunks: withoutMark(this.input.open()) };
  }

  #keeps(): boolean {
    return !this.input.reopens || this.#layout === 'lines';
  }

  #keep(piece: Buffer): void {
    if (!this.#keeps() || this.#text === null) return;
    this.#text.push(piece);
    this.#textLength += piece.length;
    if (this.#textLength > mostKept) this.#text = null;
  }

  async *#noteProblem(problem: SyntaxProblem, piece: Buffer, start: number): AsyncGenerator<DocumentResult> {
    const located = this.#locate(problem, piece, start);
    let step = await located.next();
    for (; step.done !== true; step = await located.next()) yield* this.#take([step.value]);
    this.#problem = step.value;
  }

  /**
   * Reads the same bytes again, with those of the piece up to the fault. That shows at which byte the text stops being
   * what it should be, and loses nothing that came before it in the same piece. What is wrong but no fault of JSON
   * shows only to a reader that is given one byte after the other.
   */
  async *#locate(problem: SyntaxProblem, piece: Buffer, pieceStart: number): AsyncGenerator<Read, Located> {
    const before = this.#before();
    if (pieceStart !== this.#start && before === null)
      return { problem, at: pieceStart, place: null, isLineEnd: false };
    // So what was read until now is not in memory twice.
    const again = (this.#reader = new DocumentReader(this.plan));
    const search = new FaultSearch(this.#start);
    let finished = 0;
    const fresh = (): Read[] => again.takeFinishedInArray().filter(() => ++finished > this.#taken);
    if (pieceStart !== this.#start && before !== null) {
      let offset = before.offset;
      for await (const chunk of before.chunks) {
        const part = chunk.subarray(Math.max(0, this.#start - offset), Math.max(0, pieceStart - offset));
        if (part.length > 0) again.feed(part);
        search.feed(part);
        yield* fresh();
        offset += chunk.length;
        if (offset >= pieceStart) break;
      }
    }
    if (problem.code === 'not-json') {
      const good = search.feed(piece);
      try {
        again.feed(piece.subarray(0, good));
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
      }
      yield* fresh();
      return search.found(problem, Buffer.alloc(0));
    }
    for (let index = 0; index < piece.length; index++) {
      const byte = piece.subarray(index, index + 1);
      try {
        again.feed(byte);
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        return search.found(error, byte);
      }
      search.feed(byte);
      yield* fresh();
    }
    return search.found(problem, Buffer.alloc(0));
  }

  async *#endLine(): AsyncGenerator<DocumentResult> {
    this.#line++;
    if (this.#layout === 'first line') {
      if (this.#reader.isEmpty && this.#problem === null) {
        this.#start = this.#offset;
        this.#startLine = this.#line;
        return;
      }
      if (this.#problem === null && !this.#reader.isComplete) {
        this.#layout = 'one text';
        return;
      }
      if (this.#problem !== null) {
        // What follows decides: further documents, each on its line, or the rest of something broken.
        this.#layout = 'one text';
        return;
      }
      this.#layout = 'lines';
    }
    yield* this.#endText();
  }

  async *#endText(): AsyncGenerator<DocumentResult> {
    const isRest = this.#layout === 'lines' && this.#brokeBefore && this.#beginsWith !== openBrace;
    if (!isRest && (!this.#reader.isEmpty || this.#problem !== null)) {
      this.isEmpty = false;
      if (this.#problem === null) {
        try {
          this.#reader.end();
        } catch (error) {
          if (!(error instanceof SyntaxProblem)) throw error;
          yield* this.#noteProblem(error, Buffer.alloc(0), this.#offset);
        }
      }
      yield* this.#take(this.#reader.takeFinished(), this.#problem === null);
      if (this.#problem !== null) yield this.#broken(this.#layout === 'lines' ? asLine(this.#problem) : this.#problem);
      this.#brokeBefore = this.#problem !== null;
    }
    this.#taken = 0;
    this.#reader = new DocumentReader(this.plan);
    this.#problem = null;
    this.#text = [];
    this.#textLength = 0;
    this.#start = this.#offset;
    this.#startLine = this.#line;
  }

  /** A document outside of an array counts only once its text has ended well. */
  *#take(results: readonly Read[], endedWell = true): Generator<DocumentResult> {
    if (!this.#reader.isArray && !endedWell) return;
    for (const read of results) {
      this.isEmpty = false;
      this.#taken++;
      yield 'extract' in read
        ? { type: 'extract', extract: read.extract, from: this.input.name }
        : this.#brokenHere(read.broken);
    }
  }

  #brokenHere(broken: BrokenDocument): DocumentResult {
    const reason = `${this.#where()}: ${broken.reason}`;
    return { type: 'broken', broken: { ...broken, reason }, from: this.input.name };
  }

  #where(): string {
    return this.#layout === 'lines' ? `${this.input.name}, line ${String(this.#startLine)}` : this.input.name;
  }

  #broken(located: Located): DocumentResult {
    const rest = this.#reader.isArray ? '; the rest of the array cannot be read' : '';
    const firstLine = this.#layout === 'lines' ? null : this.#startLine;
    const message = `${faultInWords(located, firstLine)}${rest}`;
    return this.#brokenHere(this.#reader.broken(new SyntaxProblem(located.problem.code, message)));
  }

  async *#endInput(): AsyncGenerator<DocumentResult> {
    const other = this.#otherStart;
    if (this.#held.length > 0) yield* this.#feed(this.#withHeld(Buffer.alloc(0)));
    if (
      this.#layout === 'one text' &&
      other !== null &&
      this.#isLines() &&
      (this.#problem !== null || !this.#reader.isComplete)
    ) {
      this.#otherStart = null;
      this.#layout = 'lines';
      if (this.#problem === null) {
        this.#problem = {
          problem: new SyntaxProblem('cut-short', 'the document ends with its line'),
          at: other.offset,
          place: null,
          isLineEnd: false,
        };
      }
      yield* this.#endText();
      const chunks = this.input.reopens ? skip(withoutMark(this.input.open()), other.offset) : replay(this.#kept);
      yield* this.read(chunks, { ...other, layout: 'lines' });
      return;
    }
    yield* this.#endText();
  }
}

/** Where the text goes on after a byte order mark, if there is one. */
function markedFrom(bytes: Buffer, at: number): number {
  if (bytes[at] !== byteOrderMark[0]) return at;
  return bytes.subarray(at, at + byteOrderMark.length).equals(byteOrderMark) ? at + byteOrderMark.length : at;
}

async function* replay(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function* skip(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

/** Bytes without a UTF-8 byte order mark; a UTF-16 one is refused, with a word on what to do. */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of chunks) {
    if (begun) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (held.length < byteOrderMark.length) continue;
    begun = true;
    yield afterMark(held);
  }
  if (!begun && held.length > 0) yield afterMark(held);
}

function afterMark(bytes: Buffer): Buffer {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new SyntaxProblem('wrong-encoding', 'it is UTF-16');
  }
  return bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;
}
