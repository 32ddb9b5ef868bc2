import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { DOMParser } from '@xmldom/xmldom';
import { withCases } from '../support/cases.js';
import { cli, type CliResult } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

/** The shipped pipeline and rules, with these files of cases, and other files. */
function configured(cases: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  return withCases(folder, { 'rules/tests/a.yaml': cases, ...files });
}

/** What `test` prints, without the folder. */
async function tested(config: string, ...args: string[]): Promise<CliResult> {
  const result = await cli(['test', '--config', config, ...args]);
  const folder = config.slice(0, -'pipeline.yaml'.length);
  return { ...result, stdout: result.stdout.replaceAll(folder, ''), stderr: result.stderr.replaceAll(folder, '') };
}

interface Output {
  passed: number;
  failed: number;
  known: number;
  cases: { name: string; school: string | null; ok: boolean; message: string | null }[];
  coverage: { percent: number; open: { rule: string; condition: string | null; never: string[] }[] };
  mutants?: { made: number; unnoticed: { rule: string; change: string; line: number }[] };
  problems: { file: string; line: number; column: number; code: string }[];
}

const validate = new Ajv({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('schemas/test-output.schema.json', 'utf8')) as object,
);

async function asJson(config: string, ...args: string[]): Promise<Output & { code: number }> {
  const { code, stdout } = await tested(config, '--json', ...args);
  const output = JSON.parse(stdout) as Output;
  assert.ok(validate(output), JSON.stringify(validate.errors));
  return { ...output, code };
}

test('the shipped cases pass, and say so in three lines', async () => {
  const { code, stdout } = await cli(['test', '--coverage', '--mutate', '--threshold', '100']);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Every rule and every condition is decided both ways\.\n\n\d+ cases: (\d+) passed, 0 failed\.\nDecided both ways: (\d+) of \2 rules, (\d+) of \3 conditions\.\nChanges noticed: (\d+) of \4\.\n$/,
  );
});

const untitled = `- name: A contact without a title comes through
  extract:
    Contacts: [{ Title: "" }]
  expect:
    through: { contacts: [1] }
    out: { classes: [{ id: 1, rule: class-type }] }
`;

test('a failing case says what was expected, what happened, and why, with the values of its extract', async () => {
  const { code, stdout } = await tested(configured(untitled));
  assert.equal(code, 1);
  assert.equal(
    stdout,
    `FAILED  rules/tests/a.yaml:1  A contact without a title comes through

  expected  parent 1 comes through  (line 5)
  happened  it stays out by contact-title

    Parent 1 does not come through.

      contact-title: Title is blank  rules/contacts.yaml:10
        title is blank: notEqual null does not hold

    This brings it through:
      1. Give the parent a title (parent 1)

  expected  class 1 stays out by class-type  (line 6)
  happened  it comes through
            what class-type saw:
              type is "Teaching set": in option.classTypes holds

    Class 1 comes through.

    Its links that come through:
      Students of classes  with student 1
      Teachers of classes  with teacher 1

1 case: 0 passed, 1 failed.
Decided both ways: 0 of 29 rules, 0 of 37 conditions.
`,
  );
});

/** Of each case with these expectations, and more keys, its message; null where it is met. */
async function messagesOf(cases: readonly (readonly [string, string, ...unknown[]])[]): Promise<(string | null)[]> {
  const text = cases.map(([expect, more], index) => `- { name: a${String(index)}, expect: ${expect}${more} }\n`);
  const output = await asJson(configured(text.join('')));
  assert.deepEqual(output.problems, []);
  return output.cases.map(({ ok, message }) => {
    assert.equal(ok, message === null);
    return message;
  });
}

