import type { Knex } from 'knex';
import type { Store } from '../load/dialect.js';
import { foldedColumn, typedFoldedColumn } from '../load/tables/folded-columns.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { shownColumns, type ShownColumn } from './columns.js';

/** Of so much of a text its characters decide where its key does not: no database reads less when it puts texts in order. */
const mostCompared = 200;

/**
 * Puts rows of a kind's table in the natural order of some columns (pipeline/folding.ts). Those that fold to the same in all
 * of them go by the texts as they stand. Blanks come last, whichever way.
 * @param table as the query calls it
 */
export function inNaturalOrder(
  { dialect }: Pick<Store, 'dialect'>,
  query: Knex.QueryBuilder,
  { kind, table }: { readonly kind: RecordKind; readonly table: string },
  columns: readonly ShownColumn[],
  direction: 'asc' | 'desc' = 'asc',
): Knex.QueryBuilder {
  for (const { column, folded, part } of placesOf(kind, columns)) {
    const isBlank = 'case when ?? is null then 1 else 0 end';
    const names = [`${table}.${column}`, `${table}.${folded}`];
    query.orderByRaw(`${isBlank}, ${dialect.part('??', part)} ${direction}`, names);
  }
  for (const { column } of columns)
    query.orderByRaw(`${dialect.byBytes(`substr(??, 1, ${String(mostCompared)})`)} ${direction}`, [
      `${table}.${column}`,
    ]);
  return query;
}

/** In which column the key of each stands, and as which of its parts. */
function placesOf(kind: RecordKind, columns: readonly ShownColumn[]) {
  const all = shownColumns(kind);
  return columns.map(({ column, typed }) => {
    const own = all.filter((other) => other.typed === typed);
    const part = own.findIndex((other) => other.column === column) + 1;
    return { column, folded: typed ? typedFoldedColumn : foldedColumn, part };
  });
}
