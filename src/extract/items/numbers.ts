const firstRoom = 64;

/** A list of whole numbers that grows. */
export class Numbers implements Iterable<number> {
  #all: Int32Array;
  #length = 0;

  /** @param room how many it has room for at first */
  constructor(room = firstRoom) {
    this.#all = new Int32Array(room);
  }

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#all.length) {
      const more = new Int32Array(2 * this.#length + firstRoom);
      more.set(this.#all);
      this.#all = more;
    }
    this.#all[this.#length++] = number;
  }

  [Symbol.iterator](): IterableIterator<number> {
    return this.taken().values();
  }

  at(index: number): number {
    return this.#all[index];
  }

  put(index: number, number: number): void {
    this.#all[index] = number;
  }

  /** All of them; nothing may be added to the list after that. */
  taken(): Int32Array {
    return this.#all.subarray(0, this.#length);
  }
}
