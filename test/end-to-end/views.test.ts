import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const file = join(folder, 'pipeline.yaml');
const extract = join(folder, 'x.json');
writeFileSync(
  file,
  `name: one list
source: { school: { id: school } }
rules: none
database: "sqlite:x.db"
records:
  students: { one: student, from: { section: people, where: { role: student } }, id: id }
  teachers: { one: teacher, from: { section: people, where: { role: teacher, left: null } }, id: id }
links:
  tutors:
    one: tutor
    from: tutors
    joins: { student: { to: students, from: pupil }, teacher: { to: teachers, from: member } }
`,
);
const people = [
  { id: 1, role: 'student' },
  { id: 2, role: 'teacher', left: null },
  { id: 3, role: 'teacher', left: '2026-07-31' },
];
const tutors = [
  { pupil: 1, member: 2 },
  { pupil: 1, member: 3 },
];
writeFileSync(extract, JSON.stringify({ school: 'a', people, tutors }));
const config = ['--config', file];

test('a run says how many entries are outside the views, and loads what they take', async () => {
  const run = await cli(['run', extract, ...config, '--json']);
  const [school] = (JSON.parse(run.stdout) as { schools: [{ status: string; sections: Record<string, object> }] })
    .schools;
  assert.equal(school.status, 'loaded');
  const none = { not: 0, rejected: 0, merged: 0, split: 0 };
  assert.deepEqual(school.sections, {
    students: { read: 1, outside: 2, through: 1, ...none },
    teachers: { read: 1, outside: 2, through: 1, ...none },
    tutors: { read: 1, outside: 1, through: 1, ...none },
  });
});

test('explain says that a record, or an end of a link, is outside every view', async () => {
  const explained = async (...words: string[]) =>
    (await cli(['explain', ...words, extract, ...config])).stderr.split('\n');
  assert.ok(
    (await explained('teacher', '3')).includes('Teacher 3 is in people, outside every view of teachers (role, left).'),
  );
  assert.ok(
    (await explained('student', '2')).includes(
      'Student 2 is in people, outside every view of students (role). There is a teacher 2.',
    ),
  );
  assert.ok(
    (await explained('tutor', '1', '3')).includes(
      'Teacher 3 is in people, outside every view of teachers (role, left).',
    ),
  );
});
