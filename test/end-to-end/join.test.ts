import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { runFormats } from '../../src/report/run/formats.js';
import { shardOf } from '../../src/run/shard.js';
import { checked } from '../support/checked.js';
import { cli, type CliResult } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends, type Backend } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { cases, isFull, unlessFull } from '../support/numbers.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
import { dumpOf } from '../support/tables.js';

const root = temporaryFolder();
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('schemas/run.schema.json', 'utf8')) as object,
);
const [sqlite] = backends();
/** The databases stand for one: a report names it. */
const clock = { now: new Date('2026-11-21T02:00:00Z') };

interface RunJson {
  readonly schools: readonly {
    readonly school: string | null;
    readonly status: string;
    readonly cameTwice?: string[];
  }[];
  readonly unseen: readonly { readonly school: string }[];
  readonly unseenUnknown?: true;
  readonly part?: { [key: string]: unknown };
}

/** One folder of extracts, and a database for one run and another for parts. */
async function begin(backend: Backend, pipeline: (text: string) => string = (text) => text) {
  const [whole, shared] = [await backend.make(), await backend.make()];
  const folder = mkdtempSync(join(root, 'j'));
  const { config } = configured(folder, {}, false);
  writeFileSync(config, pipeline(readFileSync(config, 'utf8')));
  const extracts = join(folder, 'extracts');
  mkdirSync(extracts);
  const put = (name: string, ...documents: readonly unknown[]): void => {
    const text = documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
    writeFileSync(join(extracts, name), text);
  };
  const path = (name: string): string => join(folder, name);
  const command = (args: readonly string[]): Promise<CliResult> => cli([...args, '--config', config], clock);
  /** Reports in every format, and how the command ended. */
  const told = async (args: readonly string[], url: string): Promise<{ code: number; reports: string[] }> => {
    const reports = runFormats.flatMap(({ name }) => ['--report', `${name}=${path(`whole.${name}`)}`]);
    const { code, stderr } = await command([...args, ...reports]);
    assert.notEqual(code, 2, stderr);
    const texts = runFormats.map(({ name }) => readFileSync(path(`whole.${name}`), 'utf8').replaceAll(url, 'DATABASE'));
    return { code, reports: texts.map((text) => text.replaceAll(/in [\d.]+ s|"seconds":[\d.e-]+/g, 'SECONDS')) };
  };
  const nameOf = (url: string): string => (url.startsWith('sqlite:') ? url : url.replace(/^\w+:\/\/\w+@/, ''));
  const parts = async (of: number, ...options: readonly string[]): Promise<string[]> => {
    const files: string[] = [];
    for (const number of first(of, 1)) {
      const file = path(`part-${String(number)}.json`);
      const shard = `${String(number)}/${String(of)}`;
      const args = ['run', extracts, '--shard', shard, '--report', `json=${file}`, '--database', shared.url];
      const { code, stderr } = await command([...args, ...options]);
      assert.ok(code === 0 || code === 1, stderr);
      const value = JSON.parse(readFileSync(file, 'utf8')) as unknown;
      assert.ok(validate(value), JSON.stringify(validate.errors));
      files.push(file);
    }
    return files;
  };
  return {
    put,
    path,
    extracts,
    config,
    whole,
    shared,
    command,
    parts,
    one: () => told(['run', extracts, '--database', whole.url], nameOf(whole.url)),
    join: (files: readonly string[]) =>
      told(['report', '--database', shared.url, '--join', ...files], nameOf(shared.url)),
    joined: async (files: readonly string[], ...options: readonly string[]) => {
      const result = await command(['report', '--join', ...files, '--json', ...options]);
      return { ...result, json: (result.stdout === '' ? null : JSON.parse(result.stdout)) as RunJson | null };
    },
  };
}

type Put = Awaited<ReturnType<typeof begin>>['put'];

/** Schools by themselves and together, with mistakes, cut short, held, and without a name. */
function fillNight(put: Put, night: number): void {
  for (const at of first(8)) {
    const school = smallSchool(2 + at, `93600${String(at)}`);
    if (at % 3 === 0) school.Contacts[0] = { ...school.Contacts[0], Title: '' };
    if (at % 4 === 0) school.Students.push({ StudentID: '', Surname: 'Nobody' });
    put(`93600${String(at)}.json`, school);
  }
  const large = smallSchool(60, '936100');
  put('936100.json', night === 1 ? large : withoutParents(large, ...first(9)));
  put('many.ndjson', smallSchool(2, '936201'), '{"SchoolID":"936202","Students":[', smallSchool(3, '936203'), '{');
  put('array.json', [smallSchool(2, '936301'), smallSchool(2, '936302')]);
  put('nobody.json', '[]x');
  put('beside.txt', 'passed over');
}

