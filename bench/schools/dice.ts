/** Uniform numbers in [0, 1) by mulberry32: Math.random cannot be seeded. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

/**
 * Dice for one thing of a school, by the school's seed, the purpose, and the thing's number. Each thing has its own
 * dice, so it can be made again without the ones before it.
 */
export class Dice {
  private readonly next: () => number;

  constructor(seed: number, purpose: number, number: number) {
    this.next = mulberry32(
      Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35),
    );
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** Different numbers below a limit; fewer than asked for if there are not enough. */
  distinct(size: number, limit: number): number[] {
    const found = new Set<number>();
    for (let tries = 0; tries < 2 * size && found.size < Math.min(size, limit); tries++) found.add(this.below(limit));
    return [...found];
  }
}
