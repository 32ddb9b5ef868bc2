import type { Knex } from 'knex';
import { DatabaseError } from '../database-error.js';
import type { Dialect, Index, Lock } from '../dialect.js';
import { readServerUrl, serverName } from './server-url.js';
import { afterConnecting } from './session.js';
import { inParts } from './in-parts.js';
import { readRows } from './read-rows.js';
import { listOf, placeholders } from './sql-text.js';
import type { SqlColumn } from '../tables/tables.js';
import { mysqlProblems } from './mysql-problems.js';

const example = 'mysql://user:password@host:3306/database';

/** An id has at most 202 characters, with the #2 of a second half; three keys of this length fit InnoDB's longest. */
const keyLength = 250;

/** Of a long text, an index has the beginning: a whole time in ISO 8601, and most ids. */
const indexedLength = '2026-11-20T02:00:00.000Z'.length;

const partEnd = 'char(31 using utf8mb4)';

const keyType = `varchar(${String(keyLength)}) character set utf8mb4 collate utf8mb4_bin`;

/** MySQL from 8.0.19, and MariaDB from 10.6. */
export const mysql: Dialect = {
  schemes: ['mysql', 'mariadb'],
  example,
  problems: mysqlProblems,
  locate(url, { lockSeconds, readOnly }) {
    const server = readServerUrl(url, example, 3306);
    const { ssl, ...address } = server;
    return {
      name: serverName('mysql', server),
      config: {
        client: 'mysql2',
        connection: {
          ...address,
          // knex does not know that this driver checks the host's name only if told to.
          ...(ssl === false ? {} : { ssl: { ...ssl, verifyIdentity: ssl.rejectUnauthorized } as typeof ssl }),
          charset: 'utf8mb4_bin',
          timezone: 'Z',
          connectTimeout: 10_000,
          enableKeepAlive: true,
        },
        pool: {
          min: 0,
          max: 4,
          // Whatever its settings are, the server cuts nothing to fit, and a backslash in text escapes.
          afterCreate: afterConnecting([
            'set names utf8mb4 collate utf8mb4_bin',
            "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
            `set session time_zone = '+00:00', autocommit = 1, innodb_lock_wait_timeout = ${String(lockSeconds)}`,
            `set session transaction ${readOnly ? 'read only' : 'read write'}`,
          ]),
        },
      },
      isThere: () => true,
    };
  },
  keyColumn: (table, name) => table.string(name, keyLength),
  textColumn: (table, name) => table.text(name, 'longtext'),
  createKeyed: async (_knex, table) => table,
  async widenColumn(knex, table, name) {
    await knex.raw('alter table ?? modify ?? bigint', [table, name]);
  },
  finishTable(table) {
    table.engine('InnoDB');
    table.charset('utf8mb4');
    table.collate('utf8mb4_bin');
  },
  read: readRows,
  put(trx, { table, columns, key, update, onlyAfter, rows }) {
    const names = columns.map(({ name }) => name);
    const given = (name: string) => `part.c${String(names.indexOf(name))}`;
    // MySQL overwrites columns one after the other: the one that decides comes last.
    const overwritten =
      onlyAfter === undefined
        ? update.map((name) => ({ sql: `?? = ${given(name)}`, bindings: [name] }))
        : [...update.filter((name) => name !== onlyAfter), onlyAfter].map((name) => ({
            sql: `?? = if(${given(onlyAfter)} > ??.??, ${given(name)}, ??.??)`,
            bindings: [name, table, onlyAfter, table, name],
          }));
    // Setting a key to itself leaves an existing row as it is.
    const [first = ''] = key;
    const conflict = update.length === 0 ? '?? = ??.??' : listOf(overwritten, ({ sql }) => sql);
    return inParts(trx, rows, (json) => ({
      sql: `insert into ?? (${placeholders(names)}) select ${listOf(names, (_, index) => `part.c${String(index)}`)} from ${rowsOf(columns)} on duplicate key update ${conflict}`,
      bindings: [
        ...[table, ...names, json],
        ...(update.length === 0 ? [first, table, first] : overwritten.flatMap(({ bindings }) => bindings)),
      ],
    }));
  },
  remove: (trx, { table, key, keys }) =>
    inParts(trx, keys, (json) => ({
      sql: `delete ?? from ?? join ${keysOf(key)} on ${matching(key)}`,
      bindings: [table, table, json, ...key.flatMap((name) => [table, name])],
    })),
  mark: (trx, { table, key, keys }, column, value) =>
    inParts(trx, keys, (json) => ({
      sql: `update ?? join ${keysOf(key)} on ${matching(key)} set ??.?? = ?`,
      bindings: [table, json, ...key.flatMap((name) => [table, name]), table, column, value],
    })),
  addIndex,
  addTextIndex: (knex, index) => addIndex(knex, index, `(${String(indexedLength)})`),
  part: (sql, number) =>
    `substring_index(substring_index(${sql}, ${partEnd}, ${String(number)}), ${partEnd}, -1) collate utf8mb4_bin`,
  joined: null,
  byBytes: (sql) => `${sql} collate utf8mb4_bin`,
  // It has no milliseconds of its own, only microseconds.
  clock: (secondsAgo) =>
    `concat(left(date_format(utc_timestamp(3) - interval ${String(secondsAgo)} second, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')`,
  // InnoDB purges deleted rows by itself, and its files are the server's.
  scrub: () => Promise.resolve(),
  /**
   * A named lock belongs to the connection: it outlives the implicit commits of changes to tables, and ends with the
   * connection.
   */
  async alone(knex, locks, work) {
    const client = knex.client as ConnectionSource;
    const connection = await client.acquireConnection();
    const taken: string[] = [];
    try {
      for (const lock of locks) taken.push(await takeLock(knex, connection, lock));
      return await knex.transaction(work, { connection, isolationLevel: 'read committed' });
    } finally {
      for (const name of taken) await releaseLock(knex, connection, name);
      await client.releaseConnection(connection);
    }
  },
  // knex cannot say both this and `read only`; a connection that must not write says that for all it does.
  reading: (knex, work) => knex.transaction(work, { isolationLevel: 'repeatable read' }),
};

