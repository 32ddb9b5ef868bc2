import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { temporaryFolder } from '../support/folder.js';
import { pgbouncer, poolerFor } from '../support/pgbouncer.js';
import { queueIn, queueTest } from '../support/queue.js';
import { smallExtract } from '../support/small-extract.js';

const folder = temporaryFolder();
const settings = [
  'lock_timeout',
  'default_transaction_read_only',
  'idle_in_transaction_session_timeout',
  'timezone',
  'search_path',
];

async function settingsOf(url: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const seen: unknown[] = [];
    for (const name of settings) seen.push((await client.query<Record<string, unknown>>(`show ${name}`)).rows[0]);
    return seen;
  } finally {
    await client.end();
  }
}

if (pgbouncer === null && process.env.PULLTHROUGH_TEST_QUEUE !== 'required')
  test('through pgbouncer', { skip: 'pgbouncer is not installed' });
else
  queueTest(
    'plan, run and a worker leave nothing set on a connection of pgbouncer in transaction mode',
    async (queue) => {
      for (const id of ['5000001', '5000002']) writeFileSync(join(folder, `${id}.json`), smallExtract(id));
      const direct = await settingsOf(queue.url);
      const pooler = await poolerFor(queue.url);
      try {
        const through = queueIn(queue, pooler.url);
        for (const command of [
          ['plan', folder],
          ['run', folder],
          ['enqueue', folder],
          ['worker', '--until-empty'],
        ]) {
          const { code, stderr } = await through.command(...command);
          assert.equal(code, 0, `${command.join(' ')}: ${stderr}`);
          // As many at once as the pooler has connections.
          const seen = await Promise.all([1, 2, 3].map(() => settingsOf(pooler.url)));
          for (const one of seen) assert.deepEqual(one, direct);
        }
        assert.deepEqual(await queue.query('select distinct status from runs'), [{ status: 'done' }]);
      } finally {
        await pooler.end();
      }
    },
  );
