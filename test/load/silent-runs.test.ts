import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../src/load/database.js';
import { startRun } from '../../src/load/runs/runs.js';
import { endSilentRuns, sayAlive } from '../../src/load/runs/silent-runs.js';
import { cli } from '../support/cli.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { ended, start } from '../support/process.js';

const { pipeline } = shippedConfiguration();
const everything = 'test/cases/01-everything-comes-through.json';
const longAgo = '2026-01-01T02:00:00.000Z';

const runsOf = ({ query }: TestDatabase) =>
  query('select id, status, finished_at, heard_at, counts from runs order by began');

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}

for (const { name, make } of backends()) {
  test(`a run that was killed is ended by the next once nothing was heard of it for long, and that is said, on ${name}`, async () => {
    const database = await make();
    const run = () => cli(['run', everything, '--database', database.url]);
    assert.equal((await run()).code, 0);
    const killed = start(['run', '-', '--database', database.url], {}, 'open');
    const over = ended(killed);
    await until(async () => (await runsOf(database)).length === 2);
    killed.kill('SIGKILL');
    await over;
    const [, dead] = await runsOf(database);
    const id = String(dead?.['id']);
    assert.equal(dead?.['status'], 'running');
    // It might only be slow.
    const next = await run();
    assert.ok(!`${next.stdout}${next.stderr}`.includes(id), next.stderr);
    assert.equal((await runsOf(database))[1]?.['status'], 'running');
    await database.query('update runs set started_at = ?, heard_at = ? where id = ?', longAgo, longAgo, id);
    await database.query(
      `insert into school_runs (school_id, run_id, document, status) values ('1', ?, 1, 'loaded')`,
      id,
    );
    const later = await run();
    assert.equal(later.code, 0);
    assert.match(
      `${later.stdout}${later.stderr}`,
      new RegExp(
        `^ {2}Run ${id} did not end: nothing was heard of it after ${longAgo}, so it is noted as interrupted`,
        'm',
      ),
    );
    assert.deepEqual((await runsOf(database))[1], {
      ...{ id, status: 'interrupted', finished_at: longAgo, heard_at: longAgo, counts: '{"loaded":1}' },
    });
    const last = await run();
    assert.ok(!`${last.stdout}${last.stderr}`.includes(id), 'it is said once');
  });

  test(`a run says that it is alive by the clock of the database, and one of an earlier version has time to end, on ${name}`, async () => {
    const database = await make();
    const db = await openDatabase(database.url, pipeline);
    try {
      const begun = await startRun(db, { startedAt: new Date(longAgo), random: () => 'abcdef' });
      const heard = async () => String((await runsOf(database))[0]?.['heard_at']);
      const apart = Date.now() - Date.parse(await heard());
      assert.ok(Math.abs(apart) < 60_000, 'the database of the tests is on this machine');
      assert.match(await heard(), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      await database.query('update runs set heard_at = ?', longAgo);
      const stop = sayAlive(db, begun.id, 10);
      await until(async () => (await heard()) !== longAgo);
      await stop();
      assert.deepEqual(await endSilentRuns(db), []);
      await database.query('update runs set heard_at = ?', longAgo);
      const both = await Promise.all([endSilentRuns(db), endSilentRuns(db)]);
      assert.deepEqual(both.flat(), [{ id: begun.id, heardAt: longAgo }], 'one of two says it');
      // As an earlier version left it.
      await startRun(db, { startedAt: new Date(longAgo), random: () => 'fedcba' });
    } finally {
      await db.close();
    }
    await database.query('alter table runs drop column heard_at');
    await database.query(`delete from pullthrough_migrations where name like '024%'`);
    const again = await openDatabase(database.url, pipeline);
    try {
      assert.deepEqual(await endSilentRuns(again), []);
      const [interrupted, running] = await runsOf(database);
      assert.equal(interrupted?.['heard_at'], null);
      assert.ok(Date.now() - Date.parse(String(running?.['heard_at'])) < 60_000);
    } finally {
      await again.close();
    }
  });
}
