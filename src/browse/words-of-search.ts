import type { Knex } from 'knex';
import { wordsOf } from '../pipeline/text/folding.js';
import { isBlank } from '../pipeline/text/text.js';
import { withDaysAsStored } from './days-of-search.js';

/** So that nobody's search holds up everybody's. */
const most = { characters: 200, words: 10 };

/**
 * Narrows a query down to rows in which all words stand, in any of the columns, however they are spelt. Of a long search its
 * beginning counts.
 * @param columns with the folded texts of what is searched (load/folded-columns.ts)
 */
export function holdingWords(query: Knex.QueryBuilder, columns: readonly string[], search: string): Knex.QueryBuilder {
  const typed = withDaysAsStored(search.slice(0, most.characters));
  if (isBlank(typed)) return query;
  const words = wordsOf(typed).slice(0, most.words);
  // Nothing but punctuation is found nowhere, rather than everywhere.
  if (words.length === 0) return query.whereRaw('1 = 0');
  // No part of a folded word is one that `like` reads in its own way, and no word is found over the end of a part.
  const text = `concat_ws('', ${columns.map(() => '??').join(', ')}) like ?`;
  for (const word of words) query.whereRaw(text, [...columns, `%${word}%`]);
  return query;
}
