import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { cli } from '../support/cli.js';
import { configured, write } from '../support/configured.js';
import { editorsOf } from '../support/editor-schemas.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const oakfield = 'examples/oakfield.json';
const pipeline = readFileSync('pipeline.yaml', 'utf8');
const day = ['--date', '2026-11-20'];
const own = `store:
  classes.type: { Mixed group: mixed, Teaching set: set }
  contactLinks.relationship: { Mother: Mum }
`;

function withSchool(file: string, more: Readonly<Record<string, string>> = {}) {
  return configured(root, { 'rules/schools/9361234.yaml': file, ...more }, false);
}

/** The messages of check, without its code frames. */
async function checked(file: string, more: Readonly<Record<string, string>> = {}, ...args: string[]) {
  const { config, folder } = withSchool(file, more);
  const { stdout } = await cli(['check', '--config', config, ...args]);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith(folder))
    .map((line) => line.slice(folder.length + 1));
}

test("what a school's own file stores is loaded, and loaded again when it changes; other schools keep what all store", async () => {
  const { config, folder } = withSchool(own);
  const file = join(folder, 'a.db');
  const run = () => cli(['run', oakfield, '--config', config, '--database', `sqlite:${file}`, ...day]);
  const types = () => {
    const db = new (sqliteDriver())(file, { readonly: true });
    try {
      return db.prepare('select distinct type from classes order by type').pluck().all();
    } finally {
      db.close();
    }
  };
  assert.match((await run()).stdout, /loaded/);
  assert.deepEqual(types(), ['mixed', 'registration', 'set']);
  assert.match((await run()).stdout, /9361234 .* unchanged/);
  write(folder, { 'rules/schools/9361234.yaml': own.replace('Teaching set: set', 'Teaching set: group') });
  assert.match((await run()).stdout, /9361234 .* loaded .* 3 changed/);
  assert.deepEqual(types(), ['group', 'mixed', 'registration']);
  write(folder, { 'rules/schools/9361234.yaml': '# Nothing of its own.\n' });
  await run();
  assert.deepEqual(types(), ['class', 'custom group', 'registration']);
});

test('a file that others extend is laid first, word by word', async () => {
  const { config } = withSchool('extends: ../shared/trust.yaml\nstore: { classes.type: { Mixed group: mixed } }\n', {
    'rules/shared/trust.yaml': 'store: { classes.type: { Mixed group: both, Registration: form } }\n',
  });
  const { stdout } = await cli(['config', '--config', config, '--school', '9361234', '--json', ...day]);
  const { stores } = JSON.parse(stdout) as {
    stores: { field: string; words: { value: string; stored: string; file: string; line: number }[] }[];
  };
  const { words = [] } = stores.find(({ field }) => field === 'classes.type') ?? {};
  assert.deepEqual(
    words.map(({ value, stored, file, line }) => [value, stored, file.split('/').at(-1), line]),
    [
      ['Registration', 'form', 'trust.yaml', 1],
      [
        'Teaching set',
        'class',
        'pipeline.yaml',
        pipeline.slice(0, pipeline.indexOf('Teaching set: class')).split('\n').length,
      ],
      ['Mixed group', 'mixed', '9361234.yaml', 2],
    ],
  );
});

test('explain says what is stored for what was read', async () => {
  const { config } = withSchool(own);
  const { stdout } = await cli(['explain', 'class', '211', oakfield, '--config', config, '--values', ...day]);
  assert.match(stdout, /type +mixed +Classes\[\d+\]\.Type, stored for “Mixed group”/);
});

test('explain says of a value that a link fills in what is stored of it', async () => {
  const said = async (store: object) => {
    const { config } = withSchool(`store: ${JSON.stringify(store)}\n`);
    return (await cli(['explain', 'contact', '5020', oakfield, '--config', config, '--values', ...day])).stdout;
  };
  assert.match(await said({ 'contacts.relationship': { Mother: 'Mum' } }), /relationship +Mum .*“Mother”/);
  const both = { 'contacts.relationship': { Mother: 'Mum' }, 'contactLinks.relationship': { Mother: 'Mummy' } };
  assert.match(await said(both), /relationship +Mummy .*“Mother”/);
});

test('config says what differs for the school, and where it is written', async () => {
  const { config, folder } = withSchool(own);
  const asked = async (...args: string[]) =>
    (await cli(['config', '--config', config, ...day, ...args])).stdout.replaceAll(folder, '');
  const differs = await asked('--school', '9361234', '--diff');
  assert.match(differs, /- classes\.type +Teaching set: class +\/pipeline\.yaml:\d+\n +Mixed group: custom group/);
  assert.match(differs, /\+ classes\.type +Teaching set: set +\/rules\/schools\/9361234\.yaml:2\n +Mixed group: mixed/);
  assert.match(differs, /\+ contactLinks\.relationship +Mother: Mum +\/rules\/schools\/9361234\.yaml:3/);
  assert.match(await asked('--schools'), /9361234 +stores otherwise classes\.type, contactLinks\.relationship/);
  const page = await asked('--school', '9361234', '--format', 'html');
  assert.match(page, /Parent links: Relationship: “Mother” becomes “Mum”\./);
});

