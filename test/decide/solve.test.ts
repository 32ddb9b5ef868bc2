import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dangling, still } from '../../src/decide/fate.js';
import type { Given } from '../../src/decide/given.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { solve } from '../../src/decide/solve.js';
import { solveSchool, type Solved } from '../../src/decide/solved.js';
import { shippedConfiguration, today } from '../support/decide-text.js';
import { extractOf, type Short } from '../support/small-table.js';

type Rows = Readonly<Record<string, readonly Short[]>>;

const named = { title: 'Mrs', forename: 'Ada', surname: 'Lim' };
/** A class with a teacher and a student, who has a contact and is in a group. */
const everyone = {
  students: [['101']],
  contacts: [['5', named]],
  teachers: [['31', named]],
  classes: [['9', { type: 'Registration' }]],
  groups: [['70', { type: 'House group' }]],
  contactLinks: [[['101', '5']]],
  classStudents: [[['9', '101']]],
  classTeachers: [[['9', '31']]],
  groupStudents: [[['70', '101']]],
} as const satisfies Rows;

function solved(rows: Rows, ...set: readonly string[]): Promise<Solved> {
  const configuration = shippedConfiguration(set);
  return solveSchool(extractOf(configuration.pipeline, rows), configuration.forSchool('1'), today, new RuleMemory());
}

/** Of what stays out, by kind: the round in which each went, and its own rules that failed in it. */
function outOf({ world, solution }: Pick<Solved, 'world' | 'solution'>): Record<string, unknown> {
  const out = world.sets.flatMap((set) => {
    const fate = solution.of(set);
    const indexes = Array.from({ length: set.size }, (_, index) => index);
    return indexes
      .filter((index) => fate.roundOf(index) !== still)
      .map((index) => {
        const id = 'idsAt' in set ? set.idsAt(index).join(' ') : set.ids[index];
        const rules = (fate.failed.get(index) ?? []).map(({ name }) => name);
        return [`${set.kind.one} ${id}`, [fate.roundOf(index), ...rules]] as const;
      });
  });
  return Object.fromEntries(out);
}

test('a class of the right type with one student and one teacher with a full name comes through, and brings both along', async () => {
  assert.deepEqual(outOf(await solved(everyone)), {});
});

test('who stays out takes along what needs them: each in the round after, and a link with its end', async () => {
  const found = await solved({ ...everyone, teachers: [['31', { ...named, title: null }]] });
  assert.deepEqual(outOf(found), {
    'teacher 31': [1, 'teacher-title'],
    'classTeacher 9 31': [1],
    'class 9': [2, 'class-has-a-teacher'],
    'classStudent 9 101': [2],
    'student 101': [3, 'student-in-a-class'],
    'contactLink 101 5': [3],
    'groupStudent 70 101': [3],
    'contact 5': [4, 'contact-has-a-student'],
    'group 70': [4, 'group-has-a-student'],
  });
  assert.equal(found.solution.rounds, 4);
});

test('all rules that fail in the round in which a record goes are named, in the order of the rule files', async () => {
  const found = outOf(await solved({ ...everyone, contacts: [['5', { title: 'Mrs', forename: null }], ['6']] }));
  assert.deepEqual(found['contact 5'], [1, 'contact-forename', 'contact-surname']);
  assert.deepEqual(found['contact 6'], [
    1,
    ...['contact-title', 'contact-forename', 'contact-surname', 'contact-has-a-student'],
  ]);
});

test('rounds and rules are the same in any order of the input', async () => {
  const rows = {
    ...everyone,
    students: [['101'], ['102'], ['103']],
    classes: [
      ['9', { type: 'Registration' }],
      ['10', { type: 'Detention' }],
    ],
    classStudents: [[['9', '101']], [['10', '102']], [['9', '103']], [['10', '103']]],
    classTeachers: [[['9', '31']], [['10', '31']]],
  } as const satisfies Rows;
  const reversed = Object.fromEntries(
    Object.entries<readonly Short[]>(rows).map(([kind, all]) => [kind, all.toReversed()]),
  );
  const found = outOf(await solved(rows));
  assert.deepEqual(found['student 102'], [2, 'student-in-a-class']);
  assert.deepEqual(outOf(await solved(reversed)), found);
});

test('a link to who is not in the extract never is in, and counts for nobody', async () => {
  const found = outOf(await solved({ ...everyone, groupStudents: [[['70', '999']]] }));
  assert.deepEqual(found, {
    'groupStudent 70 999': [dangling],
    'group 70': [1, 'group-has-a-student'],
  });
});

test('with parentalResponsibilityOnly a link without it stays out, and its contact where no other link comes through', async () => {
  const rows = {
    ...everyone,
    contacts: [
      ['5', named],
      ['6', named],
    ],
    contactLinks: [[['101', '5']], [['101', '6'], { parentalResponsibility: true }]],
  } as const satisfies Rows;
  assert.deepEqual(outOf(await solved(rows)), {});
  assert.deepEqual(outOf(await solved(rows, 'parentalResponsibilityOnly=true')), {
    'contactLink 101 5': [1, 'parental-responsibility'],
    'contact 5': [2, 'contact-has-a-student'],
  });
});

test('two classes that need only each other stay in: what comes through is the largest set in which every rule holds', async () => {
  // Each student is in one class alone, whose teacher has no other: nobody is in but for the others.
  const found = await solved({
    students: [['101'], ['102']],
    teachers: [['31', named]],
    classes: [
      ['9', { type: 'Registration' }],
      ['10', { type: 'Mixed group' }],
    ],
    classStudents: [[['9', '101']], [['10', '102']]],
    classTeachers: [[['9', '31']], [['10', '31']]],
  });
  assert.deepEqual(outOf(found), {});
});

/** The same school with something taken for granted, beside what it is. */
async function given(rows: Rows, of: (solved: Solved) => Given): Promise<Record<string, unknown>> {
  const all = await solved(rows);
  const { world, book, solution } = all;
  return outOf({ world, solution: await solve(world, book, of(all), solution) });
}

const noTitle = { ...everyone, teachers: [['31', { ...named, title: null }]] } as const satisfies Rows;

test('who is held in comes through whatever their rules say, and so does what stayed out because of them', async () => {
  const held = await given(noTitle, ({ world }) => ({
    held: [{ set: world.recordsOf('teachers'), index: 0 }],
    mended: [],
  }));
  assert.deepEqual(held, {});
});

test('where the one rule that fails is taken to hold, everything comes back that it kept out', async () => {
  const rule = (name: string) =>
    given(noTitle, ({ world, book }) => ({
      held: [],
      mended: [
        {
          of: [{ set: world.recordsOf('teachers'), index: 0 }],
          rule: book.rulesThatJudge('teachers').find((one) => one.name === name) ?? null,
          ...{ missing: null, added: null },
        },
      ],
    }));
  assert.deepEqual(await rule('teacher-title'), {});
  assert.deepEqual(Object.keys(await rule('teacher-forename')).length, 9);
});
