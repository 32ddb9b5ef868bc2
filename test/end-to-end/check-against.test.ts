import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const oakfield = 'examples/oakfield.json';
const school = 'rules/schools/9361234.yaml';

interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

interface Checked {
  readonly code: number;
  readonly absent: readonly Problem[];
  readonly failed: readonly Problem[];
}

async function check(files: Record<string, string>, ...inputs: string[]): Promise<Checked> {
  const { config } = configured(root, files, false);
  const { code, stdout, stderr } = await cli(['check', '--config', config, '--json', '--against', ...inputs]);
  assert.notEqual(stdout, '', stderr);
  const all = JSON.parse(stdout) as Problem[];
  const of = (wanted: string) => all.filter((problem) => problem.code === wanted);
  return { code, absent: of('absent-value'), failed: of('failed-extract') };
}

const warning = (kind: string, condition: string) => `add:
  ${kind}:
    - { name: one, because: x, event: { type: warn }, conditions: { all: [${condition}] } }
`;

/** What is said of each absent value, with the text at its place. */
function said({ absent }: Checked, text: string): string[] {
  return absent.map(({ line, column, severity, message, hint }) => {
    const written = (text.split('\n')[line - 1] ?? '').slice(column - 1);
    const value = /"(.*)"/.exec(message)?.[1] ?? '';
    assert.ok(written.startsWith(value), `${written} at ${String(column)}`);
    return `${severity}: ${message} ${hint ?? ''}`.trim();
  });
}

const one = 'in the one extract that was looked through.';

test('a value that no record has is a warning at its place, with the nearest that one has', async () => {
  const text = warning('classes', '{ fact: type, operator: in, value: [Registration, Registraton, Nothing like it] }');
  const checked = await check({ [school]: text }, oakfield);
  assert.equal(checked.code, 0);
  assert.deepEqual(said(checked, text), [
    `warning: No record has classes.type "Registraton" ${one} Did you mean "Registration"?`,
    `warning: No record has classes.type "Nothing like it" ${one}`,
  ]);
});

test('a field of an end, another case, a shared condition and an option are looked for where they are written', async () => {
  const ofEnd = warning('classTeachers', '{ fact: class.type, operator: notEqual, value: Registraton }');
  assert.deepEqual(said(await check({ [school]: ofEnd }, oakfield), ofEnd), [
    `warning: No record has classes.type "Registraton" ${one} Did you mean "Registration"?`,
  ]);
  const anyCase = warning('classes', '{ fact: type, operator: equal, value: TEACHING set, ignoreCase: true }');
  assert.deepEqual((await check({ [school]: anyCase }, oakfield)).absent, []);
  const shared = 'club:\n  all: [{ fact: type, operator: equal, value: Clubs }]\n';
  const named = await check(
    { [school]: warning('classes', '{ condition: club }'), 'rules/conditions.yaml': shared },
    oakfield,
  );
  assert.match(named.absent[0]?.file ?? '', /conditions\.yaml$/);
  assert.deepEqual(said(named, shared), [`warning: No record has classes.type "Clubs" ${one} Did you mean "Club"?`]);
  const pipeline = readFileSync('pipeline.yaml', 'utf8').replace(
    'options:\n',
    'options:\n  wanted:\n    { type: list, default: [Club, Choir], description: Wanted }\n',
  );
  const byOption = await check(
    {
      'pipeline.yaml': pipeline,
      [school]: `options: { wanted: { add: [Chess] } }\n${warning('classes', '{ fact: type, operator: in, value: { fact: option.wanted } }')}`,
    },
    oakfield,
  );
  assert.deepEqual(
    byOption.absent.map(({ file, line, column, message }) => [
      file.slice(-13),
      line,
      column,
      /"(.*)"/.exec(message)?.[1],
    ]),
    [
      ['pipeline.yaml', lineOf(pipeline, 'Choir'), 35, 'Choir'],
      ['/9361234.yaml', 1, 28, 'Chess'],
    ],
  );
});

test('what rules set, and what they replace, is there; a word of store that is not read is absent', async () => {
  const set = `${warning('classTeachers', '{ fact: role, operator: equal, value: main }')}`;
  assert.deepEqual((await check({ [school]: set }, oakfield)).absent, []);
  const pipeline = readFileSync('pipeline.yaml', 'utf8').replace(
    'store: { Registration:',
    'store: { Crew: crew, Registration:',
  );
  const checked = await check({ 'pipeline.yaml': pipeline }, oakfield);
  assert.deepEqual(said(checked, pipeline), [`warning: No record has classes.type "Crew" ${one}`]);
});

