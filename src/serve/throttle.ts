import { createHash } from 'node:crypto';

/** How many wrong passwords an account may be given with, and one address may send, in how many milliseconds. */
export const wrongPasswords = { ofAccount: 10, fromAddress: 100, within: 15 * 60 * 1000 } as const;

const mostKept = 20_000;

/** Somebody who sends a password. */
export interface Guess {
  /** Of the account, whether or not there is one. */
  readonly name: string;
  /** By `digestOfAddress`. */
  readonly from: string;
  readonly address: string;
  /** Whether that account has signed in from there before. */
  readonly isKnown: boolean;
}

/**
 * Slows down who guesses passwords: of one account from however many addresses, and from one address of however many
 * accounts. It is over when the oldest wrong one is long enough ago. Who has signed in from an address before has guesses of
 * their own there, so that nobody is kept out of their own office by others who guess. Names that nobody has are counted
 * alike, so that it tells nothing.
 */
export class Throttle {
  readonly #guesses = new Map<string, readonly number[]>();

  /**
   * Counts a guess before it is looked at, so that many at once are counted as well.
   * @returns how many seconds to wait, where there were too many; such a one does not count
   */
  guess(guess: Guess, now: Date): number | null {
    const counted = countsOf(guess).map(({ key, most }) => {
      const recent = (this.#guesses.get(key) ?? []).filter((at) => at > now.getTime() - wrongPasswords.within);
      const isOver = recent.length >= most;
      return { key, recent, wait: isOver ? recent[0] + wrongPasswords.within - now.getTime() : 0 };
    });
    const longest = Math.max(...counted.map(({ wait }) => wait));
    if (longest > 0) return Math.max(1, Math.ceil(longest / 1000));
    for (const { key, recent } of counted) put(this.#guesses, key, [...recent, now.getTime()]);
    return null;
  }

  /** The password was right: that was no guess, and where it is known none before it was; of who else guesses it tells nothing. */
  clear(guess: Guess): void {
    for (const { key } of countsOf(guess)) {
      const others = guess.isKnown ? [] : (this.#guesses.get(key) ?? []).slice(0, -1);
      if (others.length === 0) this.#guesses.delete(key);
      else put(this.#guesses, key, others);
    }
  }
}

function countsOf({ name, from, address, isKnown }: Guess): { readonly key: string; readonly most: number }[] {
  const { ofAccount, fromAddress } = wrongPasswords;
  if (isKnown) return [{ key: from, most: ofAccount }];
  return [
    { key: digestOf('account', name), most: ofAccount },
    { key: digestOf('address', address), most: fromAddress },
  ];
}

/** Stands for an account at an address: the database keeps no address of anybody. */
export function digestOfAddress(name: string, address: string): string {
  return digestOf('account at address', name, address);
}

/** What was put in the longest ago comes first, and goes first. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [[first = ''] = []] = map;
  if (map.size > mostKept) map.delete(first);
}

/** As short for a name that is as long as a book. */
function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
