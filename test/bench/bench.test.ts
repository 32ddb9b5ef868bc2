import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { axes, givenOf, makeRun } from '../../bench/growth/axes.js';
import { loopCells } from '../../bench/loop/loop-words.js';
import { makeCalls } from '../../bench/loop/calls.js';
import { timeCalls } from '../../bench/loop/time-calls.js';
import { compare } from '../../bench/measure/compare.js';
import { measures } from '../../bench/measure/measures.js';
import { reachedOf } from '../../bench/measure/reached.js';
import { circumstances } from '../../bench/measure/results.js';
import { takeSample, type TakeSample } from '../../bench/measure/take-sample.js';
import { percentile, slope } from '../../bench/measure/statistics.js';
import { targets } from '../../bench/measure/targets.js';
import { askedPages, notThere } from '../../bench/pages/asked-pages.js';
import { withDatabases } from '../../bench/pages/page-databases.js';
import { pageCells } from '../../bench/pages/pages-words.js';
import { spreadOf, timePages } from '../../bench/pages/time-pages.js';
import { shippedPipeline } from '../../bench/places.js';
import { assertSameRows, DifferentRowsError } from '../../bench/same-rows.js';
import { chainRules, chainSchool } from '../../bench/schools/chain.js';
import { sampleHere } from '../../bench/ways/all.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { routes } from '../../src/serve/routes.js';
import { decideText, today } from '../support/decide-text.js';
import { configured } from '../support/configured.js';
import { isFull, unlessFull } from '../support/numbers.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();

/** All in this process, since only the rows matter here. */
const here: TakeSample = async (way, task) => ({ ...(await sampleHere(way, task)), megabytes: 0 });

test(
  'all ways of doing the job that the benchmark compares give the same rows',
  { skip: unlessFull('it does the job in every way') },
  async () => {
    const options = { schools: 2, students: isFull ? 40 : 10, repeats: 1, only: /^(?!.*rules?$)/, servers: false };
    const results = await compare(options, circumstances('a test', new Date()), () => undefined, here);
    const expected = measures.filter(({ group }) => group === 'schools' || group === 'limits').map(({ name }) => name);
    assert.deepEqual(
      results.measured.map(({ name }) => name),
      expected,
    );
    assert.ok(results.rows > (isFull ? 300 : 75));
  },
);

test(
  'remembered rules, engine.run and predicates find the same',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const only = isFull ? /(6|shipped) rules$/ : /shipped rules$/;
    const options = { schools: 1, students: isFull ? 60 : 6, repeats: 1, only, servers: false };
    const { measured } = await compare(options, circumstances('a test', new Date()), () => undefined, here);
    assert.equal(measured.length, isFull ? 5 : 2);
  },
);

test('rows that differ are an error that shows them', () => {
  const [actual, expected] = ['Ong', 'Lim'].map((surname) => new Map([['students', [['1', surname]]]]));
  assert.throws(
    () => assertSameRows('a way', actual, expected),
    new DifferentRowsError(
      'a way does not give the same rows.\nstudents: 1 missing, 1 more, 0 twice\n  - ["1","Lim"]\n  + ["1","Ong"]',
    ),
  );
});

test('a sample is taken in a process of its own', async () => {
  writeFileSync(join(folder, 'one.json'), '{}');
  const sample = await takeSample('parse', { input: folder, database: '', rows: '', given: {} });
  assert.ok(sample.seconds > 0 && sample.seconds < 1);
  assert.ok(sample.megabytes > 10);
});

test('every ratio that has to be reached is of two measures that are taken', () => {
  const names = new Set(measures.map(({ name }) => name));
  const used = targets.flatMap(({ of, to }) => [of.measure, of.less ?? of.measure, to.measure]);
  assert.deepEqual(
    used.filter((name) => !names.has(name)),
    [],
  );
});

test('a ratio is the median of the ratios pair by pair', () => {
  const measured = ['slow', 'fast'].map((name, at) => ({
    name,
    group: 'schools',
    amount: { of: 'schools', count: 1 } as const,
    samples: [
      [6, 2],
      [40, 20],
      [5, 1],
    ].map((pair) => ({ seconds: pair[at], cpuSeconds: 0, megabytes: 0 })),
  }));
  const target = { name: 'a target', of: { measure: 'slow' }, to: { measure: 'fast' }, bound: { least: 3 } };
  assert.deepEqual(reachedOf([target], measured), [{ target, ratio: 3, isMet: true }]);
});

