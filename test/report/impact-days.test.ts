import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { daysAfter } from '../../src/pipeline/guard/day.js';
import { ComparedDocuments, readAlike } from '../../src/report/impact/compared-documents.js';
import { Comparison } from '../../src/report/impact/comparison.js';
import { impactOnSchool, type DecidedVersion, type ImpactOverDays } from '../../src/report/impact/impact.js';
import { checked } from '../support/checked.js';
import { write } from '../support/configured.js';
import { readText, textInput, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases, isFull } from '../support/numbers.js';

const root = temporaryFolder();
const lastDay = daysAfter(today, 400);

/** Rules that compare with the day in every way that there is, a few that do not, and those that set what others compare. */
const pool: readonly (readonly [file: string, rule: string])[] = [
  [
    'students',
    'left, conditions: { all: [{ fact: left, operator: before, value: { fact: today, days: 14 } }] }, event: { type: exclude }',
  ],
  [
    'students',
    'leaving, conditions: { all: [{ fact: left, operator: after, value: { fact: today, week: end } }] }, event: { type: warn }',
  ],
  [
    'students',
    'on-the-day, conditions: { all: [{ fact: left, operator: equal, value: { fact: today } }] }, event: { type: warn }',
  ],
  [
    'students',
    'adult, conditions: { all: [{ fact: born, operator: ageAtLeast, value: 16 }] }, event: { type: exclude }',
  ],
  [
    'students',
    'young, conditions: { all: [{ fact: born, operator: ageBelow, value: 16, on: 09-01 }] }, event: { type: warn }',
  ],
  [
    'students',
    'in-a-club, conditions: { any: [{ fact: clubCount, operator: greaterThanInclusive, value: 1 }, { not: { fact: moved, operator: before, value: { fact: today, days: -3 } } }] }, event: { type: require }',
  ],
  [
    'students',
    'stays, conditions: { all: [{ fact: name, operator: equal, value: A }] }, event: { type: set, params: { left: 2027-03-01 } }',
  ],
  [
    'students',
    'leaves, conditions: { all: [{ fact: left, operator: after, value: { fact: today } }] }, event: { type: set, params: { left: { field: moved }, note: going } }',
  ],
  [
    'students',
    'has-no-home, conditions: { all: [{ fact: home, operator: equal, value: null }] }, event: { type: exclude }',
  ],
  [
    'clubs',
    'not-begun, conditions: { all: [{ fact: begins, operator: after, value: { fact: today } }] }, from: 2026-12-24, until: 2027-03-01, event: { type: exclude }',
  ],
  [
    'clubs',
    'nobody, conditions: { all: [{ fact: studentCount, operator: greaterThanInclusive, value: 1 }] }, from: 2027-03-01, event: { type: require }',
  ],
  ['members', 'now, conditions: { all: [{ fact: period, operator: equal, value: now }] }, event: { type: require }'],
  [
    'members',
    'soon, conditions: { all: [{ fact: period.from, operator: after, value: { fact: today, days: 7, week: start } }] }, event: { type: warn }',
  ],
  [
    'members',
    'leaver, conditions: { all: [{ fact: student.left, operator: before, value: { fact: today } }] }, from: 11-01, until: 03-31, event: { type: exclude }',
  ],
];

const homes = [
  '{ lookup: homes, match: { student: id }, first: true, value: name }',
  '{ lookup: homes, match: { student: id }, where: { from: { not: { after: { fact: today } } } }, highest: { from: from, type: date }, value: name }',
  '{ lookup: homes, match: { student: id }, where: { until: { not: { before: { fact: today, days: -1 } } } }, lowest: { from: from, type: date }, value: name }',
  '{ lookup: homes, match: { student: id }, where: { stays: { has: { last: { after: { fact: today } } } } }, first: true, value: name }',
];

interface Version {
  readonly rules: readonly number[];
  readonly home: number;
}

const version: fc.Arbitrary<Version> = fc.record({
  rules: fc.subarray(pool.map((_, at) => at)),
  home: fc.nat({ max: homes.length - 1 }),
});

/** Half of the pairs differ in one rule only, so what is the same in both changes along. */
const pair = fc.oneof(
  fc.tuple(version, version),
  fc.tuple(version, fc.nat({ max: pool.length - 1 })).map(([one, at]) => {
    const rules = one.rules.includes(at) ? one.rules.filter((rule) => rule !== at) : [...one.rules, at];
    return [one, { ...one, rules }] as const;
  }),
);

const day = fc.oneof(
  fc.constantFrom(today, '2026-11-21', '2026-12-25', '2027-03-01', lastDay, daysAfter(lastDay, 1), '2026-10-01'),
  fc.integer({ min: -30, max: 410 }).map((count) => daysAfter(today, count)),
);
const born = fc.oneof(
  fc.integer({ min: -20, max: 410 }).map((count) => daysAfter('2010-11-20', count)),
  fc.constantFrom('2011-02-28', '2012-02-29'),
);
const ids = fc.subarray(['1', '2', '3'], { minLength: 1 });
const maybe = fc.option(day);
const document = fc.record({
  school: fc.constant('1'),
  students: fc
    .tuple(
      ids,
      fc.array(fc.record({ name: fc.constantFrom('A', 'B'), left: maybe, moved: maybe, born }), {
        minLength: 3,
        maxLength: 3,
      }),
    )
    .map(([all, values]) => all.map((id, at) => ({ id, ...values[at] }))),
  clubs: fc.array(day, { maxLength: 2 }).map((all) => all.map((begins, at) => ({ id: `c${String(at)}`, begins }))),
  members: fc.array(
    fc.record({
      student: fc.constantFrom('1', '2', '3'),
      club: fc.constantFrom('c0', 'c1'),
      from: maybe,
      until: maybe,
    }),
    { maxLength: 4 },
  ),
  homes: fc.array(
    fc.record({
      student: fc.constantFrom('1', '2'),
      name: fc.constantFrom('x', 'y', 'z'),
      from: maybe,
      until: maybe,
      stays: fc.array(fc.record({ last: day }), { maxLength: 2 }),
    }),
    { maxLength: 4 },
  ),
});

