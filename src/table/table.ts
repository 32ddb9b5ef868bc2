import { Column } from './column.js';
import { blank, type Cell, type Dictionary } from './dictionary.js';
import { Pairs } from './pairs.js';
import type { Value } from './value.js';

/** In place of a row, if there is none. */
export const nowhere = -1;

/** One record or link. */
export interface Row {
  /** A record's id; the ids at a link's first and second end. */
  readonly ids: readonly string[];
  /** Index in the section of the extract, from 0. */
  readonly position: number;
  /** The path of the extract that named a link; '' for a record, and for a link of a section of its own. */
  readonly key: string;
  /** In the order of the kind's fields. */
  readonly values: readonly Value[];
}

/** What a table is made of, each a list of numbers: read it or send it to another thread, but never change it. */
export interface Columns {
  /** One for records, two for links. */
  readonly ids: readonly Int32Array[];
  readonly positions: Int32Array;
  /** The sections that these are in; null if the kind has one. */
  readonly sections: Int32Array | null;
  /** Null for records. */
  readonly keys: Int32Array | null;
  /** Row after row. */
  readonly cells: Int32Array;
}

/**
 * The records or links of a kind, row by row. The values are in the dictionary of the extract, and rows have their
 * numbers: that takes a third of the memory, and goes from one thread to another as it is. Nobody outside this folder
 * needs to know.
 */
export class Table implements Iterable<Row> {
  #ids: readonly Column[];
  #positions: Column;
  /** Null if all rows are of one section. */
  #sections: Column | null = null;
  #keys: Column | null;
  #cells: Column;
  /** By the number of an id, the first row that has it. */
  #rowOf: Int32Array | null = null;

  private constructor(
    private readonly dictionary: Dictionary,
    readonly width: number,
    [ids, positions, keys, cells]: readonly [readonly Column[], Column, Column | null, Column],
  ) {
    this.#ids = ids;
    this.#positions = positions;
    this.#keys = keys;
    this.#cells = cells;
  }

  /** @param width how many fields there are */
  static empty(dictionary: Dictionary, of: 'record' | 'link', width: number): Table {
    const [ids, keys] = of === 'record' ? [[new Column()], null] : [[new Column(), new Column()], new Column()];
    return new Table(dictionary, width, [ids, new Column(), keys, new Column()]);
  }

  /** @param columns their numbers are those of the dictionary */
  static of(dictionary: Dictionary, width: number, { ids, positions, sections, keys, cells }: Columns): Table {
    const table = new Table(dictionary, width, [
      ids.map((column) => new Column(column)),
      new Column(positions),
      keys === null ? null : new Column(keys),
      new Column(cells),
    ]);
    return table.#within(sections === null ? null : new Column(sections));
  }

