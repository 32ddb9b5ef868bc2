import type { Knex } from 'knex';
import type { Store } from '../load/dialect.js';
import { foldAccents, trim } from '../pipeline/text.js';

/** Narrows a query down to rows in which all words stand, in any of the columns, in any case, with or without accents. */
export function holdingWords(
  { dialect }: Store,
  query: Knex.QueryBuilder,
  columns: readonly string[],
  search: string,
): Knex.QueryBuilder {
  const text = `concat_ws(' ', ${columns.map(() => '??').join(', ')})`;
  for (const word of wordsOf(search))
    query.whereRaw(`${dialect.folded(text)} like ? escape '!'`, [...columns, `%${word.replace(/[!%_]/g, '!$&')}%`]);
  return query;
}

/** @returns the words as they are compared */
function wordsOf(search: string): string[] {
  const text = trim(foldAccents(search));
  return text === '' ? [] : text.split(/\p{White_Space}+/u);
}
