import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Decision, Through } from '../../src/decide/decision.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { Explainer } from '../../src/explain/explain.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { checked } from '../support/checked.js';
import { configured, write } from '../support/configured.js';
import { decideText, readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { smallSchool } from '../support/small-school.js';

const root = temporaryFolder();
write(root, {
  'pipeline.yaml': `name: rows
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  students: { one: student, from: students, id: id }
  classes: { one: class, from: classes, id: id, keep: { code: code } }
links:
  classStudents:
    one: classStudent
    from: rows
    period: { from: begins, until: { from: ends, format: [YYYY-MM-DD, DD/MM/YYYY] } }
    joins: { class: { to: classes, from: class }, student: { to: students, from: student } }
    keep: { role: role, seat: seat }
    read: { status: status }
`,
  'rules/class-students.yaml': `- name: enrolment-now
  because: The enrolment is not of today
  conditions: { all: [{ fact: period, operator: equal, value: now }] }
  event: { type: require }
- name: has-left
  because: The student has left the class
  fix: Correct the status
  conditions: { all: [{ fact: status, operator: equal, value: left }] }
  event: { type: exclude }
- name: guests-have-no-seat
  conditions: { all: [{ fact: role, operator: equal, value: guest }] }
  event: { type: set, params: { seat: none } }
`,
  'rules/students.yaml': `- name: student-in-a-class
  because: None of the student's classes comes through
  fix: Put the student in a class
  conditions: { all: [{ fact: classCount, operator: greaterThanInclusive, value: 1 }] }
  event: { type: require }
`,
  'rules/classes.yaml': `- name: class-of-two
  because: Fewer than two of the class come through
  fix: Put more students in the class
  conditions: { all: [{ fact: studentCount, operator: greaterThanInclusive, value: 2 }] }
  event: { type: require }
- name: class-code
  because: Code is blank
  fix: Give the class a code
  conditions: { all: [{ fact: code, operator: notEqual, value: null }] }
  event: { type: require }
`,
});
const configuration = readConfiguration(join(root, 'pipeline.yaml'), { set: [], today: () => today });

interface Row {
  readonly class: string;
  readonly student: string;
  readonly begins: string | null;
  readonly ends: string | null;
  readonly role: string | null;
  readonly seat: string | null;
  readonly status: string | null;
}

interface School {
  readonly students: readonly { readonly id: string }[];
  readonly classes: readonly { readonly id: string; readonly code: string | null }[];
  readonly rows: readonly Row[];
}

const [yesterday, tomorrow] = ['2026-11-19', '2026-11-21'];
/** A day that nobody can read keeps its row out. */
const bad = 'soon';
const day = fc.constantFrom(null, null, null, yesterday, today, tomorrow, bad);
const some = (...texts: string[]) => fc.constantFrom<string | null>(null, ...texts);
const schools: fc.Arbitrary<School> = fc.record({
  students: fc.uniqueArray(fc.record({ id: fc.constantFrom('s1', 's2', 's3') }), { selector: ({ id }) => id }),
  classes: fc.uniqueArray(fc.record({ id: fc.constantFrom('c1', 'c2'), code: fc.constantFrom('4B', '4B', null) }), {
    selector: ({ id }) => id,
  }),
  rows: fc.array(
    fc.record({
      class: fc.constantFrom('c1', 'c1', 'c2'),
      student: fc.constantFrom('s1', 's2', 's3'),
      begins: day,
      ends: day,
      role: some('pupil', 'guest'),
      seat: some('1', '2'),
      status: fc.constantFrom(null, null, 'left'),
    }),
    { maxLength: 10 },
  ),
});

function isNow({ begins, ends }: Row): boolean {
  const isOpen = (side: string | null) => side === null || side === bad;
  return (isOpen(ends) || String(ends) >= today) && (isOpen(begins) || String(begins) <= today);
}

const failing = (row: Row) => [
  ...(isNow(row) ? [] : ['enrolment-now']),
  ...(row.status === 'left' ? ['has-left'] : []),
  ...[row.begins, row.ends].filter((side) => side === bad).map(() => 'bad-value'),
];

interface Pair {
  readonly class: string;
  readonly student: string;
  readonly rows: readonly { readonly row: Row; readonly position: number }[];
}

function pairsOf({ rows }: School): Pair[] {
  const pairs = new Map<string, Pair>();
  rows.forEach((row, position) => {
    const key = `${row.class} ${row.student}`;
    const known = pairs.get(key) ?? { class: row.class, student: row.student, rows: [] };
    pairs.set(key, { ...known, rows: [...known.rows, { row, position }] });
  });
  return [...pairs.values()];
}

/** What comes through, as plainly as the criteria read: a pair does if one of its rows does. */
function expected(school: School) {
  let students = school.students.map(({ id }) => id);
  let classes = school.classes.filter(({ code }) => code !== null).map(({ id }) => id);
  const pairs = pairsOf(school).filter(({ rows }) => rows.some(({ row }) => failing(row).length === 0));
  const isIn = (pair: Pair) => students.includes(pair.student) && classes.includes(pair.class);
  for (let before = -1; before !== students.length + classes.length;) {
    before = students.length + classes.length;
    const links = pairs.filter(isIn);
    students = students.filter((id) => links.some(({ student }) => student === id));
    classes = classes.filter((id) => links.filter((pair) => pair.class === id).length >= 2);
  }
  const links = pairs.filter(isIn).map((pair) => {
    const best = pair.rows.filter(({ row }) => failing(row).length === 0);
    best.sort((a, b) => (b.row.ends ?? '9').localeCompare(a.row.ends ?? '9') || a.position - b.position);
    const seats = best.map(({ row }) => (row.role === 'guest' ? 'none' : row.seat));
    const first = (values: (string | null)[]) => values.find((value) => value !== null) ?? null;
    return [pair.class, pair.student, first(best.map(({ row }) => row.role)), first(seats)].join(' ');
  });
  const held = pairs.reduce((sum, { rows }) => sum + rows.filter(({ row }) => failing(row).length === 0).length, 0);
  return { students: students.sort(), classes: classes.sort(), links: links.sort(), merged: held - pairs.length };
}

function listed(through: Through | undefined, width = 0): string[] {
  return Array.from({ length: through?.length ?? 0 }, (_, at) =>
    [
      ...(through?.idsAt(at) ?? []),
      ...Array.from({ length: width }, (_value, column) => through?.valueAt(at, column) ?? null),
    ].join(' '),
  ).sort();
}

function found({ through, sums }: Decision) {
  return {
    students: listed(through.get('students')),
    classes: listed(through.get('classes')),
    links: listed(through.get('classStudents'), 2),
    merged: sums.get('classStudents')?.merged,
  };
}

const textOf = (school: School) => JSON.stringify({ school: 1, ...school });

test('rows of a pair stay apart until each is judged, and one that holds is enough', async () => {
  await checked(
    fc.asyncProperty(schools, async (school) => {
      const decision = await decideText(textOf(school), configuration);
      assert.deepEqual(found(decision), expected(school));
    }),
    { numRuns: cases(3000, 80) },
  );
});

test('each row that does not hold is found at its own place', async () => {
  await checked(
    fc.asyncProperty(schools, async (school) => {
      const { findings, sums } = await decideText(textOf(school), configuration);
      const isThere = (pair: Pair) =>
        school.students.some(({ id }) => id === pair.student) && school.classes.some(({ id }) => id === pair.class);
      const positions = pairsOf(school)
        .filter(isThere)
        .flatMap(({ rows }) =>
          rows.flatMap(({ row, position }) => failing(row).map((rule) => `${String(position)} ${rule}`)),
        );
      const own = ['enrolment-now', 'has-left', 'bad-value'];
      const said = findings.filter(
        ({ kind, rule, recordId, severity }) =>
          kind === 'classStudents' &&
          severity === 'excluded' &&
          own.includes(rule) &&
          pairsOf(school).some((pair) => isThere(pair) && JSON.stringify([pair.class, pair.student]) === recordId),
      );
      assert.deepEqual(said.map(({ position, rule }) => `${String(position)} ${rule}`).sort(), positions.sort());
      const { not = 0, merged = 0, through = 0 } = sums.get('classStudents') ?? {};
      assert.equal(school.rows.length, not + merged + through);
      const failed = school.rows.filter((row) => failing(row).length > 0).length;
      assert.ok(not >= failed);
    }),
    { numRuns: cases(1000, 30) },
  );
});

async function explainer(school: School): Promise<Explainer> {
  const [result] = await readText(textOf(school), planReading(configuration.pipeline));
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  return Explainer.of(result.extract, configuration.forSchool('1'), today, new RuleMemory());
}

const usual: Row = { class: 'c1', student: 's1', begins: null, ends: null, role: null, seat: null, status: null };
const pupils: School = {
  students: [{ id: 's1' }, { id: 's2' }, { id: 's3' }],
  classes: [{ id: 'c1', code: '4B' }],
  rows: [
    { ...usual, student: 's2' },
    { ...usual, student: 's3' },
  ],
};

test('a pair is explained row by row', async () => {
  const rows = [...pupils.rows, { ...usual, ends: yesterday }, { ...usual, status: 'left' }];
  const one = await explainer({ ...pupils, rows });
  const link = one.find('classStudents', ['c1', 's1']);
  assert.ok(link !== null);
  const { why, fixes } = await one.explain(link, true);
  assert.deepEqual(
    why.map(({ rule, position, saw }) => [rule, position, saw?.[0]?.saw]),
    [
      ['enrolment-now', 2, 'past'],
      ['has-left', 3, 'left'],
    ],
  );
  assert.deepEqual(
    fixes.map((set) => set.map(({ fix, id }) => [fix, id])),
    [[['Correct the status', ['c1', 's1']]]],
  );
});

test('of a pair that comes through, what keeps out its other rows is noted', async () => {
  const one = await explainer({ ...pupils, rows: [...pupils.rows, { ...usual, ends: yesterday }, usual] });
  const link = one.find('classStudents', ['c1', 's1']);
  assert.ok(link !== null);
  const { through, why, noted } = await one.explain(link);
  assert.ok(through);
  assert.deepEqual(why, []);
  assert.deepEqual(
    noted.map(({ severity, rule, position }) => [severity, rule, position]),
    [['excluded', 'enrolment-now', 2]],
  );
});

test('a search that looked at one row of several says that it gave up', async () => {
  await checked(
    fc.asyncProperty(schools, async (school) => {
      const one = await explainer(school);
      for (const pair of pairsOf(school)) {
        const node = one.find('classStudents', [pair.class, pair.student]);
        if (node === null || one.comesThrough(node)) continue;
        const { fixes, ifWrong, gaveUp } = await one.explain(node);
        // Anything can be corrected here, so there is always a way.
        assert.ok(fixes.length > 0 || ifWrong.length > 0 || gaveUp, JSON.stringify(pair));
      }
    }),
    { numRuns: cases(300, 5) },
  );
});

test('different values of rows that hold are a conflict, and the period that ends last gives the value', async () => {
  const rows = [
    ...pupils.rows,
    { ...usual, ends: today, role: 'pupil', seat: '1' },
    { ...usual, ends: tomorrow, role: 'monitor' },
    { ...usual, ends: yesterday, role: 'guest' },
  ];
  const { findings, through } = await decideText(textOf({ ...pupils, rows }), configuration);
  assert.ok(listed(through.get('classStudents'), 2).includes('c1 s1 monitor 1'));
  assert.deepEqual(
    findings
      .filter(({ severity }) => severity === 'conflict')
      .map(({ rule, field, position }) => [rule, field, position]),
    [['repeat-differs', 'role', 2]],
  );
});

test('both halves of a combined contact have the rows of their links', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8').replace(
    'from: ContactLinks',
    'from: ContactLinks\n    rows: each',
  );
  const { config } = configured(root, { 'pipeline.yaml': pipeline }, false);
  const shipped = readConfiguration(config, { set: ['parentalResponsibilityOnly=true'], today: () => today });
  const extract = smallSchool(1);
  extract.Contacts = [{ ContactID: 5, Title: 'Mr and Mrs', Forename: 'Ben and Ife', Surname: 'Okoro' }];
  const link = { StudentID: 100, ContactID: 5, Relationship: 'Father and Mother', ParentalResponsibility: true };
  extract.ContactLinks = [
    { ...link, Relationship: 'Uncle and Aunt', ParentalResponsibility: false },
    { ...link, Relationship: null },
    link,
  ];
  const { through, sums, findings } = await decideText(JSON.stringify(extract), shipped);
  assert.deepEqual(listed(through.get('contactLinks'), 1), ['100 5 Father', '100 5#2 Mother']);
  assert.deepEqual(sums.get('contactLinks'), { read: 3, through: 2, not: 2, rejected: 0, merged: 2, split: 3 });
  const out = findings.filter(({ kind, severity }) => kind === 'contactLinks' && severity === 'excluded');
  assert.deepEqual(
    out.map(({ recordId, position }) => [recordId, position]),
    [
      ['["100","5"]', 0],
      ['["100","5#2"]', 0],
    ],
  );
});
