import { isAscii } from 'node:buffer';
import { jsonParser } from 'stream-json/core/parser.js';
import { PassedOver } from '../bytes/passed-over.js';
import type { BrokenDocument } from '../extract.js';
import { tooLarge } from '../limits.js';
import { brokenDocument } from './broken-document.js';
import { finishDocument, namedIn } from './finish-document.js';
import { OpenDocument } from './open-document.js';
import type { Named, Read, ReadingPlan } from './reading.js';
import { SyntaxProblem } from './syntax-problem.js';
import type { Token } from './token.js';

const nobody: Named = { school: null, name: null };

type Parse = (text: string | symbol) => unknown;

/**
 * Reads one text: a document, or an array of documents. Bytes are fed as they come; what is not listed in the pipeline
 * is passed over token by token and never becomes a value of a record.
 */
export class DocumentReader {
  readonly #parse = jsonParser({ streamValues: false }) as unknown as Parse;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** Whether what came before ended with a whole character. */
  #isBetween = true;
  readonly #finished: Read[] = [];
  #inArray = false;
  #documents = 0;
  #blank = true;
  /** Those of the document in hand and of what came before it. */
  #bytes = 0;
  #closed = false;
  /** What is between documents and is none. */
  readonly #passed: PassedOver;
  #document: OpenDocument | null = null;
  /** The document that came before the rest of a text that should hold no more. */
  #ended: Named | null = null;

  constructor(private readonly plan: ReadingPlan) {
    this.#passed = new PassedOver(plan.pipeline.limits);
  }

  /** Whether nothing but white space has come. */
  get isEmpty(): boolean {
    return this.#blank;
  }

  /** Whether one whole value has come. */
  get isComplete(): boolean {
    return this.#closed;
  }

  /** Whether the text is an array of documents. */
  get isArray(): boolean {
    return this.#inArray;
  }

  /** @throws SyntaxProblem */
  feed(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > this.plan.pipeline.limits.bytes) throw tooLarge(this.plan.pipeline.limits);
    const text = this.#decode(bytes);
    if (this.#blank) this.#blank = /^[ \t\r\n]*$/.test(text);
    if (text !== '') this.#take(text);
  }

  #decode(bytes: Uint8Array): string {
    // Most pieces are plain: so a school by OneRoster's mapping is read in 0.93 of the time (docs/performance.md).
    if (this.#isBetween && isAscii(bytes))
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    this.#isBetween = (bytes.at(-1) ?? 0x80) < 0x80;
    try {
      return this.#decoder.decode(bytes, { stream: true });
    } catch {
      throw new SyntaxProblem('wrong-encoding', 'there is a byte here that UTF-8 text does not have');
    }
  }

  /** @throws SyntaxProblem if the text ends too early */
  end(): void {
    try {
      this.#decoder.decode();
    } catch {
      throw new SyntaxProblem('cut-short', 'the document ends inside a character');
    }
    this.#take(none);
  }

  /** Documents that are whole. One that is not in an array is known to be whole only at the text's end. */
  takeFinished(): Read[] {
    return this.#finished.splice(0);
  }

  /** Documents that are whole although the text goes on. */
  takeFinishedInArray(): Read[] {
    return this.#inArray ? this.takeFinished() : [];
  }

  /** What can be said of the document that broke. */
  broken({ code, message }: SyntaxProblem): BrokenDocument {
    // What breaks between two documents belongs to neither.
    const named = this.#document === null ? nobody : namedIn(this.#document, this.plan);
    return brokenDocument(this.#ended ?? named, code, message);
  }

  #take(text: string | symbol): void {
    let tokens: unknown;
    try {
      tokens = this.#parse(text);
    } catch (error) {
      // The text is longer than any can be.
      if (error instanceof RangeError) throw error;
      throw syntaxProblem(error as Error, text === none, this.#document?.where ?? 'inside a value');
    }
    if (tokens === none) return;
    const { values } = tokens as { values: Token[] };
    for (let at = 0; at < values.length;) at = this.#handle(values, at);
  }

  /** Takes one token or more; gives the index of the next. */
  #handle(tokens: readonly Token[], at: number): number {
    const document = this.#document;
    if (document === null) {
      if (this.#passed.isOpen) return this.#pass(tokens, at);
      this.#outside(tokens[at]);
      return at + 1;
    }
    const next = document.take(tokens, at);
    if (document.isWhole) this.#end(document);
    return next;
  }

  #pass(tokens: readonly Token[], at: number): number {
    const next = this.#passed.take(tokens, at);
    if (!this.#passed.isOpen && !this.#inArray) this.#closed = true;
    return next;
  }

  #outside(token: Token): void {
    const around = this.#inArray ? 1 : 0;
    if (token.name === 'startObject') {
      this.#documents++;
      this.#document = new OpenDocument(this.plan, around);
    } else if (token.name === 'startArray' && !this.#inArray && !this.#closed) {
      this.#inArray = true;
    } else if (token.name === 'endArray') {
      this.#closed = true;
    } else {
      if (token.name === 'startArray') this.#passed.begin(around);
      else this.#closed = !this.#inArray;
      this.#documents++;
      this.#finished.push({ broken: brokenDocument(nobody, 'not-an-object', `${this.#whichDocument()} is no object`) });
    }
  }

  /** In an array, a document that does not say its school is known by its number, from 1. */
  #whichDocument(): string {
    return this.#inArray ? `Document ${String(this.#documents)} of the array` : 'The document';
  }

  #end(document: OpenDocument): void {
    // The extract owns what was kept, and may be gone long before the next document begins.
    this.#document = null;
    this.#closed = !this.#inArray;
    this.#bytes = 0;
    if (!this.#inArray) this.#ended = namedIn(document, this.plan);
    this.#finished.push(...finishDocument(document, this.plan, this.#whichDocument()));
  }
}

/** What the parser takes for the end of its input, and gives if it has nothing to give. */
const none = Symbol.for('object-stream.none');

function syntaxProblem(error: Error, atEnd: boolean, where: string): SyntaxProblem {
  if (!atEnd) return new SyntaxProblem('not-json', error.message.replace(/^Parser (cannot parse input: |has )?/, ''));
  if (/string|escaped/.test(error.message)) return new SyntaxProblem('cut-short', 'the document ends inside a string');
  return new SyntaxProblem('cut-short', `the document ends ${where}`);
}
