import type { Knex } from 'knex';
import type { Store } from '../load/dialect.js';
import { foldedColumn, typedFoldedColumn } from '../load/tables/folded-columns.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import type { ShownColumn } from './columns.js';

/** If keys are equal, this much of the text decides: every database reads at least that much when it orders texts. */
const mostCompared = 200;

/**
 * Puts rows of a kind's table in the natural order of some columns (pipeline/folding.ts). Rows that fold to the same
 * are ordered by the original texts. Blanks come last in either direction.
 * @param table as the query names it
 */
export function inNaturalOrder(
  { knex, dialect }: Pick<Store, 'knex' | 'dialect'>,
  query: Knex.QueryBuilder,
  { kind, table }: { readonly kind: RecordKind; readonly table: string },
  columns: readonly ShownColumn[],
  direction: 'asc' | 'desc' = 'asc',
): Knex.QueryBuilder {
  const named = (column: string): string => knex.ref(`${table}.${column}`).toQuery();
  for (const { column, isNumber, folded, part } of placesOf(kind, columns)) {
    const isBlank = `case when ${named(column)} is null then 1 else 0 end`;
    const key = isNumber ? named(column) : dialect.part(named(folded), part);
    query.orderByRaw(`${isBlank}, ${key} ${direction}`);
  }
  for (const { column } of columns.filter(({ isNumber }) => !isNumber))
    query.orderByRaw(`${dialect.byBytes(`substr(${named(column)}, 1, ${String(mostCompared)})`)} ${direction}`);
  return query;
}

/** For each, the column that has its key, and which part of it. */
function placesOf(kind: RecordKind, columns: readonly ShownColumn[]) {
  // A field that no page shows has a key, too.
  const kept = kind.fields.filter((field) => field.kept);
  return columns.map(({ column, typed, isNumber }) => {
    const own = typed ? kind.local : kept;
    const part = own.findIndex((other) => other.column === column) + 1;
    return { column, isNumber, folded: typed ? typedFoldedColumn : foldedColumn, part };
  });
}
