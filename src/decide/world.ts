import type { LinkEnd, LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { Rule } from '../pipeline/rules/rule.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { nowhere, type Table } from '../table/table.js';
import type { ErasedAs } from './erasures.js';
import type { NamedBy } from './records-by.js';

export { nowhere };

/** One school's records and links as rules see them, in the order of the pipeline. */
export class World {
  constructor(
    readonly records: readonly RecordSet[],
    readonly links: readonly LinkSet[],
  ) {}

  get sets(): readonly (RecordSet | LinkSet)[] {
    return [...this.records, ...this.links];
  }

  setOf(kind: string): RecordSet | LinkSet {
    return ofKind(this.sets, kind);
  }

  recordsOf(kind: string): RecordSet {
    return ofKind(this.records, kind);
  }

  linksOf(kind: string): LinkSet {
    return ofKind(this.links, kind);
  }
}

export function named<T>(all: ReadonlyMap<string, T>, name: string): T {
  const one = all.get(name);
  if (one === undefined) throw new Error(`there is no ${name}`);
  return one;
}

function ofKind<Set extends RecordSet | LinkSet>(sets: readonly Set[], kind: string): Set {
  const set = sets.find((one) => one.kind.name === kind);
  if (set === undefined) throw new Error(`there is no set of ${kind}`);
  return set;
}

/** The records of a kind, by column; index i of each is one record. */
export class RecordSet {
  /** The ends of links that they are at, in the order of the pipeline's links. */
  readonly ends: End[] = [];
  /** Index of a combined record's other half. */
  readonly otherHalf = new Map<number, number>();
  /** The index at which second halves, which are appended, begin. */
  firstSecondHalf: number;
  /** Those who were erased on request, or may have been: no rule is asked about them. */
  erased: ReadonlyMap<number, ErasedAs> = new Map();

  /** @param rows each as it is at the source: a second half has the id of its record there */
  constructor(
    readonly kind: RecordKind,
    readonly ids: string[],
    readonly rows: Table,
  ) {
    this.firstSecondHalf = ids.length;
  }

  get size(): number {
    return this.ids.length;
  }
}

/** For each end, the keys under which every reference dangles, and how many each has. */
export type AllDangle = readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>];

/** The rows of the extract behind links that join one pair each, and what the rules say of each row. */
export interface RowsApart {
  /** In the order of the extract. */
  readonly rows: LinkSet;
  /** By index of the row, its own rules that fail. */
  readonly failing: ReadonlyMap<number, readonly Rule[]>;
  /** By index of the link, those of which no row holds: the rules of the row that stands for the link. */
  readonly failingPairs: ReadonlyMap<number, readonly Rule[]>;
  /** How many further rows hold, of all links. */
  readonly merged: number;
  /** The rows of a link, and those of them whose own rules hold or fail. */
  readonly of: (link: number) => readonly number[];
  readonly holdingOf: (link: number) => readonly number[];
  readonly failingOf: (link: number) => readonly number[];
  /** Whether its rows fail by different rules, so mending those of one is not the only way. */
  readonly differs: (link: number) => boolean;
}

/** The places of links in an order, for each record among its own. */
export interface Ranks {
  /** By index of the link, from 1; 0 if it has none. */
  readonly at: Int32Array;
  /** By index of the link, how many the record has that have a place. */
  readonly among: Int32Array;
}

/** The links of a kind, by column. */
export class LinkSet {
  readonly ends: readonly [End, End];
  /** References under which nothing joins. */
  allDangle: AllDangle = [new Map(), new Map()];
  /** By fact; only those that rules ask for. */
  ranks: ReadonlyMap<string, Ranks> = new Map();

  /**
   * @param keys by link, the keys of the extract that named it
   * @param rows each as it is at the source, with the ids of the records that it names in whatever way
   * @param by how its ends name records other than by their ids
   * @param apart the rows that each link is one of, if the kind keeps them apart and they have been judged
   */
  constructor(
    readonly kind: LinkKind,
    joined: readonly [Joined, Joined],
    readonly keys: (readonly string[])[],
    readonly rows: Table,
    readonly by: NamedBy = [null, null],
    readonly apart: RowsApart | null = null,
  ) {
    this.ends = [new End(this, 0, joined[0]), new End(this, 1, joined[1])];
    for (const end of this.ends) end.records.ends.push(end);
  }

  get size(): number {
    return this.rows.length;
  }

  idsAt(link: number): readonly [string, string] {
    return [this.ends[0].idAt(link), this.ends[1].idAt(link)];
  }

