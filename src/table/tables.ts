import { blank, Dictionary, type Cell, type Ids } from './dictionary.js';
import { Table, type Columns, type Row } from './table.js';
import type { Value } from './value.js';

/** Tables as one thread sends them to another: what they are made of goes over as it is. */
export interface Parcel {
  readonly values: Value[];
  readonly tables: readonly (readonly [kind: string, width: number, columns: Columns])[];
}

/** What a table is made for. */
interface Kind {
  readonly name: string;
  readonly type: 'record' | 'link';
  readonly fields: { readonly length: number };
}

/** The tables of one extract, by the names of kinds. An id has one number in all of them. */
export class Tables implements Iterable<readonly [string, Table]> {
  #ids: Ids | null = null;

  constructor(
    private readonly dictionary: Dictionary,
    private readonly all: ReadonlyMap<string, Table>,
  ) {}

  /** @param rows by the name of a kind, each with a value for each of the kind's fields */
  static of(kinds: readonly Kind[], rows: ReadonlyMap<string, readonly Row[]>): Tables {
    const dictionary = new Dictionary();
    const all = new Map<string, Table>();
    for (const { name, type, fields } of kinds) {
      const table = Table.empty(dictionary, type, fields.length);
      for (const row of rows.get(name) ?? []) table.add(row);
      all.set(name, table);
    }
    return new Tables(dictionary, all);
  }

  static from({ values, tables }: Parcel): Tables {
    const dictionary = new Dictionary(values);
    return new Tables(
      dictionary,
      new Map(tables.map(([kind, width, columns]) => [kind, Table.of(dictionary, width, columns)])),
    );
  }

  of(kind: string): Table {
    const table = this.all.get(kind);
    if (table === undefined) throw new Error(`there is no table of ${kind}`);
    return table;
  }

  [Symbol.iterator](): Iterator<readonly [string, Table]> {
    return this.all.entries();
  }

  /** Tables that can be changed without changing these. They share what stays the same. */
  copy(): Tables {
    const dictionary = new Dictionary([...this.dictionary.values], () => (this.#ids ??= this.#idsOfAll()));
    return new Tables(dictionary, new Map(Array.from(this.all, ([kind, table]) => [kind, table.copy(dictionary)])));
  }

  /** Tables of these rows by kind, with a dictionary of their own that has nothing else. */
  pick(rows: ReadonlyMap<string, Int32Array>): Tables {
    const values: Value[] = [null];
    const numbers = new Map<number, number>([[blank, blank]]);
    const renumbered = (column: Int32Array) =>
      column.map((cell) => {
        const known = numbers.get(cell);
        if (known !== undefined) return known;
        const number = values.push(this.dictionary.at(cell)) - 1;
        numbers.set(cell, number);
        return number;
      });
    const tables = Array.from(this.all, ([kind, table]) => {
      const { ids, positions, sections, keys, cells } = table.pick(rows.get(kind) ?? new Int32Array()).columns();
      const own = {
        ids: ids.map(renumbered),
        positions,
        sections: sections && renumbered(sections),
        keys: keys && renumbered(keys),
        cells: renumbered(cells),
      };
      return [kind, table.width, own] as const;
    });
    return Tables.from({ values, tables });
  }

  parcel(): Parcel {
    return {
      values: this.dictionary.values,
      tables: Array.from(this.all, ([kind, table]) => [kind, table.width, table.columns()] as const),
    };
  }

  #idsOfAll(): Ids {
    const ids = new Map<string, Cell>();
    for (const table of this.all.values()) table.noteIds(ids);
    return ids;
  }
}

/** The parts of a parcel that need not be copied, if nobody here reads it again. */
export function buffersOf({ tables }: Parcel): ArrayBuffer[] {
  return tables
    .flatMap(([, , { ids, positions, keys, cells }]) => [...ids, positions, ...(keys === null ? [] : [keys]), cells])
    .map(({ buffer }) => buffer as ArrayBuffer);
}

/** What a text and its place in a list take besides its characters. */
const bytesAround = 32;

/** About how many bytes the values of a parcel take once they are copied. */
export function weightOf({ values }: Parcel): number {
  let bytes = 0;
  for (const value of values) bytes += bytesAround + (typeof value === 'string' ? value.length : 0);
  return bytes;
}
