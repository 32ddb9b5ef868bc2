import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database, Statement } from 'better-sqlite3';
import mysql, { type Connection } from 'mysql2/promise';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabase } from '../../src/load/database.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { readRows, type Cell, type Rows } from '../stores.js';
import { benchTables, shippedConfiguration, type BenchTable } from '../tables.js';
import { parse } from './limits.js';
import type { Task, Way } from './way.js';

/** The final rows of one school, table by table. */
type School = readonly { readonly table: BenchTable; readonly rows: Rows }[];

/** The rows in memory, in the order in which a load writes them: each school is a transaction. */
async function schoolsOf(file: string): Promise<School[]> {
  const tables = benchTables();
  const bySchool = new Map<Cell, Map<BenchTable, Rows>>();
  const all = await readRows(file, tables);
  for (const table of tables) {
    for (const row of all.get(table.name) ?? []) {
      const school = bySchool.get(row[0]) ?? new Map<BenchTable, Rows>(tables.map((one) => [one, []]));
      bySchool.set(row[0], school);
      school.get(table)?.push(row);
    }
  }
  return [...bySchool.values()].map((school) => [...school].map(([table, rows]) => ({ table, rows })));
}

/** Makes the tables as ours does, with their keys, untimed; returns the rows that belong there. */
async function prepare({ database, rows }: Task): Promise<School[]> {
  await (await openDatabase(database, shippedConfiguration().pipeline)).close();
  return schoolsOf(rows);
}

const quoted = (names: readonly string[], quote = '"'): string =>
  names.map((name) => `${quote}${name}${quote}`).join(', ');

/** For each table, the statement that inserts a row. */
export function insertsInto(db: Database): Map<string, Statement> {
  return new Map(
    benchTables().map(({ name, columns }) => [
      name,
      db.prepare(`insert into "${name}" (${quoted(columns)}) values (${columns.map(() => '?').join(', ')})`),
    ]),
  );
}

/** Prepared statements on better-sqlite3, with the same journal as ours. */
export const writeSqlite: Way = async (task) => {
  const schools = await prepare(task);
  return () => {
    const db = new (sqliteDriver())(task.database.slice('sqlite:'.length));
    db.pragma('journal_mode = wal');
    db.pragma('synchronous = normal');
    const statements = insertsInto(db);
    const write = db.transaction((school: School) => {
      for (const { table, rows } of school) {
        const statement = statements.get(table.name);
        for (const row of rows) statement?.run(row);
      }
    });
    for (const school of schools) write(school);
    db.close();
    return Promise.resolve();
  };
};

/** Both one after the other: no program that reads and writes everything on one core can be faster. */
export const parseThenWrite: Way = async (task) => {
  const [first, second] = [await parse(task), await writeSqlite(task)];
  return async () => {
    await first();
    await second();
  };
};

/** COPY, with a transaction for each school. */
export const copyPostgres: Way = async (task) => {
  const schools = await prepare(task);
  return async () => {
    const client = new pg.Client({ connectionString: task.database });
    await client.connect();
    for (const school of schools) {
      await client.query('begin');
      for (const { table, rows } of school) {
        if (rows.length === 0) continue;
        const stream = client.query(copyFrom(`copy "${table.name}" (${quoted(table.columns)}) from stdin`));
        await pipeline(Readable.from(copyLines(rows)), stream);
      }
      await client.query('commit');
    }
    await client.end();
  };
};

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text format of COPY, in pieces of about 64 kB. */
function* copyLines(rows: Rows): Generator<string> {
  let piece = '';
  for (const row of rows) {
    const cells = row.map((value) =>
      value === null ? '\\N' : String(value).replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? ''),
    );
    piece += `${cells.join('\t')}\n`;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Rows in a statement: well below the largest packet that servers take by default. */
const rowsAStatement = 2000;

/** Statements of many rows, with a transaction for each school. */
export const insertMariadb: Way = async (task) => {
  const schools = await prepare(task);
  return async () => {
    const connection: Connection = await mysql.createConnection({ uri: task.database, charset: 'utf8mb4_bin' });
    for (const school of schools) {
      await connection.beginTransaction();
      for (const { table, rows } of school) {
        for (let at = 0; at < rows.length; at += rowsAStatement) {
          const sql = `insert into \`${table.name}\` (${quoted(table.columns, '`')}) values ?`;
          await connection.query(sql, [rows.slice(at, at + rowsAStatement)]);
        }
      }
      await connection.commit();
    }
    await connection.end();
  };
};