test('each kind of expectation passes where it is met, and fails where it is not', async () => {
  const contacts = ', extract: { Contacts: [{ Title: null, Surname: null }, { ContactID: "007", Email: x }] }';
  const table: readonly [string, string, string | null][] = [
    ['{ through: { contacts: ["007"] } }', contacts, null],
    ['{ through: { contacts: [007] } }', contacts, null],
    ['{ through: { contacts: [{ id: 007, title: Mrs, email: x }] } }', contacts, null],
    [
      '{ through: { contacts: [1] } }',
      contacts,
      'expected parent 1 comes through, but it stays out by contact-title and contact-surname',
    ],
    [
      '{ through: { contacts: [{ id: 007, title: Mr, email: null }] } }',
      contacts,
      'expected parent 007 has title "Mr" and email blank, but it has title "Mrs" and email "x"',
    ],
    [
      '{ through: { contactLinks: [{ student: 1, contact: 7, priority: 1 }] } }',
      ', extract: { Contacts: [{ ContactID: "7" }] }',
      null,
    ],
    [
      '{ through: { contactLinks: [{ student: 1, contact: 1, priority: 2 }] } }',
      '',
      'expected parent link of student 1 and parent 1 has priority "2", but it has priority "1"',
    ],
    ['{ out: { contacts: [1] } }', contacts, null],
    ['{ out: { contacts: [{ id: 1, rule: contact-title }] } }', contacts, null],
    ['{ out: { contacts: [{ id: 1, rule: [contact-surname, contact-title] }] } }', contacts, null],
    [
      '{ out: { contacts: [{ id: 1, rule: [contact-title] }] } }',
      contacts,
      'expected parent 1 stays out by exactly contact-title, but it stays out by contact-title and contact-surname',
    ],
    [
      '{ out: { contacts: [{ id: 1, rule: contact-forename }] } }',
      contacts,
      'expected parent 1 stays out by contact-forename, but it stays out by contact-title and contact-surname',
    ],
    ['{ out: { contacts: [007] } }', contacts, 'expected parent 007 stays out, but it comes through'],
    ['{ out: { contactLinks: [{ student: 1, contact: 1, rule: end-stays-out }] } }', contacts, null],
    ['{ out: { students: [{ position: 0, rule: no-id }] } }', ', extract: { Students: [{ StudentID: null }] }', null],
    [
      '{ out: { students: [{ position: 0, rule: no-id }] } }',
      '',
      'expected the student at position 0 has no usable id, but there is none',
    ],
    ['{ warn: { contacts: [{ id: 007, rule: contact-email-form }] } }', contacts, null],
    [
      '{ warn: { contacts: [{ id: 007, rule: contact-no-email }] } }',
      contacts,
      'expected parent 007 is warned about by contact-no-email, but it is warned about by contact-email-form',
    ],
    [
      '{ warn: { contacts: [{ id: 1, rule: contact-no-email }] } }',
      '',
      'expected parent 1 is warned about by contact-no-email, but it is not warned about',
    ],
    [
      '{ warn: { students: [{ id: 1, rule: bad-value, field: Surname }] } }',
      ', extract: { Students: [{ Surname: [x] }] }',
      null,
    ],
    [
      '{ warn: { students: [{ id: 1, rule: bad-value, field: KnownName }] } }',
      ', extract: { Students: [{ Surname: [x] }] }',
      'expected student 1 is warned about by bad-value of KnownName, but it is warned about by bad-value of Surname',
    ],
    ['{ warned: { contacts: [{ id: 007, rule: contact-email-form }] } }', contacts, null],
    ['{ warned: { contacts: [{ id: 007, rule: [contact-email-form] }], students: [] } }', contacts, null],
    [
      '{ warned: { contacts: [{ id: 007, rule: [contact-email-form, contact-no-email] }] } }',
      contacts,
      'expected parent 007 is warned about by exactly contact-email-form and contact-no-email, but it is warned about by contact-email-form',
    ],
    [
      '{ warned: { contacts: [{ id: 1, rule: contact-email-form }] } }',
      ', extract: { Contacts: [{ Email: x, Phone: [1] }] }',
      'expected parent 1 is warned about by exactly contact-email-form, but it is warned about by bad-value of Phone and contact-email-form',
    ],
    ['{ warned: { contacts: [] } }', contacts, 'expected no parent is warned about, but there is contact-email-form'],
    ['{ notWarned: { contacts: [1] } }', '', null],
    ['{ notWarned: { contacts: [{ id: 007, rule: [contact-no-email, contact-same-email] }] } }', contacts, null],
    [
      '{ notWarned: { contacts: [007] } }',
      contacts,
      'expected parent 007 is not warned about, but it is warned about by contact-email-form',
    ],
    [
      '{ notWarned: { contacts: [{ id: 007, rule: [contact-no-email, contact-email-form] }] } }',
      contacts,
      'expected parent 007 is not warned about by contact-no-email or contact-email-form, but it is warned about by contact-email-form',
    ],
    [
      '{ notWarned: { students: [{ id: 1, rule: bad-value, field: KnownName }] } }',
      ', extract: { Students: [{ Surname: [x] }] }',
      null,
    ],
    [
      '{ notWarned: { students: [{ id: 1, rule: bad-value, field: Surname }] } }',
      ', extract: { Students: [{ Surname: [x] }] }',
      'expected student 1 is not warned about by bad-value of Surname, but it is warned about by bad-value of Surname',
    ],
    ['{ through: { contacts: [] } }', '', 'expected no parent comes through, but parent 1 comes through'],
    ['{ through: { contacts: [] } }', ', extract: { Contacts: [] }', null],
    ['{ out: { contacts: [] } }', contacts, 'expected no parent stays out, but parent 1 stays out'],
    ['{ out: { contacts: [] } }', '', null],
    ['{ warn: { contacts: [] } }', contacts, 'expected no parent is warned about, but there is contact-email-form'],
    ['{ warn: { contacts: [] } }', '', null],
    ['{ through: { contacts: [007] } }', `${contacts}, only: [contacts]`, null],
    [
      '{ through: { contacts: [] } }',
      ', only: [students], extract: { Contacts: [] }',
      'expected only the students that the case lists come through, but so does student 1',
    ],
  ];
  assert.deepEqual(
    await messagesOf(table),
    table.map(([, , message]) => message),
  );
});

