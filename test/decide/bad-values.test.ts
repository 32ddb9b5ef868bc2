import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { Explainer } from '../../src/explain/explain.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { checked } from '../support/checked.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const root = temporaryFolder();

/** A school of students with two dates that decide, in classes, by links with a date that decides. */
const pipeline = `name: bad
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  students:
    one: student
    from: students
    id: id
    keep: { born: { from: born, type: date } }
    read:
      left: { from: [left, { list: leavings, value: day, where: { real: true } }], type: date, onBad: out, optional: true }
      paused: { from: paused, type: boolean, onBad: out, optional: true }
  classes: { one: class, from: classes, id: id }
links:
  places:
    one: place
    within: classes
    joins: { class: {}, student: { to: students, from: { list: places, value: student } } }
    read: { until: { from: until, type: date, onBad: out, optional: true } }
`;

const rules = {
  students: `- { name: left, because: left, event: { type: exclude }, conditions: { all: [{ fact: left, operator: before, value: 2026-09-01 }] } }
- { name: paused, because: paused, event: { type: exclude }, conditions: { all: [{ fact: paused, operator: equal, value: true }] } }
- { name: not-left, event: { type: set, params: { left: 2099-01-01 } }, conditions: { all: [{ fact: left, operator: equal, value: null }] } }
`,
  places: `- { name: over, because: over, event: { type: exclude }, conditions: { all: [{ fact: until, operator: before, value: 2026-09-01 }] } }
`,
};

function configuration(yaml = pipeline, of: Readonly<Record<string, string>> = rules) {
  const folder = mkdtempSync(join(root, 'bad-'));
  mkdirSync(join(folder, 'rules'));
  writeFileSync(join(folder, 'pipeline.yaml'), yaml);
  for (const [kind, text] of Object.entries(of)) writeFileSync(join(folder, 'rules', `${kind}.yaml`), text);
  return readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });
}

const configured = configuration();
const plan = planReading(configured.pipeline);

type Written = unknown;
const early = '2026-07-01';
const dates: readonly Written[] = [undefined, null, ' ', '2026-02-30', ['x'], early, '2027-07-01'];
const date = fc.constantFrom(...dates);
const yesOrNo = fc.constantFrom<Written>(undefined, null, 'perhaps', true, false);

const isBlank = (value: Written) => value === undefined || value === null || value === ' ';
const isDay = (value: Written) => value === early || value === '2027-07-01';

/** What a field has after all, of values in the order in which they are looked at: the first good one, or how it ended. */
function ended(values: readonly Written[], isGood: (value: Written) => boolean): Written {
  const good = values.find(isGood);
  return good ?? (values.every(isBlank) ? null : 'bad');
}

interface Row {
  readonly left: Written;
  readonly leaving: Written;
  readonly real: Written;
  readonly paused: Written;
}

const row: fc.Arbitrary<Row> = fc.record({
  left: date,
  leaving: date,
  real: fc.constantFrom<Written>(true, false, 'odd'),
  paused: yesOrNo,
});

test('where a field that says onBad: out ends blank by a bad value, the record or link stays out, and else not', async () => {
  const place = fc.array(date, { minLength: 1, maxLength: 3 });
  await checked(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 3 }), place, async (rows, untils) => {
      const students = rows.map(({ left, leaving, real, paused }) => ({
        ...{ id: 1, left, paused, leavings: [{ day: leaving, real }] },
      }));
      const document = {
        ...{ school: 1, students: [...students, { id: 2 }] },
        classes: [
          {
            id: 9,
            places: untils.flatMap((until) => [
              { student: 1, until },
              { student: 2, until },
            ]),
          },
        ],
      };
      const [read] = await readText(JSON.stringify(document), plan);
      if (read?.type !== 'extract') throw new Error(JSON.stringify(read));
      const decision = await decide(read.extract, configured.forSchool('1'), today, new RuleMemory());
      // A row gives its own first good value; a repeat fills what the rows before left blank.
      const lefts = rows.flatMap(({ left, leaving, real }) =>
        isDay(left) ? [left] : [left, ...(real === true ? [leaving] : real === 'odd' ? ['bad'] : [])],
      );
      const left = ended(lefts, isDay);
      const paused = ended(
        rows.map((one) => one.paused),
        (value) => typeof value === 'boolean',
      );
      const isOut = left === early || left === 'bad' || paused === true || paused === 'bad';
      const until = ended(untils, isDay);
      const isPlaceOut = until === early || until === 'bad';
      const rulesOf = (kind: string, id: string) =>
        decision.findings
          .filter(({ severity, kind: of, recordId }) => severity === 'excluded' && of === kind && recordId === id)
          .map(({ rule }) => rule)
          .sort();
      assert.deepEqual(rulesOf('students', '1'), [
        ...[left, paused].filter((value) => value === 'bad').map(() => 'bad-value'),
        ...(left === early ? ['left'] : []),
        ...(paused === true ? ['paused'] : []),
      ]);
      assert.deepEqual(rulesOf('places', '["9","2"]'), isPlaceOut ? [until === 'bad' ? 'bad-value' : 'over'] : []);
      assert.equal(decision.sums.get('students')?.through, isOut ? 1 : 2);
      assert.equal(decision.sums.get('places')?.through, isPlaceOut ? 0 : isOut ? 1 : 2);
      const bad = decision.findings.filter(
        ({ severity, rule, kind }) => severity === 'excluded' && rule === 'bad-value' && kind === 'students',
      );
      assert.deepEqual(
        bad.map(({ field }) => field),
        [...(left === 'bad' ? ['left, leavings[].day'] : []), ...(paused === 'bad' ? ['paused'] : [])],
      );
    }),
    { numRuns: cases(1500) },
  );
});

