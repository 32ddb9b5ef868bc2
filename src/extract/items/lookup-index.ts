import type { IndexPlan } from '../plan/section-plan.js';
import type { RawRecord } from '../json/raw-object.js';
import { compareRanks, rankOf, type Rank } from './rank.js';
import { scalarIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';

/** What is kept of an entry that may be looked up: its place in the order, and its values. */
export interface IndexedEntry {
  readonly position: number;
  readonly rank: Rank;
  readonly values: readonly (Scalar | undefined)[];
}

/** The entries of a section by what look-ups match, until the document is whole. */
export class LookupIndex {
  readonly #entries = new Map<string, IndexedEntry[]>();

  /** @param definitions by column */
  constructor(
    readonly plan: IndexPlan,
    private readonly definitions: readonly number[],
    private readonly scalars: Scalars,
  ) {}

  add(row: RawRecord, position: number): void {
    const { match, fits, order, values } = this.plan;
    const parts = match.map((column) => this.#textOf(row, column));
    if (parts.includes('') || (fits !== null && fits(row, this.scalars) !== true)) return;
    const key = keyOf(parts);
    const entry = {
      position,
      rank: order === null ? null : this.#rankOf(row, order),
      values: values.map((column) => scalarIn(row, column)),
    };
    const known = this.#entries.get(key);
    if (known === undefined) this.#entries.set(key, [entry]);
    else known.push(entry);
  }

  /** Forgets the entries after a position. */
  goBack(position: number): void {
    for (const [key, entries] of this.#entries)
      this.#entries.set(
        key,
        entries.filter((entry) => entry.position <= position),
      );
  }

  /** The entries under any of the keys, in order. */
  find(keys: readonly string[]): IndexedEntry[] {
    const found = [...new Set(keys)].flatMap((key) => this.#entries.get(key) ?? []);
    if (found.length < 2) return found;
    const { order } = this.plan;
    const ranks = (a: IndexedEntry, b: IndexedEntry) => (order === null ? 0 : compareRanks(a.rank, b.rank, order));
    return found.sort((a, b) => ranks(a, b) || a.position - b.position);
  }

  /** What a value is compared as; '' if it matches nothing. */
  #textOf(row: RawRecord, column: number): string {
    return this.scalars.textOf(scalarIn(row, column) ?? this.scalars.blank, this.definitions[column]) ?? '';
  }

  #rankOf(row: RawRecord, { column, ...order }: NonNullable<IndexPlan['order']>): Rank {
    const text = this.#textOf(row, column);
    return text === '' ? null : rankOf(this.scalars.definitions[this.definitions[column]].read(text), order);
  }
}

/** No two lists of texts give the same key. */
export function keyOf(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0] : JSON.stringify(texts);
}
