import type { Knex } from 'knex';
import type { RowList } from '../write/row-list.js';
import type { Stored } from '../tables/tables.js';

interface Statement {
  run(...values: readonly Stored[]): unknown;
  raw(): { all(...values: readonly Stored[]): Stored[][] };
}

interface Connection {
  prepare(sql: string): Statement;
}

interface ConnectionSource {
  acquireConnection(): Promise<Connection>;
}

/**
 * Runs a statement once for each list of values, on the connection of a transaction: knex's own path to the driver
 * costs more than the driver itself (bench/).
 */
export async function rowByRow(trx: Knex, sql: string, rows: RowList): Promise<void> {
  if (rows.length === 0) return;
  const statement = await prepare(trx, sql);
  for (const values of rows) statement.run(...values);
}

/** The rows of a query as lists of values, on the connection of a transaction: an object for each row costs more. */
export async function listsOf(trx: Knex, sql: string, values: readonly Stored[]): Promise<Stored[][]> {
  const statement = await prepare(trx, sql);
  return statement.raw().all(...values);
}

/** Statements by connection and text: a batch runs the same few for every school. */
const prepared = new WeakMap<Connection, Map<string, Statement>>();

async function prepare(trx: Knex, sql: string): Promise<Statement> {
  const connection = await (trx.client as ConnectionSource).acquireConnection();
  const known = prepared.get(connection) ?? new Map<string, Statement>();
  prepared.set(connection, known);
  const statement = known.get(sql) ?? connection.prepare(sql);
  known.set(sql, statement);
  return statement;
}

/** A name quoted for SQL, whatever it contains. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