test('only: true speaks of every kind of record, and of the links that the case speaks of', async () => {
  const all = 'students: [1], contacts: [1], teachers: [1], classes: [1]';
  const links = `classTeachers: [{ class: 1, teacher: 1 }]`;
  const staff = ', extract: { Staff: [{}, { StaffID: 2 }], Groups: [] }, only: true';
  assert.deepEqual(
    await messagesOf([
      [`{ through: { ${all} } }`, ', only: true'],
      [`{ through: { ${all.replace('teachers: [1]', 'teachers: [1, 2]')}, ${links} } }`, staff],
    ]),
    [
      'expected only the groups that the case lists come through, but so does group 1',
      'expected only the classTeachers that the case lists come through, but so does class teacher of class 1 and teacher 2',
    ],
  );
});

test('a record that the extract does not have is a fault of the case, also of one that is known not to be met', async () => {
  const config = configured(
    '- { name: a, known: later, expect: { out: { contacts: [12], contactLinks: [{ student: 1, contact: 9 }] } } }\n',
  );
  const { code, stdout } = await tested(config);
  assert.equal(code, 1);
  assert.match(stdout, /^ {2}rules\/tests\/a.yaml:1:56 {2}unknown-record .* parent 12\. Did you mean 1\?$/m);
  assert.match(
    stdout,
    /unknown-record .* parent link of student 1 and parent 9\. There is parent link of student 1 and parent 1\.$/m,
  );
});

test('a case that is known not to be met does not fail; one that is met after all does', async () => {
  const config = configured(
    '- { name: not yet, known: the MIS has none, expect: { out: { contacts: [1] } } }\n' +
      '- { name: after all, known: the MIS has none, expect: { through: { contacts: [1] } } }\n',
  );
  const { code, passed, failed, known, cases } = await asJson(config);
  assert.deepEqual([code, passed, failed, known], [1, 0, 1, 1]);
  assert.deepEqual(
    cases.map(({ name, ok }) => [name, ok]),
    [
      ['not yet', true],
      ['after all', false],
    ],
  );
  const one = await tested(config, '--name', 'NOT', '--verbose');
  assert.deepEqual(
    [one.code, one.stdout.split('\n').slice(0, 3)],
    [
      0,
      [
        'known   rules/tests/a.yaml:1  not yet: the MIS has none',
        '',
        '1 case: 0 passed, 0 failed, 1 known not to be met.',
      ],
    ],
  );
});

