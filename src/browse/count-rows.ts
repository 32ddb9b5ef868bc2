import type { Knex } from 'knex';
import { guarded } from '../load/guarded.js';

/** How many rows a query finds. */
export async function countRows(table: string, query: Knex.QueryBuilder): Promise<number> {
  const [found] = await guarded(`Reading table ${table}`, () =>
    query.count<{ rows: string | number }[]>({ rows: '*' }),
  );
  return Number(found?.rows ?? 0);
}
