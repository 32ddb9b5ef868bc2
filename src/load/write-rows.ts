import type { Knex } from 'knex';
import { guarded } from './database-error.js';
import type { Stored } from './differences.js';

const rowsAtATime = 2000;

/** Inserts rows, or overwrites the `update` columns of those that are there: a set-based statement with one JSON parameter. */
export async function putRows(
  trx: Knex,
  table: string,
  key: readonly string[],
  columns: readonly string[],
  update: readonly string[],
  rows: readonly (readonly Stored[])[],
): Promise<void> {
  const values = columns.map((_, index) => `value->>${String(index)}`).join(', ');
  const names = columns.map(() => '??').join(', ');
  const conflict =
    update.length === 0 ? 'do nothing' : `do update set ${update.map(() => '?? = excluded.??').join(', ')}`;
  // `where true` keeps SQLite from reading the conflict clause as a join.
  const sql = `insert into ?? (${names}) select ${values} from json_each(?) where true on conflict (${key.map(() => '??').join(', ')}) ${conflict}`;
  await eachPart(rows, (part) =>
    guarded(`Writing to table ${table}`, () =>
      trx.raw(sql, [table, ...columns, part, ...key, ...update.flatMap((column) => [column, column])]),
    ),
  );
}

/** Deletes the rows with these keys. */
export async function deleteRows(
  trx: Knex,
  table: string,
  key: readonly string[],
  keys: readonly (readonly string[])[],
): Promise<void> {
  const values = key.map((_, index) => `value->>${String(index)}`).join(', ');
  const sql = `delete from ?? where (${key.map(() => '??').join(', ')}) in (select ${values} from json_each(?))`;
  await eachPart(keys, (part) => guarded(`Deleting from table ${table}`, () => trx.raw(sql, [table, ...key, part])));
}

/** Sets one column of the rows with these keys. */
export async function markRows(
  trx: Knex,
  table: string,
  key: readonly string[],
  keys: readonly (readonly string[])[],
  column: string,
  value: string,
): Promise<void> {
  const values = key.map((_, index) => `value->>${String(index)}`).join(', ');
  const sql = `update ?? set ?? = ? where (${key.map(() => '??').join(', ')}) in (select ${values} from json_each(?))`;
  await eachPart(keys, (part) =>
    guarded(`Writing to table ${table}`, () => trx.raw(sql, [table, column, value, ...key, part])),
  );
}

async function eachPart(rows: readonly unknown[], write: (json: string) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtATime)
    await write(JSON.stringify(rows.slice(start, start + rowsAtATime)));
}
