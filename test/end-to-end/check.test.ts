import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { DOMParser } from '@xmldom/xmldom';
import { problemCodes, severityOf, type ProblemCode } from '../../src/pipeline/problem.js';
import { cli, type CliResult } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

interface Found {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string | null;
}

/** A copy of the shipped configuration, with more files or other ones. */
function configured(files: Readonly<Record<string, string>> = {}): string {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  cpSync('rules', join(folder, 'rules'), { recursive: true, filter: (path) => path !== join('rules', 'tests') });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function check(folder: string, ...args: string[]): Promise<CliResult> {
  return cli(['check', '--config', join(folder, 'pipeline.yaml'), ...args]);
}

async function problemsOf(folder: string): Promise<Found[]> {
  const { code, stdout } = await check(folder, '--json');
  const found = JSON.parse(stdout) as Found[];
  assert.equal(code, found.some(({ severity }) => severity === 'error') ? 1 : 0);
  return found;
}

const schoolFile = `# What differs for one school.
options: { parentalResponsibilityOnly: true, titles: { add: [Sgt Major] } }
disable: [contact-title]
add:
  classes:
    - name: no-clubs
      because: Clubs are not wanted on parents' evenings
      until: 2027-07-31
      conditions: { all: [{ fact: code, operator: startsWith, value: CLUB }] }
      event: { type: exclude }
replace:
  groups:
    - name: group-type
      because: Only year groups are wanted
      conditions: { all: [{ fact: type, operator: equal, value: Year group }] }
      event: { type: require }
guard:
  removals: [{ share: 60 %, from: 2098-09-01, until: 2098-09-30 }]
  hold: removals
  letGo: [contactLinks, classStudents]
pause: { from: 2098-08-20, until: 2098-09-06 }
`;
const conditions = `titled:
  all: [{ fact: title, operator: notEqual, value: null }]
`;
const usesCondition = `add:
  teachers:
    - name: titled-again
      because: Title is blank
      conditions: { all: [{ condition: titled }, { fact: email, operator: notEqual, value: null }] }
      event: { type: require }
`;
const extra = {
  'rules/schools/1.yaml': schoolFile,
  'rules/conditions.yaml': conditions,
  'rules/schools/2.yaml': usesCondition,
};

test('a clean tree gives nothing, and says how many files were looked at', async () => {
  const shipped = await check(configured());
  assert.deepEqual([shipped.code, shipped.stdout], [0, '0 errors in 8 files\n']);
  const more = await check(configured(extra));
  assert.deepEqual([more.code, more.stdout], [0, '0 errors in 11 files\n']);
});

test('what nobody can have meant is told, although loading has no reason to refuse it', async () => {
  const rule = (name: string, condition: string, event = 'require'): string =>
    `    - { name: ${name}, because: x, conditions: ${condition}, event: { type: ${event} } }\n`;
  const told = async (kind: string, rules: string): Promise<string[]> => {
    const found = await problemsOf(configured({ 'rules/schools/1.yaml': `add:\n  ${kind}:\n${rules}` }));
    return found.map(({ code, line }) => `${code} ${String(line)}`);
  };
  const both = (a: string, b: string) => `{ all: [{ ${a} }, { ${b} }] }`;
  const cases: readonly [kind: string, rules: string, expected: string[]][] = [
    [
      'classes',
      rule('a', both('fact: code, operator: equal, value: A', 'fact: code, operator: equal, value: B')),
      ['never-holds 3'],
    ],
    [
      'classes',
      rule('a', both('fact: code, operator: startsWith, value: A', 'fact: code, operator: endsWith, value: B')),
      [],
    ],
    [
      'classes',
      rule(
        'a',
        '{ any: [{ fact: code, operator: equal, value: null }, { fact: code, operator: notEqual, value: null }] }',
      ),
      ['always-holds 3'],
    ],
    ['classes', rule('a', '{ all: [{ fact: code, operator: in, value: [] }] }', 'exclude'), ['never-holds 3']],
    [
      'students',
      rule('a', '{ all: [{ fact: dateOfBirth, operator: greaterThan, value: 2020-09-01 }] }'),
      ['text-as-number 3'],
    ],
    ['students', rule('a', '{ all: [{ fact: dateOfBirth, operator: after, value: 2020-09-01 }] }'), []],
    [
      'students',
      rule(
        'a',
        both(
          'fact: dateOfBirth, operator: after, value: 2021-01-01',
          'fact: dateOfBirth, operator: before, value: 2020-01-01',
        ),
      ),
      ['never-holds 3'],
    ],
    [
      'classes',
      rule('a', '{ all: [{ fact: studentCount, operator: lessThan, value: 0 }] }', 'exclude'),
      ['never-holds 3'],
    ],
    [
      'groups',
      rule('a', '{ all: [{ fact: type, operator: in, value: { fact: option.groupTypes } }] }'),
      ['pointless-rule 3'],
    ],
    ['groups', rule('a', '{ all: [{ fact: type, operator: notEqual, value: null }] }'), ['pointless-rule 3']],
    ['groups', rule('a', '{ all: [{ fact: type, operator: equal, value: House group }] }'), []],
    ['classTeachers', rule('a', '{ all: [{ fact: role, operator: equal, value: main }] }'), []],
  ];
  for (const [kind, rules, expected] of cases) assert.deepEqual(await told(kind, rules), expected, rules);
});

test('a value that a fact can never have, or that would be taken for another, is refused', async () => {
  const told = async (text: string): Promise<string[]> => {
    const found = await problemsOf(configured({ 'rules/schools/1.yaml': text }));
    return found.map(({ code, line, column }) => `${code} ${String(line)}:${String(column)}`);
  };
  const born = (operator: string, value: string) =>
    `add:\n  students:\n    - { name: a, because: x, event: { type: exclude }, conditions: { all: [{ fact: dateOfBirth, operator: ${operator}, value: ${value} }] } }\n`;
  const column = (text: string, value: string) => (text.split('\n')[2] ?? '').lastIndexOf(value) + 1;
  for (const value of ['2015-9-1', '2015-02-30', '31/08/2015', 'soon']) {
    for (const operator of ['before', 'after', 'equal']) {
      const text = born(operator, value);
      assert.deepEqual(await told(text), [`wrong-type 3:${String(column(text, value))}`], text);
    }
  }
  assert.deepEqual(await told(born('before', '2015-09-01')), []);
  assert.deepEqual(await told(born('startsWith', '"2015"')), []);
  const set = (value: string) =>
    `add:\n  students:\n    - { name: a, conditions: { all: [{ fact: surname, operator: equal, value: x }] }, event: { type: set, params: { dateOfBirth: ${value} } } }\n`;
  assert.deepEqual(
    (await told(set('soon'))).map((found) => found.split(' ')[0]),
    ['wrong-type'],
  );
  assert.deepEqual(
    (await told(set('{ field: surname }'))).map((found) => found.split(' ')[0]),
    ['wrong-type'],
  );
  assert.deepEqual(await told(set('2015-09-01')), []);
  const named = (value: string) =>
    `add:\n  classTeachers:\n    - { name: a, because: x, conditions: { all: [{ fact: fields, operator: contains, value: ${value} }] }, event: { type: exclude } }\n`;
  assert.deepEqual(
    (await told(named('StafID1'))).map((found) => found.split(' ')[0]),
    ['unknown-field'],
  );
  assert.deepEqual(await told(named('StaffID1')), []);
  const twice = (dates: string) =>
    `replace:\n  contacts:\n${['Mr', 'Mrs'].map((title, index) => `    - { name: contact-title, because: x, ${index === 1 ? dates : ''} conditions: { all: [{ fact: title, operator: notEqual, value: ${title} }] }, event: { type: require } }\n`).join('')}`;
  assert.deepEqual(
    (await told(twice(''))).map((found) => found.split(' ')[0]),
    ['repeated-name'],
  );
  const only = named('StaffID1').replace('name: a,', 'name: a, once: true,');
  assert.deepEqual(
    (await told(only)).map((found) => found.split(' ')[0]),
    ['unknown-key'],
  );
});

test('what is no YAML of ours is told once, at its place, with what to do', async () => {
  const told = async (name: string, content: string | Buffer): Promise<string[]> => {
    const folder = configured({ [name]: '' });
    writeFileSync(join(folder, name), content);
    return (await problemsOf(folder)).map(
      ({ file, line, column, code }) => `${file.slice(folder.length + 1)}:${String(line)}:${String(column)} ${code}`,
    );
  };
  const pipelineText = readFileSync('pipeline.yaml', 'utf8');
  assert.deepEqual(await told('rules/contacts.yaml', ''), ['rules/contacts.yaml:1:1 empty-file']);
  const oneLine = readFileSync('rules/contacts.yaml', 'utf8').replaceAll('\n', '\r');
  assert.deepEqual(await told('rules/contacts.yaml', oneLine), ['rules/contacts.yaml:1:1 empty-file']);
  assert.deepEqual(await told('pipeline.yaml', ''), ['pipeline.yaml:1:1 wrong-type']);
  assert.deepEqual(await told('pipeline.yaml', '- a\n'), ['pipeline.yaml:1:1 wrong-type']);
  assert.deepEqual(
    await told('rules/schools/1.yaml', Buffer.from('options: { titles: { add: [Mr] } }\n# Ann\u00e9e\n', 'latin1')),
    ['rules/schools/1.yaml:2:6 wrong-encoding'],
  );
  assert.deepEqual(await told('rules/groups.yaml', Buffer.from('\ufeff- name: a\n', 'utf16le')), [
    'rules/groups.yaml:1:1 wrong-encoding',
  ]);
  assert.deepEqual(await told('pipeline.yaml', pipelineText.replace('records:', 'recods:')), [
    `pipeline.yaml:${String(pipelineText.slice(0, pipelineText.indexOf('records:')).split('\n').length)}:1 unknown-key`,
  ]);
  assert.deepEqual(await told('rules/schools/1.yaml', 'disable: &all [contact-title]\nenable: *all\n'), [
    'rules/schools/1.yaml:2:9 yaml-syntax',
  ]);
  assert.deepEqual(await told('rules/schools/1.yaml', 'options: { titles: { ad: [Squire] } }\n'), [
    'rules/schools/1.yaml:1:22 unknown-key',
  ]);
  assert.deepEqual(await told('rules/schools/oak/2.yaml', 'disabel: [nonsense]\n'), [
    'rules/schools/oak/2.yaml:1:1 unread-file',
  ]);
  assert.deepEqual(
    (await told('rules/Schools/2.yaml', 'options: { singleSignOn: true }\n')).filter((found) =>
      found.includes('unread'),
    ),
    ['rules/Schools/2.yaml:1:1 unread-file'],
  );
  const clash = pipelineText.replace('local: { room: { label: Room } }', 'local: { title: { label: Title } }');
  assert.deepEqual(
    (await told('pipeline.yaml', clash)).map((found) => found.split(' ')[1]),
    ['repeated-name'],
  );
  const scheme = pipelineText.replace('database: sqlite:', 'database: sqllite:');
  assert.deepEqual(
    (await told('pipeline.yaml', scheme)).map((found) => found.split(' ')[1]),
    ['wrong-type'],
  );
});

test('--school looks at the files of that school alone', async () => {
  const folder = configured({
    'rules/schools/1.yaml': 'disable: [nonsense]\n',
    'rules/schools/2.yaml': 'disable: [class-type]\n',
  });
  assert.equal((await check(folder, '--school', '2')).code, 0);
  assert.equal((await check(folder, '--school', '1')).code, 1);
});

test('files and entries that do nothing are told', async () => {
  const told = async (files: Record<string, string>): Promise<string[]> => {
    const folder = configured(files);
    return (await problemsOf(folder)).map(
      ({ code, file, severity }) => `${severity} ${code} ${file.slice(folder.length + 1)}`,
    );
  };
  assert.deepEqual(await told({ 'rules/schools/1.yaml': 'options: { singleSignOn: false }\n' }), [
    'warning changes-nothing rules/schools/1.yaml',
  ]);
  assert.deepEqual(
    await told({ 'rules/schools/1.yaml': 'options: { singleSignOn: false, titles: { add: [Squire] } }\n' }),
    ['warning changes-nothing rules/schools/1.yaml'],
  );
  assert.deepEqual(await told({ 'rules/schools/1.yml': 'options: { singleSignOn: true }\n' }), [
    'error unread-file rules/schools/1.yml',
  ]);
  assert.deepEqual(await told({ 'rules/conditions.yaml': conditions }), [
    'warning unused-condition rules/conditions.yaml',
  ]);
  assert.deepEqual(await told({ 'rules/shared/trust.yaml': 'disable: [no-such-rule]\n' }), [
    'error unknown-rule rules/shared/trust.yaml',
  ]);
  assert.deepEqual(await told({ 'rules/schools/.1.yaml': '' }), []);
  const trust = { 'rules/shared/trust.yaml': 'options: { singleSignOn: true }\n' };
  assert.deepEqual(await told(trust), ['warning unused-file rules/shared/trust.yaml']);
  assert.deepEqual(await told({ ...trust, 'rules/schools/1.yaml': 'extends: ../shared/trust.yaml\n' }), []);
  const over = schoolFile.replace('2027-07-31', '2020-07-31');
  assert.deepEqual(await told({ 'rules/schools/1.yaml': over }), ['warning rule-over rules/schools/1.yaml']);
});

test('a guard or a pause that does nothing, or nothing any more, is told where it stands', async () => {
  const told = async (files: Record<string, string>): Promise<string[]> => {
    const folder = configured(files);
    return (await problemsOf(folder)).map(
      ({ code, file, line, column }) => `${code} ${file.slice(folder.length + 1)}:${String(line)}:${String(column)}`,
    );
  };
  const own = (text: string) => told({ 'rules/schools/1.yaml': text });
  assert.deepEqual(await own('guard: { removals: 10 %, hold: all }\n'), ['changes-nothing rules/schools/1.yaml:1:1']);
  assert.deepEqual(await own('guard:\n  removals: 20 %\n  changes: 75 %\n'), [
    'changes-nothing rules/schools/1.yaml:3:3',
  ]);
  assert.deepEqual(await own('pause: { from: 2098-08-20, until: 2098-09-06 }\n'), []);
  assert.deepEqual(await own('pause:\n  - { from: 2020-08-20, until: 2020-09-06 }\n'), [
    'rule-over rules/schools/1.yaml:2:5',
  ]);
  const past = 'guard:\n  removals:\n    - 20 %\n    - share: 60 %\n      until: 2020-09-30\n';
  assert.deepEqual(await own(past), ['rule-over rules/schools/1.yaml:4:7']);
  const trust = { 'rules/shared/trust.yaml': past };
  const extend = 'extends: ../shared/trust.yaml\n';
  assert.deepEqual(await told({ ...trust, 'rules/schools/1.yaml': extend, 'rules/schools/2.yaml': extend }), [
    'rule-over rules/shared/trust.yaml:4:7',
  ]);
  const pipelineText = readFileSync('pipeline.yaml', 'utf8');
  const paused = `${pipelineText}pause: { from: 2020-08-20, until: 2020-09-06 }\n`;
  const last = pipelineText.split('\n').length;
  assert.deepEqual(await told({ 'pipeline.yaml': paused }), [`rule-over pipeline.yaml:${String(last)}:8`]);
});

test('tables that the program has are no kinds', async () => {
  for (const name of ['holds', 'held_items', 'forgotten', 'accounts', 'sessions', 'audit']) {
    const text = readFileSync('pipeline.yaml', 'utf8').replace(
      'records:\n',
      `records:\n  ${name}: { one: x, from: X, id: Id }\n`,
    );
    const found = await problemsOf(configured({ 'pipeline.yaml': text }));
    assert.deepEqual(
      found.map(({ code }) => code),
      ['reserved-name'],
    );
  }
});

test('text shows the line with a caret under what is meant', async () => {
  const folder = configured({ 'rules/schools/1.yaml': 'disable:\n  - contact-titel\n' });
  const { code, stdout } = await check(folder);
  assert.equal(code, 1);
  const file = join(folder, 'rules/schools/1.yaml');
  assert.equal(
    stdout,
    `${file}:2:5  unknown-rule  There is no rule "contact-titel". Did you mean "contact-title"?

   2 |   - contact-titel
     |     ^^^^^^^^^^^^^

1 error in 9 files
`,
  );
});

test('JSON, annotations, SARIF and JUnit say the same', async () => {
  const folder = configured({ 'rules/schools/1.yaml': 'disable:\n  - "a,b: 100%"\n' });
  const file = join(folder, 'rules/schools/1.yaml');
  const [problem] = await problemsOf(folder);
  const matches = new Ajv().compile(JSON.parse(readFileSync('schemas/check.schema.json', 'utf8')) as object);
  assert.ok(matches([problem]), JSON.stringify(matches.errors));
  assert.deepEqual([problem?.file, problem?.line, problem?.column, problem?.code], [file, 2, 5, 'unknown-rule']);
  const github = await check(folder, '--format', 'github');
  assert.match(
    github.stdout,
    /^::error file=.*1\.yaml,line=2,col=5,title=unknown-rule::There is no rule "a,b: 100%25"\. .*\n$/,
  );
  const sarif = JSON.parse((await check(folder, '--format', 'sarif')).stdout) as {
    version: string;
    runs: { results: { ruleId: string; locations: { physicalLocation: { region: object } }[] }[] }[];
  };
  assert.equal(sarif.version, '2.1.0');
  assert.deepEqual(sarif.runs[0]?.results[0]?.locations[0]?.physicalLocation.region, { startLine: 2, startColumn: 5 });
  const out = join(folder, 'junit.xml');
  assert.equal((await check(folder, '--format', 'junit', '--out', out)).code, 1);
  const xml = new DOMParser().parseFromString(readFileSync(out, 'utf8'), 'text/xml');
  assert.equal(xml.getElementsByTagName('failure').length, 1);
  assert.equal(xml.getElementsByTagName('testcase').length, 2);
});

test('a pipeline that is not there is a wrong call, and a fault in it is found alone', async () => {
  const missing = await cli(['check', '--config', join(root, 'nothing.yaml')]);
  assert.deepEqual([missing.code, missing.stdout], [2, '']);
  assert.ok(!existsSync(join(root, 'nothing.yaml')));
  assert.equal((await check(configured(), '--format', 'yaml')).code, 2);
});

test('every code has a severity and a line in the docs', () => {
  const docs = readFileSync('docs/errors.md', 'utf8');
  for (const [code, meaning] of Object.entries(problemCodes)) {
    assert.ok(docs.includes(`| \`${code}\` | ${meaning} |`), code);
    assert.match(severityOf(code as ProblemCode), /^(error|warning)$/);
  }
});

test('no excerpt and no message shows the user and password of a URL', async () => {
  const url = 'postgres://bob:s3cr3t@h/x';
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  for (const written of [
    `databse: ${url}`,
    `database: { url: ${url} }`,
    `database: [${url}]`,
    'database: postgres:/bob:s3cr3t@h/x',
    'database: postgress://bob:s3cr3t@h/x',
    'database: sqlite://bob:s3cr3t@h',
    `database: "${url}" x`,
    `database: *${url}`,
  ]) {
    const folder = configured({ 'pipeline.yaml': pipeline.replace(/^database:.*$/m, written) });
    const config = join(folder, 'pipeline.yaml');
    const said = [
      await cli(['run', 'examples/oakfield.json', '--config', config]),
      await cli(['config', '--config', config]),
    ];
    for (const format of ['text', 'json', 'github', 'sarif', 'junit'])
      said.push(await check(folder, '--format', format));
    for (const { code, stdout, stderr } of said) {
      assert.notEqual(code, 0, written);
      assert.doesNotMatch(stdout + stderr, /bob|s3cr3t/);
    }
  }
  const folder = configured({ 'pipeline.yaml': pipeline.replace(/^database:.*$/m, `databse: ${url}`) });
  assert.match((await check(folder)).stdout, / \| databse: postgres:\/\/…@h\/x\n +\| \^{7}\n/);
});
