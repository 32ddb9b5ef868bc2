import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertQueueWorks } from '../../src/queue/refused.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const there = 'postgres://127.0.0.1/there';

test('on SQLite and MySQL the commands of the queue end with 2, say what to do, and make nothing', async () => {
  const file = join(folder, 'none.db');
  for (const database of [`sqlite:${file}`, 'mysql://root@127.0.0.1:9/none'])
    for (const command of [['enqueue', 'examples/oakfield.json'], ['worker'], ['queue'], ['queue', 'migrate']]) {
      const { code, stderr } = await cli([...command, '--database', database]);
      assert.equal(code, 2);
      assert.match(stderr, /The queue needs PostgreSQL, and the database is (SQLite|MySQL or MariaDB).*run --shard/);
    }
  assert.equal(existsSync(file), false);
});

test('before Node 22.12 it is refused, with the version that there is', () => {
  for (const version of ['20.10.0', '20.20.2', '22.11.0'])
    assert.throws(
      () => assertQueueWorks(there, version),
      new RegExp(`needs Node 22.12 or later, and this is ${version}.*run --shard`),
    );
  for (const version of ['22.12.0', '22.23.3', '24.0.0', '26.1.0']) assertQueueWorks(there, version);
});

test('queue refuses the options by which it would seem to mean one school', async () => {
  for (const options of [
    ['--school', '1'],
    ['--date', '2026-11-20'],
    ['--set', 'singleSignOn=true'],
  ]) {
    const { code, stderr } = await cli(['queue', 'cancel', ...options]);
    assert.equal(code, 2);
    assert.match(stderr, /queue is of whole nights: omit --school, --set and --date/);
  }
});

test('a worker takes no school, and a night no options by which a worker decides', async () => {
  const worker = await cli(['worker', '--school', '1']);
  assert.equal(worker.code, 2);
  assert.match(worker.stderr, /give --school to pullthrough enqueue/);
  for (const options of [
    ['--date', '2026-11-20'],
    ['--set', 'singleSignOn=true'],
  ]) {
    const { code, stderr } = await cli(['enqueue', 'examples/oakfield.json', ...options]);
    assert.equal(code, 2);
    assert.match(stderr, /give them to pullthrough worker/);
  }
});
