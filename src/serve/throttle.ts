import { createHash } from 'node:crypto';

/** How many wrong passwords one account may get, and one address may send, in how many milliseconds. */
export const wrongPasswords = { ofAccount: 10, fromAddress: 100, within: 15 * 60 * 1000 } as const;

const mostKept = 20_000;

/** Somebody who sends a password. */
export interface Guess {
  /** The name of the account, whether or not it exists. */
  readonly name: string;
  /** By `digestOfAddress`. */
  readonly from: string;
  readonly address: string;
  /** Whether that account has signed in from there before. */
  readonly isKnown: boolean;
}

/**
 * Slows down guessing of passwords: for one account from any number of addresses, and from one address for any number
 * of accounts. It ends when the oldest wrong password is long enough ago. People who have signed in from an address
 * before have guesses of their own there, so others who guess keep nobody out of their own office. Names that nobody
 * has are counted alike, so it gives nothing away.
 */
export class Throttle {
  readonly #guesses = new Map<string, readonly number[]>();

  /**
   * Counts a guess before it is checked, so many at once are counted too.
   * @returns how many seconds to wait if there were too many; such a guess does not count
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

  /**
   * The password was right: it was no guess, nor were those before it from a known address; it says nothing of others
   * who guess.
   */
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

/** The same somebody who sends a code: those that are wrong count by themselves, and no right password clears them. */
export function codeGuess({ name, from, address, isKnown }: Guess): Guess {
  return { name: digestOf('code', name), from: digestOf('code', from), address, isKnown };
}

/** Means an account at an address: the database keeps nobody's address. */
export function digestOfAddress(name: string, address: string): string {
  return digestOf('account at address', name, address);
}

/** The oldest entry comes first, and goes first. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [[first = ''] = []] = map;
  if (map.size > mostKept) map.delete(first);
}

/** As short even for a very long name. */
function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
