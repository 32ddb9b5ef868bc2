import BetterSqlite3Client from 'knex/lib/dialects/better-sqlite3/index.js';
import { DatabaseError } from '../database-error.js';
import { isNotBuilt, sqliteDriver } from './sqlite-driver.js';

/** knex's own client, on the driver that works here. */
export class SqliteClient extends BetterSqlite3Client {
  override _driver(): unknown {
    return sqliteDriver();
  }

  override async acquireRawConnection(): Promise<unknown> {
    try {
      return await this.open();
    } catch (error) {
      if (!isNotBuilt(error)) throw error;
      throw new DatabaseError(
        'unsupported',
        'The SQLite driver is installed, but was not built for this version of Node. Install again without --ignore-scripts (npm ci), or build it: npm rebuild better-sqlite3.',
      );
    }
  }

  /** Opens the file, in the way of this client. */
  protected open(): Promise<unknown> {
    return super.acquireRawConnection();
  }
}
