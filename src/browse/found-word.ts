import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { wordsTable } from '../load/words/words-table.js';
import { isShort } from '../pipeline/text/search-words.js';

/** Which records of a school are found by what somebody typed as one word. */
export class FoundWord {
  /** @param text of each row: its start, whether it is the word itself, its table and its ids as JSON */
  constructor(private readonly text: string) {}

  /** About how long it takes to read, in characters. */
  get weight(): number {
    return this.text.length + countOf(rowStart, this.text) * charactersOfRow;
  }

  /**
   * The ids of the records, by table. One that is found by several words, as by a name and an email address, may be there again.
   * @param use `isWhole`: whether it is the word that was typed, not only one that begins with it
   */
  each(use: (table: string, id: string, isWhole: boolean) => void): void {
    const { text } = this;
    const hasEscapes = text.includes('\\');
    for (let start = 0; start < text.length;) {
      const next = text.indexOf(rowStart, start + rowStart.length);
      const end = next < 0 ? text.length : next;
      const list = text.indexOf('[', start);
      const isWhole = text[start + rowStart.length] === wholeWord;
      const table = text.slice(start + rowStart.length + wholeWord.length, list);
      // Without escapes, what stands between quotes is an id. This takes a tenth of the time of JSON.
      if (!hasEscapes && text.startsWith('["', list) && text.endsWith('"]', end))
        for (let at = list + 2; at < end - 1; at = text.indexOf('"', at) + '","'.length)
          use(table, text.slice(at, text.indexOf('"', at)), isWhole);
      else for (const id of JSON.parse(text.slice(list, end)) as string[]) use(table, id, isWhole);
      start = end;
    }
  }
}

/** What a row takes besides its ids: measured, in the time that a character of these takes. */
const charactersOfRow = 90;

/** No id has one as it is: JSON escapes it. */
const rowStart = '\n';
const wholeWord = '=';
const longerWord = '-';

function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** Comes after every text that begins with a word, in the order of bytes. */
const last = '\u{10ffff}';

/**
 * Who is found by the beginning of a word, by school. Where a database joins texts quickly, all that a school has of it
 * comes as one row: a parent's email address often begins with the name, and so many rows take twice the time.
 */
export async function readWord(
  { knex, dialect }: Pick<Store, 'knex' | 'dialect'>,
  schools: readonly string[],
  word: string,
): Promise<ReadonlyMap<string, FoundWord>> {
  const isJoined = dialect.joined !== null;
  const row = `concat('${rowStart}', case when word = ? then '${wholeWord}' else '${longerWord}' end, table_name, ids)`;
  const text = knex.raw(`${dialect.joined?.(row) ?? row} as found`, [word]);
  const rows: unknown = await guarded(`Reading table ${wordsTable}`, () => {
    const query = knex(wordsTable).whereIn('school_id', schools);
    if (isShort(word)) void query.where({ word });
    else void query.where('word', '>=', word).where('word', '<', word + last);
    if (isJoined) void query.groupBy('school_id');
    return query.select('school_id', text);
  });
  const texts = new Map<string, string>();
  for (const { school_id: school, found } of rows as { school_id: string; found: string }[])
    texts.set(school, (texts.get(school) ?? '') + found);
  return new Map(Array.from(texts, ([school, found]) => [school, new FoundWord(found)]));
}
