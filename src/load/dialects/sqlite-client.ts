import BetterSqlite3Client from 'knex/lib/dialects/better-sqlite3/index.js';
import { prepareQuery, type SqliteConnection } from './sqlite-connection.js';
import { faultOfInstallation, sqliteDriver } from './sqlite-driver.js';

interface Query {
  readonly sql?: string;
  readonly bindings?: readonly unknown[];
  response?: unknown;
}

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

  override async _query(connection: unknown, query: Query): Promise<object> {
    if (query.sql?.startsWith('select ') !== true) return super._query(connection, query);
    query.response = prepareQuery(connection as SqliteConnection, query.sql).all(this._formatBindings(query.bindings));
    return Promise.resolve(query);
  }

  /** Opens the file, in the way of this client. */
  protected open(): Promise<unknown> {
    return super.acquireRawConnection();
  }
}
