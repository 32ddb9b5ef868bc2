import { createHash } from 'node:crypto';

/** How many wrong passwords a name may be given with, in how many milliseconds, from wherever they come. */
export const wrongPasswords = { most: 10, within: 15 * 60 * 1000 } as const;

const mostNames = 20_000;

/**
 * Slows down who guesses the password of one account, from however many addresses. It is over when the oldest guess is
 * long enough ago: nobody is kept out for ever. Names that nobody has are counted alike, so that it tells nothing.
 */
export class Throttle {
  readonly #guesses = new Map<string, number[]>();

  /**
   * Counts a guess before it is looked at, so that many at once are counted as well.
   * @returns how many seconds to wait, where there were too many; such a one does not count
   */
  guess(name: string, now: Date): number | null {
    const key = keyOf(name);
    const recent = (this.#guesses.get(key) ?? []).filter((at) => at > now.getTime() - wrongPasswords.within);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= wrongPasswords.most)
      return Math.max(1, Math.ceil((oldest + wrongPasswords.within - now.getTime()) / 1000));
    // Put in anew: what was not guessed at for the longest time comes first, and goes first.
    this.#guesses.delete(key);
    this.#guesses.set(key, [...recent, now.getTime()]);
    if (this.#guesses.size > mostNames) for (const [first] of this.#guesses) return this.#forget(first);
    return null;
  }

  /** The password was right. */
  clear(name: string): void {
    this.#guesses.delete(keyOf(name));
  }

  #forget(key: string): null {
    this.#guesses.delete(key);
    return null;
  }
}

/** As short for a name that is as long as a book. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64');
}
