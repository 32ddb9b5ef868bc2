import { SqliteClient } from './sqlite-client.js';
import { ThreadConnection, type RowsByColumn } from './thread-connection.js';

interface Query {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  response?: unknown;
  context?: unknown;
}

function rowsOf({ names, columns }: RowsByColumn): Record<string, unknown>[] {
  return (columns[0] ?? []).map((_, row) => {
    const values: Record<string, unknown> = {};
    for (let at = 0; at < names.length; at++) values[names[at]] = columns[at][row];
    return values;
  });
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

    override async _query(connection: unknown, query: Query): Promise<Query> {
      const bindings = this._formatBindings(query.bindings);
      const response = await (connection as ThreadConnection).ask({ what: 'query', sql: query.sql, bindings });
      if ('columns' in response) query.response = rowsOf(response);
      else {
        query.response = response;
        query.context = { lastID: response.lastInsertRowid, changes: response.changes };
      }
      return query;
    }
  };
}
