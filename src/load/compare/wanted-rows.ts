import { valuesAt, type Through } from '../../decide/decision.js';
import type { Value } from '../../table/value.js';
import { joinKey } from './existing-rows.js';
import type { TableRow, Stored } from '../tables/tables.js';

/** The rows that a table should have for a school: what comes through. A row is not made before it is written. */
export class WantedRows {
  constructor(private readonly through: Through) {}

  get length(): number {
    return this.through.length;
  }

  keyOf(at: number): string {
    const [first, second] = this.through.idsAt(at);
    return second === undefined ? first : joinKey([first, second]);
  }

  valuesOf(at: number): readonly Stored[] {
    return valuesAt(this.through, at).map(stored);
  }

  /** The value in the kept column of this index. */
  valueAt(at: number, column: number): Stored {
    return stored(this.through.valueAt(at, column));
  }

  rowOf(at: number): TableRow {
    return { key: this.through.idsAt(at), values: this.valuesOf(at) };
  }

  /** Appends a row to a list, its key and then its values. */
  addTo(list: Stored[], at: number): void {
    for (const id of this.through.idsAt(at)) list.push(id);
    for (let column = 0; column < this.through.width; column++) list.push(stored(this.through.valueAt(at, column)));
  }

  /** Whether the kept column of this index has a value in any row. */
  hasAny(column: number): boolean {
    for (let at = 0; at < this.length; at++) if (this.through.valueAt(at, column) !== null) return true;
    return false;
  }
}

function stored(value: Value): Stored {
  return typeof value === 'boolean' ? String(value) : value;
}
