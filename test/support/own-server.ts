import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mysqlDriver from 'mysql2/promise';
import pg from 'pg';
import { freePort } from './free-port.js';

/** A server of a test's own, that it may kill, or of all the tests. */
export interface OwnServer {
  readonly url: string;
  start(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Ends it and removes what it had. */
  remove(): Promise<void>;
}

interface Kind {
  readonly name: 'PostgreSQL' | 'MySQL';
  /** Says to the tests of databases where one is. */
  readonly variable: string;
  readonly programs: { readonly install: string; readonly serve: string };
  readonly user: string;
  readonly crash: NodeJS.Signals;
  install(program: string, data: string, as: Owner): void;
  serve(data: string, port: number): string[];
  url(port: number): string;
  ping(url: string): Promise<void>;
}

type User = { uid: number; gid: number } | Record<string, never>;

/** As whom a server runs, and with which environment. */
type Owner = Partial<User> & { readonly env: NodeJS.ProcessEnv };

const postgres: Kind = {
  name: 'PostgreSQL',
  variable: 'PULLTHROUGH_TEST_POSTGRES',
  programs: { install: 'initdb', serve: 'postgres' },
  user: 'postgres',
  // The immediate shutdown: nothing is finished or written out, and the next start recovers.
  crash: 'SIGQUIT',
  install: (program, data, as) =>
    void execFileSync(program, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
      stdio: 'ignore',
      cwd: '/',
      ...as,
    }),
  serve: (data, port) => ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data],
  url: (port) => `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
  async ping(url) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
  },
};

const mysql: Kind = {
  name: 'MySQL',
  variable: 'PULLTHROUGH_TEST_MYSQL',
  programs: { install: 'mariadb-install-db', serve: 'mariadbd' },
  user: 'mysql',
  crash: 'SIGKILL',
  install: (program, data, as) =>
    void execFileSync(
      program,
      [`--datadir=${data}`, '--auth-root-authentication-method=normal', '--no-defaults', '--skip-log-bin'],
      { stdio: 'ignore', cwd: '/', ...as },
    ),
  serve: (data, port) => [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${String(port)}`,
    '--bind-address=127.0.0.1',
    // Else a user whom a test makes is taken for the one without a name that an installation has at localhost.
    '--skip-name-resolve',
    // As the packages of Debian set it.
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_general_ci',
    `--socket=${join(data, 's')}`,
    `--pid-file=${join(data, 'pid')}`,
  ],
  url: (port) => `mysql://root@127.0.0.1:${String(port)}/test`,
  async ping(url) {
    const connection = await mysqlDriver.createConnection(url);
    await connection.end();
  },
};

/** The programs of a server, where they are installed: Debian keeps those of PostgreSQL out of the path. */
function find(program: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  for (let version = 12; version <= 20; version++) folders.unshift(`/usr/lib/postgresql/${String(version)}/bin`);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

/** Servers do not run as root. */
function ownerOf(user: string): User {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** For each kind of server, how to make one here, or why none can be made. */
export const ownServers = [postgres, mysql].map((kind) => {
  const install = find(kind.programs.install);
  const serve = find(kind.programs.serve);
  const missing = install === null ? kind.programs.install : serve === null ? kind.programs.serve : null;
  return {
    name: kind.name,
    variable: kind.variable,
    missing: missing === null ? null : `${missing} is not installed`,
    make: () => make(kind, install ?? '', serve ?? ''),
  };
});

async function make(kind: Kind, install: string, serve: string): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-server-'));
  const data = join(folder, 'data');
  // The tests' own folder may be closed to the server's user.
  const temporary = join(folder, 'temporary');
  chmodSync(folder, 0o755);
  const user = ownerOf(kind.user);
  for (const own of [data, temporary]) {
    mkdirSync(own, { mode: 0o700 });
    if ('uid' in user) chownSync(own, user.uid, user.gid);
  }
  const owner = { ...user, env: { ...process.env, TMPDIR: temporary } };
  kind.install(install, data, owner);
  const port = await freePort();
  const url = kind.url(port);
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    url,
    async start() {
      child = spawn(serve, kind.serve(data, port), { stdio: 'ignore', cwd: '/', ...owner });
      for (let tries = 0; ; tries++) {
        try {
          await kind.ping(url);
          return;
        } catch (error) {
          if (tries === 600 || child.exitCode !== null) throw error;
          await wait(100);
        }
      }
    },
    kill: () => end(kind.crash),
    async remove() {
      // As a crash: one that is killed outright leaves its shared memory behind.
      await end(kind.crash);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
