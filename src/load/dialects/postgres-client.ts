import type { Knex } from 'knex';
import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import PostgresTransaction from 'knex/lib/dialects/postgres/execution/pg-transaction.js';

/** A worker that froze in a transaction, and so holds a school, loses it after so long. */
const longestIdleSeconds = 60;

/**
 * knex's own client, with what holds for our transactions said in each of them: through a pooler that shares connections
 * out by transactions, what is set for a session would be left to whoever has the connection next.
 */
export function postgresClient(lockSeconds: number): typeof Knex.Client {
  const settings = [
    `lock_timeout = ${String(lockSeconds * 1000)}`,
    `idle_in_transaction_session_timeout = ${String(longestIdleSeconds * 1000)}`,
  ];
  const sets = settings.map((setting) => `set local ${setting}`).join('; ');
  class OwnTransaction extends PostgresTransaction {
    override begin(connection: unknown): Promise<unknown> {
      const level = this.isolationLevel === undefined ? '' : ` isolation level ${this.isolationLevel}`;
      return this.query(connection, `begin${level}${this.readOnly === true ? ' read only' : ''}; ${sets}`);
    }
  }
  return class extends PostgresClient {
    override transaction(...given: unknown[]): Knex.Transaction {
      return new OwnTransaction(this, ...given) as unknown as Knex.Transaction;
    }
  };
}
