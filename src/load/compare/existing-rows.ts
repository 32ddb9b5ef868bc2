import { digestColumn, type TableRow, type Stored, type PipelineTable } from '../tables/tables.js';

/**
 * A school's rows in a table, each as it was read: most are as they should be, and to make an object of each would cost
 * more than to compare them all.
 */
export class ExistingRows {
  readonly #key: readonly number[];
  readonly #kept: readonly number[];
  readonly #left: number;
  readonly #digest: number;
  #current = 0;

  /** @param columns in the order of the rows; columns that an earlier version did not make are blank */
  constructor(
    table: PipelineTable,
    columns: readonly string[],
    private readonly rows: readonly (readonly Stored[])[],
  ) {
    const placeOf = (column: string): number => columns.indexOf(column);
    this.#key = table.key.map(placeOf);
    this.#kept = table.kept.map(({ name }) => placeOf(name));
    this.#left = placeOf('left_at');
    this.#digest = placeOf(digestColumn);
    for (let at = 0; at < rows.length; at++) if (this.isCurrent(at)) this.#current++;
  }

  /** How many there are. */
  get length(): number {
    return this.rows.length;
  }

  /** How many of their records or links come through. */
  get current(): number {
    return this.#current;
  }

  isCurrent(at: number): boolean {
    return this.#left < 0 || this.rows[at][this.#left] === null;
  }

  keyOf(at: number): string {
    const row = this.rows[at];
    const [first, second] = this.#key;
    return second === undefined ? String(row[first]) : joinKey([row[first], row[second]]);
  }

  has(at: number, values: readonly Stored[]): boolean {
    const row = this.rows[at];
    for (let index = 0; index < this.#kept.length; index++)
      if (this.#value(row, this.#kept[index]) !== values[index]) return false;
    return true;
  }

  /** The digest left by the run that wrote the row; null if no run did, or an earlier version. */
  digestOf(at: number): Stored {
    return this.#value(this.rows[at], this.#digest);
  }

  rowOf(at: number): TableRow {
    const row = this.rows[at];
    return {
      key: this.#key.map((place) => String(row[place])),
      values: this.#kept.map((place) => this.#value(row, place)),
    };
  }

  /** How many rows that come through have a value in the kept column of this index. */
  countOf(index: number): number {
    let count = 0;
    for (let at = 0; at < this.rows.length; at++)
      if (this.isCurrent(at) && this.#value(this.rows[at], this.#kept[index]) !== null) count++;
    return count;
  }

  #value(row: readonly Stored[], place: number): Stored {
    return place < 0 ? null : row[place];
  }
}

/** Ids have no U+0000, so no two keys are alike. */
export function joinKey(key: readonly Stored[]): string {
  return key.length === 1 ? String(key[0]) : key.join('\0');
}
