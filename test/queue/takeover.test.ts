import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from '../support/folder.js';
import { queueTest, type RunningWorker, type TestQueue } from '../support/queue.js';
import { smallExtract } from '../support/small-extract.js';

const folder = temporaryFolder();

function files(name: string, count: number, surname = 'Okoro', day = 20): string {
  const within = join(folder, name);
  mkdirSync(within, { recursive: true });
  for (let at = 0; at < count; at++) {
    const id = String(4_000_000 + at);
    writeFileSync(join(within, `${id}.json`), smallExtract(id, `2026-11-${String(day)}T02:00:00Z`, surname));
  }
  return within;
}

const lock = (queue: TestQueue, school: string, deed = 'lock') =>
  queue.query(
    `select pg_advisory_${deed}(hashtextextended('pullthrough ' || current_schema() || ' school ' || ?, 0))`,
    school,
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(100);
}

const isAny = async (queue: TestQueue, where: string) =>
  (await queue.query(`select document from run_parts where ${where}`)).length > 0;

/** A worker that has the first school in hand and cannot go on, because the test has its lock. */
async function stuck(queue: TestQueue): Promise<RunningWorker> {
  await lock(queue, '4000000');
  const worker = queue.worker();
  const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
  await until(async () => (await queue.query(waiting)).length > 0);
  return worker;
}

async function allLoadedOnce(queue: TestQueue, schools: number): Promise<void> {
  const open = await queue.query(`select id from runs where status <> 'done' or ending is null`);
  assert.deepEqual(open, []);
  const states = await queue.query('select state, count(*) as parts from run_parts group by state');
  assert.deepEqual(
    states.map(({ state, parts }) => [state, Number(parts)]),
    [['done', schools]],
  );
  const runs = await queue.query(
    `select school_id from school_runs where status = 'loaded' group by school_id having count(*) = 1`,
  );
  assert.equal(runs.length, schools);
  assert.deepEqual(await queue.query('select id from pullthrough_queue.job'), []);
  const locks = `select pid from pg_locks join pg_database on pg_database.oid = database where locktype = 'advisory' and datname = current_database()`;
  assert.deepEqual(await queue.query(locks), []);
}

queueTest('what a worker that was killed had in hand, another takes over', async (queue) => {
  await queue.enqueue(files('killed', 3));
  const worker = await stuck(queue);
  worker.kill('SIGKILL');
  await worker.ended;
  await lock(queue, '4000000', 'unlock');
  const { code, stderr } = await queue.worker('--until-empty').ended;
  assert.equal(code, 0, stderr);
  await allLoadedOnce(queue, 3);
  assert.ok(await isAny(queue, 'attempts = 2'));
});

queueTest('a worker that was frozen for longer than its heart may stop writes nothing twice', async (queue) => {
  await queue.enqueue(files('frozen', 3));
  const worker = await stuck(queue);
  worker.kill('SIGSTOP');
  const other = queue.worker('--until-empty');
  await until(() => isAny(queue, `document = 1 and attempts = 2`));
  worker.kill('SIGCONT');
  await lock(queue, '4000000', 'unlock');
  const { code, stderr } = await other.ended;
  assert.equal(code, 0, stderr);
  worker.kill('SIGTERM');
  assert.equal((await worker.ended).code, 0);
  await allLoadedOnce(queue, 3);
});

queueTest('a worker that is ended finishes what it has in hand, and gives the rest back at once', async (queue) => {
  const night = await queue.enqueue(files('ended', 4));
  const worker = await stuck(queue);
  await until(() => isAny(queue, `document = 2 and state = 'active'`));
  worker.kill('SIGTERM');
  await wait(200);
  await lock(queue, '4000000', 'unlock');
  assert.equal((await worker.ended).code, 0);
  const parts = await queue.query('select state, attempts from run_parts where run_id = ? order by document', night);
  assert.deepEqual(parts, [
    { state: 'done', attempts: 1 },
    { state: 'waiting', attempts: 0 },
    { state: 'waiting', attempts: 0 },
    { state: 'waiting', attempts: 0 },
  ]);
  const jobs = await queue.query(
    `select id from pullthrough_queue.job where state = 'created' and start_after <= now()`,
  );
  assert.equal(jobs.length, 3);
});

queueTest('whichever workers are killed, nothing is lost and nothing is there twice', async (queue) => {
  const schools = 24;
  const night = async (surname: string, day: number) => {
    await queue.enqueue(files('chaos', schools, surname, day));
    const workers = [queue.worker(), queue.worker(), queue.worker()];
    const isDone = async () => !(await isAny(queue, `state in ('waiting', 'active')`));
    for (let killed = 0; killed < 3 && !(await isDone()); killed++) {
      await wait(1500);
      workers.shift()?.kill('SIGKILL');
      workers.push(queue.worker());
    }
    await until(async () => (await queue.query('select id from runs where ending is null')).length === 0);
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map(({ ended }) => ended));
  };
  await night('Okoro', 20);
  await night('Ong', 21);
  const runs = await queue.query(`select status from runs`);
  assert.deepEqual(
    runs.map(({ status }) => status),
    ['done', 'done'],
  );
  const changes = await queue.query('select school_id, kind, fields from changes order by school_id');
  assert.equal(changes.length, schools);
  for (const { fields } of changes)
    assert.deepEqual(JSON.parse(String(fields)), { surname: { before: 'Okoro', after: 'Ong' } });
  assert.equal((await queue.query('select school_id from school_runs')).length, 2 * schools);
});