test('of a personal field no value is named', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8').replaceAll(
    /^( +)surname: Surname$/gm,
    '$1surname: { from: Surname, personal: true }',
  );
  const surname = (JSON.parse(readFileSync(oakfield, 'utf8')) as { Students: { Surname: string }[] }).Students[0]
    ?.Surname;
  const text = warning('students', `{ fact: surname, operator: equal, value: ${String(surname)}x }`);
  const checked = await check({ 'pipeline.yaml': pipeline, [school]: text }, oakfield);
  assert.deepEqual(said(checked, text), [`warning: No record has students.surname "${String(surname)}x" ${one}`]);
});

test('an extract that fails is an error, and the warnings are about the others', async () => {
  const text = warning('classes', '{ fact: type, operator: equal, value: Choir }');
  const { code, absent, failed } = await check(
    {
      'rules/shared/a.yaml': text,
      [school]: 'extends: ../shared/a.yaml\n',
      'rules/schools/9361235.yaml': 'extends: ../shared/a.yaml\n',
      'rules/schools/x.yaml': warning('classes', '{ fact: type, operator: equal, value: Band }'),
    },
    'examples',
  );
  assert.equal(code, 1);
  assert.deepEqual(
    absent.map(({ message }) => message),
    ['No record has classes.type "Choir" in 2 extracts.'],
  );
  assert.match(failed[0]?.message ?? '', /^Nothing is said of the extract of school 9361236: .*cut short/);
});

test('nothing is said of a kind without a record; without extracts, or with errors, nothing is looked through', async () => {
  const file = join(root, 'empty.json');
  const sections = { Students: [], Contacts: [], ContactLinks: [], Staff: [], Classes: [], Groups: [] };
  writeFileSync(file, JSON.stringify({ SchoolID: '9361234', ...sections }));
  assert.deepEqual((await check({}, file)).absent, []);
  const { config } = configured(root, {}, false);
  const none = await cli(['check', '--config', config, '--against', join(root, 'none')]);
  assert.deepEqual([none.code, none.stdout], [2, '']);
  const wrong = configured(root, { 'rules/groups.yaml': '- nmae: x\n' }, false);
  const { code, stderr } = await cli(['check', '--config', wrong.config, '--against', oakfield]);
  assert.equal(code, 1);
  assert.match(stderr, /The extracts were not looked through: correct the errors of the configuration first\./);
});

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

test('the nearest value of others is not named of a field by which people are known', async () => {
  const text = warning('students', '{ fact: surname, operator: in, value: [Whitaker, Okoroo] }');
  const checked = await check({ [school]: text }, oakfield);
  assert.deepEqual(said(checked, text), [`warning: No record has students.surname "Okoroo" ${one}`]);
});

test('a path of a where that no entry has is an error of check --against and of run, with the nearest', async () => {
  const text = readFileSync('pipeline.yaml', 'utf8');
  const view = text.replace('from: Students', 'from: { section: Students, where: { Surnam: { not: Nobody } } }');
  assert.notEqual(view, text);
  const { config, folder } = configured(root, { 'pipeline.yaml': view }, false);
  const said = /A path that decides is in no entry: Surnam in Students \(where of students, .*did you mean Surname\?\)/;
  const checked = await cli(['check', '--config', config, '--against', 'examples/oakfield.json']);
  assert.equal(checked.code, 1);
  assert.match(checked.stdout, /failed-extract/);
  assert.match(checked.stdout, said);
  const database = `sqlite:${join(folder, 'a.db')}`;
  const ran = await cli(['run', 'examples/oakfield.json', '--config', config, '--database', database]);
  assert.equal(ran.code, 1);
  assert.match(ran.stdout, said);
});

test('check --against ends after the document in hand when it is interrupted, and says nothing', async () => {
  const { config } = configured(root, {}, false);
  const interrupted = AbortSignal.abort();
  const args = ['check', '--config', config, '--against', oakfield, 'examples/three.ndjson'];
  const { code, stdout } = await cli(args, { interrupted });
  assert.deepEqual([code, stdout], [130, '']);
});

