import type { Through } from '../decide/decision.js';
import type { Value } from '../extract/extract.js';
import { joinKey } from './existing-rows.js';
import type { Row, Stored } from './tables.js';

/** What a table is to hold of a school: what comes through, by column, of which no row is made before it is written. */
export class WantedRows {
  constructor(private readonly through: Through) {}

  get length(): number {
    return this.through.values.length;
  }

  keyOf(at: number): string {
    const [first, second] = this.through.ids;
    return second === undefined ? first[at] : joinKey([first[at], second[at]]);
  }

  valuesOf(at: number): readonly Stored[] {
    const values = this.through.values[at];
    return values.every(isStored) ? values : values.map((value) => (isStored(value) ? value : String(value)));
  }

  rowOf(at: number): Row {
    return { key: this.through.ids.map((ids) => ids[at]), values: this.valuesOf(at) };
  }

  /** Puts a row behind what a list has, its key and then its values. */
  addTo(list: Stored[], at: number): void {
    for (const ids of this.through.ids) list.push(ids[at]);
    for (const value of this.through.values[at]) list.push(isStored(value) ? value : String(value));
  }

  /** Whether the kept column of this index has a value in any row. */
  hasAny(index: number): boolean {
    return this.through.values.some((values) => values[index] !== null);
  }
}

function isStored(value: Value): value is Stored {
  return typeof value !== 'boolean';
}
