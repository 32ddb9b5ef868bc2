import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { configurationDigest } from '../../src/pipeline/configuration-digest.js';
import { dayAfter } from '../../src/pipeline/guard/day.js';
import { checkConfiguration } from '../../src/pipeline/lint/check-configuration.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { comparedWith, holds, testOf } from '../../src/pipeline/rules/evaluate.js';
import { turnsOf } from '../../src/pipeline/rules/turns.js';
import type { Condition, Leaf, Rule } from '../../src/pipeline/rules/rule.js';
import { RememberedRule, type ReadyLeaf } from '../../src/decide/remembered-rule.js';
import { onDay } from '../../src/pipeline/source/where.js';
import { checked } from '../support/checked.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const root = temporaryFolder();

/** Every day of five years, of which two have a 29 February. */
const days: string[] = [];
for (let day = '2024-01-01'; day <= '2028-12-31'; day = dayAfter(day)) days.push(day);

const isLeap = (year: number): boolean => year % 4 === 0;

/** A day of a year, counted forward from the 1st, so that 29 February is the day after the 28th. */
function inYear(year: number, monthAndDay: string): string {
  return monthAndDay === '02-29' && !isLeap(year) ? `${String(year)}-03-01` : `${String(year)}-${monthAndDay}`;
}

/** One birthday after another, up to the day. */
function plainAge(born: string, day: string): number {
  let age = -1;
  while (inYear(Number(born.slice(0, 4)) + age + 1, born.slice(5)) <= day) age++;
  return age;
}

/** Of all such days, the first that is not over. */
function plainlyNext(today: string, monthAndDay: string): string {
  const all = [2024, 2025, 2026, 2027, 2028, 2029].map((year) => inYear(year, monthAndDay));
  return all.find((day) => day >= today) ?? '';
}

const fullDay = fc.constantFrom(...days, ...Array<string>(60).fill('2024-02-29'));
const monthAndDay = fc.oneof(
  fc.constantFrom('02-29', '02-28', '03-01', '12-31', '01-01'),
  fullDay.map((day) => day.slice(5)),
);

test('ageBelow and ageAtLeast hold as counting birthdays says, on every day, and for no blank', async () => {
  const age = fc.integer({ min: 0, max: 6 });
  const on = fc.option(fc.oneof(monthAndDay, fullDay), { nil: undefined });
  await checked(
    fc.property(fullDay, age, on, (born, value, asked) => {
      const leaf = (operator: Leaf['operator']): Leaf => ({
        fact: 'born',
        operator,
        value,
        ...(asked === undefined ? {} : { on: asked }),
      });
      for (const today of days) {
        const facts = (fact: string) => (fact === 'today' ? today : born);
        const day = asked === undefined ? today : asked.length === 5 ? plainlyNext(today, asked) : asked;
        const isBelow = plainAge(born, day) < value;
        assert.equal(holds(leaf('ageBelow'), facts), isBelow, `${born} below ${String(value)} on ${day}`);
        assert.equal(holds(leaf('ageAtLeast'), facts), !isBelow, `${born} at least ${String(value)} on ${day}`);
      }
    }),
    { numRuns: cases(300, 12) },
  );
  for (const operator of ['ageBelow', 'ageAtLeast'] as const)
    for (const blank of [null, undefined, 4, true])
      assert.ok(!holds({ fact: 'born', operator, value: 4 }, (fact) => (fact === 'today' ? '2026-06-15' : blank)));
});

function ruleWith(conditions: Condition): Rule {
  return {
    ...{ name: 'a', kind: 'students', because: 'x', fix: null, for: 'through', once: false, from: null, until: null },
    ...{ conditions, effect: { type: 'exclude' }, place: { file: 'x.yaml', line: 1, column: 1 } },
  };
}

/** Asks the engine about several dates of birth. */
async function engineSays(conditions: Condition, today: string, born: readonly (string | null)[]): Promise<boolean[]> {
  const remembered = new RememberedRule(ruleWith(conditions));
  const leaves = remembered.leaves.map((leaf): ReadyLeaf => ({
    leaf,
    read: (index) => born[index],
    value: comparedWith(leaf, () => today),
    test: testOf(leaf),
  }));
  const said = await remembered.holds(leaves, [...born.keys()]);
  return [...born.keys()].map(said);
}