/** MySQL has no `if not exists` here, and can index only the beginning of a long text. */
async function addIndex(knex: Knex, { name, table, columns }: Index, prefix = ''): Promise<void> {
  const found: unknown = await knex('information_schema.statistics')
    .whereRaw('table_schema = database()')
    .where({ table_name: table, index_name: name })
    .first(knex.raw('1 as found'));
  if (found !== undefined) return;
  await knex.raw(`create index ?? on ?? (${listOf(columns, () => `??${prefix}`)})`, [name, table, ...columns]);
}

interface ConnectionSource {
  acquireConnection(): Promise<object>;
  releaseConnection(connection: object): Promise<void>;
}

async function takeLock(knex: Knex, connection: object, { name, seconds, heldByAnother }: Lock): Promise<string> {
  const answer = (await knex
    .raw(`select n.name as name, get_lock(n.name, ?) as taken from (select ${lockName} as name) as n`, [seconds, name])
    .connection(connection)) as [{ name: string; taken: number | null }[]];
  const [{ name: full, taken }] = answer[0];
  if (taken !== 1) throw new DatabaseError('locked', heldByAnother);
  return full;
}

/**
 * The whole server shares the names of locks, which have at most 64 characters. A database's name has at most three
 * bytes to a character; it is converted to four, because a school's name may have any character.
 */
const lockName = `concat('pullthrough ', left(sha2(concat(convert(database() using utf8mb4), ' ', ?), 256), 48))`;

async function releaseLock(knex: Knex, connection: object, name: string): Promise<void> {
  try {
    await knex.raw('do release_lock(?)', [name]).connection(connection);
  } catch {
    // The connection is lost, and the lock with it.
  }
}

/** What a row's values are in JSON. */
const jsonTypes: Readonly<Record<SqlColumn['type'], string>> = {
  text: 'longtext character set utf8mb4 collate utf8mb4_bin',
  integer: 'int',
  bigint: 'bigint',
};

function rowsOf(columns: readonly SqlColumn[]): string {
  const listed = listOf(columns, ({ type }, index) => {
    const n = String(index);
    return `c${n} ${jsonTypes[type]} path '$[${n}]' error on error`;
  });
  return `json_table(?, '$[*]' columns (${listed})) as part`;
}

function keysOf(key: readonly string[]): string {
  const listed = listOf(key, (_, index) => `c${String(index)} ${keyType} path '$[${String(index)}]' error on error`);
  return `json_table(?, '$[*]' columns (${listed})) as part`;
}

function matching(key: readonly string[]): string {
  return key.map((_, index) => `??.?? = part.c${String(index)}`).join(' and ');
}
