import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { Nights, smallSchool } from '../support/worked-school.js';

const root = temporaryFolder();
const schema = JSON.parse(readFileSync('schemas/history.schema.json', 'utf8')) as object;
const isAsPromised = new Ajv({ allErrors: true }).compile(schema);

/** The id of a run ends with chance. */
function steady(text: string): string {
  return text.replace(/\b((?:edit-)?\d{8}T\d{9}Z)-[0-9a-f]{6}\b/g, '$1');
}

async function history(nights: Nights, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await nights.command(['history', ...args]);
  assert.equal(code, 0, stderr);
  return steady(stdout);
}

/** First loaded, then a room is typed, then a surname changes, then the teacher leaves, then returns. */
async function fiveNights(nights: Nights): Promise<void> {
  const school = smallSchool();
  await nights.run(school, '2026-11-01T02:00:00Z');
  await nights.command(['edit', 'teacher', '32', 'room', 'B12'], '2026-11-01T09:30:00.250Z');
  const [, teacher] = school.Staff;
  teacher.Surname = 'Ong';
  await nights.run(school, '2026-11-02T02:00:00Z');
  school.Staff.pop();
  await nights.run(school, '2026-11-03T02:00:00Z');
  await nights.command(['edit', 'teacher', '32', 'room', 'C1'], '2026-11-03T10:00:00Z');
  school.Staff.push(teacher);
  await nights.run(school, '2026-11-04T02:00:00Z');
}

