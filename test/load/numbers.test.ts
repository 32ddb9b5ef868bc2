import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { countRecords, everything, listRecords } from '../../src/browse/list-records.js';
import { shownColumn } from '../../src/browse/columns.js';
import { valuesOf } from '../../src/browse/values-of.js';
import { openDatabase } from '../../src/load/database.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { recordKind, type Pipeline } from '../../src/pipeline/pipeline.js';
import { cli, type CliResult } from '../support/cli.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();

interface Site {
  readonly pipeline: () => Pipeline;
  /** Writes what is kept, and rules. */
  readonly say: (keep: string, rules?: string) => void;
  readonly run: (things: readonly object[]) => Promise<CliResult>;
  readonly check: () => Promise<{ code: string; line: number; message: string }[]>;
}

function siteOf(database: TestDatabase): Site {
  const folder = mkdtempSync(join(root, 'site-'));
  mkdirSync(join(folder, 'rules'));
  const config = join(folder, 'pipeline.yaml');
  const extract = join(folder, 'extract.json');
  return {
    pipeline: () => readConfiguration(config, { set: [], today: () => today }).pipeline,
    say(
      keep,
      rules = '- { name: has-an-id, event: { type: require }, because: no id, conditions: { all: [{ fact: id, operator: notEqual, value: null }] } }',
    ) {
      writeFileSync(
        config,
        `name: numbers
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  things: { one: thing, from: things, id: id, filters: [rank], keep: ${keep} }
`,
      );
      writeFileSync(join(folder, 'rules', 'things.yaml'), rules);
    },
    run(things) {
      writeFileSync(extract, JSON.stringify({ school: 1, things }).replaceAll(/"#([^"]*)"/g, '$1'));
      return cli(['run', extract, '--config', config, '--database', database.url, '--json']);
    },
    async check() {
      const { stdout } = await cli(['check', '--config', config, '--json']);
      return JSON.parse(stdout) as { code: string; line: number; message: string }[];
    },
  };
}

const keep = '{ rank: { from: rank, type: number }, fee: { from: fee, type: decimal } }';
const far = 2 ** 53;
const long = '12345678901234567890.123456789012345678';
const rows = 'select id, things.rank, fee from things where left_at is null order by id';

const all = backends();

for (const backend of all) {
  test(`whole numbers and decimals are the same in every database, and a second run changes nothing (${backend.name})`, async () => {
    const database = await backend.make();
    const site = siteOf(database);
    site.say(keep);
    const things = [
      { id: 'a', rank: `#${String(far)}`, fee: `#${long}0` },
      { id: 'b', rank: `#-${String(far)}`, fee: '-0.50' },
      { id: 'c', rank: '07', fee: 12 },
      { id: 'd', rank: 10, fee: 'free' },
    ];
    const first = await site.run(things);
    assert.equal(first.code, 0, first.stdout + first.stderr);
    assert.deepEqual(
      (await database.query(rows)).map((row) => [row.id, Number(row.rank), row.fee]),
      [
        ['a', far, long],
        ['b', -far, '-0.5'],
        ['c', 7, '12'],
        ['d', 10, null],
      ],
    );
    const again = JSON.parse((await site.run(things)).stdout) as { schools: { status: string }[] };
    assert.equal(again.schools[0]?.status, 'unchanged');
    const changed = JSON.parse((await site.run(things.map((one) => ({ ...one, fee: `${one.fee}` })))).stdout) as {
      schools: { changes: { things: { changed: number } } }[];
    };
    assert.equal(changed.schools[0]?.changes.things.changed, 0);
    const kind = recordKind(site.pipeline(), 'things');
    const store = await openDatabase(database.url, site.pipeline());
    try {
      const listed = async (sort: boolean) =>
        (
          await listRecords(
            store,
            '1',
            kind,
            { ...everything, sort: { field: 'rank', descending: sort } },
            { offset: 0, limit: 9 },
          )
        ).map(({ values: [rank] }) => rank);
      assert.deepEqual(await listed(false), [`-${String(far)}`, '7', '10', String(far)]);
      assert.deepEqual(await listed(true), [String(far), '10', '7', `-${String(far)}`]);
      assert.equal((await valuesOf(store, '1', kind, [shownColumn(kind, 'rank')]))[0]?.length, 4);
      const count = (rank: string) =>
        countRecords(store, '1', kind, { ...everything, filters: new Map([['rank', rank]]) });
      assert.deepEqual([await count('7'), await count('8'), await count('seven')], [1, 0, 0]);
    } finally {
      await store.close();
    }
  });

  test(`a column of constants becomes one of numbers, and stays it; another type is refused (${backend.name})`, async () => {
    const database = await backend.make();
    const site = siteOf(database);
    const constant = '{ rank: { value: 1 } }';
    site.say(constant);
    assert.equal((await site.run([{ id: 'a' }])).code, 0);
    site.say('{ rank: { from: rank, type: number } }');
    const numbers = await site.run([{ id: 'a', rank: `#${String(far)}` }]);
    assert.equal(numbers.code, 0, numbers.stdout + numbers.stderr);
    const ranks = async () => (await database.query('select things.rank from things')).map(({ rank }) => Number(rank));
    assert.deepEqual(await ranks(), [far]);
    site.say(constant);
    assert.equal((await site.run([{ id: 'a' }])).code, 0);
    assert.deepEqual(await ranks(), [1]);
    site.say('{ rank: { from: rank, type: number } }');
    assert.equal((await site.run([{ id: 'a', rank: `#-${String(far)}` }])).code, 0);
    assert.deepEqual(await ranks(), [-far]);
    for (const type of ['text', 'decimal', 'day-of-instant']) {
      site.say(`{ rank: { from: rank, type: ${type} } }`);
      const { code, stderr, stdout } = await site.run([{ id: 'a', rank: '7' }]);
      assert.equal(code, 1);
      assert.match(stderr + stdout, /incompatible/i);
    }
  });
}