test('a section that may be missing and is in none of the extracts is a warning at its place, once', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  const clubs = '{ section: Clubs, optional: true }';
  const text = pipeline.replace('from: Groups', `from: [Groups, { section: Grops, optional: true }, ${clubs}]`);
  assert.notEqual(text, pipeline);
  const { config } = configured(root, { 'pipeline.yaml': text }, false);
  const saidOf = async (...inputs: string[]): Promise<string[]> => {
    const { stdout, stderr } = await cli(['check', '--config', config, '--json', '--against', ...inputs]);
    assert.notEqual(stdout, '', stderr);
    const absent = (JSON.parse(stdout) as Problem[]).filter(({ code }) => code === 'absent-section');
    return absent.map(({ line, column, severity, message, hint }) => {
      assert.ok(
        (text.split('\n')[line - 1] ?? '').slice(column - 1).startsWith(/section (\w+)/.exec(message)?.[1] ?? '-'),
      );
      return `${severity}: ${message} ${hint ?? ''}`.trim();
    });
  };
  const where = 'is not in the one extract that was looked through.';
  assert.deepEqual(await saidOf(oakfield), [
    `warning: The section Grops, which is optional, ${where}`,
    `warning: The section Clubs, which is optional, ${where}`,
  ]);
  const school = JSON.parse(readFileSync(oakfield, 'utf8')) as object;
  const other = join(root, 'other.json');
  writeFileSync(other, JSON.stringify({ ...school, SchoolID: '1', Grop: [], Clubs: [] }));
  assert.deepEqual(await saidOf(oakfield, other), [
    'warning: The section Grops, which is optional, is in none of 2 extracts. Did you mean "Grop"?',
  ]);
});

test('of two values that differ slightly, none is chosen without extracts, and with them the one that records have', async () => {
  const shipped = readFileSync('pipeline.yaml', 'utf8');
  const store = 'Mixed group: custom group';
  const told = async (text: string, ...args: string[]) => {
    const { config } = configured(root, { 'pipeline.yaml': text }, false);
    const { code, stdout } = await cli(['check', '--config', config, '--json', ...args]);
    assert.equal(code, 1);
    return (JSON.parse(stdout) as Problem[]).map(({ code, line, message, hint }) => ({
      code,
      line,
      message: message.replace(/\S+(pipeline\.yaml)/, '$1'),
      hint,
    }));
  };
  const line = lineOf(shipped, store);
  const inStore = shipped.replace(store, 'Mixed Group: custom group');
  const [unsure, ...others] = await told(inStore);
  assert.deepEqual(others, []);
  const hint = 'Correct the one that is not as in the extract: check --against finds out which.';
  const message = /^"Mixed Group" is nearly "Mixed group", which pipeline\.yaml:\d+ has\.$/;
  assert.match(unsure?.message ?? '', message);
  assert.equal(unsure?.hint, hint);
  const right = 'Records have only that. Did you mean "Mixed group"?';
  assert.deepEqual(await told(inStore, '--against', oakfield), [{ ...unsure, hint: right }]);
  const inOption = shipped.replace('default: [Registration, Mixed group', 'default: [Registration, Mixed Group');
  assert.notEqual(inOption, shipped);
  const [turned, ...more] = await told(inOption, '--against', oakfield);
  assert.deepEqual(more, []);
  assert.equal(turned?.line, lineOf(inOption, 'Mixed Group'));
  assert.equal(turned.message, `"Mixed Group" is nearly "Mixed group", which pipeline.yaml:${String(line)} has.`);
  assert.equal(turned.hint, right);
});

test('a value that two rules name at one place is counted once for each extract', async () => {
  const shared = 'club:\n  all: [{ fact: type, operator: equal, value: Choir }]\n';
  const text = `add:
  classes:
    - { name: one, because: x, event: { type: warn }, conditions: { all: [{ condition: club }] } }
    - { name: two, because: y, event: { type: warn }, conditions: { all: [{ condition: club }, { fact: code, operator: startsWith, value: X }] } }
`;
  const checked = await check({ [school]: text, 'rules/conditions.yaml': shared }, oakfield);
  assert.deepEqual(said(checked, shared), [`warning: No record has classes.type "Choir" ${one}`]);
});

