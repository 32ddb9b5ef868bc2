import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import mysqlDriver from 'mysql2/promise';
import pg from 'pg';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { temporaryFolder } from './folder.js';

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  /** Rows as the database's own driver gives them; names stand between double quotes, values as question marks. */
  readonly query: (sql: string, ...values: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Carries out statements that each end with a semicolon at the end of a line, as a dump has them. */
  readonly script: (sql: string) => Promise<void>;
}

/** A kind of database that tests run on. */
export interface Backend {
  readonly name: 'SQLite' | 'PostgreSQL' | 'MySQL';
  readonly make: () => Promise<TestDatabase>;
}

interface Connection {
  query(sql: string, values: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** One statement as it stands, question marks included. */
  statement(sql: string): Promise<unknown>;
  end(): Promise<unknown>;
}

interface Server {
  readonly name: 'PostgreSQL' | 'MySQL';
  readonly variable: string;
  /** Any database that is there, by a user who may create others. */
  readonly url: string;
  readonly connect: (url: string) => Promise<Connection>;
  readonly drop: (database: string) => string;
}

const postgres: Server = {
  name: 'PostgreSQL',
  variable: 'PULLTHROUGH_TEST_POSTGRES',
  url: process.env.PULLTHROUGH_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/test',
  async connect(url) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
    // As the other drivers give integers of 64 bits.
    client.setTypeParser(pg.types.builtins.INT8, Number);
    await client.connect();
    return {
      async query(sql, values) {
        let number = 0;
        const numbered = sql.replaceAll('?', () => `$${String(++number)}`);
        return (await client.query<Record<string, unknown>>(numbered, [...values])).rows;
      },
      statement: (sql) => client.query(sql),
      end: () => client.end(),
    };
  },
  drop: (database) => `drop database if exists ${database} with (force)`,
};

const mysql: Server = {
  name: 'MySQL',
  variable: 'PULLTHROUGH_TEST_MYSQL',
  url: process.env.PULLTHROUGH_TEST_MYSQL ?? 'mysql://root@127.0.0.1:3306/test',
  async connect(url) {
    const connection = await mysqlDriver.createConnection({ uri: url, charset: 'utf8mb4_bin', connectTimeout: 30_000 });
    await connection.query("set session sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'");
    return {
      async query(sql, values) {
        const [rows] = await connection.query(sql, [...values]);
        return Array.isArray(rows) ? (rows as Record<string, unknown>[]).map((row) => ({ ...row })) : [];
      },
      statement: (sql) => connection.query(sql),
      end: () => connection.end(),
    };
  },
  drop: (database) => `drop database if exists ${database}`,
};

/** Whether tests on servers are run: `required`, or anything else for those that are reached. */
const servers = process.env.PULLTHROUGH_TEST_SERVERS ?? '';

// Asked once, when the file is read: a test that is registered before another has to wait would end the test run early.
const reached = await Promise.all(
  [postgres, mysql].map(async (server) => ({ server, reason: await unreachable(server) })),
);

/**
 * The databases that tests run on: SQLite always, with PULLTHROUGH_TEST_SERVERS the servers that are reached, too. One that
 * is not is a test left out with the reason, or with `required` a test that fails.
 */
export function backends(): Backend[] {
  const found: Backend[] = [sqliteIn(temporaryFolder())];
  for (const { server, reason } of reached) {
    if (reason === null) found.push(databasesOn(server));
    else leaveOut(server, reason);
  }
  return found;
}

async function unreachable(server: Server): Promise<string | null> {
  if (servers === '') return 'not switched on';
  try {
    await (await server.connect(server.url)).end();
    return null;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code ?? message;
  }
}

function leaveOut(server: Server, reason: string): void {
  const said =
    servers === ''
      ? 'set PULLTHROUGH_TEST_SERVERS=required to run it'
      : `${server.name} is not reached (${reason}): set ${server.variable} to the URL of a database there`;
  if (servers === 'required') {
    test(`${server.name} is reached`, () => {
      throw new Error(said);
    });
  } else test(`on ${server.name}`, { skip: said });
}

const Sqlite = sqliteDriver();

function sqliteIn(folder: string): Backend {
  return {
    name: 'SQLite',
    make: () => {
      const file = join(folder, `${randomName()}.db`);
      const query: TestDatabase['query'] = (sql, ...values) => {
        const db = new Sqlite(file);
        try {
          return Promise.resolve(ask(db, sql, values));
        } finally {
          db.close();
        }
      };
      const script: TestDatabase['script'] = (sql) => {
        const db = new Sqlite(file);
        db.exec(sql);
        db.close();
        return Promise.resolve();
      };
      return Promise.resolve({ url: `sqlite:${file}`, query, script });
    },
  };
}

/** Asks a file on one connection, which costs far less than one for each question. */
export function keptOpen(database: TestDatabase): TestDatabase {
  const { url, script } = database;
  if (!url.startsWith('sqlite:')) return database;
  const db = new Sqlite(url.slice('sqlite:'.length));
  after(() => db.close());
  return { url, script, query: (sql, ...values) => Promise.resolve(ask(db, sql, values)) };
}

function ask(db: InstanceType<typeof Sqlite>, sql: string, values: readonly unknown[]): Record<string, unknown>[] {
  const statement = db.prepare(sql);
  if (statement.reader) return statement.all(...values) as Record<string, unknown>[];
  statement.run(...values);
  return [];
}

function databasesOn(server: Server): Backend {
  const ends: (() => Promise<unknown>)[] = [];
  after(async () => {
    for (const end of ends) await end();
  });
  return {
    name: server.name,
    make: async () => {
      const database = randomName();
      const own = withDatabase(server.url, database);
      await once(server, `create database ${database}`);
      let connection: Promise<Connection> | undefined;
      ends.push(async () => {
        await (await connection)?.end();
        await once(server, server.drop(database));
      });
      const connected = () => (connection ??= server.connect(own));
      return {
        url: own,
        query: async (sql, ...values) => (await connected()).query(sql, values),
        script: async (sql) => {
          for (const statement of sql.split(/;$/mu))
            if (statement.trim() !== '') await (await connected()).statement(statement);
        },
      };
    },
  };
}

async function once(server: Server, sql: string): Promise<void> {
  const connection = await server.connect(server.url);
  await connection.query(sql, []);
  await connection.end();
}

function randomName(): string {
  return `pt_${randomBytes(6).toString('hex')}`;
}

/**
 * Whether nobody else is connected to a server's database, and so holds a lock or a transaction there: waits for the
 * server to notice that a process is gone.
 */
export async function isLeftAlone(backend: Backend['name'], { query }: TestDatabase): Promise<boolean> {
  if (backend === 'SQLite') return true;
  const others =
    backend === 'PostgreSQL'
      ? 'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
      : 'select id from information_schema.processlist where db = database() and id <> connection_id()';
  for (let tries = 0; tries < 200; tries++) {
    if ((await query(others)).length === 0) return true;
    await wait(50);
  }
  return false;
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
