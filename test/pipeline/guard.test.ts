import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { usualGuard, type Guard } from '../../src/pipeline/guard/guard.js';
import { isSameGuard, type GuardEntries } from '../../src/pipeline/guard/guard-entries.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const shipped = readFileSync('pipeline.yaml', 'utf8');
const bare = shipped.slice(0, shipped.indexOf('\n# What a run holds back'));
const shippedGuard: Guard = { ...usualGuard, letGo: ['contactLinks'] };

function read(files: Record<string, string>, day = '2026-11-20'): Configuration {
  return readConfiguration(configured(root, files).config, { set: [], today: () => day });
}

/** What is in force for school 1, by the text of its file. */
function guardOf(text: string, day?: string, shared: Record<string, string> = {}): Guard {
  return read({ ...shared, 'rules/schools/1.yaml': text }, day).forSchool('1').guard;
}

test('without a word about it the usual guard holds; the shipped pipeline writes that out, and what is let go', () => {
  const silent = read({ 'pipeline.yaml': bare });
  assert.deepEqual(silent.forSchool('1').guard, usualGuard);
  assert.deepEqual(silent.pipeline.retention, { leftDays: 400, historyDays: 400 });
  const written = read({});
  assert.deepEqual(written.forSchool('1').guard, shippedGuard);
  assert.deepEqual(written.pipeline.retention, { leftDays: 400, historyDays: 400 });
});

test('retention is what the pipeline says', () => {
  const { pipeline } = read({ 'pipeline.yaml': `${bare}left: { days: 1 }\nhistory: { days: 30 }\n` });
  assert.deepEqual(pipeline.retention, { leftDays: 1, historyDays: 30 });
});

test('an entry with days holds from its first to its last, and keeps what it does not name', () => {
  const september = 'guard: { removals: [{ share: 60 %, from: 2026-09-01, until: 2026-09-30 }] }\n';
  const share = (day: string) => guardOf(september, day).removals;
  const usual = { share: 10, above: 5 };
  assert.deepEqual(share('2026-08-31'), usual);
  assert.deepEqual(share('2026-09-01'), { share: 60, above: 5 });
  assert.deepEqual(share('2026-09-30'), { share: 60, above: 5 });
  assert.deepEqual(share('2026-10-01'), usual);
  assert.deepEqual(guardOf(september, '2026-09-15'), { ...shippedGuard, removals: { share: 60, above: 5 } });
});

test('a day at one end only is enough', () => {
  const text = 'guard: { changes: [{ above: 50, from: 2026-09-01 }, { share: 90 %, until: 2026-08-31 }] }\n';
  assert.deepEqual(guardOf(text, '2026-08-31').changes, { share: 90, above: 20 });
  assert.deepEqual(guardOf(text, '2026-09-01').changes, { share: 75, above: 50 });
});

test('entries are laid key by key in the order base, shared, school, and within a list from first to last', () => {
  const trust = {
    'rules/shared/trust.yaml': `guard:
  removals:
    - { share: 20 %, above: 50 }
    - { share: 30 %, from: 2026-09-01, until: 2026-09-30 }
  hold: removals
  letGo: [classStudents]
`,
  };
  const extend = 'extends: ../shared/trust.yaml\n';
  const all = (own: string, day: string) => guardOf(`${extend}${own}`, day, trust);
  assert.deepEqual(all('', '2026-11-20'), {
    ...usualGuard,
    removals: { share: 20, above: 50 },
    hold: 'removals',
    letGo: ['classStudents'],
  });
  const own = 'guard: { removals: [{ above: 7, from: 2026-09-10 }, { above: 8, from: 2026-09-20 }] }\n';
  assert.deepEqual(all(own, '2026-09-09').removals, { share: 30, above: 50 });
  assert.deepEqual(all(own, '2026-09-10').removals, { share: 30, above: 7 });
  assert.deepEqual(all(own, '2026-09-30').removals, { share: 30, above: 8 });
  assert.deepEqual(all(own, '2026-10-01').removals, { share: 20, above: 8 });
  // What holds always in the last layer holds also on the days of an earlier one.
  assert.deepEqual(all('guard: { removals: 5 % }\n', '2026-09-15').removals, { share: 5, above: 50 });
  const back = all('guard: { hold: all, letGo: [] }\n', '2026-11-20');
  assert.deepEqual([back.hold, back.letGo], ['all', []]);
});

