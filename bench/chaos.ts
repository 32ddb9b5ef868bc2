import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ownServers } from '../test/support/own-server.js';
import { generateSchool } from './generate-school.js';

/** Workers that are killed, one that freezes and a server that crashes: says whether anything is lost or there twice. */
const { values } = parseArgs({
  options: {
    schools: { type: 'string', default: '500' },
    students: { type: 'string', default: '60' },
    workers: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '180' },
    'kill-every': { type: 'string', default: '5' },
  },
});
const bin = fileURLToPath(new URL('../src/cli/bin.js', import.meta.url));
const [schools, seconds, killEvery] = [values.schools, values.seconds, values['kill-every']].map(Number) as [
  number,
  number,
  number,
];
const folder = mkdtempSync(join(tmpdir(), 'pullthrough-chaos-'));
const postgres = ownServers.find(({ name }) => name === 'PostgreSQL');
if (postgres?.missing !== null) throw new Error(postgres?.missing ?? 'no PostgreSQL');
const server = await postgres.make();

function command(...args: string[]): ChildProcess {
  return spawn(process.execPath, [bin, ...args, '--database', server.url], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function done(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve));
}

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Of several students: not every one of them comes through. */
function withNewNames(text: string): string {
  let renamed = 0;
  return text.replaceAll('"KnownName":"', (name) => (renamed++ < 5 ? `${name}New ` : name));
}

function write(day: number): void {
  for (let at = 0; at < schools; at++) {
    const id = String(9_000_000 + at);
    const extractedAt = `2026-11-${String(day)}T02:00:00Z`;
    const text = generateSchool({ id, students: Number(values.students), seed: at, extractedAt });
    writeFileSync(join(folder, `${id}.json`), day === 20 ? text : withNewNames(text));
  }
}

async function night(): Promise<number> {
  await done(command('enqueue', folder));
  const workers = Array.from({ length: Number(values.workers) }, () => command('worker'));
  const until = Date.now() + seconds * 1000;
  const crashes = [until - seconds * 600, until - seconds * 300];
  let frozen: ChildProcess | undefined;
  for (let round = 0; Date.now() < until; round++) {
    await wait(killEvery * 1000);
    if (round === 1) {
      frozen = workers.shift();
      frozen?.kill('SIGSTOP');
    } else {
      workers.shift()?.kill('SIGKILL');
    }
    workers.push(command('worker'));
    if (crashes[0] !== undefined && Date.now() > crashes[0]) {
      crashes.shift();
      await server.kill();
      await server.start();
    }
    if (round === 6) frozen?.kill('SIGCONT');
  }
  const killed = Date.now();
  const isOpen = () => ask('select id from runs where ending is null').catch(() => [{}]);
  while ((await isOpen()).length > 0 && Date.now() - killed < 300_000) await wait(500);
  const took = (Date.now() - killed) / 1000;
  for (const worker of [...workers, ...(frozen === undefined ? [] : [frozen])]) {
    worker.kill('SIGCONT');
    worker.kill('SIGTERM');
    await done(worker);
  }
  return took;
}

try {
  mkdirSync(folder, { recursive: true });
  await server.start();
  await done(command('queue', 'migrate'));
  for (const day of [20, 21]) {
    write(day);
    const took = await night();
    console.log(`night ${String(day - 19)}: ended ${took.toFixed(0)} s after the last kill`);
  }
  const count = async (what: string, sql: string, wanted: number) => {
    const found = Number((await ask(sql))[0]?.['n']);
    console.log(`${found === wanted ? 'ok   ' : 'WRONG'} ${what}: ${String(found)}, wanted ${String(wanted)}`);
    if (found !== wanted) process.exitCode = 1;
  };
  await count(
    'nights that ended well',
    `select count(*) as n from runs where status = 'done' and ending is not null`,
    2,
  );
  await count('parts done', `select count(*) as n from run_parts where state = 'done'`, 2 * schools);
  await count('outcomes of schools', 'select count(*) as n from school_runs', 2 * schools);
  await count('schools that changed', `select count(distinct school_id) as n from changes`, schools);
  await count(
    'changes that are there twice',
    'select count(*) as n from (select 1 from changes group by run_id, table_name, school_id, record_id having count(*) > 1) as twice',
    0,
  );
  await count('jobs left', 'select count(*) as n from pullthrough_queue.job', 0);
  await count('schools locked', `select count(*) as n from pg_locks where locktype = 'advisory'`, 0);
} finally {
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
}
