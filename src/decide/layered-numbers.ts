/** Numbers by index. One laid over another keeps only what differs: a question about few does not copy the many. */
export class LayeredNumbers {
  #changed: Map<number, number> | null = null;

  constructor(
    private readonly numbers: Int32Array,
    private readonly isOver = false,
  ) {}

  at(index: number): number {
    return this.#changed?.get(index) ?? this.numbers[index];
  }

  put(index: number, number: number): void {
    if (this.isOver) (this.#changed ??= new Map()).set(index, number);
    else this.numbers[index] = number;
  }

  add(index: number, number: number): void {
    this.put(index, this.at(index) + number);
  }

  /** One over this one, which must no longer change. */
  over(): LayeredNumbers {
    return new LayeredNumbers(this.numbers, true);
  }
}