test('the engine keeps apart ages that differ only in their day', async () => {
  const conditions: Condition = {
    all: [
      { fact: 'born', operator: 'ageBelow', value: 4, on: '2026-09-01' },
      { fact: 'born', operator: 'ageBelow', value: 4 },
      { not: { fact: 'born', operator: 'ageBelow', value: 4, on: '09-01' } },
    ],
  };
  const born = ['2022-09-02', '2022-10-15', '2022-09-01', '2023-09-02', null];
  const plain = born.map((one) => holds(conditions, (fact) => (fact === 'today' ? '2026-09-10' : one)));
  assert.deepEqual(plain, [false, true, false, false, false]);
  assert.deepEqual(await engineSays(conditions, '2026-09-10', born), plain);
});

test('the day of each year that an age is asked on moves the day after it, where the rule holds', () => {
  const rule = ruleWith({ all: [{ fact: 'born', operator: 'ageBelow', value: 4, on: '09-01' }] });
  const moves = ['2024', '2025', '2026', '2027', '2028'].map((year) => ({ day: `${year}-09-02`, turn: 'moves' }));
  assert.deepEqual(turnsOf(rule, new Map(), days), moves);
  assert.deepEqual(turnsOf({ ...rule, from: '2027-01-01' }, new Map(), days), [
    { day: '2027-01-01', turn: 'begins' },
    ...moves.slice(3),
  ]);
  const fixed = ruleWith({ all: [{ fact: 'born', operator: 'ageBelow', value: 4, on: '2026-09-01' }] });
  assert.deepEqual(turnsOf(fixed, new Map(), days), []);
});

function schoolWith(leaves: readonly string[]): string {
  const rules = leaves.map(
    (leaf, at) =>
      `    - { name: a${String(at)}, because: x, event: { type: exclude }, conditions: { all: [${leaf}] } }\n`,
  );
  return configured(root, { 'rules/schools/1.yaml': `add:\n  students:\n${rules.join('')}` }, false).config;
}

test('a run on another day has another digest only if the day may change the outcome', () => {
  const digestsOf = (leaf: string): Set<string> => {
    const config = schoolWith([leaf]);
    const on = (today: string) =>
      configurationDigest(readConfiguration(config, { set: [], today: () => today }).forSchool('1'), today, '1');
    return new Set(['2026-06-15', '2026-09-02'].map(on));
  };
  assert.equal(digestsOf(`{ fact: dateOfBirth, operator: ageBelow, value: 4 }`).size, 2);
  assert.equal(digestsOf(`{ fact: dateOfBirth, operator: ageBelow, value: 4, on: 09-01 }`).size, 2);
  assert.equal(digestsOf(`{ fact: dateOfBirth, operator: ageBelow, value: 4, on: 2026-09-01 }`).size, 1);
  assert.equal(digestsOf(`{ fact: dateOfBirth, operator: before, value: { fact: today, week: start } }`).size, 2);
});

test('a moved today is found by counting days, and the start and end of a week as the next Monday before and Sunday after', async () => {
  const moved = fc.record({
    days: fc.integer({ min: -40, max: 40 }),
    week: fc.constantFrom(undefined, 'start', 'end'),
  });
  await checked(
    fc.property(fc.integer({ min: 60, max: days.length - 60 }), moved, (at, { days: count, week }) => {
      let to = at + count;
      // 1 January 2024 was a Monday.
      while (week === 'start' && to % 7 !== 0) to--;
      while (week === 'end' && to % 7 !== 6) to++;
      const value = { fact: 'today', days: count, ...(week === undefined ? {} : { week }) } as const;
      const constants = (fact: string) => (fact === 'today' ? days[at] : null);
      assert.equal(comparedWith({ fact: 'left', operator: 'before', value }, constants), days[to]);
    }),
    { numRuns: cases(3000) },
  );
});

test('a look-up compares with the moved day, too', () => {
  const test = { operator: 'before', type: 'date', isList: false } as const;
  const where = [[{ path: 'end', test: { ...test, value: { fact: 'today', days: -7 } } }]];
  assert.deepEqual(onDay(where, '2026-11-20'), [[{ path: 'end', test: { ...test, value: '2026-11-13' } }]]);
});

