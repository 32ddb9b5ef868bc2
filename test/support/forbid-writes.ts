import type { Backend, TestDatabase } from './databases.js';

/** Makes every write to the tables fail, by triggers of the database's own. */
export async function forbidWrites(
  backend: Backend['name'],
  { query }: TestDatabase,
  tables: readonly string[],
): Promise<void> {
  if (backend === 'PostgreSQL')
    await query("create function refuse() returns trigger language plpgsql as $$ begin raise 'written'; end $$");
  for (const table of tables) {
    for (const event of ['insert', 'update', 'delete']) {
      const trigger = `create trigger "${table}_${event}" before ${event} on "${table}"`;
      if (backend === 'SQLite') await query(`${trigger} begin select raise(abort, 'written'); end`);
      // For each statement: also one that would find no row to write is one too many.
      else if (backend === 'PostgreSQL') await query(`${trigger} for each statement execute function refuse()`);
      else await query(`${trigger} for each row signal sqlstate '45000' set message_text = 'written'`);
    }
  }
}
