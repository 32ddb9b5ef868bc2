import { randomBytes } from 'node:crypto';
import mysqlDriver from 'mysql2/promise';
import pg from 'pg';

/** A server, with the benchmark's own databases on it. */
export interface Server {
  /** An empty database, or a copy of one of the benchmark's. */
  make(from: string | null): Promise<string>;
  drop(url: string): Promise<void>;
}

export type Reached = { readonly server: Server } | { readonly reason: string };

const urls = {
  postgres: process.env.PULLTHROUGH_TEST_POSTGRES ?? 'postgres://postgres@127.0.0.1:5432/test',
  mariadb: process.env.PULLTHROUGH_TEST_MYSQL ?? 'mysql://root@127.0.0.1:3306/test',
};

type Ask = (sql: string) => Promise<Record<string, unknown>[]>;

const asks: Readonly<Record<keyof typeof urls, (url: string) => Promise<{ ask: Ask; end: () => Promise<void> }>>> = {
  async postgres(url) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
    await client.connect();
    return { ask: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows, end: () => client.end() };
  },
  async mariadb(url) {
    const connection = await mysqlDriver.createConnection({ uri: url, connectTimeout: 3000 });
    return {
      ask: async (sql) => (await connection.query(sql))[0] as Record<string, unknown>[],
      end: () => connection.end(),
    };
  },
};

/** Whether a server answers, and how to use it. */
export async function reach(name: keyof typeof urls): Promise<Reached> {
  const ask = async (sql: string) => {
    const connection = await asks[name](urls[name]);
    try {
      return await connection.ask(sql);
    } finally {
      await connection.end();
    }
  };
  try {
    await ask('select 1');
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { reason: code ?? message };
  }
  return {
    server: {
      async make(from) {
        const database = `pullthrough_bench_${randomBytes(6).toString('hex')}`;
        if (name === 'postgres') {
          await ask(`create database ${database}${from === null ? '' : ` template ${databaseOf(from)}`}`);
        } else {
          await ask(`create database ${database}`);
          if (from !== null) await copyTables(ask, databaseOf(from), database);
        }
        const url = new URL(urls[name]);
        url.pathname = `/${database}`;
        return url.href;
      },
      async drop(url) {
        await ask(`drop database if exists ${databaseOf(url)}${name === 'postgres' ? ' with (force)' : ''}`);
      },
    },
  };
}

function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

async function copyTables(ask: Ask, from: string, to: string): Promise<void> {
  const tables = await ask(`select table_name as name from information_schema.tables where table_schema = '${from}'`);
  for (const { name } of tables) {
    await ask(`create table ${to}.\`${String(name)}\` like ${from}.\`${String(name)}\``);
    await ask(`insert into ${to}.\`${String(name)}\` select * from ${from}.\`${String(name)}\``);
  }
}
