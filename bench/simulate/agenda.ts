/** What happens when: the earliest first, and of one time what was planned first. Times are seconds. */
export class Agenda<E> {
  readonly #heap: { readonly time: number; readonly number: number; readonly event: E }[] = [];
  #planned = 0;

  plan(time: number, event: E): void {
    const heap = this.#heap;
    let at = heap.push({ time, number: this.#planned++, event }) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isEarlier(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  /** Takes the earliest out; null if nothing is planned. */
  next(): { readonly time: number; readonly event: E } | null {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined) return null;
    if (heap.length === 0) return last;
    const [first] = heap;
    heap[0] = last;
    this.#sink();
    return first;
  }

  #sink(): void {
    const { length } = this.#heap;
    for (let at = 0; ;) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2]) if (below < length && this.#isEarlier(below, least)) least = below;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #isEarlier(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    return a.time < b.time || (a.time === b.time && a.number < b.number);
  }

  #swap(one: number, other: number): void {
    [this.#heap[one], this.#heap[other]] = [this.#heap[other], this.#heap[one]];
  }
}
