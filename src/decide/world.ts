import type { Count, LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { NamingKeys } from './naming-keys.js';
import type { Rows } from './rows.js';

/** `out` of a record or link that is still in; otherwise the round that took it out, from 1. */
export const still = 0;
/** `out` of a link that names a record which is not in the extract: it never was in. */
export const dangling = -1;
/** In place of an index where there is no such record. */
export const nowhere = -1;

/** The records of a kind, by column; index i of each is one record. */
export interface RecordSet {
  readonly kind: RecordKind;
  readonly ids: string[];
  positions: Int32Array;
  /** In the order of the kind's fields. */
  readonly rows: Rows;
  /** Index of a combined record's other half. */
  readonly otherHalf: Map<number, number>;
  /** Indexes at which second halves begin: they were appended. */
  firstSecondHalf: number;
}

/** For each end, the keys under which every reference dangles, and how many each has. */
export type AllDangle = readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>];

/** The links of a kind, by column. */
export interface LinkSet {
  readonly kind: LinkKind;
  /** The sets of the kind's first end and of its second. */
  readonly joins: readonly [RecordSet, RecordSet];
  /** Indexes into these. */
  ends: readonly [Int32Array, Int32Array];
  /** By index of the link, the ids at each end which name a record that is not in the extract. */
  readonly missing: readonly [Map<number, string>, Map<number, string>];
  positions: Int32Array;
  /** The keys of the extract that named it. */
  readonly keys: NamingKeys;
  /** References under which nothing joins. */
  readonly allDangle: AllDangle;
  readonly rows: Rows;
}

export function sizeOf({ positions }: Pick<LinkSet, 'positions'>): number {
  return positions.length;
}

/** The indexes from 0 up to a size. */
export function indexesTo(size: number): Int32Array {
  return new Int32Array(size).map((_, index) => index);
}

export type Joining = Pick<LinkSet, 'joins' | 'ends' | 'missing'>;

/** The id at an end of a link. */
export function endIdAt({ joins, ends, missing }: Joining, end: 0 | 1, link: number): string {
  const record = ends[end][link];
  return record === nowhere ? (missing[end].get(link) ?? '') : joins[end].ids[record];
}

export function linkIdsAt(links: Joining, link: number): readonly [string, string] {
  return [endIdAt(links, 0, link), endIdAt(links, 1, link)];
}

/** One school's records and links as rules see them. */
export interface World {
  readonly records: ReadonlyMap<string, RecordSet>;
  readonly links: ReadonlyMap<string, LinkSet>;
}

export function setNamed<T>(sets: ReadonlyMap<string, T>, name: string): T {
  const set = sets.get(name);
  if (set === undefined) throw new Error(`there is no set of ${name}`);
  return set;
}

/** For each record the indexes of its links of a kind, in one list with a start for each record. */
export class Neighbours {
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

/** A count of links, with the links of each record at hand. */
export interface CountedLinks {
  readonly count: Count;
  readonly links: LinkSet;
  readonly neighbours: Neighbours;
}

/** How the records of a kind are counted through their links. */
export function countedLinks(world: World, set: RecordSet, counts: readonly Count[]): CountedLinks[] {
  return counts.map((count) => {
    const links = setNamed(world.links, count.link.name);
    return { count, links, neighbours: new Neighbours(set.ids.length, links.ends[count.end]) };
  });
}
