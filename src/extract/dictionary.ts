import type { Value } from './extract.js';

/** The number of the blank, in every dictionary. */
export const blank = 0;

/** The values of one document, each under the number by which its records and links name it. */
export class Dictionary {
  readonly values: Value[] = [null];
  readonly #ids = new Map<string, number>();
  readonly #constants = new Map<Value, number>([[null, blank]]);

  /** An id has one number, so that whoever joins records compares numbers. */
  id(id: string): number {
    return this.#once(this.#ids, id);
  }

  /** One of a few: a yes, a no, or what the pipeline says. */
  constant(value: Value): number {
    return this.#once(this.#constants, value);
  }

  /** A value that may stand under another number too. */
  add(value: Value): number {
    return this.values.push(value) - 1;
  }

  #once<T extends Value>(numbers: Map<T, number>, value: T): number {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    const number = this.add(value);
    numbers.set(value, number);
    return number;
  }
}