test('a share is percent, however it is written', () => {
  for (const [written, share] of [
    ['10 %', 10],
    ['10%', 10],
    ['0 %', 0],
    ['12.5 %', 12.5],
    ['"12.5%"', 12.5],
    ['100 %', 100],
    ['15', 15],
    ['0', 0],
    ['0.5', 0.5],
  ] as const)
    assert.equal(guardOf(`guard: { removals: ${written} }\n`).removals.share, share, written);
});

test('nothing else is a share', () => {
  for (const written of [
    '-1',
    '-1 %',
    '101',
    '100.1 %',
    'ten',
    '10 percent',
    '10 % %',
    'true',
    '[[1]]',
    '""',
    '.nan',
    '',
  ]) {
    for (const yaml of [`guard: { changes: { share: ${written} } }\n`, `guard:\n  changes: ${written}\n`]) {
      assert.throws(
        () => guardOf(yaml),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.deepEqual(
            error.problems.map(({ code }) => code),
            ['wrong-type'],
            yaml,
          );
          return true;
        },
        yaml,
      );
    }
  }
});

test('a pause holds from its first to its last day; those of all layers count', () => {
  const trust = { 'rules/shared/trust.yaml': 'pause: { from: 2026-12-24, until: 2026-12-26 }\n' };
  const own = 'extends: ../shared/trust.yaml\npause: [{ from: 2026-08-20, until: 2026-09-06 }]\n';
  const until = (day: string) => guardOf(own, day, trust).pausedUntil;
  assert.deepEqual(
    ['2026-08-19', '2026-08-20', '2026-09-06', '2026-09-07', '2026-12-24', '2026-12-26', '2026-12-27'].map(until),
    [null, '2026-09-06', '2026-09-06', null, '2026-12-26', '2026-12-26', null],
  );
});

test('pauses that meet or overlap end together, in whatever order they are written', () => {
  const text = `pause:
  - { from: 2026-09-01, until: 2026-09-06 }
  - { from: 2026-08-25, until: 2026-08-31 }
  - { from: 2026-08-20, until: 2026-08-27 }
  - { from: 2026-09-08, until: 2026-09-09 }
`;
  assert.deepEqual(
    ['2026-08-20', '2026-08-26', '2026-09-06', '2026-09-07', '2026-09-08'].map((day) => guardOf(text, day).pausedUntil),
    ['2026-09-06', '2026-09-06', '2026-09-06', null, '2026-09-09'],
  );
});

test('a pause of one day is one, for that school only', () => {
  const files = { 'rules/schools/1.yaml': 'pause: { from: 2026-08-20, until: 2026-08-20 }\n' };
  assert.equal(read(files, '2026-08-20').forSchool('1').guard.pausedUntil, '2026-08-20');
  assert.equal(read(files, '2026-08-21').forSchool('1').guard.pausedUntil, null);
  assert.equal(read(files, '2026-08-20').forSchool('2').guard.pausedUntil, null);
});

test('a fault in the file of one school fails that school only', () => {
  const configuration = read({ 'rules/schools/1.yaml': 'guard: { removals: lots }\n' });
  assert.throws(() => configuration.forSchool('1'), ConfigurationError);
  assert.deepEqual(configuration.forSchool('2').guard, shippedGuard);
});

test('two ways to write the same on every day are the same, and one other day is another', () => {
  const place = { file: 'a.yaml', line: 1, column: 1 };
  const always = { from: null, until: null, place };
  const removals = (share: number, days: { from: string | null; until: string | null } = always) =>
    ({ part: 'removals', value: { share }, ...days, place }) as const;
  const of = (...guard: GuardEntries['guard']): GuardEntries => ({ guard, pauses: [], retired: null });
  const september = { from: '2026-09-01', until: '2026-09-30' };
  assert.ok(isSameGuard(of(), of(removals(10))));
  assert.ok(isSameGuard(of(removals(60, september)), of(removals(60, september), removals(60, september))));
  assert.ok(!isSameGuard(of(removals(60, september)), of(removals(60, { ...september, until: '2026-10-01' }))));
  assert.ok(!isSameGuard(of(removals(60, september)), of(removals(60))));
  // The two differ on no day that an entry names.
  assert.ok(!isSameGuard(of(removals(60, september)), of(removals(20), removals(60, september))));
  const paused = (from: string): GuardEntries => ({
    guard: [],
    pauses: [{ from, until: '2026-09-06', place }],
    retired: null,
  });
  assert.ok(!isSameGuard(paused('2026-08-20'), paused('2026-08-21')));
});
