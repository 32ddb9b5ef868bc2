import type { Knex } from 'knex';
import type { Stored } from './tables.js';

interface Connection {
  prepare(sql: string): { run(...values: readonly Stored[]): unknown };
}

interface ConnectionSource {
  acquireConnection(): Promise<Connection>;
}

/**
 * Runs a statement once for each list of values, on the connection of a transaction: knex's own way to the driver costs
 * more than the driver itself (bench/).
 */
export async function rowByRow(trx: Knex, sql: string, rows: readonly (readonly Stored[])[]): Promise<void> {
  if (rows.length === 0) return;
  const connection = await (trx.client as ConnectionSource).acquireConnection();
  const statement = connection.prepare(sql);
  for (const values of rows) statement.run(...values);
}

/** A name as SQL takes it, whatever stands in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
