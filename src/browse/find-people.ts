import { readWord, type FoundWord } from './found-word.js';
import { moreAndMore } from './more-and-more.js';
import type { Store } from '../load/dialect.js';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { typedWords } from '../pipeline/text/search-words.js';

/** A record in the tables of a school. */
export interface FoundId {
  readonly school: string;
  readonly kind: RecordKind;
  readonly id: string;
}

export interface FoundIds {
  readonly found: readonly FoundId[];
  /** Whether there are more. */
  readonly isMore: boolean;
}

export interface FoundByName extends FoundIds {
  /** All that were met, also those that are too many to show. */
  readonly met: readonly FoundId[];
  /** Whether all schools were searched for them: enough in the first ones end it. */
  readonly isWhole: boolean;
}

/** What a school has of the words looked for so far. */
interface Candidates {
  readonly words: readonly FoundWord[];
  /** By table, the ids of those who have all of them; read only where it is asked for. */
  readonly ids: () => Ids;
}

type Ids = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * People who have all the words that somebody typed, each by its beginning; who has more of them whole comes first. Those
 * who left are found until they are emptied.
 * @param schools in the order in which they are searched
 * @param most how many at most
 */
export async function findPeople(
  store: Pick<Store, 'knex' | 'dialect'>,
  { records }: Pick<Pipeline, 'records'>,
  schools: readonly string[],
  text: string,
  most: number,
): Promise<FoundByName> {
  const kinds = new Map(records.filter(({ find }) => find.length > 0).map((kind) => [kind.table, kind]));
  const search = new Search(store, typedWords(text));
  const found: (FoundId & { readonly whole: number })[] = [];
  let searched = 0;
  for (const some of moreAndMore(schools, () => most + 1 - found.length)) {
    searched += some.length;
    for (const [school, having] of await search.in(some)) {
      const whole = wholeWordsOf(having);
      for (const [table, ids] of having.ids()) {
        const kind = kinds.get(table);
        if (kind === undefined) continue;
        for (const id of ids) found.push({ school, kind, id, whole: whole(table, id) });
      }
    }
  }
  const places = new Map(schools.map((school, at) => [school, at]));
  const place = ({ school }: FoundId): number => places.get(school) ?? 0;
  found.sort((a, b) => b.whole - a.whole || place(a) - place(b));
  const isMore = found.length > most;
  return { found: found.slice(0, most), isMore, met: found, isWhole: searched === schools.length };
}

class Search {
  /** Of each word, how much it has found so far, and in how many schools it was looked for. */
  readonly #met: Map<string, { weight: number; schools: number }>;

  constructor(
    private readonly store: Pick<Store, 'knex' | 'dialect'>,
    words: readonly string[],
  ) {
    // Until that is known, the longest probably takes least.
    const byLength = [...words].sort((a, b) => b.length - a.length);
    this.#met = new Map(byLength.map((word) => [word, { weight: 0, schools: 0 }]));
  }

  /** By school, who has all the words: the one that takes least to read is looked for first, and each further one only where the ones before it are. */
  async in(schools: readonly string[]): Promise<ReadonlyMap<string, Candidates>> {
    let left: ReadonlyMap<string, Candidates> | null = null;
    for (const word of this.#lightestFirst()) {
      const where: readonly string[] = left === null ? schools : [...left.keys()];
      if (where.length === 0) break;
      left = narrowed(left, await this.#read(where, word));
    }
    return left ?? new Map<string, never>();
  }

  #lightestFirst(): string[] {
    const share = (word: string): number => {
      const { weight, schools } = this.#met.get(word) ?? { weight: 0, schools: 0 };
      return schools === 0 ? Infinity : weight / schools;
    };
    const words = [...this.#met.keys()];
    return words.every((word) => share(word) === Infinity) ? words : words.sort((a, b) => share(a) - share(b));
  }

  async #read(schools: readonly string[], word: string): Promise<ReadonlyMap<string, FoundWord>> {
    const found = await readWord(this.store, schools, word);
    const met = this.#met.get(word);
    if (met !== undefined) {
      met.schools += schools.length;
      for (const { weight } of found.values()) met.weight += weight;
    }
    return found;
  }
}

function narrowed(
  before: ReadonlyMap<string, Candidates> | null,
  found: ReadonlyMap<string, FoundWord>,
): ReadonlyMap<string, Candidates> {
  const now = new Map<string, Candidates>();
  for (const [school, word] of found) {
    if (before === null) {
      now.set(school, { words: [word], ids: () => idsOf(word, () => true) });
      continue;
    }
    const earlier = before.get(school);
    if (earlier === undefined) continue;
    const had = earlier.ids();
    const ids = idsOf(word, (table, id) => had.get(table)?.has(id) === true);
    if (ids.size > 0) now.set(school, { words: [...earlier.words, word], ids: () => ids });
  }
  return now;
}

function idsOf(word: FoundWord, isOne: (table: string, id: string) => boolean): Ids {
  const all = new Map<string, Set<string>>();
  word.each((table, id) => {
    if (!isOne(table, id)) return;
    const ids = all.get(table);
    if (ids === undefined) all.set(table, new Set([id]));
    else ids.add(id);
  });
  return all;
}

/** How many of the words a record has whole. */
function wholeWordsOf({ words }: Candidates): (table: string, id: string) => number {
  const whole = words.map((word) => {
    const ids = new Set<string>();
    word.each((table, id, isWhole) => {
      if (isWhole) ids.add(`${table}\0${id}`);
    });
    return ids;
  });
  return (table, id) => whole.filter((ids) => ids.has(`${table}\0${id}`)).length;
}
