import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { caseDocument, readDefaults } from '../../src/pipeline/cases/case-document.js';
import type { Problem } from '../../src/pipeline/problem.js';
import { sourceSections } from '../../src/pipeline/source/source-shape.js';
import { YamlFile } from '../../src/pipeline/yaml/yaml-file.js';
import { temporaryFolder } from '../support/folder.js';
import { configurationOf, extractOf, rowsOf } from '../support/views.js';

const configuration = configurationOf(`
records:
  students: { one: student, from: { section: users, where: { role: student } }, id: id, keep: { surname: last } }
  teachers: { one: teacher, from: { section: users, where: { role: [teacher, tutor] } }, id: id, keep: { surname: last } }
  classes: { one: class, from: classes, id: id }
links:
  classStudents:
    one: classStudent
    from: { section: enrolments, where: { role: student } }
    joins: { class: { to: classes, from: class }, student: { to: students, from: user } }
  classTeachers:
    one: classTeacher
    from: { section: enrolments, where: { role: { in: [teacher, tutor] } } }
    joins: { class: { to: classes, from: class }, teacher: { to: teachers, from: user } }
  friends:
    one: friend
    from: { section: "users[].friends", where: { ^.role: student } }
    joins: { of: { to: students, from: ^.id }, is: { to: students, from: id } }
`);

const folder = temporaryFolder();
let files = 0;

function yaml(text: string): YamlFile {
  const path = join(folder, `${String(files++)}.yaml`);
  writeFileSync(path, text);
  return new YamlFile(path, problems);
}
const problems: Problem[] = [];

const defaults = yaml(`
users:
  - { id: 1, role: student, last: Okoro, friends: [{ id: 1 }] }
  - { id: 31, role: teacher, last: Lim, friends: [] }
classes: [{ id: 9 }]
enrolments: [{ class: 9, user: 1, role: student }, { class: 9, user: 31, role: teacher }]
`);

async function rowsIn(extract: string, of = configuration, standard = defaults): Promise<Record<string, string[]>> {
  problems.splice(0);
  const { pipeline } = of;
  const sections = sourceSections(pipeline);
  const read = readDefaults(standard, standard.root, sections, standard);
  const file = yaml(extract);
  const document = caseDocument(file, file.root, {
    pipeline,
    pipelineFile: standard,
    sections,
    defaults: read,
    school: null,
  });
  return rowsOf(await extractOf(of, JSON.parse(document()) as object));
}

const usual = {
  students: ['1 Okoro'],
  teachers: ['31 Lim'],
  classes: ['9'],
  classStudents: ['9 1'],
  classTeachers: ['9 31'],
  friends: ['1 1'],
};

test('a case that says nothing has one of each, though views share a section', async () => {
  assert.deepEqual(await rowsIn('{}'), usual);
});

test('an entry takes its defaults from the first with which what it says of where agrees; the others stay', async () => {
  assert.deepEqual(await rowsIn('users: [{ role: tutor, last: Ash }]'), { ...usual, teachers: ['31 Ash'] });
  assert.deepEqual(await rowsIn('users: [{ last: null }, { role: student, id: 2 }]'), {
    ...usual,
    students: ['1 -', '2 Okoro'],
    classStudents: ['9 1', '9 2'],
    friends: ['1 1', '1 2', '2 1', '2 2'],
  });
  assert.deepEqual(
    await rowsIn('{ users: [{ role: teacher, id: 5 }, { role: student, id: x }], classes: [{ id: 7 }] }'),
    {
      students: ['x Okoro'],
      teachers: ['5 Lim'],
      classes: ['7'],
      classStudents: ['7 x'],
      classTeachers: ['7 5'],
      friends: ['x x'],
    },
  );
  assert.deepEqual(problems, []);
});

test('an empty section has nothing, and a further entry needs an id of its own', async () => {
  assert.deepEqual(await rowsIn('users: []'), {
    ...{ students: [], teachers: [], classes: ['9'] },
    ...{ classStudents: [], classTeachers: [], friends: [] },
  });
  await rowsIn('users: [{}, { last: Two }]');
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['A further item of users needs a key "id".'],
  );
});

test('two kinds of links that read one section have a link each for every pair of their own', async () => {
  const kinds = configurationOf(`
records:
  students: { one: student, from: students, id: id }
  classes: { one: class, from: { section: sets, where: { type: class } }, id: id }
  houses: { one: house, from: { section: sets, where: { type: house } }, id: id }
links:
  classStudents:
    one: classStudent
    from: members
    joins: { class: { to: classes, from: set }, student: { to: students, from: student } }
  houseStudents:
    one: houseStudent
    from: members
    joins: { house: { to: houses, from: set }, student: { to: students, from: student } }
`);
  const standard = yaml(`
students: [{ id: 1 }]
sets: [{ id: 7, type: class }, { id: 8, type: house }]
members: [{ set: 7, student: 1 }]
`);
  const rows = await rowsIn('students: [{}, { id: 2 }]', kinds, standard);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    [rows.classStudents, rows.houseStudents],
    [
      ['7 1', '7 2'],
      ['8 1', '8 2'],
    ],
  );
});
