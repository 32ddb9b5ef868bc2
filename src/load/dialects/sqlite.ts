import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseError } from '../database-error.js';
import { addIndex, addPartialIndex } from './add-index.js';
import type { Dialect } from '../dialect.js';
import { listsOf, quoted, rowByRow } from './row-by-row.js';
import { SqliteClient } from './sqlite-client.js';
import { mapped, settle, type SqliteConnection, type SqliteUse } from './sqlite-connection.js';
import { listOf } from './sql-text.js';
import { sqliteProblems } from './sqlite-problems.js';
import { threadedSqliteClient } from './threaded-sqlite-client.js';

/** Each is a thread. More of them than processors still help: one that waits for the lock of a run does nothing else. */
const connectionsAtOnce = 4;

/** A file, with one writer at a time. */
export const sqlite: Dialect = {
  schemes: ['sqlite'],
  example: 'sqlite:FILE',
  problems: sqliteProblems,
  locate(url, { readOnly, manyAtOnce = false }) {
    const file = url.slice('sqlite:'.length);
    if (file.startsWith('//'))
      throw new DatabaseError('bad-url', 'SQLite is a file, without // before it: sqlite:FILE.');
    const common = { connection: { filename: file }, useNullAsDefault: true };
    const one = (use: SqliteUse) => ({
      ...common,
      client: SqliteClient,
      pool: { min: 1, max: 1, afterCreate: settling(use) },
    });
    const many = () => ({
      config: { ...common, client: threadedSqliteClient(readOnly), pool: { min: 1, max: connectionsAtOnce } },
      // Nothing that is written in the thread of the pages could wait there for the lock of a run.
      brief: one({ readOnly: true, mapped }),
    });
    return {
      name: file,
      ...(manyAtOnce && file !== ':memory:' ? many() : { config: one({ readOnly }) }),
      isThere: () => existsSync(file) || !existsSync(dirname(file)),
    };
  },
  keyColumn: (table, name) => table.text(name),
  textColumn: (table, name) => table.text(name),
  // Its integers have 64 bits.
  widenColumn: () => Promise.resolve(),
  finishTable: () => undefined,
  // The rows are in the key's own tree, not in a second one beside it: there is less to write, read and keep
  // (docs/performance.md).
  async createKeyed(knex, table) {
    const [{ sql }, ...others] = table.toSQL() as unknown as { sql: string }[];
    if (others.length > 0) throw new Error('a table of several statements');
    await knex.raw(`${sql} without rowid`);
  },
  read: (trx, { table, columns, school }) =>
    listsOf(trx, `select ${listOf(columns, quoted)} from ${quoted(table)} where school_id = ?`, [school]),
  put(trx, { table, key, columns, update, onlyAfter, rows }) {
    const names = listOf(columns, ({ name }) => quoted(name));
    const values = listOf(columns, () => '?');
    const overwritten = listOf(update, (name) => `${quoted(name)} = excluded.${quoted(name)}`);
    const conflict = update.length === 0 ? 'do nothing' : `do update set ${overwritten}`;
    const after =
      onlyAfter === undefined ? '' : ` where excluded.${quoted(onlyAfter)} > ${quoted(table)}.${quoted(onlyAfter)}`;
    const sql = `insert into ${quoted(table)} (${names}) values (${values}) on conflict (${listOf(key, quoted)}) ${conflict}${after}`;
    return rowByRow(trx, sql, rows);
  },
  remove: (trx, { table, key, keys }) => rowByRow(trx, `delete from ${quoted(table)} where ${among(key)}`, keys),
  mark: (trx, { table, key, keys }, column, value) =>
    rowByRow(
      trx,
      `update ${quoted(table)} set ${quoted(column)} = ? where ${among(key)}`,
      keys.map((one) => [value, ...one]),
    ),
  addIndex,
  addTextIndex: addPartialIndex,
  // The first is what most lists are in the order of, and takes half the time without a function of ours.
  part: (sql, number) =>
    number === 1 ? `substr(${sql}, 1, instr(${sql}, char(31)) - 1)` : `part(${sql}, ${String(number)})`,
  joined: (sql) => `group_concat(${sql}, '')`,
  byBytes: (sql) => sql,
  clock: (secondsAgo) => `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-${String(secondsAgo)} seconds')`,
  /**
   * Rewrites the file, because free pages keep deleted rows, and split pages copies of rows. Writes go to the log
   * first, which keeps the old content until it is emptied.
   */
  async scrub(knex) {
    await knex.raw('vacuum');
    const [{ busy }] = (await knex.raw('pragma wal_checkpoint(truncate)')) as [{ busy: number }];
    if (busy !== 0)
      throw new DatabaseError(
        'busy',
        'Another program is reading the database, so its log still has what was erased: run this again when that program is done.',
      );
  },
  /** The whole file has one write lock, so every lock is that one. */
  async alone(knex, _locks, work) {
    return knex.transaction(async (trx) => {
      // SQLite can refuse a transaction that reads and then writes in the middle; one that begins with a write waits
      // first.
      await trx.raw('pragma user_version = 0');
      return work(trx);
    });
  },
  reading: (knex, work) => knex.transaction(work),
};

function settling(use: SqliteUse) {
  return (connection: SqliteConnection, done: (error: unknown) => void): void => {
    try {
      settle(connection, use);
      done(null);
    } catch (error) {
      done(error);
    }
  };
}

function among(key: readonly string[]): string {
  return key.map((name) => `${quoted(name)} = ?`).join(' and ');
}
