import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';
import { queueIn, queueTest, type TestQueue } from '../support/queue.js';
import { extractsIn } from '../support/extracts-in.js';
import { smallExtract } from '../support/small-extract.js';

const folder = temporaryFolder();
const files = extractsIn(folder);

const states = (queue: TestQueue, night: string) =>
  queue.query('select source, state, attempts from run_parts where run_id = ? order by document', night);

async function work(queue: TestQueue): Promise<string> {
  const { code, stdout, stderr } = await queue.command('worker', '--until-empty');
  assert.equal(code, 0, stderr);
  return stdout;
}

queueTest('no small lane waits for more than 20 jobs of a large one', async (queue) => {
  const large = Array.from({ length: 60 }, (_, at) => String(1_000_000 + at));
  const small = ['2000001', '2000002', '2000003', '2000004'];
  await queue.enqueue(files('large', large));
  await queue.enqueue(files('small', small));
  const order = [...(await work(queue)).matchAll(/^ {2}(\d{7}) /gm)].map(([, id = '']) => id);
  assert.equal(order.length, 64);
  assert.ok(order.lastIndexOf('2000004') < 20 + small.length, String(order.lastIndexOf('2000004')));
});

queueTest('a newer source replaces one that waits, whose night then ends', async (queue) => {
  const within = files('replaced', ['3000001', '3000002']);
  const first = await queue.enqueue(within);
  const second = await queue.enqueue(join(within, '3000001.json'));
  assert.deepEqual(
    (await states(queue, first)).map(({ state }) => state),
    ['superseded', 'waiting'],
  );
  await work(queue);
  assert.deepEqual(
    (await states(queue, first)).map(({ state }) => state),
    ['superseded', 'done'],
  );
  assert.deepEqual(
    (await states(queue, second)).map(({ state }) => state),
    ['done'],
  );
  const nights = await queue.query('select status, counts from runs order by began');
  assert.deepEqual(nights, [
    { status: 'done', counts: '{"loaded":1}' },
    { status: 'done', counts: '{"loaded":1}' },
  ]);
  assert.deepEqual(await queue.query('select id from pullthrough_queue.job'), []);
});

queueTest('with --school, a newer source of the school replaces one of another name', async (queue) => {
  const monday = join(files('monday', ['3100001']), '3100001.json');
  const tuesday = join(files('tuesday', ['3100001']), '3100001.json');
  const first = await queue.enqueue(monday, '--school', '3100001');
  await queue.enqueue(tuesday, '--school', '3100001');
  assert.equal((await states(queue, first))[0]?.['state'], 'superseded');
});

queueTest('what may pass is tried again, and does not block what is newer, nor that it', async (queue) => {
  const within = files('again', ['3200001']);
  await queue.script(`create function refuse() returns trigger language plpgsql as 'begin raise exception using errcode = 53100; end';
create trigger refuse before insert on schools for each row execute function refuse();
`);
  const first = await queue.enqueue(within);
  const worker = queue.worker();
  await until(async () =>
    (await states(queue, first)).some(({ state, attempts }) => state === 'waiting' && Number(attempts) > 0),
  );
  const second = await queue.enqueue(within);
  assert.equal((await states(queue, first))[0]?.['state'], 'superseded');
  await until(async () => (await states(queue, second)).some(({ attempts }) => Number(attempts) > 0));
  await queue.script('drop trigger refuse on schools;\n');
  await until(async () => (await queue.query('select id from runs where ending is null')).length === 0);
  worker.kill('SIGTERM');
  assert.equal((await worker.ended).code, 0);
  assert.equal((await states(queue, second))[0]?.['state'], 'done');
  assert.deepEqual(await queue.query(`select status from school_runs where school_id = '3200001'`), [
    { status: 'loaded' },
  ]);
});

queueTest('a school that two sources of a night have is loaded once, and fails the second time', async (queue) => {
  const within = files('twice', ['3300001']);
  writeFileSync(join(within, 'b.json'), smallExtract('3300001', '2026-11-20T02:00:00Z', 'Ong'));
  await queue.enqueue(within);
  const workers = [queue.worker('--until-empty'), queue.worker('--until-empty')];
  for (const { ended } of workers) assert.equal((await ended).code, 0);
  const rows = await queue.query('select status, reason, counts from school_runs order by status desc');
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['loaded', 'failed'],
  );
  assert.match(String(rows[1]?.['reason']), /appears a second time in this run/);
  assert.match(String(rows[1]?.['counts']), /"fault":\{"code":"second-time"\}/, 'it is no fault of the database');
});

