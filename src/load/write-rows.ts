import { guarded } from './database-error.js';
import type { Statement, Store } from './dialect.js';
import { parts } from './parts.js';
import type { Column, Stored } from './tables.js';

export interface Target {
  readonly table: string;
  readonly key: readonly string[];
}

/** Inserts rows, or overwrites the `update` columns of those that are there. */
export async function putRows(
  store: Store,
  { table, key, columns, update }: Target & { readonly columns: readonly Column[]; readonly update: readonly string[] },
  rows: readonly (readonly Stored[])[],
): Promise<void> {
  const statement = (json: string) => store.dialect.put({ table, json }, { key, columns, update });
  await eachPart(store, `Writing to table ${table}`, rows, statement);
}

/** Deletes the rows with these keys. */
export async function deleteRows(
  store: Store,
  { table, key }: Target,
  keys: readonly (readonly string[])[],
): Promise<void> {
  await eachPart(store, `Deleting from table ${table}`, keys, (json) => store.dialect.remove({ table, json }, key));
}

/** Sets one column of the rows with these keys. */
export async function markRows(
  store: Store,
  { table, key }: Target,
  keys: readonly (readonly string[])[],
  { column, value }: { readonly column: string; readonly value: string },
): Promise<void> {
  const statement = (json: string) => store.dialect.mark({ table, json }, key, column, value);
  await eachPart(store, `Writing to table ${table}`, keys, statement);
}

/** Set-based statements with one JSON parameter each. */
async function eachPart(
  { knex }: Store,
  doing: string,
  rows: readonly unknown[],
  statement: (json: string) => Statement,
): Promise<void> {
  for (const json of parts(rows)) {
    const { sql, bindings } = statement(json);
    await guarded(doing, () => knex.raw(sql, bindings));
  }
}
