import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { shardOf } from '../../src/run/shard.js';
import { cli, type CliResult } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends, type Backend } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
import { dumpOf } from '../support/tables.js';

const root = temporaryFolder();
const of = 4;
const parts = first(of, 1).map((part) => `${String(part)}/${String(of)}`);

async function begin(backend: Backend, pipeline?: (text: string) => string) {
  const database = await backend.make();
  const folder = mkdtempSync(join(root, 's'));
  const { config } = configured(folder);
  if (pipeline !== undefined) writeFileSync(config, pipeline(readFileSync(config, 'utf8')));
  const extracts = join(folder, 'extracts');
  mkdirSync(extracts);
  const put = (name: string, ...documents: readonly unknown[]): void => {
    const text = documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
    writeFileSync(join(extracts, name), text);
  };
  const command = (name: string, ...options: readonly string[]): Promise<CliResult> =>
    cli([name, extracts, '--config', config, '--database', database.url, ...options], {
      now: new Date('2026-11-21T02:00:00Z'),
    });
  const json = async (...options: readonly string[]) => {
    const { code, stdout, stderr } = await command('run', ...options, '--json');
    assert.notEqual(stdout, '', stderr);
    const { schools, unseen, unseenUnknown } = JSON.parse(stdout) as {
      schools: { school: string | null; status: string }[];
      unseen: { school: string }[];
      unseenUnknown?: true;
    };
    return { code, schools, unseen: unseen.map(({ school }) => school), unknown: unseenUnknown === true, stderr };
  };
  return { database, extracts, put, command, json };
}

/** Schools by themselves, several in a file, broken ones, one that nobody names; the second night holds one. */
function fillNight(put: (name: string, ...documents: readonly unknown[]) => void, night: number): void {
  for (const at of first(6)) put(`93600${String(at)}.json`, smallSchool(2 + at, `93600${String(at)}`));
  const large = smallSchool(60, '936100');
  put('936100.json', night === 1 ? large : withoutParents(large, ...first(9)));
  put('many.ndjson', smallSchool(2, '936201'), '{"SchoolID":"936202","Students":[', smallSchool(3, '936203'), '{');
  put('array.json', [smallSchool(2, '936301'), smallSchool(2, '936302')]);
  put('nobody.json', '[]x');
}

for (const backend of backends()) {
  test(`the parts of a night leave the tables that one run leaves, numbers of documents too, on ${backend.name}`, async () => {
    const [whole, shared] = [await begin(backend), await begin(backend)];
    for (const night of [1, 2, 3]) {
      for (const { put } of [whole, shared]) fillNight(put, night);
      const one = await whole.json();
      const several = [];
      for (const part of parts) several.push(await shared.json('--shard', part));
      const met = several.flatMap(({ schools }) => schools.map(({ school, status }) => `${String(school)} ${status}`));
      assert.deepEqual(met.sort(), one.schools.map(({ school, status }) => `${String(school)} ${status}`).sort());
      assert.deepEqual(
        several.map(({ unseen, unknown }) => [unseen, unknown]),
        parts.map(() => [[], false]),
      );
      const [expected, found] = [await dumpOf(whole.database), await dumpOf(shared.database)];
      // Their files are named by the folder of each.
      assert.deepEqual(inPlace(found, shared.extracts), inPlace(expected, whole.extracts));
    }
    const runs = await shared.database.query('select part, status from runs order by began');
    assert.deepEqual(
      runs.slice(0, of).map(({ part }) => part),
      parts,
    );
    assert.deepEqual(await whole.database.query('select distinct part, feed from runs'), [{ part: null, feed: null }]);
  });

  test(
    `parts that work at the same time leave the same tables, and all of them know who is missing, on ${backend.name}`,
    { skip: unlessFull('it runs eight times, and each part by itself is shown above') },
    async () => {
      const expected = (text: string) => text.replace('source:\n', 'source:\n  expect: all\n');
      const [whole, shared] = [await begin(backend, expected), await begin(backend, expected)];
      for (const { put } of [whole, shared])
        for (const at of first(12)) put(`${String(at)}.json`, smallSchool(2, String(at)));
      for (let night = 0; night < 2; night++) {
        assert.equal((await whole.json()).code, 0);
        const several = await Promise.all(parts.map((part) => shared.json('--shard', part)));
        assert.deepEqual(
          several.map(({ code, unknown }) => [code, unknown]),
          parts.map(() => [0, false]),
        );
      }
      assert.deepEqual(
        inPlace(await dumpOf(shared.database), shared.extracts),
        inPlace(await dumpOf(whole.database), whole.extracts),
      );
    },
  );
}

