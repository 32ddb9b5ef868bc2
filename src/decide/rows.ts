import { blank } from '../extract/dictionary.js';
import type { Value } from '../extract/extract.js';

/** What numbers stand for: the values of an extract, and behind them those that rules give or make of them. */
export class Values {
  readonly #given: Value[] = [];
  readonly #numbers = new Map<Value, number>([[null, blank]]);

  constructor(private readonly read: readonly Value[]) {}

  at(number: number): Value {
    const given = number - this.read.length;
    return given < 0 ? this.read[number] : this.#given[given];
  }

  /** The number of a value that is given. It may be that the extract has the same one under another. */
  numberOf(value: Value): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const number = this.read.length + this.#given.push(value) - 1;
    this.#numbers.set(value, number);
    return number;
  }
}

/**
 * The rows of a kind's fields, as numbers of values. An extract's own are not copied before one of them changes, and where
 * all rows are the same there is one.
 */
export class Rows {
  #numbers: Int32Array;
  #length: number;
  /** From the start of a row to that of the next: 0 where all are the same one. */
  #step: number;
  #isOwn = false;

  private constructor(
    private readonly values: Values,
    private readonly width: number,
    given: { readonly numbers: Int32Array; readonly length: number; readonly step: number },
  ) {
    this.#numbers = given.numbers;
    this.#length = given.length;
    this.#step = given.step;
  }

  /** @param numbers row after row; they stay as they are */
  static of(values: Values, width: number, numbers: Int32Array, length: number): Rows {
    return new Rows(values, width, { numbers, length, step: width });
  }

  static same(values: Values, row: readonly Value[], length: number): Rows {
    const numbers = Int32Array.from(row, (value) => values.numberOf(value));
    return new Rows(values, row.length, { numbers, length, step: 0 });
  }

  at(row: number, field: number): Value {
    return this.values.at(this.#numbers[row * this.#step + field]);
  }

  /** What a field's values are made into, which is asked once for all rows that have the same number. */
  made<T>(field: number, make: (value: Value) => T): (row: number) => T {
    const known = new Map<number, T>();
    return (row) => {
      const number = this.#numbers[row * this.#step + field];
      if (!known.has(number)) known.set(number, make(this.values.at(number)));
      return known.get(number) as T;
    };
  }

  of(row: number): Value[] {
    return Array.from({ length: this.width }, (_, field) => this.at(row, field));
  }

  put(row: number, field: number, value: Value): void {
    if (!this.#isOwn) this.#copy(this.#length);
    this.#numbers[row * this.width + field] = this.values.numberOf(value);
  }

  /** Puts a row like this one behind the last: gives its index. */
  add(row: number): number {
    const index = this.#length;
    if (this.#step > 0) {
      // Few rows are added to many: room for twice as many would be most of what a large school takes.
      if (!this.#isOwn || this.#numbers.length < (index + 1) * this.width) this.#copy(index + 64 + (index >> 3));
      this.#numbers.copyWithin(index * this.width, row * this.width, (row + 1) * this.width);
    }
    this.#length++;
    return index;
  }

  /** Those of these indexes, in their order. */
  only(indexes: Int32Array): Rows {
    if (indexes.length === this.#length) return this;
    if (this.#step === 0)
      return new Rows(this.values, this.width, { numbers: this.#numbers, length: indexes.length, step: 0 });
    return Rows.of(this.values, this.width, picked(this.#numbers, indexes, this.width), indexes.length);
  }

  /** Makes rows of its own, and room for so many. */
  #copy(room: number): void {
    const own = new Int32Array(room * this.width);
    if (this.#step > 0) own.set(this.#numbers.subarray(0, this.#length * this.width));
    else for (let row = 0; row < this.#length; row++) own.set(this.#numbers, row * this.width);
    this.#numbers = own;
    this.#step = this.width;
    this.#isOwn = true;
  }
}

/** Of a column those of these indexes: the column itself where it is all. */
export function picked(column: Int32Array, indexes: Int32Array, width = 1): Int32Array {
  if (indexes.length * width === column.length) return column;
  const some = new Int32Array(indexes.length * width);
  indexes.forEach((index, at) => {
    for (let field = 0; field < width; field++) some[at * width + field] = column[index * width + field];
  });
  return some;
}
