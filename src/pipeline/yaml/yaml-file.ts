import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Scalar,
  visit,
  parseDocument,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { withoutCredentials } from '../text/credentials.js';
import { didYouMean, nearest } from '../text/did-you-mean.js';
import type { Problem, ProblemCode } from '../problem.js';
import { isBlank } from '../text/text.js';
import { openedBy } from './opened-files.js';
import { isTooDeep, mostDeep, placeOfTooDeep } from './yaml-depth.js';
import { withoutValues } from './without-values.js';
import { lostAt, lostBefore, lostToComment } from './lost-to-comment.js';
import { faultInWords } from './yaml-faults.js';

/** Where something is written: for messages, and for explanations of what a rule did. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type YamlScalar = string | number | boolean | null;

/**
 * One YAML file being read. The read… methods take a node and give its value, or note a problem with its place and give
 * a fallback, so one reading finds every fault.
 */
export class YamlFile {
  readonly root: Node | null;
  /** If YAML cannot read the file, only its first fault is reported: the others may only follow from that. */
  #isBroken = false;
  readonly #text: string;
  /** Made for the first problem. */
  #textLines: readonly string[] | null = null;
  readonly #lines: LineCounter;

  /**
   * @param path as messages show it
   * @param problems where to note faults
   * @param real the file to read, relative to the working directory: the path with all symbolic links followed
   * @param hasValues whether it may have values of people, which no problem shows
   */
  constructor(
    readonly path: string,
    readonly problems: Problem[],
    real = path,
    private readonly hasValues = false,
  ) {
    const { text, fault } = readText(real);
    this.#text = text;
    const { document, lines } = openedBy(path, real, text, () => {
      const counter = new LineCounter();
      return { text, document: readDocument(text, counter), lines: counter };
    });
    this.#lines = lines;
    if (document === null) {
      const hint = 'Nothing that is read here is so deep: is this the right file?';
      const message = `Lists and maps are nested more than ${String(mostDeep)} deep.`;
      this.#break(placeOfTooDeep(text), 1, 'too-deep', message, hint);
      this.root = null;
      return;
    }
    if (fault !== null) this.#break(fault.at, 1, fault.code, fault.message, fault.hint);
    const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    if (error !== undefined) {
      const lost = lostBefore(text, error.pos[1]);
      const { message, hint } = lost === null ? faultInWords(error.message) : lostToComment;
      const [start, end] = lost === null ? error.pos : [lost.at, lost.at + lost.length];
      this.#break(start, Math.max(1, end - start), 'yaml-syntax', message, hint);
    }
    // Looking at each node takes a tenth of what parsing takes.
    const alias = text.includes('*') ? firstAlias(document) : null;
    if (alias !== null) {
      const [start, end] = alias.range ?? [0, 1];
      const hint = 'Write it out; conditions that several rules share have names in rules/conditions.yaml.';
      this.#break(start, end - start, 'yaml-syntax', 'Anchors and aliases are not read here.', hint);
    }
    this.root = this.#isBroken ? null : document.contents;
  }