test('a misspelt key fails everything with its place, and nothing is decided', async () => {
  const config = configured(untitled.replace('  expect:', '  expct:'));
  const { code, stdout } = await tested(config);
  assert.equal(code, 1);
  assert.match(
    stdout,
    /^rules\/tests\/a.yaml:4:3 {2}unknown-key {2}There is no key "expct" in a case\. Did you mean "expect"\?\n\n {3}4 \| {3}expct:\n/,
  );
  assert.match(stdout, /No case was decided\.\n$/);
  const { passed, problems } = await asJson(config);
  assert.deepEqual([passed, problems.map((problem) => [problem.line, problem.code])], [0, [[4, 'unknown-key']]]);
  const github = await tested(config, '--format', 'github');
  assert.match(github.stdout, /^::error file=.*a.yaml,line=4,col=3,title=unknown-key::/m);
});

test('a fault in the rules is told once, and not again for each case that names a rule', async () => {
  const broken = readFileSync('rules/contacts.yaml', 'utf8').replace('- name: contact-title', '- nam: contact-title');
  const config = configured('- { name: a, expect: { out: { contacts: [{ id: 1, rule: contact-title }] } } }\n', {
    'rules/contacts.yaml': broken,
  });
  const { code, problems } = await asJson(config);
  assert.equal(code, 1);
  assert.ok(problems.length > 0);
  assert.ok(
    problems.every(({ file }) => file.endsWith('contacts.yaml')),
    JSON.stringify(problems),
  );
  const school = configured('- { name: a, school: 1, expect: { out: { classes: [{ id: 1, rule: no-clubs }] } } }\n', {
    'rules/schools/1.yaml': 'ad:\n  classes: []\n',
  });
  assert.deepEqual(
    (await asJson(school)).problems.map(({ code: found }) => found),
    ['unknown-key'],
  );
});

test("a school's own rules are tested with its file, and count", async () => {
  const rule = `add:
  classes:
    - name: no-clubs
      because: Clubs are not wanted
      until: 2027-07-31
      conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }
      event: { type: exclude }
`;
  const cases = `- name: A club stays out
  school: 9361234
  extract: { Classes: [{ ClassCode: CLUB 1 }] }
  expect: { out: { classes: [{ id: 1, rule: no-clubs }] } }
- name: Other classes come through
  school: 9361234
  expect: { through: { classes: [1] } }
- name: From August on clubs come through
  school: 9361234
  date: 2027-08-01
  extract: { Classes: [{ ClassCode: CLUB 1 }] }
  expect: { through: { classes: [1] } }
`;
  const config = configured(cases, { 'rules/schools/9361234.yaml': rule });
  const { passed, failed, coverage, mutants } = await asJson(config, '--mutate');
  assert.deepEqual([passed, failed], [3, 0]);
  const own = ({ rule: name }: { rule: string }): boolean => name === 'no-clubs';
  assert.deepEqual([coverage.open.filter(own), mutants?.unnoticed.filter(own)], [[], []]);
  const fewer = await asJson(config, '--mutate', '--name', 'A club');
  assert.deepEqual(
    fewer.coverage.open.filter(own).map(({ condition, never }) => [condition, never]),
    [
      [null, ['fails']],
      ['code startsWith "CLUB"', ['fails']],
    ],
  );
  const none = await tested(config, '--school', '1');
  assert.deepEqual([none.code, none.stderr], [2, 'There are no such cases. Nothing was read or touched.\n']);
  const checked = await cli(['check', '--config', config, '--json']);
  const untested = (JSON.parse(checked.stdout) as { code: string; message: string; severity: string }[]).filter(
    ({ code }) => code === 'untested-rule',
  );
  assert.ok(untested.length > 20);
  assert.ok(untested.every(({ severity, message }) => severity === 'warning' && !message.includes('no-clubs')));
});