for (const { name, make } of backends()) {
  test(`what happened to a record is told with its links and what people typed, oldest first, on ${name}`, async () => {
    const { url } = await make();
    const nights = new Nights(mkdtempSync(join(root, 'h')), url);
    await fiveNights(nights);
    assert.equal(
      await history(nights, 'teacher', '32'),
      `Teacher 32 comes through (school 1).
It was there when the school was first loaded, which notes nothing, or before the history that is kept (400 days).

  2026-11-01T09:30:00.250Z  typed: room                         edit-20261101T093000250Z
  2026-11-02T02:00:00.000Z  changed: surname                    20261102T020000000Z
  2026-11-03T02:00:00.000Z  removed                             20261103T020000000Z
  2026-11-03T02:00:00.000Z  class teacher with class 9 removed  20261103T020000000Z
  2026-11-03T10:00:00.000Z  typed: room                         edit-20261103T100000000Z
  2026-11-04T02:00:00.000Z  returned                            20261104T020000000Z
  2026-11-04T02:00:00.000Z  class teacher with class 9 added    20261104T020000000Z
`,
    );
    assert.equal(
      await history(nights, 'classTeacher', '9', '32'),
      `Class teacher of class 9 and teacher 32 comes through (school 1).
It was there when the school was first loaded, which notes nothing, or before the history that is kept (400 days).

  2026-11-03T02:00:00.000Z  removed  20261103T020000000Z
  2026-11-04T02:00:00.000Z  added    20261104T020000000Z
`,
    );
  });

  test(`values are told to one who asks for them only, on ${name}`, async () => {
    const { url } = await make();
    const nights = new Nights(mkdtempSync(join(root, 'h')), url);
    await fiveNights(nights);
    for (const format of [[], ['--json']]) {
      const plain = await history(nights, 'teacher', '32', ...format);
      for (const value of ['Ong', 'Ng', 'B12', 'supervisor']) assert.ok(!plain.includes(value), value);
    }
    const withValues = await history(nights, 'teacher', '32', '--values');
    assert.match(withValues, /typed: room .*\n {4}room {2}blank → B12\n/);
    assert.match(withValues, /changed: surname .*\n {4}surname {2}Ng → Ong\n/);
    assert.match(withValues, /class 9 removed .*\n {4}role {2}supervisor\n/);
  });

  test(`history --json is as its schema and docs/json.md say, on ${name}`, async () => {
    const { url } = await make();
    const nights = new Nights(mkdtempSync(join(root, 'h')), url);
    await fiveNights(nights);
    const docs = readFileSync('docs/json.md', 'utf8');
    for (const args of [
      ['teacher', '32'],
      ['class', '9'],
      ['classTeacher', '9', '32'],
      ['teacher', '32', '--values'],
    ]) {
      const value = JSON.parse(await history(nights, ...args, '--json')) as Record<string, unknown> & {
        events: object[];
      };
      assert.ok(isAsPromised(value), JSON.stringify(isAsPromised.errors));
      for (const key of Object.keys(value)) assert.ok(docs.includes(`\`${key}\``), key);
      for (const key of value.events.flatMap(Object.keys)) assert.ok(docs.includes(`\`events[].${key}\``), key);
    }
    const value = JSON.parse(await history(nights, 'teacher', '32', '--json', '--values')) as { events: object[] };
    assert.deepEqual(value.events[1], {
      at: '2026-11-02T02:00:00.000Z',
      run: '20261102T020000000Z',
      typed: false,
      by: null,
      kind: 'teachers',
      id: '32',
      change: 'changed',
      fields: ['surname'],
      values: { surname: { before: 'Ng', after: 'Ong' } },
    });
  });

  test(`one who left, or came after the first load, is told so, on ${name}`, async () => {
    const { url } = await make();
    const nights = new Nights(mkdtempSync(join(root, 'h')), url);
    const school = smallSchool();
    await nights.run(school, '2026-11-01T02:00:00Z');
    assert.match(await history(nights, 'student', '101'), /first loaded.*\nNothing has happened to it since\.\n$/);
    const staff = school.Staff;
    school.Staff = staff.slice(0, 1);
    await nights.run(school, '2026-11-02T02:00:00Z');
    assert.match(
      await history(nights, 'teacher', '32'),
      /^Teacher 32 left at 2026-11-02T02:00:00\.000Z \(school 1\)\.\n/,
    );
    assert.match(await history(nights, 'classTeacher', '9', '32'), /^Class teacher .* no longer comes through/);
    school.Staff = [...staff, { ...staff[1], StaffID: 33 }];
    Object.assign(school.Classes[0], { StaffIDs: [33] });
    await nights.run(school, '2026-11-03T02:00:00Z');
    assert.equal(
      await history(nights, 'teacher', '33'),
      `Teacher 33 comes through (school 1).

  2026-11-03T02:00:00.000Z  added                             20261103T020000000Z
  2026-11-03T02:00:00.000Z  class teacher with class 9 added  20261103T020000000Z
`,
    );
  });

  test(`ids with quotes, commas and wildcards are not taken for one another, on ${name}`, async () => {
    const { url } = await make();
    const nights = new Nights(mkdtempSync(join(root, 'h')), url);
    const school = smallSchool();
    const odd = ['a_b', 'axb', 'AXB', 'a%', '"', '","', 'a!b', "a'b", 'a\\"b', '["9","32"]'];
    const staff = odd.map((id) => ({ ...school.Staff[1], StaffID: id }));
    await nights.run(school, '2026-11-01T02:00:00Z');
    Object.assign(school.Classes[0], { StaffIDs: odd });
    school.Staff.push(...staff);
    await nights.run(school, '2026-11-02T02:00:00Z');
    for (const id of odd) {
      const told = JSON.parse(await history(nights, 'teachers', id, '--json')) as { events: { id: unknown }[] };
      assert.deepEqual(
        told.events.map((event) => event.id),
        [id, ['9', id]],
      );
    }
  });

  test(`of a record that nobody knows there is no history, on ${name}`, async () => {
    const { url } = await make();
    const nights = new Nights(mkdtempSync(join(root, 'h')), url);
    await nights.run(smallSchool());
    const none = await nights.command(['history', 'teacher', '99']);
    assert.deepEqual([none.code, none.stdout], [1, '']);
    assert.match(none.stderr, /^School 1 has no teacher 99 in .*, now or in its history\.\n$/);
    for (const args of [
      ['teacher'],
      ['teacher', '31', '32'],
      ['contactLink', '101'],
      ['techer', '31'],
      ['teacher', ' '],
    ])
      assert.equal((await nights.command(['history', ...args])).code, 2, args.join(' '));
    await nights.run({ ...smallSchool(), SchoolID: '2' });
    assert.equal((await nights.command(['history', 'teacher', '31'])).code, 2);
    assert.equal((await nights.command(['history', 'teacher', '31', '--school', '2'])).code, 0);
  });
}

test('history makes no database', async () => {
  const file = join(root, 'none.db');
  const { code, stderr } = await new Nights(root, `sqlite:${file}`).command(['history', 'teacher', '31']);
  assert.equal(code, 1);
  assert.match(stderr, /There is no database/);
  assert.ok(!existsSync(file));
});
