import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const file = join(temporaryFolder(), 'pipeline.yaml');
writeFileSync(
  file,
  `name: ids
source: { school: { id: school } }
rules: none
database: "sqlite::memory:"
records:
  students: { one: student, from: students, id: id }
  classes:
    one: class
    from: classes
    id: code
links:
  places:
    one: place
    from: places
    joins:
      class: { to: classes, from: class }
      student: { to: students, from: student }
  helpers:
    one: helper
    within: classes
    joins:
      class: { count: helpedCount }
      student: { to: students, from: [{ list: helpers }, head], count: helperCount }
`,
);
const plan = planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);

interface School {
  readonly students?: readonly unknown[];
  readonly classes?: readonly unknown[];
  readonly places?: readonly unknown[];
}

const students = [{ id: 1 }, { id: 2 }];
const classes = [
  { code: 'a', helpers: [1], head: 2 },
  { code: 'b', helpers: [1, 2], head: 1 },
];
const places = [
  { class: 'a', student: 1 },
  { class: 'b', student: 2 },
];

/** What is said of ids, and how many entries are to correct, by what to correct. */
async function said(school: School): Promise<unknown[]> {
  const text = JSON.stringify({ school: 1, students, classes, places, ...school });
  const [result] = await readText(text, plan);
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  const { findings } = result.extract;
  const all = findings.filter(({ rule }) => rule === 'all-no-id');
  for (const { severity, recordId, position } of all)
    assert.deepEqual([severity, recordId, position], ['warning', null, null]);
  const rejected = findings.filter(({ rule }) => rule === 'no-id');
  const fixes = new Set(rejected.map(({ kind, fix }) => `${String(kind)}: ${fix ?? 'the entry'}`));
  return [
    ...all.map(({ kind, field, because }) => `${String(kind)} ${String(field)}: ${because.replaceAll(file, 'p.yaml')}`),
    ...[...fixes].map((fix) => fix.replaceAll(file, 'p.yaml')),
  ];
}

test('a path that leads to no id anywhere is said once, with its place in the mapping, and no entry is to correct', async () => {
  assert.deepEqual(await said({}), []);
  const objects = places.map((one) => ({ ...one, student: { id: one.student } }));
  assert.deepEqual(await said({ places: objects }), [
    "places student: None of the 2 values of student in places is a usable id: each is an object or a list. Does the mapping's path lead to the id (p.yaml:17)?",
    'places: Correct the path in the mapping (p.yaml:17)',
  ]);
  assert.deepEqual(await said({ students: [{ id: 1.5 }, { id: ' ' }] }), [
    "students id: None of the 2 values of id in students is a usable id. Does the mapping's path lead to the id (p.yaml:6)?",
    'students: Correct the path in the mapping (p.yaml:6)',
  ]);
  const helped = classes.map((one) => ({ ...one, helpers: [{ student: 1 }, 1.5] }));
  assert.deepEqual(await said({ classes: helped }), [
    "helpers helpers: None of the 4 values of helpers in classes is a usable id. Does the mapping's path lead to the id (p.yaml:23)?",
    'helpers: Correct the path in the mapping (p.yaml:23)',
  ]);
});

test('one id under the path shows that the others are mistakes of the data, and one entry alone shows nothing', async () => {
  const wrong = { class: 'a', student: { id: 1 } };
  assert.deepEqual(await said({ places: [wrong, wrong, ...places] }), ['places: the entry']);
  assert.deepEqual(await said({ places: [wrong] }), ['places: the entry']);
  // Neither end is always the one that is wrong.
  assert.deepEqual(await said({ places: [wrong, wrong, { class: [], student: 1 }] }), ['places: the entry']);
  const [first, second] = classes;
  assert.deepEqual(await said({ classes: [{ ...first, helpers: [[], []] }, second] }), ['helpers: the entry']);
  assert.deepEqual(await said({ students: [7, { id: null }, { id: null }] }), ['students: the entry']);
});
