/** knex lets us extend its dialects, but has no types for them. */
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex';

  export default class BetterSqlite3Client extends Knex.Client {
    _driver(): unknown;
    _formatBindings(bindings: readonly unknown[] | undefined): readonly unknown[];
    _query(connection: unknown, query: object): Promise<object>;
    readonly connectionSettings: { readonly filename: string };
  }
}

declare module 'knex/lib/dialects/postgres/execution/pg-transaction.js' {
  export default class PostgresTransaction {
    constructor(client: unknown, ...given: unknown[]);
    readonly isolationLevel?: string;
    readonly readOnly?: boolean;
    begin(connection: unknown): Promise<unknown>;
    query(connection: unknown, sql: string): Promise<unknown>;
  }
}

declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Knex } from 'knex';

  export default class PostgresClient extends Knex.Client {}
}
