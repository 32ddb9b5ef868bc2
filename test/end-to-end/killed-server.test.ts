import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase, type Database } from '../../src/load/database.js';
import { cli } from '../support/cli.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { ownServers } from '../support/own-server.js';

const folder = temporaryFolder();
const { pipeline } = shippedConfiguration();
const document = readFileSync('test/cases/01-everything-comes-through.json', 'utf8');
const servers = process.env.PULLTHROUGH_TEST_SERVERS ?? '';

function reasonAgainst(missing: string | null): string | false {
  if (servers === '') return 'set PULLTHROUGH_TEST_SERVERS=required to run it';
  return missing === null || servers === 'required' ? false : `no server of one's own: ${missing}`;
}

/** Three schools, a line each. */
function given(name: string, surname: string): string {
  const lines = ['1', '2', '3'].map((SchoolID) =>
    JSON.stringify({ ...(JSON.parse(document.replace('"Lim"', `"${surname}"`)) as object), SchoolID }),
  );
  const file = join(folder, name);
  writeFileSync(file, lines.join('\n'));
  return file;
}

interface Report {
  schools: { school: string; status: string; reason: string | null }[];
}

for (const { name, missing, make } of ownServers) {
  const skip = reasonAgainst(missing);
  test(
    `a server that dies in the middle of a school: nothing is half done, and the next run heals, on ${name}`,
    { skip },
    async () => {
      assert.equal(missing, null);
      const server = await make();
      try {
        await server.start();
        const args = ['--database', server.url, '--json'];
        assert.equal((await cli(['run', given('before.ndjson', 'Lim'), ...args])).code, 0);
        const after = given('after.ndjson', 'Ong');

        // Another transaction holds a row of school 2, so that the run stands still in the middle of it.
        const holder = await openDatabase(server.url, pipeline);
        const trx = await holder.knex.transaction();
        await trx('schools').where({ school_id: '2' }).update({ name: 'held' });
        const running = cli(['run', after, ...args]);
        await untilLoaded(holder, '1', 'Ong');
        await server.kill();
        const { code, stdout, stderr } = await running;
        await trx.rollback().catch(() => undefined);
        await holder.close();
        assert.equal(code, 1);
        const { schools } = JSON.parse(stdout) as Report;
        assert.deepEqual(
          schools.map(({ school, status }) => [school, status]),
          [
            ['1', 'loaded'],
            ['2', 'failed'],
            ['3', 'failed'],
          ],
        );
        for (const { reason } of schools.slice(1))
          assert.match(reason ?? '', /No server answers there.* No table was touched\.$/);
        assert.match(stderr, /Writing to table runs failed/);

        await server.start();
        assert.deepEqual(await teachers(server.url), { 1: ['Ong', 1], 2: ['Lim', 0], 3: ['Lim', 0] });
        const healed = await cli(['run', after, ...args]);
        assert.equal(healed.code, 0, healed.stderr);
        assert.deepEqual(
          (JSON.parse(healed.stdout) as Report).schools.map(({ status }) => status),
          ['unchanged', 'loaded', 'loaded'],
        );
        assert.deepEqual(await teachers(server.url), { 1: ['Ong', 1], 2: ['Ong', 1], 3: ['Ong', 1] });
      } finally {
        await server.remove();
      }
    },
  );

  test(
    `a server that is started again in the middle of a school costs only the wait, on ${name}`,
    { skip },
    async () => {
      assert.equal(missing, null);
      const server = await make();
      try {
        await server.start();
        const args = ['--database', server.url, '--json'];
        assert.equal((await cli(['run', given('before.ndjson', 'Lim'), ...args])).code, 0);
        const holder = await openDatabase(server.url, pipeline);
        const trx = await holder.knex.transaction();
        await trx('schools').where({ school_id: '2' }).update({ name: 'held' });
        const running = cli(['run', given('after.ndjson', 'Ong'), ...args]);
        await untilLoaded(holder, '1', 'Ong');
        await server.kill();
        await server.start();
        const { code, stdout } = await running;
        await trx.rollback().catch(() => undefined);
        await holder.close();
        assert.equal(code, 0, stdout);
        assert.deepEqual(await teachers(server.url), { 1: ['Ong', 1], 2: ['Ong', 1], 3: ['Ong', 1] });
      } finally {
        await server.remove();
      }
    },
  );
}

/** Waits until a school is loaded, and the next one is in hand. */
async function untilLoaded({ knex }: Database, school: string, surname: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const rows: unknown[] = await knex('teachers').where({ school_id: school, surname });
    await wait(100);
    if (rows.length === 1) break;
  }
  await wait(500);
}

/** The surname of teacher 31, by school, and how many changes of it are noted. */
async function teachers(url: string): Promise<Record<string, [surname: string, changes: number]>> {
  const db = await openDatabase(url, pipeline);
  try {
    const rows = await db.knex<{ school_id: string; id: string; surname: string }>('teachers').where({ id: '31' });
    const changes = await db.knex<{ school_id: string }>('changes').select('school_id');
    const changesOf = (school: string) => changes.filter(({ school_id }) => school_id === school).length;
    return Object.fromEntries(rows.map(({ school_id, surname }) => [school_id, [surname, changesOf(school_id)]]));
  } finally {
    await db.close();
  }
}
