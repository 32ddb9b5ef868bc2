import type { Backend, TestDatabase } from './databases.js';

/** Makes every write to the tables fail, by triggers of the database's own. */
export async function forbidWrites(
  backend: Backend['name'],
  database: TestDatabase,
  tables: readonly string[],
): Promise<void> {
  await onEachWrite(backend, database, tables, {
    SQLite: () => "select raise(abort, 'written')",
    PostgreSQL: () => "raise 'written'",
    MySQL: () => "signal sqlstate '45000' set message_text = 'written'",
  });
}

/**
 * Notes every write to the tables, by triggers of the database's own.
 * @returns what tells which tables were written to since it was last asked
 */
export async function watchWrites(
  backend: Backend['name'],
  database: TestDatabase,
  tables: readonly string[],
): Promise<() => Promise<string[]>> {
  await database.query('create table written (name varchar(100))');
  const note = (table: string) => `insert into written values ('${table}')`;
  await onEachWrite(backend, database, tables, { SQLite: note, PostgreSQL: note, MySQL: note });
  return async () => {
    const rows = await database.query('select distinct name from written');
    await database.query('delete from written');
    return rows.map(({ name }) => String(name)).sort();
  };
}

async function onEachWrite(
  backend: Backend['name'],
  { query }: TestDatabase,
  tables: readonly string[],
  does: Record<Backend['name'], (table: string) => string>,
): Promise<void> {
  for (const table of tables) {
    const statement = does[backend](table);
    if (backend === 'PostgreSQL')
      await query(
        `create function "on_${table}"() returns trigger language plpgsql as $$ begin ${statement}; return null; end $$`,
      );
    for (const event of ['insert', 'update', 'delete']) {
      const trigger = `create trigger "${table}_${event}" before ${event} on "${table}"`;
      if (backend === 'SQLite') await query(`${trigger} begin ${statement}; end`);
      // For each statement: also one that would find no row to write is one too many.
      else if (backend === 'PostgreSQL') await query(`${trigger} for each statement execute function "on_${table}"()`);
      else await query(`${trigger} for each row ${statement}`);
    }
  }
}
