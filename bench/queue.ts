import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../src/load/database.js';
import { readConfiguration } from '../src/pipeline/configuration.js';
import { Engine } from '../src/queue/engine.js';
import { enqueueNight } from '../src/queue/enqueue.js';
import { endHeld, takeHeld } from '../src/queue/held-parts.js';
import { generateSchool } from './generate-school.js';

/** What the queue costs: jobs taken a second and the log that each writes, and a worker beside a run. */
const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '24000' },
    schools: { type: 'string', default: '60' },
    students: { type: 'string', default: '400' },
    repeats: { type: 'string', default: '3' },
  },
});
const server = process.env['PULLTHROUGH_DATABASE'] ?? 'postgres://postgres@127.0.0.1:5432/test';
const bin = fileURLToPath(new URL('../src/cli/bin.js', import.meta.url));

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function inDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const name = `bench_${randomBytes(4).toString('hex')}`;
  await ask(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    await ask(server, `drop database ${name} with (force)`);
  }
}

const logPlace = async (url: string) =>
  Number((await ask(url, `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as bytes`))[0]?.['bytes']);

/** Takes and ends empty jobs while many wait. */
async function jobsASecond(url: string, jobs: number): Promise<void> {
  const { pipeline } = readConfiguration('pipeline.yaml', { set: [], today: () => '2026-11-20' });
  const db = await openDatabase(url, pipeline);
  try {
    await Engine.migrate(db);
    const engine = await Engine.open(db, false);
    const sources = Array.from({ length: jobs }, (_, at) => ({
      source: `extracts/${String(at)}.json`,
      group: 'extracts',
    }));
    const terms = { named: ['extracts'], schools: [], passedOver: [] };
    const begun = performance.now();
    await enqueueNight(db, engine, { terms, sources, laneOf: () => 'all', startedAt: new Date() });
    console.log(`${String(jobs)} jobs enqueued in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    await ask(url, 'checkpoint');
    const most = Math.min(jobs, 5000);
    const [before, started] = [await logPlace(url), performance.now()];
    let taken = 0;
    const ended = { state: 'done', school: null, reason: null, outcome: null } as const;
    while (taken < most) {
      const held = await takeHeld(db, engine, 5);
      await endHeld(
        db,
        engine,
        held.map(({ part, job }) => ({ part: { ...part, ...ended }, job })),
      );
      taken += held.length;
    }
    const seconds = (performance.now() - started) / 1000;
    const bytes = ((await logPlace(url)) - before) / taken;
    console.log(
      `${String(taken)} of them taken and ended in ${seconds.toFixed(1)} s: ${(taken / seconds).toFixed(0)} a second, ${(bytes / 1000).toFixed(1)} kB of log each`,
    );
    await engine.close();
  } finally {
    await db.close();
  }
}

function command(url: string, ...args: string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args, '--database', url], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

async function workerBesideRun(folder: string, schools: number): Promise<void> {
  const byRun: number[] = [];
  const byWorker: number[] = [];
  for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
    byRun.push(await inDatabase((url) => Promise.resolve(command(url, 'run', folder))));
    byWorker.push(
      await inDatabase((url) => {
        command(url, 'queue', 'migrate');
        command(url, 'enqueue', folder);
        return Promise.resolve(command(url, 'worker', '--until-empty'));
      }),
    );
  }
  const [run, worker] = [Math.min(...byRun), Math.min(...byWorker)];
  const rate = (seconds: number) => (schools / seconds).toFixed(1);
  console.log(
    `run: ${rate(run)} schools a second, one worker: ${rate(worker)}; ${(run / worker).toFixed(2)} of the run`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'pullthrough-bench-'));
try {
  await inDatabase((url) => jobsASecond(url, Number(values.jobs)));
  const schools = Number(values.schools);
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < schools; at++) {
    const id = String(9_000_000 + at);
    writeFileSync(join(folder, `${id}.json`), generateSchool({ id, students: Number(values.students), seed: at }));
  }
  await workerBesideRun(folder, schools);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
