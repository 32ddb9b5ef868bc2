import { moreAndMore } from './more-and-more.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { hasId, idsOf, type WordRow } from '../load/words/search-words.js';
import { wordsTable } from '../load/words/words-table.js';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { isShort, typedWords } from '../pipeline/text/search-words.js';

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

/** How many of the words each id has whole. */
type Having = ReadonlyMap<string, number>;

/** By school and kind, joined, who has all the words looked for so far; read only where it is asked for. */
type Candidates = ReadonlyMap<string, () => Having>;

/** To look for so few ids takes less time than to read a list. */
const few = 4;

/**
 * People who have all the words that somebody typed, each by its beginning; who has more of them whole comes first. Those
 * who left are found until they are emptied.
 * @param schools in the order in which they are searched
 * @param most how many at most
 */
export async function findPeople(
  store: Pick<Store, 'knex'>,
  { records }: Pick<Pipeline, 'records'>,
  schools: readonly string[],
  text: string,
  most: number,
): Promise<FoundByName> {
  const kinds = new Map(records.filter(({ find }) => find.length > 0).map((kind) => [kind.table, kind]));
  const search = new Search(store, kinds, typedWords(text));
  const found: (FoundId & { readonly whole: number })[] = [];
  let searched = 0;
  for (const some of moreAndMore(schools, () => most + 1 - found.length)) {
    searched += some.length;
    for (const [of, having] of await search.in(some)) {
      const [school = '', table = ''] = of.split('\0');
      const kind = kinds.get(table);
      if (kind !== undefined) for (const [id, whole] of having()) found.push({ school, kind, id, whole });
    }
  }
  const places = new Map(schools.map((school, at) => [school, at]));
  const place = ({ school }: FoundId): number => places.get(school) ?? 0;
  found.sort((a, b) => b.whole - a.whole || place(a) - place(b));
  const isMore = found.length > most;
  return { found: found.slice(0, most), isMore, met: found, isWhole: searched === schools.length };
}

class Search {
  /** Of each word, how much it has found so far, in characters, and in how many schools it was looked for. */
  readonly #met: Map<string, { characters: number; schools: number }>;

  constructor(
    private readonly store: Pick<Store, 'knex'>,
    private readonly kinds: ReadonlyMap<string, RecordKind>,
    words: readonly string[],
  ) {
    // Until it is known which is the rarest, the longest probably is.
    const byLength = [...words].sort((a, b) => b.length - a.length);
    this.#met = new Map(byLength.map((word) => [word, { characters: 0, schools: 0 }]));
  }

  /** Who has all the words: the rarest is looked for first, and each further one only where the ones before it are. */
  async in(schools: readonly string[]): Promise<Candidates> {
    let left: Candidates | null = null;
    for (const word of this.#rarestFirst()) {
      const where: readonly string[] = left === null ? schools : [...new Set(Array.from(left.keys(), schoolOf))];
      if (where.length === 0) break;
      left = narrowed(left, await this.#rows(where, word), word);
    }
    return left ?? new Map<string, never>();
  }

  #rarestFirst(): string[] {
    const share = (word: string): number => {
      const { characters, schools } = this.#met.get(word) ?? { characters: 0, schools: 0 };
      return schools === 0 ? Infinity : characters / schools;
    };
    const words = [...this.#met.keys()];
    return words.every((word) => share(word) === Infinity) ? words : words.sort((a, b) => share(a) - share(b));
  }

  /** By school and kind, joined. */
  async #rows(schools: readonly string[], word: string): Promise<ReadonlyMap<string, readonly FoundRow[]>> {
    const met = this.#met.get(word) ?? { characters: 0, schools: 0 };
    const found = new Map<string, FoundRow[]>();
    for (const row of await readRows(this.store, schools, word)) {
      if (!this.kinds.has(row.table_name)) continue;
      met.characters += row.ids.length;
      const of = `${row.school_id}\0${row.table_name}`;
      const rows = found.get(of);
      if (rows === undefined) found.set(of, [row]);
      else rows.push(row);
    }
    met.schools += schools.length;
    return found;
  }
}

function narrowed(
  before: Candidates | null,
  found: ReadonlyMap<string, readonly FoundRow[]>,
  word: string,
): Candidates {
  const now = new Map<string, () => Having>();
  for (const [of, rows] of found) {
    if (before === null) {
      now.set(of, () => having(rows, word));
      continue;
    }
    const earlier = before.get(of)?.();
    const both = earlier === undefined ? null : havingBoth(earlier, rows, word);
    if (both !== null && both.size > 0) now.set(of, () => both);
  }
  return now;
}

function having(rows: readonly FoundRow[], word: string): Having {
  const ids = new Map<string, number>();
  for (const row of rows) {
    const whole = row.word === word ? 1 : 0;
    for (const id of idsOf(row)) ids.set(id, Math.max(ids.get(id) ?? 0, whole));
  }
  return ids;
}

function havingBoth(earlier: Having, rows: readonly FoundRow[], word: string): Having {
  const ids = new Map<string, number>();
  for (const row of rows) {
    const whole = row.word === word ? 1 : 0;
    const some = earlier.size <= few ? [...earlier.keys()].filter((id) => hasId(row, id)) : idsOf(row);
    for (const id of some) {
      const had = earlier.get(id);
      if (had !== undefined) ids.set(id, Math.max(ids.get(id) ?? 0, had + whole));
    }
  }
  return ids;
}

function schoolOf(of: string): string {
  return of.slice(0, of.indexOf('\0'));
}

interface FoundRow extends WordRow {
  readonly school_id: string;
  readonly table_name: string;
}

/** Comes after every text that begins with a word, in the order of bytes. */
const last = '\u{10ffff}';

async function readRows({ knex }: Pick<Store, 'knex'>, schools: readonly string[], word: string): Promise<FoundRow[]> {
  return guarded(`Reading table ${wordsTable}`, () => {
    const query = knex(wordsTable).whereIn('school_id', schools);
    if (isShort(word)) void query.where({ word });
    else void query.where('word', '>=', word).where('word', '<', word + last);
    return query.select<FoundRow[]>('school_id', 'table_name', 'word', 'ids');
  });
}