  #break(at: number, length: number, code: ProblemCode, message: string, hint: string | null): void {
    this.#note(at, length, code, message, hint);
    this.#isBroken = true;
  }

  /** The value under some keys, one inside the other; null if there is none. */
  find(...keys: readonly string[]): Node | null {
    const node: unknown = isMap(this.root) ? this.root.getIn(keys, true) : null;
    return isNode(node) ? node : null;
  }

  /** The node of the last of some keys, one inside the other. */
  findKey(...keys: readonly string[]): Node | null {
    const owner = keys.length === 1 ? this.root : this.find(...keys.slice(0, -1));
    if (!isMap(owner)) return null;
    const pair = owner.items.find(({ key }) => isScalar(key) && keyText(key) === keys.at(-1));
    return isNode(pair?.key) ? pair.key : null;
  }

  /** The first scalar with this text at a place or after it; null if there is none. */
  scalarFrom({ line, column }: Place, text: string): Node | null {
    const found: Node[] = [];
    visit(this.root, {
      Scalar: (_, node) => {
        const at = this.place(node);
        const isBefore = at.line < line || (at.line === line && at.column < column);
        if (isBefore || asWritten(node) !== text) return undefined;
        found.push(node);
        return visit.BREAK;
      },
    });
    return found[0] ?? null;
  }

  place(node: Node | null): Place {
    const { line, col } = this.#lines.linePos(node?.range?.[0] ?? 0);
    return { file: this.path, line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** @param node where it is; null for something missing, which was reported when it was asked for */
  problem(node: Node | null, code: ProblemCode, message: string, hint: string | null = null): void {
    if (node === null && this.root !== null) return;
    const start = node?.range?.[0] ?? 0;
    const lost = isScalar(node) && node.value === null ? lostAt(this.#text, start) : null;
    if (lost !== null) {
      this.#note(lost.at, lost.length, code, `${message} ${lostToComment.message}`, lostToComment.hint);
      return;
    }
    this.#note(start, Math.max(1, (node?.range?.[1] ?? start + 1) - start), code, message, hint);
  }

  /** Notes a problem at a place that was read before. */
  problemAt(place: Place, length: number, code: ProblemCode, message: string, hint: string | null): void {
    if (!this.#isBroken) this.problems.push(this.problemOf(place, length, code, message, hint));
  }

  /** What `problemAt` would note. */
  problemOf(place: Place, length: number, code: ProblemCode, message: string, hint: string | null): Problem {
    return { ...place, code, message: withoutCredentials(message), hint, source: this.#lineAt(place.line), length };
  }

  #note(start: number, length: number, code: ProblemCode, message: string, hint: string | null): void {
    if (this.#isBroken) return;
    const { line, col } = this.#lines.linePos(start);
    this.problems.push({
      file: this.path,
      line: Math.max(1, line),
      column: Math.max(1, col),
      code,
      message: withoutCredentials(message),
      hint,
      source: this.#lineAt(line),
      length,
    });
  }

  #lineAt(line: number): string {
    this.#textLines ??= this.#text.split(/\r?\n/);
    const text = this.#textLines[line - 1] ?? '';
    return this.hasValues ? withoutValues(text) : text;
  }

  /**
   * The entries of a map, in order; a key not among `known` is a problem (all keys are fine without).
   * @param hintOf what to do about such a key
   */
  readMap(
    node: Node | null,
    what: string,
    known?: readonly string[],
    hintOf: (name: string, known: readonly string[]) => string = didYouMean,
  ): Entries {
    const entries: Entries = new Map();
    if (!isMap(node)) {
      this.problem(node, 'wrong-type', `${what} must be a map of keys and values.`);
      return entries;
    }
    const map = what.replace(/^(?:The|An?) /, (article) => article.toLowerCase());
    for (const pair of (node as YAMLMap<Node, Node | null>).items) {
      if (!isPair(pair) || !isScalar(pair.key)) {
        this.problem(isNode(pair.key) ? pair.key : node, 'wrong-type', `A key of ${map} must be a plain name.`);
        continue;
      }
      const name = keyText(pair.key);
      if (known !== undefined && !known.includes(name)) {
        const meant = nearest(name, known);
        this.problem(pair.key, 'unknown-key', `There is no key "${name}" in ${map}.`, hintOf(name, known));
        // The key that a misspelt one means is not missing as well.
        if (meant !== null && !entries.has(meant))
          entries.set(meant, { key: pair.key, node: pair.value ?? nothingAt(pair.key) });
        continue;
      }
      entries.set(name, { key: pair.key, node: pair.value ?? nothingAt(pair.key) });
    }
    return entries;
  }

  readList(node: Node | null, what: string): Node[] {
    if (isSeq(node)) return node.items.filter(isNode);
    this.problem(node, 'wrong-type', `${what} must be a list.`);
    return [];
  }

  readScalar(node: Node | null, what: string): YamlScalar {
    if (isScalar(node) && isPlain(node.value)) return node.value;
    this.problem(node, 'wrong-type', `${what} must be a single value.`);
    return null;
  }

  readText(node: Node | null, what: string): string {
    if (isScalar(node) && typeof node.value === 'string' && !isBlank(node.value)) return node.value;
    this.problem(node, 'wrong-type', `${what} must be text.`);
    return '';
  }

  readTexts(node: Node | null, what: string): string[] {
    return this.readList(node, what).map((item) => this.readText(item, `An entry of ${what}`));
  }

  /** A list that may have nothing twice. */
  readOnce(node: Node | null, what: string): Node[] {
    const items = this.readList(node, what);
    const first = new Map<string, Node>();
    for (const item of items) {
      if (!isScalar(item)) continue;
      const text = asWritten(item);
      const other = first.get(text);
      if (other === undefined) first.set(text, item);
      else this.problem(item, 'repeated-name', `"${text}" is in ${what} already, ${this.#placed(item, other)}.`);
    }
    return items;
  }

  /** A list of names that may have none twice. */
  readNames(node: Node | null, what: string): { readonly name: string; readonly node: Node }[] {
    return this.readOnce(node, what)
      .map((item) => ({ name: this.readText(item, `An entry of ${what}`), node: item }))
      .filter(({ name }) => name !== '');
  }

  #placed(node: Node, other: Node): string {
    const { line, column } = this.place(other);
    return this.place(node).line === line ? `at column ${String(column)}` : `at line ${String(line)}`;
  }

  readBoolean(node: Node | null, what: string): boolean {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    this.problem(node, 'wrong-type', `${what} must be true or false.`);
    return false;
  }

  readCount(node: Node | null, what: string, least = 0): number {
    if (isScalar(node) && typeof node.value === 'number' && Number.isSafeInteger(node.value) && node.value >= least)
      return node.value;
    this.problem(node, 'wrong-type', `${what} must be a whole number, ${String(least)} or more.`);
    return least;
  }

  readOneOf<T extends string>(
    node: Node | null,
    what: string,
    names: readonly T[],
    code: ProblemCode = 'wrong-type',
  ): T | null {
    const text = this.readText(node, what);
    const found = names.find((name) => name === text);
    if (found === undefined && text !== '')
      this.problem(node, code, `${what} cannot be "${text}".`, didYouMean(text, names));
    return found ?? null;
  }

  /** The value of a key that must be there; if it is not, notes a problem and gives null. */
  require(entries: Entries, key: string, owner: Node | null, what: string, hint: string | null = null): Node | null {
    const entry = entries.get(key);
    if (entry === undefined) this.problem(firstOf(owner), 'missing-key', `${what} needs a key "${key}".`, hint);
    return entry?.node ?? null;
  }
}

export type Entries = Map<string, { readonly key: Node; readonly node: Node | null }>;

/** An empty value, at its key. */
function nothingAt(key: Node): Node {
  const nothing = new Scalar(null);
  nothing.range = key.range ?? null;
  return nothing;
}

interface Fault {
  readonly at: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string | null;
}

/** Null if it is too deep: the parser calls itself for each level, and would run out of stack. */
function readDocument(text: string, lineCounter: LineCounter): Document | null {
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false });
    return isTooDeep(document.contents) ? null : document;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readText(path: string): { text: string; fault: Fault | null } {
  let bytes: Buffer;
  try {
    bytes = readRegular(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'no regular file';
    const fault = { at: 0, code: 'cannot-read', message: `The file cannot be read (${reason}).`, hint: null } as const;
    return { text: '', fault };
  }
  const text = new TextDecoder().decode(bytes);
  const odd = text.search(/[\0\ufffd]/);
  if (odd < 0 || (text[odd] === '\ufffd' && bytes.equals(Buffer.from(text)))) return { text, fault: null };
  const message = 'The file is not UTF-8 text: this is no character.';
  return { text, fault: { at: odd, code: 'wrong-encoding', message, hint: 'Save it as UTF-8.' } };
}

/** A device may have no end, and a pipe waits for a writer. */
function readRegular(path: string): Buffer {
  // Windows has no such flag, and no pipes in folders.
  const { O_NONBLOCK: waitsForNobody = 0 } = constants as { readonly O_NONBLOCK?: number };
  const opened = openSync(path, constants.O_RDONLY | waitsForNobody);
  try {
    if (!fstatSync(opened).isFile()) throw new Error('no regular file');
    return readFileSync(opened);
  } finally {
    closeSync(opened);
  }
}

function firstAlias(document: Document): Alias | null {
  let found: Alias | null = null;
  visit(document, {
    Alias: (_, node) => {
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

/** A scalar as the file has it, so a class code `007` or `1E2` stays what it is. */
export function asWritten(node: Node): string {
  const scalar = node as Scalar;
  return scalar.type === 'PLAIN' && scalar.source !== undefined ? scalar.source : String(scalar.value);
}

function keyText(key: Scalar): string {
  return key.source ?? String(key.value);
}

function isPlain(value: unknown): value is YamlScalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The first key of a map: a place that is a whole map would underline everything. */
function firstOf(node: Node | null): Node | null {
  if (!isMap(node)) return node;
  const first = node.items[0]?.key;
  return isNode(first) ? first : node;
}
