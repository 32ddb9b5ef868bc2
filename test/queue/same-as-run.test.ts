import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSchool } from '../../bench/generate-school.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { queueIn, queueTest, type TestQueue } from '../support/queue.js';
import { twoNights } from '../support/schools.js';
import { dumpOf } from '../support/tables.js';

/** How many schools: 2,000 show the same as 40 do, in half an hour. */
const schools = Number(process.env.PULLTHROUGH_TEST_QUEUE_SCHOOLS ?? 40);
const folder = temporaryFolder();

function write(night: 0 | 1): void {
  for (let at = 0; at < schools; at++) {
    const id = String(9_000_000 + at);
    writeFileSync(join(folder, `${id}.json`), twoNights(id, 4)[night]);
  }
  const several = ['8000001', '8000002', '8000003'].map((id) => generateSchool({ id, students: 2, seed: Number(id) }));
  writeFileSync(
    join(folder, 'several.ndjson'),
    `${several.map((text) => JSON.stringify(JSON.parse(text))).join('\n')}\n`,
  );
  writeFileSync(join(folder, 'broken.json'), '{"SchoolID": "7000001", "Students": [');
  const [first] = twoNights('6000001', 4);
  // The second night's extract has nobody in it, so the school is held.
  const empty = Object.fromEntries(
    Object.entries(JSON.parse(first) as Record<string, unknown>).map(([key, value]) => [
      key,
      Array.isArray(value) ? [] : value,
    ]),
  );
  writeFileSync(join(folder, '6000001.json'), night === 0 ? first : JSON.stringify(empty));
}

async function nightBy(queue: TestQueue, workers: number): Promise<void> {
  await queue.enqueue(folder);
  const ended = await Promise.all(Array.from({ length: workers }, () => queue.worker('--until-empty').ended));
  for (const { code, stderr } of ended) assert.equal(code, 0, stderr);
  const open = await queue.query(`select id from runs where finished_at is null or status = 'running'`);
  assert.deepEqual(open, []);
}

const nights = [0, 1, 1] as const;

/** What one run a night leaves, night by night. */
let alone: Promise<Left[]> | null = null;

interface Left {
  readonly tables: unknown;
  readonly runs: unknown;
}

async function leftIn(queue: TestQueue): Promise<Left> {
  const runs = await queue.query('select status, counts from runs order by began');
  return { tables: await dumpOf(queue), runs: [runs, await queue.query('select name from feeds')] };
}

async function byOneRun(): Promise<Left[]> {
  const database = await backends()
    .find(({ name }) => name === 'PostgreSQL')
    ?.make();
  assert.ok(database);
  const run = queueIn(database);
  const left: Left[] = [];
  for (const night of nights) {
    write(night);
    await run.command('run', folder);
    left.push(await leftIn(run));
  }
  return left;
}

for (const workers of [1, 2, 4]) {
  queueTest(
    `${String(workers)} ${workers === 1 ? 'worker leaves' : 'workers leave'} the same tables as one run`,
    async (queue) => {
      const wanted = await (alone ??= byOneRun());
      for (const [at, night] of nights.entries()) {
        write(night);
        await nightBy(queue, workers);
        assert.deepEqual(await leftIn(queue), wanted[at]);
      }
    },
  );
}