test('the engine keeps apart days that are moved in other ways', async () => {
  const conditions: Condition = {
    all: [
      { fact: 'born', operator: 'after', value: { fact: 'today', days: -7 } },
      { fact: 'born', operator: 'before', value: { fact: 'today' } },
      { not: { fact: 'born', operator: 'before', value: { fact: 'today', week: 'start' } } },
    ],
  };
  const left = ['2026-11-18', '2026-11-15', '2026-11-16', '2026-11-20', null];
  const plain = left.map((one) => holds(conditions, (fact) => (fact === 'today' ? '2026-11-20' : one)));
  assert.deepEqual(plain, [true, false, true, false, false]);
  assert.deepEqual(await engineSays(conditions, '2026-11-20', left), plain);
});

/** What reading the configuration says; of one that can be read, what `check` does. */
function problemsOf(leaves: readonly string[]): string[] {
  const config = schoolWith(leaves);
  const options = { set: [], today: () => '2026-11-20' };
  try {
    readConfiguration(config, options).forSchool('1');
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ code, message, line }) => `${String(line - 2)} ${code} ${message}`);
  }
  const { problems } = checkConfiguration(config, options);
  return problems.filter(({ file: at }) => at.endsWith('1.yaml')).map(({ code, message }) => `${code} ${message}`);
}

test('an age that is none, a day that is none, and a fact without an age are errors at their places', () => {
  const faults: readonly (readonly [leaf: string, said: RegExp])[] = [
    [`{ fact: dateOfBirth, operator: ageBelow, value: "4" }`, /wrong-type .*takes a number of years, 0 to 150/],
    [`{ fact: dateOfBirth, operator: ageBelow, value: 4.5 }`, /wrong-type .*takes a number of years/],
    [`{ fact: dateOfBirth, operator: ageAtLeast, value: null }`, /wrong-type .*takes a number of years/],
    [`{ fact: dateOfBirth, operator: ageBelow, value: [4] }`, /wrong-type .*takes a number of years/],
    [`{ fact: dateOfBirth, operator: ageBelow, value: { fact: today } }`, /wrong-type .*takes a number of years/],
    [`{ fact: dateOfBirth, operator: ageBelow, value: 4, on: 02-30 }`, /wrong-type on must be an existing day/],
    [`{ fact: surname, operator: ageBelow, value: 4 }`, /wrong-type "ageBelow" compares days, and "surname" is text/],
    [`{ fact: dateOfBirth, operator: before, value: 2020-01-01, on: 09-01 }`, /excludes "before" takes no day/],
    [`{ fact: dateOfBirth, operator: before, value: { fact: today, days: 1.5 } }`, /wrong-type days must be a whole/],
    [`{ fact: dateOfBirth, operator: before, value: { fact: today, week: middle } }`, /wrong-type week/],
    [
      `{ fact: option.singleSignOn, operator: equal, value: { fact: option.singleSignOn, days: 1 } }`,
      /excludes Only today can be moved/,
    ],
    [`{ all: [{ fact: dateOfBirth, operator: ageBelow, value: 4 }], on: 09-01 }`, /unknown-key "on" belongs to/],
  ];
  const said = problemsOf(faults.map(([leaf]) => leaf));
  for (const [at, [leaf, expected]] of faults.entries())
    assert.match(said.find((one) => one.startsWith(`${String(at + 1)} `)) ?? 'nothing', expected, leaf);
  assert.equal(said.length, faults.length, said.join('\n'));
});

test('check warns of ages that exclude each other, and of nothing that somebody may be', () => {
  const age = (operator: string, value: number, on = ''): string =>
    `{ fact: dateOfBirth, operator: ${operator}, value: ${String(value)}${on} }`;
  assert.deepEqual(
    problemsOf([
      `${age('ageBelow', 4, ', on: 2026-09-01')}, ${age('ageBelow', 3)}`,
      `${age('ageAtLeast', 4)}, ${age('ageBelow', 4, ', on: 2026-09-01')}`,
      `${age('ageAtLeast', 16)}, ${age('ageBelow', 17)}`,
      `{ fact: dateOfBirth, operator: after, value: { fact: today, days: -7 } }, { fact: dateOfBirth, operator: before, value: { fact: today, week: end } }`,
      `${age('ageAtLeast', 20)}, ${age('ageBelow', 21)}, { fact: dateOfBirth, operator: before, value: { fact: today } }`,
    ]),
    [],
  );
  assert.deepEqual(
    problemsOf([`${age('ageAtLeast', 5)}, ${age('ageBelow', 5)}`]).map((one) => one.split(' ')[0]),
    ['never-holds'],
  );
});
