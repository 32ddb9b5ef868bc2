import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured, write } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
/** In every value that a person could be known by. Ids, types and the school's own name have none. */
const mark = /qzx/i;

/** A value that is none of its kind, so that whatever complains of it is tempted to show it. */
const odd: readonly unknown[] = [
  'Qzxa',
  ' Qzx\u0000b ',
  ['Qzxc'],
  { Inner: 'Qzxe' },
  'Qzx and Qzxf',
  'qzx@qzx@example.org',
  '2018-02-30 Qzx',
  'Qzx'.repeat(40),
];

function oddSchool(): Record<string, unknown> {
  const school = JSON.parse(readFileSync('examples/oakfield.json', 'utf8')) as Record<string, unknown>;
  let at = 0;
  const kept = /ID|^Type$|^GroupType$/;
  const marked = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((inner) => marked(inner, key));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, marked(inner, name)]));
    if (kept.test(key) || typeof value !== 'string' || value.trim() === '') return value;
    at++;
    return at % 3 === 0 ? odd[at % odd.length] : `${value} Qzx${String(at % 50)}`;
  };
  const sections = Object.entries(school).map(([name, section]): [string, unknown] => [
    name,
    Array.isArray(section) ? marked(section, '') : section,
  ]);
  return {
    ...Object.fromEntries(sections),
    Marks: { Qzxg: { Level: 1 }, Qzxh: { Level: 2 }, Qzxi: { Level: 3 } },
  };
}

const file = join(root, 'odd.json');
const text = JSON.stringify(oddSchool());
writeFileSync(file, text);
assert.ok(text.split(mark).length > 500);

const { folder, config } = configured(
  root,
  {
    'rules/tests/defaults.yaml': readFileSync('rules/tests/defaults.yaml', 'utf8'),
    'rules/tests/own.yaml': `- name: A case with faults
  extract:
    Contacts: [{ ContactID: 1, Titel: Qzxa, Forename: [Qzxb], Surname: { Inner: Qzxd } }]
    Students: [{ StudentID: 101, DateOfBirth: Qzxe }]
  expect:
    through: { contacts: [{ id: 9, surnam: Qzxf }], students: [{ id: 1, dateOfBirth: Qzxg }] }
    out: Qzxh
`,
  },
  false,
);
const database = ['--database', `sqlite:${join(root, 'x.db')}`];

async function assertSilent(args: readonly string[], stdin?: string): Promise<string> {
  const { stdout, stderr, code } = await cli([...args, '--config', config], stdin === undefined ? {} : { stdin });
  const said = stdout + stderr;
  const at = said.search(mark);
  assert.equal(at, -1, `${args.join(' ')} (${String(code)}): ${said.slice(Math.max(0, at - 200), at + 100)}`);
  assert.notEqual(said, '', args.join(' '));
  return said;
}

test('no command says a value of an extract or of a case, unless it is asked for one', async () => {
  await assertSilent(['run', file, ...database]);
  await assertSilent([
    'run',
    file,
    '--json',
    '--report',
    'github=-',
    ...database,
    '--set',
    'singleSignOn=true',
    '--repair',
  ]);
  const metrics = join(root, 'run.prom');
  for (const args of [
    ['run', file, '--log', 'json', '--json', '--repair', '--metrics', metrics, ...database],
    ['plan', file, '--log', 'json', '--set', 'parentalResponsibilityOnly=true', ...database],
    ['plan', file, '--set', 'parentalResponsibilityOnly=true', ...database],
    ['plan', file, '--set', 'parentalResponsibilityOnly=true', '--json', ...database],
    ['paths', file],
    ['values', 'contacts.surname', file],
    ['values', 'contacts.email', file, '--json'],
    ['paths', file, '--json'],
    ['init', 'pipeline', join(root, 'started'), '--from', file],
    ['explain', 'student', '156', file],
    ['explain', 'contact', '5019', file, '--json'],
    ['explain', 'contact', '5019', ...database],
    ['explain', 'contactLink', '101', '5001', file],
    ['history', 'contact', '5001', ...database],
    ['history', 'contact', '5001', '--json', ...database],
    ['check'],
    ['check', '--json'],
    ['check', '--format', 'sarif'],
    ['check', '--format', 'github'],
    ['test'],
    ['config'],
    ['config', '--json'],
  ])
    await assertSilent(args);
  assert.doesNotMatch(readFileSync(metrics, 'utf8'), mark);
  await assertSilent(['report', file, '--set', 'singleSignOn=true']);
  for (const format of ['json', 'html']) await assertSilent(['report', '--format', format, ...database]);
  assert.doesNotMatch(readFileSync(join(root, 'started/pipeline.yaml'), 'utf8'), mark);
});

test('nor does one that compares, in two versions of the rules', async () => {
  const before = join(root, 'before');
  mkdirSync(before);
  execFileSync('cp', ['-r', join(folder, 'pipeline.yaml'), join(folder, 'rules'), before]);
  write(folder, { 'rules/teachers.yaml': '[]\n' });
  for (const format of ['text', 'json', 'markdown', 'github'])
    assert.match(await assertSilent(['impact', file, '--against', before, '--format', format]), /teacher-title/);
});

test('nor does one that meets a document that breaks inside a value', async () => {
  const at = text.indexOf('Qzx', 4000);
  const broken = [
    text.slice(0, at + 2),
    `${text.slice(0, at + 3)}\n${text.slice(at + 3)}`,
    `${text.slice(0, at + 3)}"${text.slice(at + 3)}`,
    `${text.slice(0, at)}\\q${text.slice(at)}`,
    text.replace('"SchoolID":"9361234"', '"SchoolID":["Qzxid"]'),
    text.replace('"Students":', '"Students":"Qzx","Was":'),
    `"Qzx"`,
    `["Qzx", {"SchoolID":"1"}]`,
    `{"SchoolID":"1"}\n{"Qzx":Qzx}\n`,
  ];
  for (const document of broken) {
    await assertSilent(['run', '-', ...database], document);
    await assertSilent(['run', '-', '--log', 'json', ...database], document);
    await assertSilent(['paths', '-'], document);
  }
  for (const document of broken.slice(0, 2))
    await assertSilent(['init', 'pipeline', join(root, 'none'), '--from', '-'], document);
});
