/** How many different values of one path are told apart, and of all paths together: each takes some 50 bytes. */
export const mostDistinct = 50_000;
const mostTogether = 1_000_000;
/** Values that are kept beside each other by the entry that has them. */
const mostInRows = 4_000_000;

/** What the paths of a survey may still take. */
export class Room {
  #left = mostTogether;
  #rows = mostInRows;

  take(): boolean {
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }

  takeRow(): boolean {
    if (this.#rows === 0) return false;
    this.#rows--;
    return true;
  }
}

/** Counts the different values of a path. It has a hash of each, and no value. */
export class Distinct {
  readonly #hashes = new Set<number>();
  #isMore = false;

  constructor(private readonly room: Room) {}

  get count(): number {
    return this.#hashes.size;
  }

  /** Whether there are more than were counted. */
  get isMore(): boolean {
    return this.#isMore;
  }

  add(hash: number): void {
    if (this.#hashes.has(hash)) return;
    if (this.#hashes.size < mostDistinct && this.room.take()) this.#hashes.add(hash);
    else this.#isMore = true;
  }

  addAll(others: Distinct): void {
    for (const hash of others.#hashes) this.add(hash);
    this.#isMore ||= others.#isMore;
  }

  has(text: string): boolean {
    return this.#hashes.has(hashOfValue(text));
  }

  /** Whether a hash that was added is that of a text. */
  isOf(text: string, hash: number): boolean {
    return hashOfValue(text) === hash;
  }

  /** How many of these are among others. */
  countIn(others: Distinct): number {
    let found = 0;
    for (const hash of this.#hashes) if (others.#hashes.has(hash)) found++;
    return found;
  }
}

/** 53 bits, so among 50,000 values no two have the same one but once in some 7 million files. */
export function hashOfValue(text: string): number {
  let low = 0x811c9dc5;
  let high = text.length ^ 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (low >>> 16), 0x7feb352d);
  return (high >>> 11) * 0x100000000 + (low >>> 0);
}