test('every command of the loop ends well', { skip: unlessFull('it starts every command') }, () => {
  const calls = timeCalls(makeCalls(folder, { students: 40, schools: 3 }), 1, () => undefined);
  assert.deepEqual(
    calls.map(({ seconds }) => seconds.length),
    [1, 1, 1, 1, 1, 1, 1, 1],
  );
});

test('every command of the loop stands beside node itself', () => {
  const cells = loopCells([
    { name: 'node -e 0', seconds: [1, 2, 4] },
    { name: 'pullthrough', seconds: [3, 4, 4] },
  ]);
  assert.deepEqual(cells.at(-1), ['pullthrough', '4.00 s', '3.00 s – 4.00 s', '2.00']);
});

const { pipeline } = readConfiguration(shippedPipeline, { set: [], today: () => today });
const nothing = { schools: [], held: [], runs: [], changed: [] };

test('every page that an address leads to is asked for', () => {
  assert.deepEqual(
    new Set([...askedPages(pipeline, nothing).map(({ route }) => route), ...notThere]),
    new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path)),
  );
});

test('every page that is asked for is there', { skip: unlessFull('it asks for every page') }, async () => {
  const few = { schools: 4, students: 40, only: ['sqlite'] as const, keep: null };
  const silent = (): undefined => undefined;
  const pages = await withDatabases(few, { pipeline, progress: silent }, ([{ url }]) =>
    timePages(url, pipeline, { requests: 4, atOnce: 2, pages: /(?:)/ }, silent),
  );
  assert.deepEqual(
    pages.map(({ name, server, client }) => [name, server.answers, client.answers]),
    askedPages(pipeline, nothing).map(({ name }) => [name, 4, 4]),
  );
});

test('a page is held against its bound by the median as asked, a search against another, and a download against none', () => {
  const page = {
    ...{ name: 'a page', perSecond: 20, bytes: 2000 },
    ...{ server: spreadOf([20]), client: spreadOf([90, 100, 500]) },
  };
  const slower = { ...page, client: spreadOf([101]) };
  const some = [page, slower, { ...slower, allowed: 150 }, { ...slower, allowed: null }];
  assert.deepEqual(
    pageCells(some)
      .slice(1)
      .map((row) => row.slice(4)),
    [
      ['100 ms', '20.0', '2.00 kB', 'at most 100 ms', 'met'],
      ['101 ms', '20.0', '2.00 kB', 'at most 100 ms', 'NOT MET'],
      ['101 ms', '20.0', '2.00 kB', 'at most 150 ms', 'met'],
      ['101 ms', '20.0', '2.00 kB', '', ''],
    ],
  );
  assert.equal(percentile([4, 1, 3, 2], 0.5), 2);
});

test('the slope of what grows in proportion is 1', () => {
  assert.equal(slope([1, 10, 100].map((x) => ({ x, y: 5 * x }))).toFixed(6), '1.000000');
});

for (const rounds of [1, 2, 10, 40]) {
  test(`a chain falls in ${String(rounds)} rounds`, async () => {
    const { config } = configured(folder, { 'rules/schools/1.yaml': chainRules });
    const configuration = readConfiguration(config, { set: [], today: () => today });
    const decision = await decideText(chainSchool('1', 50, rounds), configuration);
    assert.equal(Math.max(...decision.findings.map(({ round }) => round ?? 0)), rounds);
  });
}

test(
  'the smallest point of every axis of growth runs',
  { skip: unlessFull('it makes a school for each axis') },
  async () => {
    for (const axis of axes) {
      const place = join(folder, axis.name);
      const run = makeRun(axis, place, axis.points[0], { schools: 1, students: 40 });
      const database = `sqlite:${join(place, 'run.db')}`;
      await sampleHere('ours', { input: run.input, database, rows: '', given: givenOf(run) });
    }
  },
);
