/**
 * Which links there are, by the numbers of the ids at their ends. A Map of texts made of two ids cost as much as all
 * other work on a link, so this is a table of its own; it has two places for each link, so it never fills.
 */
export class Pairs {
  /** One more than a row, so that zero is a free place. */
  readonly #places: Int32Array;

  constructor(
    private readonly first: Int32Array,
    private readonly second: Int32Array,
  ) {
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * first.length + 1)));
  }

  /** The first of the rows asked about that has the same two as this one; this row if none did before. */
  firstLike(row: number): number {
    const [first, second] = [this.first[row], this.second[row]];
    const last = this.#places.length - 1;
    for (let place = mix(first, second) & last; ; place = (place + 1) & last) {
      const known = this.#places[place] - 1;
      if (known < 0) {
        this.#places[place] = row + 1;
        return row;
      }
      if (this.first[known] === first && this.second[known] === second) return known;
    }
  }
}

function mix(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