const rule = (operator: string, value: string): string =>
  `- { name: fee, event: { type: exclude }, because: fee, conditions: { all: [{ fact: fee, operator: ${operator}, value: ${value} }] } }`;

test('rules compare decimals by value, and refuse what is no number', async () => {
  const [sqlite] = all;
  const fees = ['9', '10', '12.50', '-3', '0.05', null];
  const out: readonly (readonly [operator: string, value: string, out: readonly number[]])[] = [
    ['lessThan', '10.0', [0, 3, 4]],
    ['greaterThanInclusive', '12.5', [2]],
    ['equal', '12.500', [2]],
    ['equal', '"+12.5"', [2]],
    ['in', '[1e1, 9.0, null]', [0, 1, 5]],
    ['notEqual', '0.050', [0, 1, 2, 3, 5]],
  ];
  for (const [operator, value, places] of out) {
    const database = await sqlite.make();
    const site = siteOf(database);
    site.say(keep, rule(operator, value));
    assert.deepEqual(await site.check(), [], `${operator} ${value}`);
    await site.run(fees.map((fee, at) => ({ id: String(at), rank: at, fee })));
    const through = (await database.query(rows)).map(({ id }) => Number(id));
    const wanted = fees.map((_, at) => at).filter((at) => !places.includes(at));
    assert.deepEqual(through, wanted, `${operator} ${value}`);
  }
  const site = siteOf(await sqlite.make());
  for (const [operator, value] of [
    ['equal', 'twelve'],
    ['lessThan', '"12,5"'],
    ['before', '2020-01-01'],
  ] as const) {
    site.say(keep, rule(operator, value));
    const problems = await site.check();
    assert.deepEqual(problems.map(({ code }) => code)[0], 'wrong-type', `${operator} ${value}`);
  }
  site.say(
    keep,
    '- { name: fee, event: { type: set, params: { fee: 07.50 } }, conditions: { all: [{ fact: fee, operator: equal, value: null }] } }',
  );
  assert.deepEqual(await site.check(), []);
  const database = await sqlite.make();
  const set = siteOf(database);
  set.say(
    keep,
    '- { name: fee, event: { type: set, params: { fee: 07.50 } }, conditions: { all: [{ fact: fee, operator: equal, value: null }] } }',
  );
  await set.run([{ id: 'a' }]);
  assert.deepEqual(
    (await database.query(rows)).map(({ fee }) => fee),
    ['7.5'],
  );
});