const ofMapping: readonly [
  what: string,
  edits: readonly (readonly [string, string])[],
  said: readonly [string, RegExp][],
][] = [
  [
    'a list of links',
    [['list: guardianRelationships', 'list: guardianRelationship']],
    [
      [
        'guardianRelationship,',
        /^unread-path: No record of data\.students has guardianRelationship\[\]\.guardian\.id\. Did you mean guardianRelationships\?$/,
      ],
    ],
  ],
  [
    'what chooses of a list',
    [['lowest: priority } }\n      phone', 'lowest: prioritty } }\n      phone']],
    [
      [
        'prioritty',
        /^unread-path: .* has emailAddresses\[\]\.prioritty\. Did you mean emailAddresses\[\]\.priority\?$/,
      ],
    ],
  ],
  [
    'an end that leads to other records',
    [['student: { to: students, from: { list: members,', 'student: { to: teachers, from: { list: members,']],
    [
      [
        'members,',
        /^all-dangle: All \d+ references of groupStudents under members dangle: none is the id of one of teachers\. Is `from` right\?$/,
      ],
    ],
  ],
];

for (const [what, edits, wanted] of ofMapping)
  test(`what a run says of the mapping is a warning of check --against, at its place: ${what}`, async () => {
    const folder = join(mkdtempSync(join(root, 'mapping-')), 'arbor');
    cpSync('examples/arbor', folder, { recursive: true, filter: (path) => !path.endsWith('tests') });
    const config = join(folder, 'pipeline.yaml');
    let text = readFileSync(config, 'utf8');
    for (const [from, to] of edits) {
      assert.ok(text.includes(from), from);
      text = text.replace(from, to);
    }
    writeFileSync(config, text);
    const { stdout } = await cli(['check', '--config', config, '--json', '--against', join(folder, 'extract.json')]);
    const found = (JSON.parse(stdout) as Problem[]).filter(({ code }) => code === 'odd-mapping');
    assert.equal(found.length, wanted.length, stdout);
    for (const [at, [written, message]] of wanted.entries()) {
      const { line, column, severity, message: said } = found[at];
      assert.equal(severity, 'warning');
      assert.ok((text.split('\n')[line - 1] ?? '').slice(column - 1).startsWith(written));
      assert.match(said, message);
    }
  });

test('of a value that no record has, because a view takes those that are spelt otherwise, the view is named', async () => {
  const folder = join(mkdtempSync(join(root, 'views-')), 'bromcom');
  cpSync('examples/bromcom', folder, { recursive: true, filter: (path) => !path.endsWith('tests') });
  const config = join(folder, 'pipeline.yaml');
  const text = readFileSync(config, 'utf8').replace('[Tutor Group, Class] }', '[Tutor group, Class] }');
  writeFileSync(config, text);
  const { stdout } = await cli(['check', '--config', config, '--json', '--against', join(folder, 'extract.json')]);
  const absent = (JSON.parse(stdout) as Problem[]).filter(({ message }) => message.includes('"Tutor Group"'));
  assert.ok(absent.length > 0, stdout);
  const line = lineOf(text, '[Tutor group, Class]');
  for (const { hint } of absent)
    assert.equal(
      hint?.replace(/^\S+(pipeline\.yaml)/, '$1'),
      `pipeline.yaml:${String(line)} asks for "Tutor group": correct the one that is not as in the extract.`,
    );
});

test('a period whose two days are swapped is a warning of check --against, at the place of its first day', async () => {
  const folder = join(mkdtempSync(join(root, 'period-')), 'bromcom');
  cpSync('examples/bromcom', folder, { recursive: true, filter: (path) => !path.endsWith('tests') });
  const config = join(folder, 'pipeline.yaml');
  const shipped = readFileSync(config, 'utf8');
  const text = shipped.replace('from: startDate, until: endDate', 'from: endDate, until: startDate');
  writeFileSync(config, text);
  const { stdout } = await cli(['check', '--config', config, '--json', '--against', join(folder, 'extract.json')]);
  const found = (JSON.parse(stdout) as Problem[]).filter(({ code }) => code === 'odd-mapping');
  assert.deepEqual(
    found.map(({ line, message }) => [line, /swapped in the pipeline\?$/.test(message)]),
    [[lineOf(text, 'from: endDate, until: startDate'), true]],
  );
});
