const consonants = 'bdfghjklmnprstvwz';
const vowels = 'aeiou';
/** From this attempt on, words of digits become letters: where ids are dense, every longer number has one in it. */
const lettersFrom = 200;

/** Words in place of others: as long, in the same letters and digits, as if they meant something. */
export class Invented {
  readonly #kept = new Map<string, string>();
  readonly #used = new Set<string>();
  #state: number;

  constructor(seed: number) {
    this.#state = seed + 1;
  }

  /** Replaces the words of one text. What is made is kept only if that is said. */
  begin(attempt: number) {
    const made = new Map<string, string>();
    return {
      instead: (word: string): string => {
        const key = word.toLowerCase();
        const known = this.#kept.get(key) ?? made.get(key);
        const other = known ?? this.#new(key, attempt, new Set(made.values()));
        if (known === undefined) made.set(key, other);
        return inCaseOf(word, other);
      },
      isAny: (): boolean => made.size > 0,
      keep: (): void => {
        for (const [key, other] of made) {
          this.#kept.set(key, other);
          this.#used.add(other);
        }
      },
    };
  }

  #new(word: string, attempt: number, more: ReadonlySet<string>): string {
    for (let longer = Math.floor((attempt % lettersFrom) / 20); ; longer++)
      for (let tries = 0; tries < 20; tries++) {
        const other = this.#like(word, longer, attempt >= lettersFrom);
        if (other !== word && !this.#used.has(other) && !more.has(other)) return other;
      }
  }

  #like(word: string, longer: number, isOfLetters: boolean): string {
    const characters = [...word].filter((character) => !/\p{M}/u.test(character));
    const last = characters.at(-1) ?? 'a';
    const all = [...characters, ...Array<string>(longer).fill(last)];
    return all
      .map((character, at) => {
        if (/\p{N}/u.test(character) && !isOfLetters) {
          if (character === '0' && at === 0 && all.length > 1) return '0';
          return String(at === 0 && all.length > 1 ? 1 + this.#below(9) : this.#below(10));
        }
        const letters = at % 2 === 0 ? consonants : vowels;
        return letters[this.#below(letters.length)];
      })
      .join('');
  }

  /** The same numbers each time, so the same record always makes the same case. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}

function inCaseOf(word: string, other: string): string {
  const pattern = [...word];
  return [...other]
    .map((character, at) => {
      const like = pattern[at];
      return like !== undefined && like !== like.toLowerCase() ? character.toUpperCase() : character;
    })
    .join('');
}
