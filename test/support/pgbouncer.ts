import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.js';

/** Where Debian has it, or null. */
export const pgbouncer =
  ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find((path) => existsSync(path)) ?? null;

export interface Pooler {
  readonly url: string;
  end(): Promise<void>;
}

/** A pooler before a database, in transaction mode, with so few connections that everybody shares them. */
export async function poolerFor(database: string): Promise<Pooler> {
  if (pgbouncer === null) throw new Error('pgbouncer is not installed');
  const target = new URL(database);
  const folder = mkdtempSync(join(tmpdir(), 'pullthrough-pooler-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const name = target.pathname.slice(1);
  const users = join(folder, 'users.txt');
  writeFileSync(users, `"${target.username}" "${decodeURIComponent(target.password)}"\n`);
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    [
      '[databases]',
      `${name} = host=${target.hostname} port=${target.port || '5432'} dbname=${name}`,
      '[pgbouncer]',
      `listen_port = ${String(port)}`,
      'listen_addr = 127.0.0.1',
      'auth_type = trust',
      `auth_file = ${users}`,
      'pool_mode = transaction',
      'default_pool_size = 3',
      'unix_socket_dir =',
      '',
    ].join('\n'),
  );
  const asWhom = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child: ChildProcess = spawn(pgbouncer, ['-q', ...asWhom, file], { stdio: 'ignore' });
  const url = new URL(database);
  url.host = `127.0.0.1:${String(port)}`;
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString: url.href });
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await wait(100);
    }
  }
  return {
    url: url.href,
    async end() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
