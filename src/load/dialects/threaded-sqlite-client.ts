import { SqliteClient } from './sqlite-client.js';
import { ThreadConnection } from './thread-connection.js';

interface Query {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  response?: unknown;
  context?: unknown;
}

/** knex's own client, whose connections are each in a thread. */
export function threadedSqliteClient(readOnly: boolean): typeof SqliteClient {
  return class ThreadedSqliteClient extends SqliteClient {
    protected override async open(): Promise<unknown> {
      const connection = new ThreadConnection({ file: this.connectionSettings.filename, readOnly });
      await connection.opened();
      return connection;
    }

    override destroyRawConnection(connection: ThreadConnection): Promise<void> {
      return connection.close();
    }

    override validateConnection(connection: ThreadConnection): Promise<boolean> {
      return Promise.resolve(!connection.hasEnded);
    }

    override async _query(connection: ThreadConnection, query: Query): Promise<Query> {
      const bindings = this._formatBindings(query.bindings);
      const response = await connection.ask({ what: 'query', sql: query.sql, bindings });
      query.response = response;
      if (!Array.isArray(response)) query.context = { lastID: response.lastInsertRowid, changes: response.changes };
      return query;
    }
  };
}
