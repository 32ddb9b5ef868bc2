import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { cli } from '../support/cli.js';
import { write } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';

const newNights = nightsIn();
const [sqlite] = backends();

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  write(folder, files);
  return join(folder, 'pipeline.yaml');
}

const head = 'source: { school: { id: school } }\ndatabase: sqlite:x.db\n';

test('sections of two courses with one number are two classes, and links find each', async () => {
  const part = '{ key: [course.code, number] }';
  const config = folderOf({
    'pipeline.yaml': `name: keys\nrules: none\n${head}records:
  teachers: { one: teacher, from: staffs, id: staffId, keep: { surname: last } }
  classes: { one: class, from: sections, id: ${part}, keep: { code: course.code } }
links:
  classTeachers:
    one: classTeacher
    from: teaching
    joins:
      class: { to: classes, from: { key: [section.code, section.number] } }
      teacher: { to: teachers, from: staff.href, text: { part: "/" } }
`,
  });
  const night = await newNights(sqlite);
  const extract = {
    school: 1,
    staffs: [
      { staffId: 'T1', last: 'Lim' },
      { staffId: 'T2', last: 'Ong' },
    ],
    sections: [
      { number: '1', course: { code: 'HR-4' } },
      { number: '1', course: { code: 'MA-4' } },
    ],
    teaching: [
      { section: { code: 'HR-4', number: '1' }, staff: { href: '/staff/T1' } },
      { section: { code: 'MA-4', number: 1 }, staff: { href: '/staff/T2' } },
    ],
  };
  const run = await night.run(extract, '--config', config);
  assert.equal(run.only.status, 'loaded', run.stdout);
  assert.deepEqual(await night.database.query('select class_id, teacher_id from class_teachers order by class_id'), [
    { class_id: 'HR-4|1', teacher_id: 'T1' },
    { class_id: 'MA-4|1', teacher_id: 'T2' },
  ]);
  const explained = await night.command('explain', 'class', 'HR-4|1', '--config', config, '--json');
  assert.equal((JSON.parse(explained.stdout) as { through: boolean }).through, true);
  for (const args of [
    ['class', 'HR-4', '1'],
    ['classTeacher', 'HR-4', 'T1'],
  ]) {
    const { code, stderr } = await night.command('explain', ...args, '--config', config);
    const said = "The id of classes is made of 2 parts, and given as one text in quotes: 'course.code|number'.";
    assert.equal(code, 2);
    assert.ok(stderr.includes(said), stderr);
  }
});

const enrolments = {
  'pipeline.yaml': `name: periods\n${head}records:
  students: { one: student, from: students, id: id, keep: { name: name }, read: { number: number } }
  classes: { one: class, from: classes, id: { key: [course, number] } }
links:
  classStudents:
    one: classStudent
    from: enrolments
    period: { from: begins, until: ends }
    joins:
      class: { to: classes, from: { key: [class.course, class.number] } }
      student: { to: students, from: pupil, by: number }
`,
  'rules/class-students.yaml': `- name: enrolled-now
  because: The enrolment has ended, or has not begun
  conditions: { all: [{ fact: period, operator: equal, value: now }] }
  event: { type: require }
`,
  'rules/students.yaml': `- name: student-in-a-class
  because: None of the student's classes comes through
  fix: Put the student in a class
  conditions: { all: [{ fact: classCount, operator: greaterThanInclusive, value: 1 }] }
  event: { type: require }
`,
};

const school = {
  school: 1,
  students: [
    { id: 's1', name: 'Leo', number: 7 },
    { id: 's2', name: 'Ida', number: 8 },
  ],
  classes: [{ course: '4B', number: 1 }],
  enrolments: [
    { pupil: 7, class: { course: '4B', number: 1 }, begins: '2026-09-01', ends: '2026-09-30' },
    { pupil: 7, class: { course: '4B', number: 1 }, begins: '2026-11-01', ends: null },
    { pupil: 8, class: { course: '4B', number: 1 }, begins: null, ends: '2026-11-20' },
  ],
};

