import { guarded } from './guarded.js';
import type { Database } from './database.js';
import type { Store } from './dialect.js';

/**
 * A transaction on PostgreSQL that does not wait for the disk. If the server crashes right after it, it may not have
 * been: for what is only done again then.
 */
export function lightly<T>(db: Database, doing: string, work: (trx: Store) => Promise<T>): Promise<T> {
  return guarded(doing, () =>
    db.knex.transaction(async (knex) => {
      await knex.raw('set local synchronous_commit = off');
      return work({ knex, dialect: db.dialect });
    }),
  );
}
