import { createHash } from 'node:crypto';
import { jsonParser } from 'stream-json/core/parser.js';
import { stepsOf } from '../../pipeline/source/source-path.js';
import { SyntaxProblem } from './syntax-problem.js';
import { parsedAtATime, type Token } from './token.js';

/** What to look for on a page, by paths of keys. */
export interface PagePaths {
  /** Of the list of entries; null if the page is that list. */
  readonly list: string | null;
  readonly values: readonly string[];
}

export interface ScannedPage {
  /** Null if the list is not there. */
  readonly entries: number | null;
  /** The scalars at the paths, numbers by their digits; undefined where there is none. */
  readonly values: readonly (string | boolean | null | undefined)[];
  /** Where the JSON value begins and ends in the bytes. */
  readonly from: number;
  readonly until: number;
  readonly digest: string;
}

const none = Symbol.for('object-stream.none');
type Parse = (text: string | symbol) => unknown;
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);
const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Goes through a page for what leads to the next one, and sees that it is one JSON value. Nothing else of it becomes a
 * value that is kept.
 */
export class PageScan {
  readonly #parse = jsonParser({ streamValues: false }) as unknown as Parse;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #hash = createHash('sha256');
  readonly #list: readonly string[];
  readonly #wanted: readonly (readonly string[])[];
  readonly #values: (string | boolean | null | undefined)[];
  /** The keys that lead to what is in hand; null for an entry of a list. */
  readonly #keys: (string | null)[] = [];
  /** How deep the list of entries is; null outside of it. */
  #inList: number | null = null;
  #entries: number | null = null;
  #bytes = 0;
  #from: number | null = null;
  #until = 0;

  constructor({ list, values }: PagePaths) {
    this.#list = list === null ? [] : stepsOf(list);
    this.#wanted = values.map(stepsOf);
    this.#values = values.map(() => undefined);
  }

  /** @throws SyntaxProblem */
  feed(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    for (let at = 0; at < bytes.length; at += parsedAtATime) {
      const part = bytes.subarray(at, at + parsedAtATime);
      this.#measure(part);
      this.#take(() => this.#parse(this.#decoder.decode(part, { stream: true })));
    }
  }

  /** @throws SyntaxProblem */
  end(): ScannedPage {
    this.#take(() => this.#parse(this.#decoder.decode()));
    this.#take(() => this.#parse(none));
    const digest = this.#hash.digest('hex');
    return { entries: this.#entries, values: this.#values, from: this.#from ?? 0, until: this.#until, digest };
  }

  #measure(part: Uint8Array): void {
    for (const [index, byte] of part.entries()) {
      const at = this.#bytes + index;
      if (spaces.has(byte) || byteOrderMark[at] === byte) continue;
      this.#from ??= at;
      this.#until = at + 1;
    }
    this.#bytes += part.length;
  }

  #take(read: () => unknown): void {
    let tokens: unknown;
    try {
      tokens = read();
    } catch {
      throw new SyntaxProblem('not-json', 'the page is not JSON, or ends too early');
    }
    if (typeof tokens !== 'object' || tokens === null) return;
    for (const token of (tokens as { readonly values: readonly Token[] }).values) this.#see(token);
  }

  #see({ name, value }: Token): void {
    if (name === 'keyValue') {
      this.#keys[this.#keys.length - 1] = String(value);
      return;
    }
    if (name === 'endObject' || name === 'endArray') {
      this.#keys.pop();
      if (this.#inList === this.#keys.length) this.#inList = null;
      return;
    }
    if (this.#inList === this.#keys.length - 1 && this.#entries !== null) this.#entries++;
    if (name === 'startArray' && this.#isAt(this.#list)) {
      this.#entries = 0;
      this.#inList = this.#keys.length;
    }
    if (name === 'startObject' || name === 'startArray') this.#keys.push(null);
    else this.#note(value ?? null);
  }

  #note(value: string | boolean | null): void {
    for (const [index, path] of this.#wanted.entries()) if (this.#isAt(path)) this.#values[index] = value;
  }

  #isAt(path: readonly string[]): boolean {
    return path.length === this.#keys.length && path.every((step, index) => this.#keys[index] === step);
  }
}
