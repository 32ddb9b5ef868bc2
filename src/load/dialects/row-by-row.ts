import type { Knex } from 'knex';
import type { RowList } from '../write/row-list.js';
import type { Stored } from '../tables/tables.js';
import { readLists, runEach, type SqliteConnection } from './sqlite-connection.js';
import { ThreadConnection } from './thread-connection.js';

interface ConnectionSource {
  acquireConnection(): Promise<SqliteConnection | ThreadConnection>;
}

/**
 * Runs a statement once for each list of values, on the connection of a transaction: knex's own path to the driver
 * costs more than the driver itself (bench/).
 */
export async function rowByRow(trx: Knex, sql: string, rows: RowList): Promise<void> {
  if (rows.length === 0) return;
  const connection = await connectionOf(trx);
  if (connection instanceof ThreadConnection) await connection.ask({ what: 'each', sql, rows: [...rows] });
  else runEach(connection, sql, rows);
}

/** The rows of a query as lists of values, on the connection of a transaction. */
export async function listsOf(trx: Knex, sql: string, values: readonly Stored[]): Promise<Stored[][]> {
  const connection = await connectionOf(trx);
  if (connection instanceof ThreadConnection) return connection.ask({ what: 'lists', sql, values });
  return readLists(connection, sql, values);
}

function connectionOf(trx: Knex): Promise<SqliteConnection | ThreadConnection> {
  return (trx.client as ConnectionSource).acquireConnection();
}

/** A name quoted for SQL, whatever it contains. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