queueTest('an older extract than a later night has loaded is superseded, and does not fail', async (queue) => {
  const within = files('old', []);
  writeFileSync(join(within, 'old.json'), smallExtract('3400001', '2026-11-20T02:00:00Z'));
  const old = await queue.enqueue(within);
  const later = join(folder, 'later.json');
  writeFileSync(later, smallExtract('3400001', '2026-11-21T02:00:00Z'));
  await queue.command('run', later);
  await work(queue);
  assert.deepEqual(await states(queue, old), [{ source: join(within, 'old.json'), state: 'superseded', attempts: 1 }]);
  assert.equal((await queue.query('select status from runs where id = ?', old))[0]?.['status'], 'done');
});

queueTest(
  'a night that three machines schedule at once is made once, and worked once by three workers',
  async (queue) => {
    const within = files('scheduled', ['3450001', '3450002', '3450003', '3450004']);
    const args = ['enqueue', within, '--feed', 'nightly', '--once', '--database', queue.url];
    const made = await Promise.all([1, 2, 3].map(() => ended(start([...args, '--json']))));
    const told = made.map(({ code, stdout, stderr }) => {
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout) as { night: string; documents: number; alreadyAt?: string };
    });
    assert.equal(new Set(told.map(({ night }) => night)).size, 1);
    assert.equal(told.filter(({ alreadyAt }) => alreadyAt === undefined).length, 1, 'two are told that it is there');
    const workers = [1, 2, 3].map(() => queue.worker('--until-empty'));
    for (const worker of workers) assert.equal((await worker.ended).code, 0);
    // Also once it has ended; and what else is asked for is another.
    const late = await queue.command(...args.slice(0, -2));
    assert.match(
      late.stdout,
      new RegExp(`Night ${told[0]?.night ?? ''} was enqueued at .*, so nothing is enqueued again`),
    );
    assert.deepEqual(await queue.query('select status, counts from runs'), [
      { status: 'done', counts: '{"loaded":4}' },
    ]);
    assert.equal((await queue.query('select school_id from school_runs')).length, 4);
    await queue.enqueue(within, '--feed', 'other', '--once');
    await queue.enqueue(within, '--feed', 'nightly', '--once', '--school', '3450001');
    await queue.enqueue(within, '--feed', 'nightly');
    assert.equal((await queue.query('select id from runs')).length, 4);
  },
);

queueTest('--wait reports and ends as run does', async (queue) => {
  const within = files('waited', ['3500001']);
  writeFileSync(join(within, 'broken.json'), '{');
  const worker = queue.worker();
  const waited = await queue.command('enqueue', within, '--wait', '--json');
  worker.kill('SIGTERM');
  await worker.ended;
  const alone = queueIn(queue);
  await queue.query('delete from schools');
  const run = await alone.command('run', within, '--json');
  assert.equal(waited.code, 1, waited.stderr);
  assert.equal(run.code, 1);
  const shown = (text: string) => {
    const { schools, unseen, purge } = JSON.parse(text) as Record<string, unknown>;
    return { schools, unseen, purge };
  };
  const [one, other] = [shown(waited.stdout), shown(run.stdout)];
  assert.deepEqual(Object.keys(one), Object.keys(other));
  assert.deepEqual(
    (one.schools as { school: string; status: string }[]).map(({ school, status }) => [school, status]),
    (other.schools as { school: string; status: string }[]).map(({ school, status }) => [school, status]),
  );
});