  /** The links that name a record which is not in the extract, in their order. */
  get toNothing(): readonly number[] {
    const [first, second] = this.ends;
    if (second.missing.length === 0) return first.missing;
    return [...new Set([...first.missing, ...second.missing])].sort((a, b) => a - b);
  }

  /** Whether it is one of those. */
  dangles(link: number): boolean {
    return this.ends[0].isMissing(link) || this.ends[1].isMissing(link);
  }
}

/** The records at one end of the links of a kind. */
export interface Joined {
  readonly records: RecordSet;
  /** By index of the link, that of the record. */
  readonly at: Int32Array;
}

/** One end of the links of a kind: it knows the records there, and the other end. */
export class End implements Joined {
  readonly records: RecordSet;
  readonly kind: LinkEnd;
  #at: Int32Array;
  #neighbours: Neighbours | null = null;
  #missing: readonly number[] | null = null;

  constructor(
    readonly links: LinkSet,
    readonly side: 0 | 1,
    { records, at }: Joined,
  ) {
    this.records = records;
    this.#at = at;
    this.kind = links.kind.ends[side];
  }

  get at(): Int32Array {
    return this.#at;
  }

  get other(): End {
    return this.links.ends[this.side === 0 ? 1 : 0];
  }

  /** The fact that says how many links of a record here come through. */
  get fact(): string {
    return this.other.kind.count;
  }

  /** The links that name a record at this end which is not in the extract. */
  get missing(): readonly number[] {
    if (this.#missing === null) {
      const at = this.#at;
      const missing: number[] = [];
      for (let link = 0; link < at.length; link++) if (at[link] === nowhere) missing.push(link);
      this.#missing = missing;
    }
    return this.#missing;
  }

  isMissing(link: number): boolean {
    return this.#at[link] === nowhere;
  }

  /** Whether a link that names no record here could mean any of several. */
  isAmbiguous(link: number): boolean {
    const by = this.links.by[this.side];
    return by !== null && this.isMissing(link) && by.isAmbiguous(this.idAt(link));
  }

  /** What belongs to this end and to the other, in the order of the kind's ends. */
  pair<T>(here: T, there: T): readonly [T, T] {
    return this.side === 0 ? [here, there] : [there, here];
  }

  idAt(link: number): string {
    const record = this.#at[link];
    return record === nowhere ? this.links.rows.id(link, this.side) : this.records.ids[record];
  }

  /** Links in the order of the ids at this end. */
  inOrder(links: Iterable<number>): number[] {
    return [...links].sort((a, b) => byCodeUnit(this.idAt(a), this.idAt(b)));
  }

  /** The indexes of a record's links. */
  linksOf(record: number): Int32Array {
    this.#neighbours ??= new Neighbours(this.records.size, this.#at);
    return this.#neighbours.of(record);
  }

  /** How many a record's links name at the other end, in the extract or not; rows that join one pair name one. */
  namedBy(record: number): number {
    const links = this.linksOf(record);
    const { kind, apart } = this.links;
    if (!kind.areRowsApart || apart !== null) return links.length;
    const { other } = this;
    return new Set(Array.from(links, (link) => other.idAt(link))).size;
  }

  /** Adds links after the last. */
  append(records: readonly number[]): void {
    this.#at = withMore(this.#at, records);
    this.#neighbours = null;
    this.#missing = null;
  }
}

/** The indexes of the links of each record, in one list with a start for each record. */
class Neighbours {
  readonly #starts: Int32Array;
  readonly #links: Int32Array;

  constructor(records: number, ends: Int32Array) {
    this.#starts = new Int32Array(records + 1);
    for (const end of ends) if (end !== nowhere) this.#starts[end + 1]++;
    for (let record = 0; record < records; record++) this.#starts[record + 1] += this.#starts[record];
    this.#links = new Int32Array(this.#starts[records]);
    const next = this.#starts.slice();
    for (let link = 0; link < ends.length; link++) if (ends[link] !== nowhere) this.#links[next[ends[link]]++] = link;
  }

  of(record: number): Int32Array {
    return this.#links.subarray(this.#starts[record], this.#starts[record + 1]);
  }
}

/** The indexes from 0 up to a size. */
export function indexesTo(size: number): Int32Array {
  const indexes = new Int32Array(size);
  for (let index = 0; index < size; index++) indexes[index] = index;
  return indexes;
}

/** A column with more numbers after its own. */
export function withMore(column: Int32Array, more: readonly number[]): Int32Array {
  const longer = new Int32Array(column.length + more.length);
  longer.set(column);
  longer.set(more, column.length);
  return longer;
}