test('explain says so, and what to correct', async () => {
  const students = [
    { id: 1, left: '2026-13-01' },
    { id: 2, paused: 'often', left: 'soon' },
  ];
  const [read] = await readText(JSON.stringify({ school: 1, students, classes: [] }), plan);
  if (read?.type !== 'extract') throw new Error(JSON.stringify(read));
  const explainer = await Explainer.of(read.extract, configured.forSchool('1'), today, new RuleMemory());
  for (const [id, paths] of [
    ['1', ['left or leavings[].day']],
    ['2', ['left or leavings[].day', 'paused']],
  ] as const) {
    const node = explainer.find('students', id);
    assert.ok(node !== null);
    const { why, fixes } = await explainer.explain(node);
    assert.deepEqual(
      why.map(({ rule, because, fix, place }) => [rule, because, fix, place?.line]),
      paths.map((path, at) => [
        'bad-value',
        `A bad value is in ${path}, which decides whether it comes through`,
        `Correct ${path}`,
        11 + at,
      ]),
    );
    const sets = fixes.map((set) => set.map(({ rule, fix }) => [rule, fix]));
    assert.deepEqual(sets, [paths.map((path) => ['bad-value', `Correct ${path}`])]);
  }
});

const withPeriod = (until: string): string => `name: period
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  students: { one: student, from: students, id: id }
  classes: { one: class, from: classes, id: id }
links:
  places:
    one: place
    from: places
    period: { from: starts, until: ${until} }
    joins: { class: { to: classes, from: class }, student: { to: students, from: student } }
`;

test('a bad day of a period keeps its row out, and no other row of the pair, unless it is said to count as blank', async () => {
  const now =
    '- { name: now, because: over, event: { type: require }, conditions: { all: [{ fact: period, operator: equal, value: now }] } }\n';
  const document = {
    ...{ school: 1, students: [{ id: 1 }, { id: 2 }], classes: [{ id: 9 }] },
    places: [
      { class: 9, student: 1, starts: '2026-09-01', ends: 'soon' },
      { class: 9, student: 1, starts: '2026-09-01', ends: null },
      { class: 9, student: 2, starts: '2026-09-01', ends: '2027-13-01' },
    ],
  };
  for (const [until, through, out] of [
    ['ends', ['1'], [0, 2]],
    ['{ from: ends, onBad: blank }', ['1', '2'], []],
  ] as const) {
    const school = configuration(withPeriod(until), { places: now });
    const [read] = await readText(JSON.stringify(document), planReading(school.pipeline));
    if (read?.type !== 'extract') throw new Error(JSON.stringify(read));
    const decision = await decide(read.extract, school.forSchool('1'), today, new RuleMemory());
    const places = decision.through.get('places');
    const ids = Array.from({ length: places?.length ?? 0 }, (_, at) => places?.idsAt(at)[1]);
    assert.deepEqual(ids, through, until);
    const excluded = decision.findings.filter(({ severity, kind }) => severity === 'excluded' && kind === 'places');
    assert.deepEqual(
      excluded.map(({ rule, field, position }) => [rule, field, position]).sort(),
      out.map((position) => ['bad-value', 'ends', position]),
      until,
    );
  }
});
