import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool, withoutParents } from '../support/small-school.js';
import { query } from '../support/tables.js';

const folder = temporaryFolder();
const docs = readFileSync('docs/json.md', 'utf8');
const kinds = [
  'students',
  'contacts',
  'teachers',
  'classes',
  'groups',
  'contactLinks',
  'classStudents',
  'classTeachers',
  'groupStudents',
];

interface Report {
  schools: { status: string; sections: Record<string, Record<string, number>>; drift?: object[]; details?: object }[];
  refused?: string;
}

function schemaOf(name: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as object;
  return new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
}

function given(name: string, extract: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(extract));
  return path;
}

/** What a command prints, after it was compared with its schema. */
async function printed(validate: ValidateFunction, ...args: readonly string[]): Promise<Report> {
  const { stdout } = await cli([...args, '--json']);
  const value = JSON.parse(stdout) as Report;
  assert.ok(validate(value), JSON.stringify(validate.errors));
  return value;
}

/** What docs/json.md says of one command. */
function section(command: string): string {
  return docs.split(/^## /m).find((text) => text.startsWith(`${command}\n`)) ?? '';
}

test('run --json prints what its schema and docs/json.md say, and the sums add up', async () => {
  const validate = schemaOf('run');
  const database = ['--database', `sqlite:${join(folder, 'db')}`];
  const held = given('held.json', { ...smallSchool(12, '9361235'), Groups: [] });
  const statuses = new Set<string>();
  for (const input of ['examples', 'examples/oakfield.json', held]) {
    const report = await printed(validate, 'run', input, ...database);
    for (const { status, sections } of report.schools) {
      statuses.add(status);
      if (status !== 'failed') assert.deepEqual(Object.keys(sections), kinds);
      for (const { read = 0, split = 0, through = 0, not = 0, rejected = 0, merged = 0 } of Object.values(sections)) {
        assert.equal(read + split, through + not + rejected + merged);
      }
    }
  }
  assert.deepEqual([...statuses].sort(), ['failed', 'held', 'loaded', 'unchanged']);
  for (const key of ['school', 'name', 'status', 'reason', 'sections', 'changes', 'excluded', 'warnings', 'drift'])
    assert.ok(section('run').includes(`\`schools[].${key}\``), key);
});

test('run --json tells of drift and of a plan that is another as its schema says', async () => {
  const validate = schemaOf('run');
  const file = join(folder, 'drift');
  const database = ['--database', `sqlite:${file}`];
  const extract = given('drift.json', smallSchool(12));
  await printed(validate, 'run', extract, ...database);
  query(file, `update students set surname = 'Hand' where id = '103'`);
  query(file, `delete from contact_links where student_id = '105'`);
  const { schools } = await printed(validate, 'run', extract, '--repair', ...database);
  assert.deepEqual(schools[0]?.drift, [
    { kind: 'students', id: '103', change: 'changed', columns: ['surname'] },
    { kind: 'contactLinks', id: ['105', '5005'], change: 'added', columns: ['relationship', 'priority'] },
  ]);
  const { refused } = await printed(validate, 'run', extract, '--only-if', '0'.repeat(32), ...database);
  assert.ok(refused !== undefined && section('run').includes('`refused`'));
});

test('plan --json prints what its schema and docs/json.md say', async () => {
  const validate = schemaOf('plan');
  const database = ['--database', `sqlite:${join(folder, 'plan')}`];
  const school = smallSchool(30);
  await printed(schemaOf('run'), 'run', given('a.json', school), ...database);
  const statuses = new Set<string>();
  const held = { ...school, Groups: [] };
  const ruled = {
    ...school,
    ContactLinks: school.ContactLinks.map((link, at) => (at < 2 ? { ...link, ParentalResponsibility: false } : link)),
  };
  for (const extract of [
    smallSchool(10, '9360002'),
    school,
    held,
    withoutParents(school, 1),
    ruled,
    { SchoolID: '1' },
  ]) {
    const options = ['--details', '5', '--set', 'parentalResponsibilityOnly=true'];
    const report = await printed(validate, 'plan', given('b.json', extract), ...options, ...database);
    for (const { status } of report.schools) statuses.add(status);
  }
  const same = await printed(validate, 'plan', given('b.json', school), ...database);
  for (const { status } of same.schools) statuses.add(status);
  assert.deepEqual([...statuses].sort(), ['failed', 'held', 'planned', 'unchanged']);
  const { schools } = await printed(
    validate,
    'plan',
    given('b.json', ruled),
    '--set',
    'parentalResponsibilityOnly=true',
    ...database,
  );
  assert.deepEqual(schools[0]?.details, {
    total: 4,
    shown: 4,
    records: [
      ...['5000', '5001'].map((id) => ({
        kind: 'contacts',
        id,
        change: 'removed',
        columns: [],
        rule: 'contact-has-a-student',
        because: "None of the parent's links to students comes through",
        file: 'rules/contacts.yaml',
        line: 25,
      })),
      ...[
        ['100', '5000'],
        ['101', '5001'],
      ].map((id) => ({
        kind: 'contactLinks',
        id,
        change: 'removed',
        columns: [],
        rule: 'parental-responsibility',
        because: 'No parental responsibility for the student',
        file: 'rules/contact-links.yaml',
        line: 2,
      })),
    ],
  });
  for (const key of ['schools[].status', 'schools[].details', 'fingerprint'])
    assert.ok(section('plan').includes(`\`${key}\``), key);
});

test('release --json prints what its schema and docs/json.md say', async () => {
  const validate = schemaOf('release');
  const database = ['--database', `sqlite:${join(folder, 'release')}`];
  const school = smallSchool(12);
  for (const extract of [school, { ...school, Groups: [] }])
    await printed(schemaOf('run'), 'run', given('c.json', extract), ...database);
  const released = (await printed(validate, 'release', '9360001', ...database)) as unknown as { approved: object };
  assert.deepEqual(released.approved, {
    groups: { removed: 1, changed: 0 },
    groupStudents: { removed: 12, changed: 0 },
  });
  for (const key of ['school', 'run', 'heldAt', 'approved']) assert.ok(section('release').includes(`\`${key}\``), key);
});