  #within(sections: Column | null): this {
    this.#sections = sections;
    return this;
  }

  get length(): number {
    return this.#positions.length;
  }

  /** @param end of a link, 0 for its first */
  id(row: number, end = 0): string {
    return this.dictionary.at(this.#ids[end].at(row)) as string;
  }

  position(row: number): number {
    return this.#positions.at(row);
  }

  /** The section that its position is in; null if the kind has only one. */
  section(row: number): string | null {
    return this.#sections === null ? null : (this.dictionary.at(this.#sections.at(row)) as string | null);
  }

  /** Notes the section of all rows that there are, of a kind that has several. */
  nameSection(section: string): void {
    this.#sections = new Column();
    const cell = this.dictionary.constant(section);
    for (let row = 0; row < this.length; row++) this.#sections.push(cell);
  }

  key(row: number): string {
    return this.#keys === null ? '' : (this.dictionary.at(this.#keys.at(row)) as string);
  }

  /** Whether a link has that key. */
  hasKey(key: string): boolean {
    for (let row = 0; row < this.length; row++) if (this.key(row) === key) return true;
    return false;
  }

  at(row: number, field: number): Value {
    return this.dictionary.at(this.#cells.at(row * this.width + field));
  }

  values(row: number): Value[] {
    return Array.from({ length: this.width }, (_, field) => this.at(row, field));
  }

  row(row: number): Row {
    const ids = this.#ids.map((_, end) => this.id(row, end));
    return { ids, position: this.position(row), key: this.key(row), values: this.values(row) };
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let row = 0; row < this.length; row++) yield this.row(row);
  }

  put(row: number, field: number, value: Value): void {
    this.#cells.put(row * this.width + field, this.dictionary.constant(value));
  }

  putCell(row: number, field: number, cell: Cell): void {
    this.#cells.put(row * this.width + field, cell);
  }

  putId(row: number, end: number, id: string): void {
    this.#rowOf = null;
    this.#ids[end].put(row, this.dictionary.id(id));
  }

  /** Lets the id that these rows of links have at an end join with no record, even one that has the same id. */
  unjoin(rows: readonly number[], end: number): void {
    if (rows.length === 0) return;
    const cell = this.dictionary.add(this.id(rows[0], end));
    for (const row of rows) this.#ids[end].put(row, cell);
  }

  putKey(row: number, key: string): void {
    this.#keys?.put(row, this.dictionary.constant(key));
  }

  /** Adds a row after the last. */
  add({ ids, position, key, values }: Row): void {
    this.begin(
      ids.map((id) => this.dictionary.id(id)),
      position,
      key,
    );
    for (const value of values) this.addCell(this.dictionary.constant(value));
  }

  /** Begins a row after the last; each of its cells must follow. */
  begin(ids: readonly Cell[], position: number, key: string): void {
    this.#rowOf = null;
    for (let end = 0; end < this.#ids.length; end++) this.#ids[end].push(ids[end]);
    this.#positions.push(position);
    // What is not read is in none.
    this.#sections?.push(blank);
    this.#keys?.push(this.dictionary.constant(key));
  }

  addCell(cell: Cell): void {
    this.#cells.push(cell);
  }

  /** Adds a row like this one after the last, and returns its index. */
  addLike(row: number): number {
    const index = this.length;
    for (const ids of this.#ids) ids.push(ids.at(row));
    this.#positions.push(this.#positions.at(row));
    this.#keys?.push(this.#keys.at(row));
    this.#sections?.push(this.#sections.at(row));
    for (let field = 0; field < this.width; field++) this.#cells.push(this.#cells.at(row * this.width + field));
    return index;
  }

  /** Adds the rows of another table of the same kind after the last. */
  append(other: Table): void {
    this.#rowOf = null;
    const columns = this.#columns();
    const others = other.#columns();
    columns.forEach((column, index) => {
      for (const number of others[index].taken()) column.push(number);
    });
  }

  /** All of them, in one order. */
  #columns(): Column[] {
    const some = [this.#sections, this.#keys].filter((column) => column !== null);
    return [...this.#ids, this.#positions, ...some, this.#cells];
  }

  /** Forgets all rows after the first ones. */
  cut(length: number): void {
    this.#rowOf = null;
    for (const column of this.#columns()) column.cut(column === this.#cells ? length * this.width : length);
  }

  remove(rows: Iterable<number>): void {
    const gone = new Set(rows);
    const rest = this.pick(this.#rows().filter((row) => !gone.has(row)));
    this.#rowOf = null;
    [this.#ids, this.#positions, this.#keys, this.#cells] = [rest.#ids, rest.#positions, rest.#keys, rest.#cells];
    this.#sections = rest.#sections;
  }

  /** A copy: changing one does not change the other. */
  copy(dictionary = this.dictionary): Table {
    const ids = this.#ids.map((column) => column.copy());
    const columns = [ids, this.#positions.copy(), this.#keys?.copy() ?? null, this.#cells.copy()] as const;
    return new Table(dictionary, this.width, columns).#within(this.#sections?.copy() ?? null);
  }

  /** These of its rows, each once. */
  pick(rows: Int32Array): Table {
    const ids = this.#ids.map((column) => column.pick(rows));
    const [positions, keys] = [this.#positions.pick(rows), this.#keys?.pick(rows) ?? null];
    const columns = [ids, positions, keys, this.#cells.pick(rows, this.width)] as const;
    return new Table(this.dictionary, this.width, columns).#within(this.#sections?.pick(rows) ?? null);
  }

  /** For each row, the first one that has the same id, or the same two. */
  firstAlike(): Int32Array {
    const [first, second] = this.#ids.map((column) => column.taken());
    if (second === undefined) return this.rowsAt(this, 0);
    const pairs = new Pairs(first, second);
    const rows = new Int32Array(first.length);
    for (let row = 0; row < rows.length; row++) rows[row] = pairs.firstLike(row);
    return rows;
  }

  /** For each row of links, the row here that has the id at this end of the link; nowhere if none has. */
  rowsAt(links: Table, end: 0 | 1): Int32Array {
    const rowOf = this.#rowsById();
    const ids = links.#ids[end].taken();
    const rows = new Int32Array(ids.length);
    for (let row = 0; row < rows.length; row++) rows[row] = rowOf[ids[row]];
    return rows;
  }

  /** The rows that have this id, or these two. */
  rowsWith(ids: readonly string[]): Int32Array {
    const cells = ids.map((id) => this.dictionary.id(id));
    return this.#rows().filter((row) => cells.every((cell, end) => this.#ids[end].at(row) === cell));
  }

  noteIds(ids: Map<string, Cell>): void {
    for (const column of this.#ids)
      for (const cell of column.taken()) ids.set(this.dictionary.at(cell) as string, cell as Cell);
  }

  columns(): Columns {
    return {
      ids: this.#ids.map((column) => column.taken()),
      positions: this.#positions.taken(),
      sections: this.#sections?.taken() ?? null,
      keys: this.#keys?.taken() ?? null,
      cells: this.#cells.taken(),
    };
  }

  #rows(): Int32Array {
    return this.#positions.taken().map((_, row) => row);
  }

  #rowsById(): Int32Array {
    const { length } = this.dictionary.values;
    // Other tables may have brought ids since.
    if (this.#rowOf === null || this.#rowOf.length < length) {
      this.#rowOf = new Int32Array(length).fill(nowhere);
      const ids = this.#ids[0].taken();
      for (let row = ids.length - 1; row >= 0; row--) this.#rowOf[ids[row]] = row;
    }
    return this.#rowOf;
  }
}