queueTest('--wait ends with 1 if somebody could not be told how the night ended', async (queue) => {
  const within = files('told', ['3550001']);
  process.env.HOOK_SECRET = 'a secret of this test';
  const notify = "notify: { webhook: 'http://127.0.0.1:9/hook', secret: { env: HOOK_SECRET }, always: true }";
  const { config } = configured(folder, {
    'pipeline.yaml': `${readFileSync('pipeline.yaml', 'utf8')}\n${notify}\n`,
  });
  const worker = queue.worker('--config', config);
  const failing = await queue.command('enqueue', within, '--config', config, '--feed', 'told', '--wait');
  worker.kill('SIGTERM');
  const { code: ofWorker } = await worker.ended;
  assert.match(failing.stdout, /Not everybody could be told how the night ended/);
  assert.deepEqual([failing.code, ofWorker], [1, 0]);
  const quiet = queue.worker('--config', config, '--no-notices');
  const told = await queue.command('enqueue', within, '--config', config, '--feed', 'told', '--wait');
  quiet.kill('SIGTERM');
  await quiet.ended;
  assert.deepEqual([told.code, told.stdout.includes('could be told')], [0, false]);
});

queueTest('queue shows, retries and cancels', async (queue) => {
  const within = files('shown', ['3600001']);
  writeFileSync(join(within, 'broken.json'), '{');
  const night = await queue.enqueue(within);
  const shown = async () =>
    JSON.parse((await queue.command('queue', '--json')).stdout) as Record<string, Record<string, unknown>[]>;
  assert.equal((await shown())['nights']?.[0]?.['waiting'], 2);
  await work(queue);
  const after = await shown();
  assert.deepEqual(
    after['failed']?.map(({ night: of, source }) => [of, source]),
    [[night, join(within, 'broken.json')]],
  );
  writeFileSync(join(within, 'broken.json'), smallExtract('3600002'));
  await queue.command('queue', 'retry');
  await work(queue);
  assert.deepEqual((await shown())['failed'], []);
  const last = await queue.enqueue(within);
  await queue.command('queue', 'cancel');
  assert.deepEqual(
    (await states(queue, last)).map(({ state }) => state),
    ['failed', 'failed'],
  );
  assert.equal((await queue.query('select status from runs where id = ?', last))[0]?.['status'], 'interrupted');
  assert.equal((await queue.command('worker', '--until-empty')).code, 0);
});

queueTest('queue cancel says of what a worker has in hand that it may have been loaded', async (queue) => {
  const night = await queue.enqueue(files('in-hand', ['3650001', '3650002']));
  await queue.query("update run_parts set state = 'active', attempts = 1 where run_id = ? and document = 1", night);
  await queue.command('queue', 'cancel');
  const parts = await queue.query('select state, reason from run_parts where run_id = ? order by document', night);
  assert.deepEqual(
    parts.map(({ state }) => state),
    ['failed', 'failed'],
  );
  assert.match(String(parts[0]?.['reason']), /a worker had it in hand, which may have loaded it/);
  assert.match(String(parts[1]?.['reason']), /^It was cancelled: pullthrough queue cancel\.$/);
});

queueTest('a night whose jobs are gone is ended by the next, and that is said', async (queue) => {
  const within = files('gone', ['3700001']);
  const dead = await queue.enqueue(within);
  await queue.query('delete from pullthrough_queue.job');
  const next = await queue.command('enqueue', files('next', ['3700002']));
  assert.equal(next.code, 0, next.stderr);
  assert.match(
    next.stdout,
    new RegExp(`Jobs of night ${dead} were gone[^]*Night ${dead} had not been ended, and is now`),
  );
  assert.equal((await queue.query('select status from runs where id = ?', dead))[0]?.['status'], 'failed');
});

queueTest('a worker needs no right to make or change tables', async (queue) => {
  const database = new URL(queue.url).pathname.slice(1);
  const role = `${database}_worker`;
  await queue.script(`create role ${role} login;
grant usage on schema public, pullthrough_queue to ${role};
grant select, insert, update, delete on all tables in schema public, pullthrough_queue to ${role};
revoke create on schema public from public;
`);
  const url = new URL(queue.url);
  url.username = role;
  const asWorker = queueIn(queue, url.href);
  await queue.enqueue(files('roles', ['3800001', '3800002']));
  const { code, stderr } = await asWorker.worker('--until-empty').ended;
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  assert.equal((await asWorker.command('enqueue', join(folder, 'roles'))).code, 0);
  assert.deepEqual(
    (await queue.query('select status from runs order by began limit 1')).map(({ status }) => status),
    ['done'],
  );
  await queue.script(`drop owned by ${role};\ndrop role ${role};\n`);
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}
