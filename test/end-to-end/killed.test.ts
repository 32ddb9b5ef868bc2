import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';
import { twoNights } from '../support/schools.js';
import { query } from '../support/tables.js';

const folder = temporaryFolder();
const ids = Array.from({ length: 20 }, (_, index) => String(index + 1));
const nights = ids.map((id) => twoNights(id, 30));
const [firstNight, nextNight] = ['first.ndjson', 'next.ndjson'].map((name, night) => {
  const path = join(folder, name);
  writeFileSync(path, nights.map((texts) => texts[night]).join('\n'));
  return path;
}) as [string, string];

const own = ['left_at', 'last_run_id', 'loaded_at', 'run_id'];
const tables =
  'schools students contacts teachers classes groups class_students class_teachers contact_links group_students changes findings';

/** What the database holds of each school, but for when and by which run it was written. */
function bySchool(file: string): Map<string, string> {
  const rows = tables.split(' ').flatMap((table) =>
    query(file, `select * from "${table}"`).map((row) => {
      const { school_id: school, ...rest } = row as Record<string, unknown> & { school_id: string };
      const left = 'left_at' in rest ? { left: rest.left_at !== null } : {};
      return {
        school,
        text: JSON.stringify([table, { ...rest, ...left }], (key, value: unknown) =>
          own.includes(key) ? undefined : value,
        ),
      };
    }),
  );
  return new Map(
    ids.map((id) => [
      id,
      rows
        .filter(({ school }) => school === id)
        .map(({ text }) => text)
        .sort()
        .join('\n'),
    ]),
  );
}

async function run(input: string, file: string): Promise<void> {
  const { code, stdout } = await cli(['run', input, '--database', `sqlite:${file}`]);
  assert.equal(code, 0, stdout);
}

test('a hundred runs killed at any moment leave every school as before or after, and the next run heals', async () => {
  const before = join(folder, 'before.db');
  await run(firstNight, before);
  const after = join(folder, 'after.db');
  copyFileSync(before, after);
  const whole = start(['run', nextNight, '--database', `sqlite:${after}`]);
  const wholeEnd = ended(whole);
  const started = performance.now();
  await once(whole.stdout, 'data');
  const preparing = performance.now() - started;
  assert.equal((await wholeEnd).code, 0);
  const loading = performance.now() - started - preparing;
  const [states, changed] = [bySchool(before), bySchool(after)];
  assert.ok(ids.every((id) => states.get(id) !== changed.get(id)));

  const look = join(folder, 'look');
  const seen = { killed: 0, midway: 0 };
  const moments = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), { numRuns: 100, seed: 20261124 });
  for (const [number, moment] of moments.entries()) {
    const place = join(folder, String(number));
    mkdirSync(place);
    const file = join(place, 'work.db');
    copyFileSync(before, file);
    const child = start(['run', nextNight, '--database', `sqlite:${file}`]);
    const end = ended(child);
    // Half of them at any moment of the whole, half while schools are being loaded, which is the shorter part.
    if (number % 2 === 1) await once(child.stdout, 'data');
    await wait(moment * (number % 2 === 1 ? loading : preparing + loading));
    child.kill('SIGKILL');
    if ((await end).signal === 'SIGKILL') seen.killed++;
    // Opening a database mends it, so it is looked at in a copy, and the next run finds it as the kill left it.
    cpSync(place, look, { recursive: true });
    const found = bySchool(join(look, 'work.db'));
    rmSync(look, { recursive: true });
    for (const id of ids) {
      const state = found.get(id);
      assert.ok(
        state === states.get(id) || state === changed.get(id),
        `school ${id} stands between (${String(moment)})`,
      );
    }
    const done = ids.filter((id) => found.get(id) === changed.get(id)).length;
    if (done > 0 && done < ids.length) seen.midway++;
    await run(nextNight, file);
    assert.deepEqual(bySchool(file), changed);
    assert.deepEqual(readdirSync(place), ['work.db']);
  }
  assert.ok(seen.killed > 50 && seen.midway > 10, JSON.stringify(seen));
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} finishes the school in hand, says so, leaves the others, and ends with 130`, async () => {
    const place = join(folder, signal);
    mkdirSync(place);
    const file = join(place, 'work.db');
    const many = join(folder, `${signal}.ndjson`);
    const texts = Array.from({ length: 300 }, (_, index) => twoNights(String(index + 1), 30)[0]);
    writeFileSync(many, texts.join('\n'));
    const child = start(['run', many, '--database', `sqlite:${file}`]);
    const end = ended(child);
    await once(child.stdout, 'data');
    child.kill(signal);
    const { code, stderr, stdout } = await end;
    assert.equal(code, 130);
    assert.match(stderr, /Interrupted: the school in hand is finished, the others are left\./);
    const loaded = query(file, "select count(*) as n from school_runs where status = 'loaded'") as [{ n: number }];
    assert.ok(loaded[0].n > 0 && loaded[0].n < 300, String(loaded[0].n));
    assert.match(stdout, new RegExp(`${String(loaded[0].n)} schools?: ${String(loaded[0].n)} loaded`));
    assert.deepEqual(query(file, 'select distinct school_id from students').length, loaded[0].n);
    assert.deepEqual(query(file, 'select status from runs'), [{ status: 'interrupted' }]);
    assert.deepEqual(readdirSync(place), ['work.db']);
  });
}

test('a second signal ends at once, and the school in hand is as before or after', async () => {
  const file = join(folder, 'twice.db');
  await run(firstNight, file);
  const before = bySchool(file);
  const child = start(['run', nextNight, '--database', `sqlite:${file}`]);
  const end = ended(child);
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  child.kill('SIGINT');
  const { code, signal } = await end;
  assert.ok(code === 130 || signal !== null, `${String(code)} ${String(signal)}`);
  await run(nextNight, file);
  const after = bySchool(file);
  assert.ok(ids.every((id) => after.get(id) !== before.get(id)));
});

test('SIGINT while standard input is waited for is heard at once, and is no failure of the input', async () => {
  const file = join(folder, 'waiting.db');
  const child = start(['run', '-', '--database', `sqlite:${file}`], {}, 'open');
  const end = ended(child);
  // The run notes itself before it reads.
  while (!existsSync(file) || query(file, "select name from sqlite_master where name = 'runs'").length === 0)
    await wait(50);
  while (query(file, 'select * from runs').length === 0) await wait(50);
  await wait(200);
  child.kill('SIGINT');
  const { code, stdout } = await end;
  assert.equal(code, 130);
  assert.match(stdout, /0 schools: nothing to do.*\n {2}Interrupted: what came after was not read\./);
  assert.deepEqual(query(file, 'select * from school_runs'), []);
});
