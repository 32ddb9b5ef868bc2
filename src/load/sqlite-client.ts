import BetterSqlite3Client from 'knex/lib/dialects/better-sqlite3/index.js';
import { sqliteDriver } from './sqlite-driver.js';

/** knex's own client, on the driver that works here. */
export class SqliteClient extends BetterSqlite3Client {
  override _driver(): unknown {
    return sqliteDriver();
  }
}