test('a case for several schools is decided with the file of each, and the results name them', async () => {
  const files = {
    'rules/shared/trust.yaml': 'disable: [contact-title]\n',
    'rules/shared/part.yaml': 'extends: trust.yaml\n',
    'rules/schools/1.yaml': 'extends: ../shared/trust.yaml\n',
    'rules/schools/2.yaml': 'extends: ../shared/part.yaml\n',
    'rules/schools/3.yaml': 'options: { singleSignOn: true }\n',
  };
  const untitled = 'extract: { Contacts: [{ Title: "" }] }, expect: { through: { contacts: [1] } }';
  const config = configured(
    `- { name: all, extending: ../shared/trust.yaml, ${untitled} }\n` +
      `- { name: some, schools: [1, "3"], ${untitled} }\n` +
      `- { name: not yet, known: 3 waits, schools: [1, 3], ${untitled} }\n`,
    files,
  );
  const { cases, known } = await asJson(config);
  assert.deepEqual(
    cases.map(({ name, school, ok }) => [name, school, ok]),
    [
      ['all', '1', true],
      ['all', '2', true],
      ['some', '1', true],
      ['some', '3', false],
      ['not yet', '1', true],
      ['not yet', '3', true],
    ],
  );
  assert.equal(known, 1);
  const one = await tested(config, '--school', '3', '--name', 'some');
  assert.equal(one.stdout.split('\n')[0], 'FAILED  rules/tests/a.yaml:2  some (school 3)');
  for (const format of ['github', 'junit'])
    assert.match((await tested(config, '--format', format)).stdout, /some \(school 3\)/);
});

test('what is wrong with a case only for some of its schools says for which', async () => {
  const rule = (name: string): string =>
    `add: { classes: [{ name: ${name}, because: b, conditions: { all: [{ fact: code, operator: equal, value: x }] }, event: { type: exclude } }] }\n`;
  const config = configured(
    '- { name: a, schools: [1, 2, 3], expect: { out: { classes: [{ id: 1, rule: own }, { id: 1, rule: none }] } } }\n',
    { 'rules/schools/1.yaml': rule('own'), 'rules/schools/2.yaml': rule('two'), 'rules/schools/3.yaml': rule('three') },
  );
  const { stdout } = await cli(['check', '--config', config, '--json']);
  const messages = (JSON.parse(stdout) as { code: string; message: string }[])
    .filter(({ code }) => code === 'unknown-rule')
    .map(({ message }) => message);
  assert.deepEqual(messages, [
    'No rule "own" keeps classes out. That is so for 2 and 3.',
    'No rule "none" keeps classes out.',
  ]);
});

test('a shared condition counts once, and is changed, where it is written', async () => {
  const rules = `- name: a
  because: x
  conditions: { condition: yearGroups }
  event: { type: require }
- name: b
  because: x
  conditions: { all: [{ condition: yearGroups }, { fact: description, operator: notEqual, value: null }] }
  event: { type: require }
`;
  const config = configured(
    '- { name: a, expect: { through: { groups: [1] } }, extract: { Groups: [{ GroupType: Year group }] } }\n',
    {
      'rules/conditions.yaml': 'yearGroups: { all: [{ fact: type, operator: equal, value: Year group }] }\n',
      'rules/groups.yaml': rules,
    },
  );
  const { coverage, mutants } = await asJson(config, '--mutate');
  const shared = coverage.open.filter(({ condition }) => condition === 'type equal "Year group"');
  assert.deepEqual(
    shared.map(({ never }) => never),
    [['fails']],
  );
  const made = mutants?.unnoticed
    .filter(({ rule }) => rule === 'a' || rule === 'b')
    .map(({ rule, change }) => [rule, change]);
  assert.deepEqual(made, [
    ['a', 'turned off'],
    ['b', 'turned off'],
    ['b', 'any instead of all'],
  ]);
});

