import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { DatabaseError } from '../database-error.js';
import { addIndex, addPartialIndex } from './add-index.js';
import type { Dialect } from '../dialect.js';
import { readServerUrl, serverName } from './server-url.js';
import type { SqlColumn } from '../tables/tables.js';
import { afterConnecting } from './session.js';
import { inParts } from './in-parts.js';
import { readRows } from './read-rows.js';
import { listOf, placeholders } from './sql-text.js';
import { copyIn } from './postgres-copy.js';
import { postgresClient } from './postgres-client.js';
import { postgresProblems } from './postgres-problems.js';

/** For fewer rows, the additional statement costs more. */
const worthCopying = 50;

const example = 'postgres://user:password@host:5432/database';

export const postgres: Dialect = {
  schemes: ['postgres', 'postgresql'],
  example,
  problems: postgresProblems,
  locate(url, { lockSeconds }) {
    const server = readServerUrl(url, example, 5432);
    return {
      name: serverName('postgres', server),
      config: {
        client: postgresClient(lockSeconds),
        connection: { ...server, keepAlive: true, connectionTimeoutMillis: 10_000, application_name: 'pullthrough' },
        pool: {
          min: 0,
          max: 4,
          afterCreate: withNumbers(
            // These two a pooler gives back with the connection; all else is set in each transaction.
            afterConnecting([`set time zone 'UTC'`, 'set standard_conforming_strings = on']),
          ),
        },
      },
      isThere: () => true,
    };
  },
  // Compares bytes, so two ids are one only if they are the same.
  keyColumn: (table, name) => table.specificType(name, 'text collate "C"'),
  textColumn: (table, name) => table.text(name),
  async widenColumn(knex, table, name) {
    await knex.raw('alter table ?? alter column ?? type bigint', [table, name]);
  },
  createKeyed: async (_knex, table) => table,
  finishTable: () => undefined,
  read: readRows,
  put(trx, { table, key, columns, update, onlyAfter, rows, isNew }) {
    if (isNew && rows.length >= worthCopying) return copyIn(trx, { table, columns, rows });
    const values = listOf(columns, ({ type }, index) => read(index, type));
    const conflict = update.length === 0 ? 'do nothing' : `do update set ${listOf(update, () => '?? = excluded.??')}`;
    const after = onlyAfter === undefined ? '' : ' where excluded.?? > ??.??';
    return inParts(trx, rows, (json) => ({
      sql: `insert into ?? (${placeholders(columns)}) select ${values} from jsonb_array_elements(?::jsonb) as part(value) on conflict (${placeholders(key)}) ${conflict}${after}`,
      bindings: [
        ...[table, ...columns.map(({ name }) => name), json, ...key, ...update.flatMap((name) => [name, name])],
        ...(onlyAfter === undefined ? [] : [onlyAfter, table, onlyAfter]),
      ],
    }));
  },
  remove: (trx, { table, key, keys }) =>
    inParts(trx, keys, (json) => ({ sql: `delete from ?? where ${among(key)}`, bindings: [table, ...key, json] })),
  mark: (trx, { table, key, keys }, column, value) =>
    inParts(trx, keys, (json) => ({
      sql: `update ?? set ?? = ? where ${among(key)}`,
      bindings: [table, column, value, ...key, json],
    })),
  addIndex,
  addTextIndex: addPartialIndex,
  part: (sql, number) => `split_part(${sql}, chr(31), ${String(number)}) collate "C"`,
  joined: (sql) => `string_agg(${sql}, '')`,
  byBytes: (sql) => `${sql} collate "C"`,
  clock: (secondsAgo) =>
    `to_char((clock_timestamp() - interval '${String(secondsAgo)} seconds') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  // The server's vacuum frees deleted rows, and its files are its own.
  scrub: () => Promise.resolve(),
  /** Each statement sees what is committed when it begins: under the lock, that is one state. */
  alone: (knex, locks, work) =>
    knex.transaction(
      async (trx) => {
        for (const { name, heldByAnother } of locks) await takeLock(trx, name, heldByAnother);
        return work(trx);
      },
      { isolationLevel: 'read committed' },
    ),
  reading: (knex, work) => knex.transaction(work, { isolationLevel: 'repeatable read', readOnly: true }),
};

/** The driver gives text for an integer of 64 bits, because it may be inexact. Ours are at most 2^53. */
function withNumbers<C extends object>(afterCreate: (connection: C, done: Done<C>) => void) {
  return (connection: C & Pick<ClientBase, 'setTypeParser'>, done: Done<C>): void => {
    connection.setTypeParser(int8, Number);
    afterCreate(connection, done);
  };
}

type Done<C> = (error: unknown, connection: C) => void;

const int8 = 20;

function read(index: number, type: SqlColumn['type']): string {
  const text = `value->>${String(index)}`;
  return type === 'text' ? text : `(${text})::${type}`;
}

function among(key: readonly string[]): string {
  return `(${placeholders(key)}) in (select ${listOf(key, (_, index) => read(index, 'text'))} from jsonb_array_elements(?::jsonb) as part(value))`;
}

/** An advisory lock belongs to the transaction and ends with it, however it ends. */
async function takeLock(trx: Knex, name: string, heldByAnother: string): Promise<void> {
  try {
    await trx.raw(`select pg_advisory_xact_lock(hashtextextended('pullthrough ' || current_schema() || ' ' || ?, 0))`, [
      name,
    ]);
  } catch (error) {
    if ((error as { code?: unknown }).code === '55P03') throw new DatabaseError('locked', heldByAnother);
    throw error;
  }
}
