import type { Knex } from 'knex';
import type { Store } from '../load/dialect.js';
import { foldSearched } from '../pipeline/text.js';
import { withDaysAsStored } from './days-of-search.js';

/** So that nobody's search holds up everybody's. */
const most = { characters: 200, words: 10 };

/** Stands between two values, so that no word is found over the end of one. */
const between = '\u001f';

/**
 * Narrows a query down to rows in which all words stand, in any of the columns, however they are spelt (`foldSearched`).
 * Of a long search its beginning counts.
 */
export function holdingWords(
  { dialect }: Store,
  query: Knex.QueryBuilder,
  columns: readonly string[],
  search: string,
): Knex.QueryBuilder {
  const typed = withDaysAsStored(search.slice(0, most.characters)).split(/\p{White_Space}+/u);
  const asked = typed.filter((word) => word !== '');
  if (asked.length === 0) return query;
  const words = [...new Set(asked.map(foldSearched))].filter((word) => word !== '').slice(0, most.words);
  // Nothing but punctuation is found nowhere, rather than everywhere.
  if (words.length === 0) return query.whereRaw('1 = 0');
  const text = { sql: `concat_ws(?, ${columns.map(() => '??').join(', ')})`, bindings: [between, ...columns] };
  const { sql, bindings } = dialect.holding(text, words);
  return query.whereRaw(sql, [...bindings]);
}
