import { jsonParser } from 'stream-json/core/parser.js';
import type { Input } from '../bytes/input.js';
import { JsonScanner } from '../json/json-scanner.js';
import { PlaceInText } from '../json/place-in-text.js';
import { SyntaxProblem } from '../json/syntax-problem.js';
import { parsedAtATime, type Token } from '../json/token.js';
import { hideKeys } from './hide-keys.js';
import type { PathNode } from './path-node.js';
import { SurveyBuilder } from './survey-builder.js';

/** What an input is made of: the tree of its paths, and nothing of a value. */
export interface Survey {
  /** What stands at the top of its documents. */
  readonly root: PathNode;
  readonly documents: number;
  readonly notObjects: number;
  readonly isArray: boolean;
  readonly isCut: boolean;
  /** Whether more documents follow those that were looked at. */
  readonly hasMore: boolean;
  readonly bytes: number;
  /** Where and why reading stopped; null if it came to the end. */
  readonly fault: string | null;
}

const none = Symbol.for('object-stream.none');
type Parse = (text: string | symbol) => unknown;

/**
 * Looks at all paths of an input. Memory does not grow with it: different values and paths are counted up to a bound.
 * @param isKnown whether a key has a word in it that keys of extracts have, so it is no value
 * @param most how many documents to look at
 */
export async function surveyOf(input: Input, isKnown: (key: string) => boolean, most = Infinity): Promise<Survey> {
  const reader = new SurveyReader(most);
  let fault: string | null = null;
  try {
    for await (const chunk of input.open()) {
      for (let at = 0; at < chunk.length; at += parsedAtATime) reader.feed(chunk.subarray(at, at + parsedAtATime));
      if (reader.builder.isDone && reader.builder.hasMore) break;
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    fault = error.message;
  }
  const { builder, bytes } = reader;
  const values = valuesIn(builder.root);
  hideKeys(builder.root, (text) => values.some((node) => node.distinct.has(text)), isKnown);
  const { root, documents, notObjects, isArray, isCut, hasMore } = builder;
  return { root, documents, notObjects, isArray, isCut, hasMore, bytes, fault };
}

function valuesIn(node: PathNode): PathNode[] {
  const below = [...node.keys.values(), node.entries, node.under].flatMap((inner) =>
    inner === null ? [] : valuesIn(inner),
  );
  return node.distinct.count > 0 ? [node, ...below] : below;
}

/** Bytes in, tokens out. Each piece is scanned first, so what comes before a fault is seen. */
class SurveyReader {
  readonly builder: SurveyBuilder;
  readonly #parse = jsonParser({ streamValues: false, jsonStreaming: true }) as unknown as Parse;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #scanner = new JsonScanner();
  readonly #place = new PlaceInText();
  bytes = 0;

  constructor(most: number) {
    this.builder = new SurveyBuilder(most);
  }

  /** @throws SyntaxProblem */
  feed(piece: Uint8Array): void {
    const given = this.bytes === 0 && hasMark(piece) ? piece.subarray(3) : piece;
    this.bytes += piece.length - given.length;
    const { good, message } = this.#scan(given);
    const sound = given.subarray(0, good);
    this.#take(this.#decode(sound));
    this.#place.feed(sound);
    this.bytes += good;
    if (message !== null && !this.builder.isDone) throw this.#problem('not JSON', message);
  }

  end(): void {
    if (this.builder.isDone) return;
    if (this.bytes === 0) throw new SyntaxProblem('empty', 'it is empty');
    try {
      this.#decoder.decode();
      this.#parse(none);
    } catch {
      throw this.#problem('cut short', 'the document ends before its closing bracket');
    }
  }

  /** How many bytes are JSON. Where one value has ended another may begin. */
  #scan(piece: Uint8Array): { readonly good: number; readonly message: string | null } {
    for (let from = 0; ;) {
      const fault = this.#scanner.feed(piece.subarray(from));
      if (fault === null) return { good: piece.length, message: null };
      from += fault.index;
      if (!this.#scanner.isWhole) return { good: from, message: fault.message };
      this.#scanner = new JsonScanner();
    }
  }

  #decode(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes, { stream: true });
    } catch {
      throw this.#problem('not UTF-8', 'there is a byte here or soon after that UTF-8 text does not have');
    }
  }

  #take(text: string): void {
    let tokens: unknown;
    try {
      tokens = this.#parse(text);
    } catch {
      throw this.#problem('not JSON', 'the parser does not take what is here or soon after');
    }
    if (tokens === none) return;
    for (const token of (tokens as { readonly values: readonly Token[] }).values) this.builder.take(token);
  }

  #problem(what: string, message: string): SyntaxProblem {
    const { line, column } = this.#place;
    const where = line === 1 ? '' : ` (line ${String(line)}, column ${String(column)})`;
    return new SyntaxProblem('not-json', `${what} at byte ${String(this.bytes)}${where}: ${message}`);
  }
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

function hasMark(bytes: Uint8Array): boolean {
  return byteOrderMark.every((byte, index) => bytes[index] === byte);
}