for (const backend of backends()) {
  const of = isFull ? 16 : 3;
  test(
    `${String(of)} parts joined are what one run is, in every format, on ${backend.name}`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const place = await begin(backend);
      for (const night of [1, 2]) {
        fillNight(place.put, night);
        if (night === 2) rmSync(join(place.extracts, '936003.json'));
        const expected = await place.one();
        const found = await place.join(await place.parts(of));
        assert.deepEqual(found, expected);
        assert.equal(expected.code, 1);
        assert.deepEqual(await dumpOf(place.shared), await dumpOf(place.whole));
      }
      const lastRuns = async (url: string): Promise<string> => {
        const { stdout } = await place.command(['report', '--database', url, '--format', 'junit']);
        return stdout;
      };
      const shared = await lastRuns(place.shared.url);
      assert.match(shared, / \(part \d+\/\d+\); give the extract/);
      assert.equal(shared.replaceAll(/ \(part \d+\/\d+\)/g, ''), await lastRuns(place.whole.url));
    },
  );
}

/** A night of small schools, some of them broken, one or more in a file. */
const files = fc.array(
  fc.array(
    fc.record({
      school: fc.integer({ min: 1, max: 999_999 }),
      size: fc.integer({ min: 1, max: 4 }),
      flaw: fc.integer({ min: 0, max: 6 }),
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  { minLength: 1, maxLength: 8 },
);

test('whatever a night is and however many parts it has, joined they are what one run is', async () => {
  await checked(
    fc.asyncProperty(
      fc.array(files, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 1, max: 5 }),
      async (nights, of) => {
        const place = await begin(sqlite);
        for (const night of nights) {
          rmSync(place.extracts, { recursive: true });
          mkdirSync(place.extracts);
          // A school of two files is another question: one run refuses it the second time, and parts do not know.
          const seen = new Set<number>();
          for (const [at, documents] of night.entries()) {
            const own = documents.filter(({ school }) => !seen.has(school) && seen.add(school));
            if (own.length > 0) place.put(`file-${String(at)}.ndjson`, ...own.map(documentOf));
          }
          if (readdirSync(place.extracts).length === 0) continue;
          const expected = await place.one();
          assert.deepEqual(await place.join(await place.parts(of)), expected);
          assert.deepEqual(await dumpOf(place.shared), await dumpOf(place.whole));
        }
      },
    ),
    { numRuns: cases(40, 1) },
  );
});

function documentOf({ school, size, flaw }: { school: number; size: number; flaw: number }): unknown {
  const extract = smallSchool(size, String(school));
  if (flaw === 1) return JSON.stringify(extract).slice(0, 300);
  if (flaw === 2) return '{}';
  if (flaw === 3) return { ...extract, Groups: [] };
  if (flaw === 4) return { ...extract, Staff: [{ ...extract.Staff[0], Title: '' }] };
  if (flaw === 5) return { ...extract, Contacts: [...extract.Contacts, { ContactID: null }] };
  return extract;
}

const expectAll = (text: string): string => text.replace('source:\n', 'source:\n  expect: all\n');

test('a school that two parts have is kept of both, each says so, and the join ends with 1', async () => {
  const { put, parts, joined, join: told } = await begin(sqlite);
  put('a.json', smallSchool(2, '1'));
  const other = first(20)
    .map((at) => `b${String(at)}.json`)
    .find((name) => shardOf({ name }, 2) !== shardOf({ name: 'a.json' }, 2));
  put(String(other), smallSchool(2, '1'));
  put('c.json', smallSchool(2, '2'));
  const found = await parts(2);
  const { code, json } = await joined(found);
  assert.equal(code, 1);
  assert.deepEqual(
    json?.schools.map(({ school, cameTwice }) => [school, cameTwice]),
    [
      ['1', ['1/2', '2/2']],
      ['1', ['1/2', '2/2']],
      ['2', undefined],
    ],
  );
  assert.ok(validate(json), JSON.stringify(validate.errors));
  for (const report of (await told(found)).reports) assert.match(report, /came twice|cameTwice/i);
});

test('a school that moved from one part to another is seen, and only one that no part met is named', async () => {
  const { put, parts, joined, extracts } = await begin(sqlite, expectAll);
  for (const school of ['1', '2', '3']) put(`${school}.json`, smallSchool(1, school));
  const firstNight = await joined(await parts(2));
  assert.deepEqual([firstNight.code, firstNight.json?.unseen], [0, []]);
  const moved = first(20)
    .map((at) => `x${String(at)}.json`)
    .find((name) => shardOf({ name }, 2) !== shardOf({ name: '1.json' }, 2));
  renameSync(join(extracts, '1.json'), join(extracts, String(moved)));
  const secondNight = await joined(await parts(2));
  assert.deepEqual([secondNight.code, secondNight.json?.unseen], [0, []]);
  rmSync(join(extracts, '2.json'));
  const third = await joined(await parts(2));
  assert.equal(third.code, 1);
  assert.deepEqual(
    third.json?.unseen.map(({ school }) => school),
    ['2'],
  );
});

test('what does not belong together is refused, and the message says what', async () => {
  const place = await begin(sqlite);
  const { put, parts, joined, path, command, extracts, shared, config } = place;
  for (const at of first(4)) put(`${String(at)}.json`, smallSchool(1, String(at)));
  const [one = '', two = '', three = ''] = await parts(3);
  const refused = async (files: readonly string[], message: RegExp, ...options: readonly string[]): Promise<void> => {
    const { code, stderr, stdout } = await joined(files, ...options);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    assert.match(stderr, message);
  };
  await refused([one, three], /1 part of 3 is missing: 2\/3\./);
  await refused([one], /2 parts of 3 are missing: 2\/3 and 3\/3\./);
  copyFileSync(two, path('again.json'));
  await refused(
    [one, two, three, path('again.json')],
    /Part 2\/3 is there 2 times: .*part-2\.json and .*again\.json\./,
  );
  const other = async (name: string, ...options: readonly string[]): Promise<string> => {
    const args = ['run', extracts, '--shard', '2/3', '--database', shared.url, '--report', `json=${path(name)}`];
    assert.equal((await command([...args, ...options])).code, 0);
    return path(name);
  };
  await refused(
    [one, await other('feed.json', '--feed', 'other'), three],
    /feed\.json is of the feed other, and .*part-1/,
  );
  await refused([one, await other('day.json', '--date', '2026-11-22'), three], /is of the day 2026-11-22, and/);
  const set = await other('set.json', '--set', 'singleSignOn=true');
  await refused([one, set, three], /set\.json is of the options --set singleSignOn=true, and .* without --set\./);
  await refused(
    [one, await other('db.json', '--database', `sqlite:${path('other.db')}`), three],
    /is of the database sqlite:.*other\.db/,
  );
  const args = ['run', extracts, '--shard', '2/4', '--database', shared.url, '--report', `json=${path('of4.json')}`];
  await command(args);
  await refused([one, path('of4.json'), three], /of4\.json is part 2\/4, and .*part-1\.json 1\/3/);
  await command(['run', extracts, '--database', shared.url, '--report', `json=${path('run.json')}`]);
  await refused([one, path('run.json'), three], /run\.json is the result of a run without --shard/);
  await command([
    'plan',
    extracts,
    '--shard',
    '2/3',
    '--database',
    shared.url,
    '--report',
    `json=${path('plan.json')}`,
  ]);
  await refused([one, path('plan.json'), three], /plan\.json is the result of a run without --shard/);
  writeFileSync(path('cut.json'), readFileSync(two, 'utf8').slice(0, 500));
  writeFileSync(path('else.json'), '{"schools":[]}');
  for (const name of ['cut.json', 'else.json'])
    await refused([one, path(name), three], /is no report that run --shard/);
  await refused([one, path('not-there.json'), three], /not-there\.json cannot be read \(ENOENT\)/);
  const nothing = ['run', extracts, '--shard', '2/3', '--database', shared.url, '--only-if', '0'.repeat(32)];
  await command([...nothing, '--report', `json=${path('refused.json')}`]);
  await refused([one, path('refused.json'), three], /refused\.json says that nothing was done/);
  await refused([one, two, three], /omit --school and --names/, '--school', '1');
  assert.equal((await joined([one, two, three])).code, 0);
  writeFileSync(config, `${readFileSync(config, 'utf8')}\n# another\n`);
  await refused([one, two, three], /of another configuration or version than this one/);
  await refused(
    [one, await other('rules.json'), three],
    /is of the configuration and version with the fingerprint \w{32}, and/,
  );
});

test('a part that was interrupted makes a joined result that was', async () => {
  const { put, parts, joined } = await begin(sqlite);
  for (const at of first(4)) put(`${String(at)}.json`, smallSchool(1, String(at)));
  const found = await parts(2);
  const part = JSON.parse(readFileSync(found[0] ?? '', 'utf8')) as object;
  writeFileSync(found[0] ?? '', JSON.stringify({ ...part, purge: null, interrupted: true }));
  const { code, json } = await joined(found);
  assert.equal(code, 130);
  assert.equal((json as { interrupted?: true } | null)?.interrupted, true);
});
