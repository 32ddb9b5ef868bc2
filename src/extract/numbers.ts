const firstRoom = 64;

/** A list of whole numbers that grows. */
export class Numbers {
  #all = new Int32Array(firstRoom);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#all.length) {
      const more = new Int32Array(2 * this.#length);
      more.set(this.#all);
      this.#all = more;
    }
    this.#all[this.#length++] = number;
  }

  /** All of them; the list is not to be added to after that. */
  taken(): Int32Array {
    return this.#all.subarray(0, this.#length);
  }
}
