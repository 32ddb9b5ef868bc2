import { createHash } from 'node:crypto';

/** How many wrong passwords a name may be given with, in how many milliseconds, from wherever they come. */
export const wrongPasswords = { most: 10, within: 15 * 60 * 1000 } as const;

const mostNames = 20_000;

/**
 * Slows down who guesses the password of one account, from however many addresses. It is over when the oldest guess is
 * long enough ago; an address from which that account has signed in has guesses of its own, so that nobody is kept out of
 * their own office by others who guess. Names that nobody has are counted alike, so that it tells nothing.
 */
export class Throttle {
  readonly #guesses = new Map<string, readonly number[]>();
  readonly #known = new Map<string, true>();

  /**
   * Counts a guess before it is looked at, so that many at once are counted as well.
   * @returns how many seconds to wait, where there were too many; such a one does not count
   */
  guess(name: string, address: string, now: Date): number | null {
    const key = this.#keyOf(name, address);
    const recent = (this.#guesses.get(key) ?? []).filter((at) => at > now.getTime() - wrongPasswords.within);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= wrongPasswords.most)
      return Math.max(1, Math.ceil((oldest + wrongPasswords.within - now.getTime()) / 1000));
    put(this.#guesses, key, [...recent, now.getTime()]);
    return null;
  }

  /** The password was right: that was no guess, and from here none before it was; of who else guesses it tells nothing. */
  clear(name: string, address: string): void {
    const key = this.#keyOf(name, address);
    const others = this.#known.has(key) ? [] : (this.#guesses.get(key) ?? []).slice(0, -1);
    if (others.length === 0) this.#guesses.delete(key);
    else put(this.#guesses, key, others);
    put(this.#known, digestOf(name, address), true);
  }

  #keyOf(name: string, address: string): string {
    const own = digestOf(name, address);
    return this.#known.has(own) ? own : digestOf(name);
  }
}

/** What was put in the longest ago comes first, and goes first. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [[first = ''] = []] = map;
  if (map.size > mostNames) map.delete(first);
}

/** As short for a name that is as long as a book. */
function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
