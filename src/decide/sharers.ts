import { hashOf } from '../pipeline/text/text.js';

/**
 * How many records share a text. A table of records instead of a Map of texts: nearly all texts of a large school are
 * different, and a Map took as much memory as everything else that warning needs.
 */
export class Sharers {
  /** One more than the index of the first record that has the text; 0 if the place is free. */
  readonly #places: Int32Array;
  readonly #hashes: Int32Array;
  /** By the index of the first. */
  readonly #counts: Int32Array;

  /** @param textOf null for a record that is not counted */
  constructor(
    size: number,
    private readonly textOf: (index: number) => string | null,
  ) {
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * size + 1)));
    this.#hashes = new Int32Array(size);
    this.#counts = new Int32Array(size);
    for (let index = 0; index < size; index++) {
      const text = textOf(index);
      if (text !== null) this.#add(index, text);
    }
  }

  /** How many have this text. */
  of(text: string): number {
    const first = this.#places[this.#placeOf(text, hashOf(text))] - 1;
    return first < 0 ? 0 : this.#counts[first];
  }

  #add(index: number, text: string): void {
    const hash = hashOf(text);
    const place = this.#placeOf(text, hash);
    if (this.#places[place] === 0) {
      this.#places[place] = index + 1;
      this.#hashes[index] = hash;
    }
    this.#counts[this.#places[place] - 1]++;
  }

  /** Where the text is, or would be. */
  #placeOf(text: string, hash: number): number {
    const last = this.#places.length - 1;
    for (let place = hash & last; ; place = (place + 1) & last) {
      const first = this.#places[place] - 1;
      if (first < 0 || (this.#hashes[first] === hash && this.textOf(first) === text)) return place;
    }
  }
}
