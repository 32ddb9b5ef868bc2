import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { backends, isLeftAlone, type Backend, type TestDatabase } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { isFull, unlessFull } from '../support/numbers.js';
import { ended, start } from '../support/process.js';
import { twoNights } from '../support/schools.js';
import { dumpOf, readTablesOf, type Tables } from '../support/tables.js';

const folder = temporaryFolder();
const schools = isFull ? 30 : 8;
/** Of the 31st nothing comes through, so that its first load is held. */
const ids = Array.from({ length: schools + 1 }, (_, index) => String(index + 1))
  .filter((id) => id !== '31')
  .slice(0, schools);
const many = isFull ? 6 : 2;
const nights = ids.map((id) => twoNights(id, 8));

/** The first night as a folder of files, the next as one file with a line for each school. */
const firstNight = join(folder, 'first');
mkdirSync(firstNight);
for (const [index, id] of ids.entries()) writeFileSync(join(firstNight, `${id}.json`), nights[index][0]);
const nextNight = join(folder, 'next.ndjson');
writeFileSync(nextNight, nights.map(([, next]) => next).join('\n'));

/** So many processes at once, the first of them with the first input, and so on. */
async function runAtOnce(backend: Backend['name'], database: TestDatabase, inputs: readonly string[]): Promise<void> {
  const runs = await Promise.all(inputs.map((input) => ended(start(['run', input, '--database', database.url]))));
  assert.deepEqual(
    runs.map(({ code }) => code),
    inputs.map(() => 0),
    runs.map(({ stdout, stderr }) => stdout + stderr).join('\n'),
  );
  assert.ok(await isLeftAlone(backend, database), 'something is left locked');
}

async function run(input: string, { url }: TestDatabase): Promise<string[]> {
  const { code, stdout, stderr } = await cli(['run', input, '--database', url, '--json']);
  assert.equal(code, 0, stderr);
  const { schools } = JSON.parse(stdout) as { schools: { status: string }[] };
  return [...new Set(schools.map(({ status }) => status))];
}

/** All that a database holds, but for what each run notes of itself. */
async function left(database: TestDatabase): Promise<{ rest: Tables; notes: number; statuses: string[] }> {
  const { school_runs: notes = [], ...rest } = await dumpOf(database);
  const statuses = await database.query('select distinct status from runs');
  return { rest, notes: notes.length, statuses: statuses.map(({ status }) => String(status)) };
}

for (const { name, make } of backends()) {
  test(
    `two runs at once on a database of nobody's yet, then ${String(many)}, leave what one leaves, on ${name}`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const [database, alone] = [await make(), await make()];
      await runAtOnce(name, database, Array<string>(2).fill(firstNight));
      assert.deepEqual(await run(firstNight, alone), ['loaded']);
      const [first, firstAlone] = [await left(database), await left(alone)];
      assert.deepEqual(first.rest, firstAlone.rest);
      assert.deepEqual([first.notes, first.statuses], [2 * schools, ['done']]);

      await runAtOnce(name, database, Array<string>(many).fill(nextNight));
      await run(nextNight, alone);
      const [next, nextAlone] = [await left(database), await left(alone)];
      assert.deepEqual(next.rest, nextAlone.rest);
      assert.deepEqual([next.notes, next.statuses], [(2 + many) * schools, ['done']]);
      assert.deepEqual(await run(nextNight, database), ['unchanged']);
    },
  );

  test(
    `${String(many)} runs at once with two nights leave each school as one of them says, and the next run sets it right, on ${name}`,
    { skip: unlessFull('it starts six programs at once') },
    async () => {
      const [database, first, next] = [await make(), await make(), await make()];
      await run(firstNight, first);
      await run(nextNight, next);
      await runAtOnce(
        name,
        database,
        Array<string[]>(many / 2)
          .fill([firstNight, nextNight])
          .flat(),
      );
      const [found, ...wanted] = await Promise.all([database, first, next].map(readTablesOf));
      const of = (tables: Tables, id: string) =>
        JSON.stringify(Object.values(tables).map((rows) => rows.filter(([school]) => school === id)));
      const neither = ids.filter((id) => !wanted.some((tables) => of(tables, id) === of(found, id)));
      assert.deepEqual(neither, []);
      await run(nextNight, database);
      assert.deepEqual(await readTablesOf(database), wanted[1]);
      assert.deepEqual(await run(nextNight, database), ['unchanged']);
    },
  );
}
