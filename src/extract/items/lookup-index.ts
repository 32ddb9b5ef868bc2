import type { IndexPlan, SectionPlan } from '../plan/section-plan.js';
import type { RawRecord } from '../json/raw-object.js';
import { compareRanks, rankOf, type Rank } from './rank.js';
import { scalarIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';
import { nearlyInWords } from './view-findings.js';

/** What is kept of an entry that may be looked up: its place in the order, and its values. */
export interface IndexedEntry {
  /** Not if a bad value hides whether it fits. */
  readonly isFit: boolean;
  /** The columns with a bad value that it is chosen by. */
  readonly bad: readonly number[];
  readonly position: number;
  readonly rank: Rank;
  readonly values: readonly (Scalar | undefined)[];
}

const noColumns: readonly number[] = [];

/** The entries of a section by what look-ups match, until the document is whole. */
export class LookupIndex {
  readonly #entries = new Map<string, IndexedEntry[]>();
  /** Whether an entry had what has to match, and one that fits was among them. */
  #isAsked = false;
  #hasFit = false;
  #near = 0;

  /** @param section that has the entries */
  constructor(
    readonly plan: IndexPlan,
    private readonly section: Pick<SectionPlan, 'columns' | 'definitions'>,
    private readonly scalars: Scalars,
  ) {}

  add(row: RawRecord, position: number): void {
    const { match, fits, nearly } = this.plan;
    const parts = match.map((column) => this.#textOf(row, column) ?? '');
    if (parts.includes('')) return;
    const outcome = fits === null || fits(row, this.scalars);
    this.#isAsked = true;
    this.#hasFit ||= outcome === true;
    if (!this.#hasFit && nearly?.(row, this.scalars) === true) this.#near++;
    if (outcome !== false) this.#add(keyOf(parts), outcome === null ? this.#unfit(row) : this.#fit(row), position);
  }

  /** What to ask where no look-up finds an entry. */
  get question(): string {
    if (this.plan.fits === null || !this.#isAsked) return 'Is `match` right?';
    return this.#hasFit ? 'Are `match` and `where` right?' : `Is \`where\` right?${nearlyInWords(this.#near)}`;
  }

  #fit(row: RawRecord): Omit<IndexedEntry, 'position'> {
    const { order, values } = this.plan;
    const text = order === null ? '' : this.#textOf(row, order.column);
    return {
      isFit: true,
      bad: order !== null && text === null ? [order.column] : noColumns,
      rank: order === null || text === null || text === '' ? null : this.#rankOf(text, order),
      values: values.map((column) => scalarIn(row, column)),
    };
  }

  #unfit(row: RawRecord): Omit<IndexedEntry, 'position'> {
    return { isFit: false, bad: this.plan.badIn(row, this.section.definitions, this.scalars), rank: null, values: [] };
  }

  #add(key: string, of: Omit<IndexedEntry, 'position'>, position: number): void {
    const entry = { ...of, position };
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

  /** The path of a column in an entry, and what its values should be. */
  wanted(column: number): { readonly path: string; readonly wanted: string } {
    const { columns, definitions } = this.section;
    return { path: columns[column].path, wanted: this.scalars.definitions[definitions[column]].wanted };
  }

  /** What a value is compared as; '' if it is blank, null if it is bad. */
  #textOf(row: RawRecord, column: number): string | null {
    return this.scalars.textOf(scalarIn(row, column) ?? this.scalars.blank, this.section.definitions[column]);
  }

  #rankOf(text: string, { column, ...order }: NonNullable<IndexPlan['order']>): Rank {
    return rankOf(this.scalars.definitions[this.section.definitions[column]].read(text), order);
  }
}

/** No two lists of texts give the same key. */
export function keyOf(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0] : JSON.stringify(texts);
}