function inPlace(value: unknown, folder: string): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(folder, ''));
}

const [sqlite] = backends();

test('each part looks for the schools that it met before, and a part without an input does nothing', async () => {
  const { put, extracts, json } = await begin(sqlite);
  fillNight(put, 1);
  for (const part of parts) await json('--shard', part);
  const gone = '936003.json';
  const part = `${String(shardOf({ name: gone }, of))}/${String(of)}`;
  rmSync(join(extracts, gone));
  for (const one of parts) assert.deepEqual((await json('--shard', one)).unseen, one === part ? ['936003'] : [], one);
  const many = first(64, 1).map((number) => `${String(number)}/64`);
  const empty = many.find(
    (one) => !readdirSync(extracts).some((name) => `${String(shardOf({ name }, 64))}/64` === one),
  );
  const { code, schools, stderr } = await json('--shard', String(empty));
  assert.deepEqual([code, schools], [0, []]);
  assert.match(stderr, new RegExp(`Part ${String(empty)}: none of the 9 files falls to it`));
});

test('where all are expected, the first night of parts knows who is missing as one run does', async () => {
  const expected = (text: string) => text.replace('source:\n', 'source:\n  expect: all\n');
  const { put, json } = await begin(sqlite, expected);
  for (const at of first(8)) put(`${String(at)}.json`, smallSchool(1, String(at)));
  for (const part of parts) {
    const { code, unknown } = await json('--shard', part);
    assert.deepEqual([code, unknown], [0, false], part);
  }
  // Shared out otherwise they are other feeds.
  assert.deepEqual((({ code, unknown }) => [code, unknown])(await json('--shard', '1/2')), [1, true]);
  const other = await begin(sqlite, expected);
  for (const at of first(8)) other.put(`${String(at)}.json`, smallSchool(1, String(at)));
  await other.json('--feed', 'another');
  for (const part of parts) assert.equal((await other.json('--shard', part)).unknown, true, part);
});

test('a plan of a part suggests the run of that part, which does what was planned', async () => {
  const { put, command } = await begin(sqlite);
  fillNight(put, 1);
  const plan = await command('plan', '--shard', '2/4');
  const [, shard = '', fingerprint = ''] = /--shard (\S+) .*--only-if ([0-9a-f]{32})/.exec(plan.stdout) ?? [];
  assert.equal(shard, '2/4', plan.stdout);
  assert.match(plan.stdout, /Part 2\/4: \d of 10 files\./);
  const other = await command('run', '--shard', '3/4', '--only-if', fingerprint);
  assert.match(other.stdout, /something other than was planned/);
  const done = await command('run', '--shard', '2/4', '--only-if', fingerprint);
  assert.doesNotMatch(done.stdout, /something other than was planned/);
  assert.match(done.stdout, /loaded/);
});

test('a part that is none, a school and what can be read only once are refused, before anything is read', async () => {
  const { put, command, database } = await begin(sqlite);
  put('a.json', smallSchool(1));
  for (const [options, message] of [
    [['--shard', '0/4'], /--shard 0\/4 is not K\/N with K from 1 to N/],
    [['--shard', '5/4'], /--shard 5\/4 is not K\/N/],
    [['--shard', '1/4', '--school', '9360001'], /with --school, omit --shard/],
    [['--shard', '1/4', '-'], /standard input is read once/],
  ] as const)
    for (const name of ['run', 'plan']) {
      const { code, stderr } = await command(name, ...options);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
  const { code } = await cli(['run', join(root, 'none-here'), '--shard', '1/2', '--database', database.url]);
  assert.equal(code, 2);
});
