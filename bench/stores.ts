import { DuckDBInstance } from '@duckdb/node-api';
import knexPackage, { type Knex } from 'knex';
import { dialects } from '../src/load/dialects/dialects.js';
import type { BenchTable } from './tables.js';

/** A value as a driver gives it; all columns are text or integers. */
export type Cell = string | number | bigint | null;
export type Rows = Cell[][];

/** knex on a SQLite file or a server, with the settings that ours has. */
export function openKnex(url: string): Knex {
  const dialect = dialects.find(({ schemes }) => schemes.some((scheme) => url.startsWith(`${scheme}:`)));
  if (dialect === undefined) throw new Error(`no database that the benchmark knows: ${url}`);
  return knexPackage(dialect.locate(url, { lockSeconds: 30, readOnly: false }).config);
}

/** What comes through in a database, whichever way filled it: `duckdb:FILE`, or a URL that ours takes. */
export async function readRows(url: string, tables: readonly BenchTable[]): Promise<Map<string, Rows>> {
  return url.startsWith('duckdb:') ? readDuckDb(url.slice('duckdb:'.length), tables) : readKnex(url, tables);
}

async function readKnex(url: string, tables: readonly BenchTable[]): Promise<Map<string, Rows>> {
  const knex = openKnex(url);
  const found = new Map<string, Rows>();
  try {
    for (const { name, columns, keepsLeft } of tables) {
      const marks = keepsLeft && (await knex.schema.hasColumn(name, 'left_at'));
      const query = knex<Record<string, Cell>>(name).select<Record<string, Cell>[]>(columns);
      const rows = await (marks ? query.whereNull('left_at') : query);
      found.set(
        name,
        rows.map((row) => columns.map((column) => row[column])),
      );
    }
  } finally {
    await knex.destroy();
  }
  return found;
}

async function readDuckDb(file: string, tables: readonly BenchTable[]): Promise<Map<string, Rows>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const found = new Map<string, Rows>();
  for (const { name, columns } of tables) {
    const names = columns.map((column) => `"${column}"`).join(', ');
    found.set(name, (await connection.runAndReadAll(`select ${names} from "${name}"`)).getRowsJS() as Rows);
  }
  connection.closeSync();
  instance.closeSync();
  return found;
}