test('changes that no case notices are named with their place, and fail', async () => {
  const config = configured('- { name: a, expect: { through: { groups: [1] } } }\n');
  const { code, stdout } = await tested(config, '--mutate');
  assert.equal(code, 1);
  assert.match(stdout, /^No case notices when this is changed:\n/);
  assert.match(stdout, /^ {2}rules\/contacts.yaml:13:23 +contact-title +not \(title notEqual null\)$/m);
  assert.doesNotMatch(stdout, /rules\/groups.yaml:3:23/);
  const covered = await tested(config, '--coverage');
  assert.match(covered.stdout, /^Not decided both ways:\n/);
  assert.match(covered.stdout, /^ {2}rules\/contacts.yaml:10:9 +contact-title +the rule +never fails$/m);
  assert.match(
    covered.stdout,
    /^ {2}rules\/contacts.yaml:41:23 +contact-email-form +email isEmail false +never holds$/m,
  );
  const short = await tested(config, '--threshold', '50');
  assert.deepEqual(
    [short.code, short.stderr],
    [1, '0.0 % of rules and conditions are decided both ways, less than 50 % (--coverage names the others).\n'],
  );
});

test('the formats for CI name what fails, and an XML parser reads the one', async () => {
  const config = configured(`${untitled}- { name: "known, & <so>", known: b, expect: { out: { groups: [1] } } }\n`);
  const github = await tested(config, '--format', 'github');
  assert.match(
    github.stdout,
    /^::error file=.*a.yaml,line=1,col=9,title=A contact without a title comes through::expected parent 1 .*\n$/,
  );
  const { stdout } = await tested(config, '--format', 'junit');
  const document = new DOMParser().parseFromString(stdout, 'text/xml');
  const cases = [...document.getElementsByTagName('testcase')];
  assert.deepEqual(
    cases.map((one) => one.getAttribute('name')),
    ['A contact without a title comes through', 'known, & <so>'],
  );
  assert.deepEqual(
    cases.map((one) => [one.getElementsByTagName('failure').length, one.getElementsByTagName('skipped').length]),
    [
      [1, 0],
      [0, 1],
    ],
  );
});

test('files and texts that there are not, and thresholds that are none, are wrong calls', async () => {
  for (const args of [
    ['no.yaml'],
    ['rules'],
    ['--name', 'no such case'],
    ['--threshold', 'x'],
    ['--threshold', '101'],
    ['--format', 'xml'],
    ['--config', 'no.yaml'],
    ['--date', '2026-02-30'],
  ])
    assert.deepEqual((({ code, stdout }) => [code, stdout])(await cli(['test', ...args])), [2, ''], args.join(' '));
  const bare = join(root, 'bare');
  cpSync('rules', join(bare, 'rules'), { recursive: true, filter: (path) => path !== join('rules', 'tests') });
  cpSync('pipeline.yaml', join(bare, 'pipeline.yaml'));
  assert.equal((await tested(join(bare, 'pipeline.yaml'))).code, 2);
});

test('a file given is the only one read, and the result can be written to one', async () => {
  const config = configured(untitled);
  const own = join(root, 'own.yaml');
  const out = join(root, 'out.json');
  writeFileSync(own, '- { name: mine, expect: { through: { groups: [1] } } }\n');
  const { code, stdout } = await tested(config, own, '--json', '--out', out);
  assert.deepEqual([code, stdout, existsSync(out)], [0, '', true]);
  assert.deepEqual(
    (JSON.parse(readFileSync(out, 'utf8')) as Output).cases.map(({ name }) => name),
    ['mine'],
  );
});

test('--set and --date try the cases under others', async () => {
  const config = configured(
    '- { name: a, expect: { warn: { contacts: [] } }, extract: { Contacts: [{ Email: null }] } }\n',
  );
  assert.equal((await tested(config)).code, 0);
  assert.equal((await tested(config, '--set', 'singleSignOn=true')).code, 1);
  const dated = configured('- { name: a, expect: { through: { groups: [1] } } }\n', {
    'rules/groups.yaml':
      '- { name: a, because: x, from: 2027-01-01, conditions: { all: [{ fact: id, operator: equal, value: x }] }, event: { type: require } }\n',
  });
  assert.equal((await tested(dated)).code, 0);
  assert.equal((await tested(dated, '--date', '2027-01-01')).code, 1);
});
