import BetterSqlite3Client from 'knex/lib/dialects/better-sqlite3/index.js';
import { faultOfInstallation, sqliteDriver } from './sqlite-driver.js';

/** knex's own client, on the driver that works here. */
export class SqliteClient extends BetterSqlite3Client {
  override _driver(): unknown {
    return sqliteDriver();
  }

  override async acquireRawConnection(): Promise<unknown> {
    try {
      return await this.open();
    } catch (error) {
      throw faultOfInstallation(error) ?? error;
    }
  }

  /** Opens the file, in the way of this client. */
  protected open(): Promise<unknown> {
    return super.acquireRawConnection();
  }
}