test('impact finds who changes by the line of the word, also where a link fills it in, and on later days', async () => {
  const [was, is] = [withSchool('# Nothing.\n'), withSchool(own)];
  const args = ['impact', '--against', was.folder, '--config', is.config, ...day];
  const { stdout } = await cli([...args, oakfield]);
  assert.match(stdout, /classes would change +classes\.type stored differently \(.*9361234\.yaml:2\)/);
  assert.match(
    stdout,
    /parent links would change +contactLinks\.relationship stored differently \(.*9361234\.yaml:3\)/,
  );
  assert.doesNotMatch(stdout, /another value/);
  const said = JSON.parse((await cli([...args, '--configuration', '--json'])).stdout) as {
    base: unknown[];
    schools: { school: string; changes: Record<string, unknown>[] }[];
  };
  assert.deepEqual(said.base, []);
  assert.deepEqual(
    said.schools.flatMap(({ changes }) => changes.map(({ name, before, after, line }) => [name, before, after, line])),
    [
      ['classes.type store.Teaching set', 'class', 'set', 2],
      ['classes.type store.Mixed group', 'custom group', 'mixed', 2],
      ['contactLinks.relationship store', null, [['Mother', 'Mum']], 3],
    ],
  );
  const back = await cli(['impact', '--against', is.folder, '--config', was.config, oakfield, ...day]);
  assert.match(back.stdout, /classes would change +classes\.type stored differently/);
});

test('check finds what cannot be meant, at its line', async () => {
  const found = await checked(`store:
  classes.type: { Teaching set: class, Teaching  set: x }
  class.type: { A: b }
  classes: { A: b }
  classes.typ: { A: b }
  contactLinks.parentalResponsibility: { yes: a }
  contactLinks.priority: { "1": first }
  students.dateOfBirth: { 1 May: x }
`);
  const expected = [
    /^rules\/schools\/9361234\.yaml:3:3 {2}unknown-kind .* Did you mean "classes"\?/,
    /^rules\/schools\/9361234\.yaml:4:3 {2}unknown-field .* Write the kind, a dot and the field: classes\.type\./,
    /^rules\/schools\/9361234\.yaml:5:3 {2}unknown-field .* Did you mean "type"\?/,
    /^rules\/schools\/9361234\.yaml:6:3 {2}never-stored /,
    /^rules\/schools\/9361234\.yaml:7:\d+ {2}wrong-type .* stored as a whole number/,
  ];
  assert.equal(found.length, expected.length, found.join('\n'));
  for (const [index, pattern] of expected.entries()) assert.match(found[index] ?? '', pattern);
});

test('check warns of words without effect, of days that no value is, and of rules that ask for what is only stored', async () => {
  const lines = await checked(`store:
  classes.type: { Teaching set: class, Mixed group: mixed }
  students.dateOfBirth: { 1 May: x }
add:
  classes:
    - name: no-mixed
      because: Not wanted
      conditions: { all: [{ fact: type, operator: equal, value: mixed }] }
      event: { type: exclude }
`);
  const codes = lines.map((line) => line.split(/ {2}/).slice(0, 2).join(' ').replace(/:\d+ /, ' '));
  assert.deepEqual(codes, [
    'rules/schools/9361234.yaml:2 changes-nothing',
    'rules/schools/9361234.yaml:3 changes-nothing',
    'rules/schools/9361234.yaml:6 pointless-rule',
    'rules/schools/9361234.yaml:8 stored-word',
  ]);
  assert.match((await checked('store: { classes.type: { Teaching set: class } }\n'))[0] ?? '', /Without this file/);
});

test('check --against names words that no record has', async () => {
  const lines = await checked('store: { classes.type: { Mixed grup: mixed } }\n', {}, '--against', oakfield);
  assert.equal(lines.length, 1, lines.join('\n'));
  assert.match(lines[0] ?? '', /9361234\.yaml:1:\d+ {2}(absent-value|unknown-value) .*Did you mean "Mixed group"/);
});

test('a case of the school expects what the school stores', async () => {
  const cases = (expected: string) => `- name: A mixed group is stored as mixed
  school: 9361234
  extract: { Classes: [{ Type: Mixed group }] }
  expect: { through: { classes: [{ id: 1, type: ${expected} }] } }
`;
  const files = { 'rules/tests/defaults.yaml': readFileSync('rules/tests/defaults.yaml', 'utf8') };
  const outcome = async (expected: string) => {
    const { config } = withSchool(own, { ...files, 'rules/tests/own.yaml': cases(expected) });
    return cli(['test', '--config', config]);
  };
  assert.equal((await outcome('mixed')).code, 0);
  assert.equal((await outcome('custom group')).code, 1);
  assert.match((await outcome('Mixed group')).stdout, /lost-value .* it is stored as "mixed"/);
});

const relationships = {
  'contacts.relationship': { Mother: 'Mum', Mummy: 'Mum' },
  'contactLinks.relationship': { Mother: 'Mummy' },
};

test('what a link fills in is stored as the link stores it, and not changed again', async () => {
  const { config } = withSchool(`store: ${JSON.stringify(relationships)}\n`, {
    'rules/tests/defaults.yaml': readFileSync('rules/tests/defaults.yaml', 'utf8'),
    'rules/tests/own.yaml': `- name: The first is its own, the second its link's
  school: 9361234
  extract:
    Contacts: [{ Relationship: Mother }, { ContactID: 2, Relationship: null }]
    ContactLinks: [{ Relationship: Mother }, { ContactID: 2, Relationship: Mother }]
  expect: { through: { contacts: [{ id: 1, relationship: Mum }, { id: 2, relationship: Mummy }] } }
`,
  });
  const { code, stdout } = await cli(['test', '--config', config]);
  assert.equal(code, 0, stdout);
});

test('the schema of school files knows the fields that are stored', () => {
  const { config } = withSchool(own);
  const { faults } = editorsOf(config);
  assert.deepEqual(faults('school.json', own), []);
  assert.notDeepEqual(faults('school.json', 'store: { classes.typ: { A: b } }'), []);
  assert.notDeepEqual(faults('school.json', 'store: { contactLinks.parentalResponsibility: { A: b } }'), []);
});