test('who left goes on the day after, though the extract is the same, and comes back on the day of the next row', async () => {
  const config = folderOf(enrolments);
  const night = await newNights(sqlite);
  const on = async (date: string) => {
    const { only, stdout } = await night.run(school, '--config', config, '--date', date);
    const links = await night.database.query('select student_id from class_students order by student_id');
    return [only?.status ?? stdout, ...links.map(({ student_id: id }) => id)];
  };
  assert.deepEqual(await on('2026-11-20'), ['loaded', 's1', 's2']);
  assert.deepEqual(await on('2026-11-20'), ['unchanged', 's1', 's2']);
  assert.deepEqual(await on('2026-11-21'), ['loaded', 's1']);
  const findings = `select record_id, rule, position from findings where kind = 'classStudents' order by position`;
  assert.deepEqual(await night.database.query(findings), [
    { record_id: '["4B|1","s1"]', rule: 'enrolled-now', position: 0 },
    { record_id: '["4B|1","s2"]', rule: 'enrolled-now', position: 2 },
  ]);
  const link = ['explain', 'classStudent', '4B|1', 's1'];
  const last = await night.command(...link, '--config', config, '--date', '2026-11-21');
  assert.match(
    last.stdout,
    /comes through\.\n\n[^]*excluded {2}enrolments\[0\] {2}enrolled-now: The enrolment has ended/,
  );
  const matchesSchema = new Ajv({ allErrors: true }).compile(
    JSON.parse(readFileSync('schemas/explain.schema.json', 'utf8')) as object,
  );
  for (const args of [[], [night.file(school), '--date', '2026-10-15']]) {
    const { stdout } = await night.command(...link, ...args, '--config', config, '--json');
    assert.ok(matchesSchema(JSON.parse(stdout)), JSON.stringify(matchesSchema.errors));
  }
  const early = await night.command(...link, night.file(school), '--config', config, '--date', '2026-10-15');
  assert.match(
    early.stdout,
    /does not come through\.\n\n {2}enrolments\[0\] {2}enrolled-now.*\n {2}enrolments\[1\] {2}enrolled-now/,
  );
});

test('cases of a pipeline with ids of several parts, links by a number and periods', async () => {
  const config = folderOf({
    ...enrolments,
    'rules/tests/defaults.yaml': `date: 2026-11-20
extract:
  students: [{ id: s1, name: Leo, number: 7 }]
  classes: [{ course: 4B, number: 1 }]
  enrolments: [{ pupil: 7, class: { course: 4B, number: 1 }, begins: null, ends: null }]
`,
    'rules/tests/periods.yaml': `- name: One who left stays out
  extract:
    enrolments: [{ ends: 2026-11-19 }]
  expect:
    out: { classStudents: [{ class: 4B|1, student: s1, rule: enrolled-now }] }
- name: One who came back comes through
  extract:
    enrolments: [{ ends: 2026-11-19 }, { begins: 2026-11-20 }]
  expect:
    through: { classStudents: [{ class: 4B|1, student: s1 }] }
- name: Each is in each class
  extract:
    students: [{ number: 7 }, { id: s2, number: 8 }]
    classes: [{ course: 4B }, { number: 2 }]
  expect:
    through:
      classStudents: [{ class: 4B|1, student: s1 }, { class: 4B|1, student: s2 }, { class: 4B|2, student: s2 }]
`,
  });
  const { code, stdout, stderr } = await cli(['test', '--config', config]);
  assert.equal(code, 0, stdout + stderr);
});

test('a test to start from names an id of several parts, and what is inside of objects', async () => {
  const config = folderOf({
    'pipeline.yaml': `name: start\n${head}records:
  classes: { one: class, from: data.classes, id: { key: [course.code, number, { value: a|b }] }, keep: { name: course.name } }
`,
    'rules/classes.yaml': `- name: class-name
  because: Name is blank
  conditions: { all: [{ fact: name, operator: notEqual, value: null }] }
  event: { type: require }
`,
    'rules/tests/defaults.yaml': `date: 2026-11-20
extract:
  data.classes: [{ course: { code: M, name: Maths }, number: 1 }]
`,
  });
  assert.equal((await cli(['init', 'test', 'first', '--config', config])).code, 0);
  const { code, stdout } = await cli(['test', '--config', config]);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /1 passed, 0 failed/);
});
