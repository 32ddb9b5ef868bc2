import type Database from 'better-sqlite3';
import { migrationTable } from '../tables/migration-table.js';
import type { Stored } from '../tables/tables.js';

const busyTimeout = 10_000;

/** The most bytes that SQLite maps. */
export const mapped = 2_147_418_112;

type Statement = Database.Statement<Stored[]>;

/** The driver's own. */
export type SqliteConnection = Database.Database;

/** How a connection is used. */
export interface SqliteUse {
  readonly readOnly: boolean;
  /** Bytes of the file that are read as memory, where they are in the system's cache: much faster for what reads here and there. */
  readonly mapped?: number;
}

/** Makes a new connection one of ours. */
export function settle(connection: SqliteConnection, { readOnly, mapped }: SqliteUse): void {
  if (mapped !== undefined) connection.pragma(`mmap_size = ${String(mapped)}`);
  connection.pragma(`busy_timeout = ${String(busyTimeout)}`);
  connection.function('part', { deterministic: true }, (value, number) =>
    typeof value === 'string' ? (value.split('\u001f', Number(number))[Number(number) - 1] ?? '') : null,
  );
  if (readOnly) connection.pragma('query_only = on');
  else if (!isForeign(connection)) {
    connection.pragma('journal_mode = wal');
    // The log is safe without waiting for the disk at each commit: see docs/architecture.md.
    connection.pragma('synchronous = normal');
  }
}

/** Whether the file has tables, but none of ours: then we refuse it and leave it as it is. */
function isForeign(connection: SqliteConnection): boolean {
  const tables = connection.prepare("select name from sqlite_master where type = 'table'").raw().all() as [string][];
  return tables.length > 0 && !tables.some(([name]) => name === migrationTable);
}

/** Runs a statement once for each list of values. */
export function runEach(connection: SqliteConnection, sql: string, rows: Iterable<readonly Stored[]>): void {
  const statement = prepare(connection, sql);
  for (const values of rows) statement.run(...values);
}

/** The rows of a query as lists of values: an object for each row costs more. */
export function readLists(connection: SqliteConnection, sql: string, values: readonly Stored[]): Stored[][] {
  const rows: unknown[] = prepare(connection, sql)
    .raw()
    .all(...values);
  return rows as Stored[][];
}

/** Statements by connection and text: a batch runs the same few for every school. */
const prepared = new WeakMap<SqliteConnection, Map<string, Statement>>();

function prepare(connection: SqliteConnection, sql: string): Statement {
  const known = prepared.get(connection) ?? new Map<string, Statement>();
  prepared.set(connection, known);
  const statement = known.get(sql) ?? connection.prepare<Stored[]>(sql);
  known.set(sql, statement);
  return statement;
}

/** As many as the pages ask, with some that differ in how many values they name. */
const mostQueries = 300;

/** Queries by connection and text; those asked longest ago come first. */
const queries = new WeakMap<SqliteConnection, Map<string, Database.Statement<unknown[]>>>();

/** A query that was asked before is not prepared anew: that often takes longer than to answer it. */
export function prepareQuery(connection: SqliteConnection, sql: string): Database.Statement<unknown[]> {
  // Some pragmas act while they are prepared.
  if (!sql.startsWith('select ')) return connection.prepare(sql);
  const known = queries.get(connection) ?? new Map<string, Database.Statement<unknown[]>>();
  queries.set(connection, known);
  const statement = known.get(sql) ?? connection.prepare<unknown[]>(sql);
  known.delete(sql);
  known.set(sql, statement);
  const [oldest] = known.keys();
  if (known.size > mostQueries && oldest !== undefined) known.delete(oldest);
  return statement;
}