function configurationOf({ rules, home }: Version): Configuration {
  const folder = mkdtempSync(join(root, 'version-'));
  const files = ['students', 'clubs', 'members'].flatMap((file) => {
    const own = rules.flatMap((at) => (pool[at]?.[0] === file ? [pool[at][1]] : []));
    const lines = own.map((rule) => `- { because: It is so, name: ${rule} }\n`);
    return own.length === 0 ? [] : [[`rules/${file}.yaml`, lines.join('')] as const];
  });
  write(folder, {
    'pipeline.yaml': `name: days
source: { school: { id: school } }
database: "sqlite::memory:"
${rules.length === 0 ? 'rules: none\n' : ''}records:
  students:
    one: student
    from: students
    id: id
    keep: { name: name, born: { from: born, type: date }, left: { from: left, type: date }, note: { value: none }, home: { from: ${homes[home] ?? ''} } }
    read: { moved: { from: moved, type: date } }
  clubs: { one: club, from: clubs, id: id, keep: { begins: { from: begins, type: date } } }
links:
  members:
    one: member
    from: members
    period: { from: from, until: until }
    joins: { student: { to: students, from: student }, club: { to: clubs, from: club } }
`,
    ...Object.fromEntries(files),
  });
  return readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });
}

const nobody = { erasuresOf: () => Promise.resolve(null), heldFor: () => Promise.resolve(null) };

async function compared(text: string, versions: readonly [Configuration, Configuration], most: number) {
  const comparison = new Comparison(versions, [], nobody, most);
  const documents = new ComparedDocuments([versions[0].pipeline, versions[1].pipeline], most, () => new Date(today));
  for await (const one of documents.of(textInput(text))) await comparison.take(one);
  const { schools, failed } = comparison.result();
  assert.deepEqual(failed, []);
  return schools[0] ?? null;
}

/** Reads and decides anew on a day, as `impact --date` does. */
class Plainly {
  readonly #memory = new RuleMemory();

  constructor(
    private readonly text: string,
    private readonly versions: readonly [Configuration, Configuration],
  ) {}

  async on(on: string) {
    const [before, after] = await Promise.all(this.versions.map((one) => this.#decided(one, on)));
    assert.ok(before !== undefined && after !== undefined);
    return impactOnSchool(before, after);
  }

  async #decided(configuration: Configuration, on: string): Promise<DecidedVersion> {
    const [result] = await readText(this.text, planReading({ ...configuration.pipeline, today: on }));
    assert.ok(result?.type === 'extract', JSON.stringify(result));
    const decision = await decide(result.extract, configuration.forSchool('1', on), on, this.#memory);
    return { pipeline: configuration.pipeline, decision, effective: () => configuration.effective('1', on) };
  }
}

function inForce(impact: ImpactOverDays | null, on: string) {
  if (impact === null) return null;
  const last = impact.later.filter((one) => one.day <= on).at(-1);
  if (last !== undefined) return last.impact;
  const { school, name, kinds, groups, warnings, values } = impact;
  const isMoved = Object.values(kinds).some(({ appear, go, change }) => appear.length + go.length + change.length > 0);
  return isMoved || warnings.length > 0 ? { school, name, kinds, groups, warnings, values } : null;
}

test('on every day within 400, impact says what two full decisions of that day differ in, whatever compares with the day', async () => {
  const seen = new Map<string, number>();
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const random = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 8, maxLength: 8 });
  await checked(
    fc.asyncProperty(document, pair, random, async (extract, [a, b], ahead) => {
      const text = JSON.stringify(extract);
      const versions = [configurationOf(a), configurationOf(b)] as const;
      const impact = await compared(text, versions, 400);
      const plainly = new Plainly(text, versions);
      const around = (impact?.later ?? []).flatMap((one) => [daysAfter(one.day, -1), one.day, daysAfter(one.day, 1)]);
      const inData = (text.match(/\d{4}-\d\d-\d\d/g) ?? []).flatMap((one) =>
        [-15, -14, -13, -7, -1, 0, 1, 2, 7].map((count) => daysAfter(one, count)),
      );
      const birthdays = extract.students.map((one) => daysAfter(`2027-${(one.born ?? '').slice(5)}`, 0));
      const all = [
        ...around,
        ...birthdays,
        ...(isFull ? inData : inData.slice(0, 12)),
        ...ahead.map((count) => daysAfter(today, count)),
        today,
        lastDay,
      ];
      for (const on of new Set(all.filter((one) => one >= today && one <= lastDay)))
        assert.deepEqual(inForce(impact, on), await plainly.on(on), on);
      assert.deepEqual(impact?.undecided ?? [], []);
      if (impact === null) return;
      note(readAlike(versions[0].pipeline, versions[1].pipeline) ? 'read alike' : 'read differently');
      for (const { turn } of impact.turns) note(turn);
      if (impact.later.some((one) => one.impact === null)) note('nothing later');
    }),
    { numRuns: cases(150, 6) },
  );
  if (!isFull) return;
  for (const what of ['judges', 'finds', 'begins', 'ends', 'moves', 'read alike', 'read differently', 'nothing later'])
    assert.ok((seen.get(what) ?? 0) > 2, `${what}: ${JSON.stringify([...seen])}`);
});
