const firstRoom = 64;

/** A list of whole numbers that grows. Two may share what they hold until one of them changes it. */
export class Column {
  #all: Int32Array;
  #length: number;
  #isShared = false;

  /** @param all what it holds at first; it stays as it is */
  constructor(all?: Int32Array) {
    this.#all = all ?? new Int32Array(firstRoom);
    this.#length = all?.length ?? 0;
    this.#isShared = all !== undefined;
  }

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return this.#all[index];
  }

  push(number: number): void {
    // A quarter more: doubling would take most of the memory that a large school needs.
    if (this.#isShared || this.#length === this.#all.length) this.#own(this.#length + (this.#length >> 2) + firstRoom);
    this.#all[this.#length++] = number;
  }

  /** Forgets all numbers after the first ones. */
  cut(length: number): void {
    this.#length = length;
  }

  put(index: number, number: number): void {
    if (this.#isShared) this.#own(this.#length);
    this.#all[index] = number;
  }

  /** What it holds; callers must not change it. */
  taken(): Int32Array {
    return this.#all.subarray(0, this.#length);
  }

  /** A copy: changing one does not change the other. */
  copy(): Column {
    this.#isShared = true;
    return new Column(this.taken());
  }

  /**
   * These rows of the numbers, each once.
   * @param width how many numbers a row has
   */
  pick(rows: Int32Array, width = 1): Column {
    if (rows.length * width === this.#length) return this.copy();
    const some = new Int32Array(rows.length * width);
    for (let at = 0, to = 0; at < rows.length; at++)
      for (let from = rows[at] * width, field = 0; field < width; field++) some[to++] = this.#all[from++];
    const picked = new Column(some);
    picked.#isShared = false;
    return picked;
  }

  #own(room: number): void {
    const own = new Int32Array(room);
    own.set(this.taken());
    this.#all = own;
    this.#isShared = false;
  }
}
