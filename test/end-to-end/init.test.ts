import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured, write } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();

async function codes(config: string): Promise<{ code: number; codes: string[] }> {
  const { code, stdout } = await cli(['check', '--config', config, '--json']);
  return { code, codes: (JSON.parse(stdout) as { code: string }[]).map((problem) => problem.code) };
}

test("a school's start changes nothing until a # is taken away, and is right without any of them", async () => {
  const { folder, config } = configured(root);
  const { code, stdout } = await cli(['init', 'school', '9361234', '--config', config]);
  const path = join(folder, 'rules/schools/9361234.yaml');
  const schemas = join(folder, '.pullthrough/schemas');
  assert.deepEqual([code, stdout], [0, `Written: ${path}\nWritten: ${schemas}, for editors\n`]);
  assert.deepEqual(await codes(config), { code: 0, codes: ['changes-nothing'] });
  const text = readFileSync(path, 'utf8');
  for (const option of ['parentalResponsibilityOnly', 'singleSignOn', 'titles', 'classTypes', 'groupTypes'])
    assert.match(text, new RegExp(`^# {2}${option}: `, 'm'));
  for (const key of ['guard', 'pause']) assert.match(text, new RegExp(`^#${key}:`, 'm'));
  assert.match(text, /^# {2}# People sign in with their email address/m);
  const uncommented = text.replaceAll(/^#(?=\S| {2})/gm, '');
  assert.match(uncommented, /^extends: /m);
  writeFileSync(path, uncommented);
  write(folder, { 'rules/shared/several-schools.yaml': 'disable: [teacher-title]\n' });
  assert.equal((await codes(config)).code, 0);
  const { stdout: schools } = await cli(['config', '--config', config, '--schools']);
  assert.match(
    schools,
    /extends .*; adds not-wanted-student; replaces [a-z-]+; disables .*; guard: removals; pause 2099-/,
  );
});

test('what is there already stays as it is', async () => {
  const { folder, config } = configured(root, { 'rules/schools/1.yaml': 'disable: [contact-title]\n' });
  const { code, stderr } = await cli(['init', 'school', '1', '--config', config]);
  assert.equal(code, 2);
  assert.match(stderr, /1\.yaml already: it stays as it is/);
  assert.equal(readFileSync(join(folder, 'rules/schools/1.yaml'), 'utf8'), 'disable: [contact-title]\n');
});

test('an id that would make a path is refused, with the name that its file would have', async () => {
  const { folder, config } = configured(root);
  for (const id of ['../x', 'a/b', '..', 'a\\b', '.x']) {
    const { code, stderr } = await cli(['init', 'school', id, '--config', config]);
    assert.equal(code, 2, id);
    assert.match(stderr, /cannot be the name of a file\. If that is the school's id: init school \S+\./);
  }
  assert.ok(!existsSync(join(folder, 'rules/schools')));
  assert.equal((await cli(['init', 'school', 'a%2Fb', '--config', config])).code, 0);
  const { stdout } = await cli(['config', '--config', config, '--school', 'a/b']);
  assert.match(stdout, /^School a\/b, by .*rules\/schools\/a%2Fb\.yaml, on /);
});

test('a start for cases names a rule that asks for a value, in the names of the source', async () => {
  const { folder, config } = configured(root);
  assert.equal((await cli(['init', 'test', 'clubs', '--config', config])).code, 0);
  const text = readFileSync(join(folder, 'rules/tests/clubs.yaml'), 'utf8');
  assert.match(text, /^ {4}Contacts: \[\{ ContactID: 1, Title: null \}\]$/m);
  assert.match(text, /^ {4}out: \{ contacts: \[\{ id: 1, rule: contact-title \}\] \}$/m);
});

const nested = {
  'pipeline.yaml': `name: Nested
source: { inputs: x.json, school: { id: school } }
database: sqlite:x.db
records:
  students:
    one: student
    from: pages.students
    id: node.id
    keep: { name: node.name, born: { from: node.born, type: date } }
  contacts: { one: contact, from: "pages.students[].node.guardians.edges", id: node.id, keep: { title: node.title } }
  teachers: { one: teacher, from: { section: staff, where: { role: teacher } }, id: [code, year], keep: { name: name } }
  classes: { one: class, from: classes, id: id, keep: { email: { from: { lookup: mails, match: { owner: id }, value: mail } } } }
links:
  contactLinks:
    one: contactLink
    from: "pages.students[].node.guardians.edges"
    joins: { student: { to: students, from: ^.node.id }, contact: { to: contacts, from: node.id } }
  classStudents: { one: classStudent, within: classes, joins: { class: {}, student: { to: students, from: pupils } } }
`.replace('[code, year]', '{ key: [code, year] }'),
  'rules/contacts.yaml': `- name: contact-title
  because: The title is blank
  fix: Give it a title
  conditions: { all: [{ fact: title, operator: notEqual, value: null }] }
  event: { type: require }
`,
};

test('a start for cases begins where the list of the defaults is, writes defaults if there are none, and is decided', async () => {
  const folder = join(root, 'nested');
  write(folder, nested);
  const config = join(folder, 'pipeline.yaml');
  const tests = join(folder, 'rules/tests');
  const { code, stdout, stderr } = await cli(['init', 'test', 'first', '--config', config, '--json']);
  assert.equal(code, 0, stderr);
  const { written } = JSON.parse(stdout) as { written: string[] };
  assert.deepEqual(written, [join(tests, 'first.yaml'), join(tests, 'defaults.yaml')]);
  assert.match(
    readFileSync(join(tests, 'first.yaml'), 'utf8'),
    /^ {4}pages\.students: \[\{ node: \{ guardians: \{ edges: \[\{ node: \{ id: 1, title: null \} \}\] \} \} \}\]$/m,
  );
  const defaults = readFileSync(join(tests, 'defaults.yaml'), 'utf8');
  assert.match(defaults, /^# .*comes through/m);
  assert.match(defaults, /role: teacher/);
  const tried = await cli(['test', '--config', config]);
  assert.equal(tried.code, 0, tried.stdout);
  assert.deepEqual(await codes(config), { code: 0, codes: [] });
  writeFileSync(join(tests, 'defaults.yaml'), `${defaults}# mine\n`);
  assert.equal((await cli(['init', 'test', 'second', '--config', config])).code, 0);
  assert.equal(readFileSync(join(tests, 'defaults.yaml'), 'utf8'), `${defaults}# mine\n`);
});

test('defaults are checked although there is no case yet', async () => {
  const { config } = configured(
    root,
    { 'rules/tests/defaults.yaml': 'date: 2026-11-20\nextract:\n  Nobody: [{}]\n' },
    false,
  );
  const checked = await codes(config);
  assert.equal(checked.code, 1);
  assert.ok(checked.codes.includes('unknown-key') && checked.codes.includes('missing-key'), checked.codes.join());
});

test('a start of a pipeline is right, runs on its example, and is not written over one', async () => {
  const folder = join(root, 'start');
  const { code, stdout } = await cli(['init', 'pipeline', folder, '--json']);
  assert.equal(code, 0);
  const { written } = JSON.parse(stdout) as { written: string[] };
  assert.deepEqual(
    written,
    ['example.json', 'pipeline.yaml', 'rules/people.yaml', 'rules/teams.yaml'].map((name) => join(folder, name)),
  );
  const config = join(folder, 'pipeline.yaml');
  assert.deepEqual(await codes(config), { code: 0, codes: [] });
  const database = `sqlite:${join(folder, 'a.db')}`;
  const run = await cli(['run', '--config', config, '--database', database]);
  assert.equal(run.code, 0);
  assert.match(run.stdout, /An example +loaded +1 person +1 team/);
  const again = await cli(['init', 'pipeline', folder]);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /already/);
});

test('a start that there is none of is refused, with the nearest', async () => {
  const { code, stderr } = await cli(['init', 'scool', '1']);
  assert.equal(code, 2);
  assert.match(stderr, /no start "scool"\. Did you mean "school"\?/);
  assert.equal((await cli(['init', 'school'])).code, 2);
});
