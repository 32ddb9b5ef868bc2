import type { Knex } from 'knex';
import { wordsOf } from '../pipeline/text/folding.js';
import { isBlank } from '../pipeline/text/text.js';
import { withDaysAsStored } from './days-of-search.js';

/** So nobody's search holds up everybody else's. */
const most = { characters: 200, words: 10 };

/**
 * Narrows a query to rows that contain all words, in any of the columns, however they are spelt. Only the beginning of
 * a long search counts.
 * @param columns with the folded texts of what is searched (load/folded-columns.ts)
 */
export function holdingWords(query: Knex.QueryBuilder, columns: readonly string[], search: string): Knex.QueryBuilder {
  const typed = withDaysAsStored(search.slice(0, most.characters));
  if (isBlank(typed)) return query;
  const words = wordsOf(typed).slice(0, most.words);
  // A search of only punctuation finds nothing, rather than everything.
  if (words.length === 0) return query.whereRaw('1 = 0');
  // No folded word has a character that is special to `like`, and no word is found across the end of a part.
  const text = `concat_ws('', ${columns.map(() => '??').join(', ')}) like ?`;
  for (const word of words) query.whereRaw(text, [...columns, `%${word}%`]);
  return query;
}
