import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const oakfield = 'examples/oakfield.json';
const schema = JSON.parse(readFileSync('schemas/values.schema.json', 'utf8')) as { properties: object };
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Counts {
  readonly personal: boolean;
  readonly records: number;
  readonly blank: number;
  readonly bad: number;
  readonly distinct: number;
  readonly values: { readonly value: unknown; readonly count: number }[] | null;
}

interface Result extends Counts {
  readonly schools: (Counts & { readonly school: string })[];
  readonly failed: { readonly school: string | null; readonly reason: string }[];
}

async function values(args: readonly string[]): Promise<Result> {
  const { stdout, stderr } = await cli(['values', ...args, '--json']);
  assert.notEqual(stdout, '', stderr);
  const result = JSON.parse(stdout) as Result;
  assert.ok(validate(result), JSON.stringify(validate.errors));
  return result;
}

/** An extract of one contact for each relationship. */
function extractOf(school: string, relationships: readonly unknown[]): string {
  const file = join(root, `${school}.json`);
  const contacts = relationships.map((one, at) => ({
    ContactID: at + 1,
    Title: 'Ms',
    Surname: 'Qzx',
    Relationship: one,
  }));
  const rest = { Students: [], ContactLinks: [], Staff: [], Classes: [], Groups: [] };
  writeFileSync(file, JSON.stringify({ SchoolID: school, Contacts: contacts, ...rest }));
  return file;
}

test('values are counted, the most frequent first; a blank and a bad value are none', async () => {
  const { config } = configured(root, { 'rules/schools/1.yaml': known('Mother') }, false);
  const one = extractOf('1', ['Mother', 'Aunt', ' Aunt ', 'Mother', 'Aunt', null, '', ['list'], 'Uncle']);
  const { schools, failed, ...all } = await values(['contact.relationship', one, '--config', config]);
  assert.deepEqual(all, {
    ...{ kind: 'contacts', field: 'relationship', asRead: false, personal: false },
    ...{ records: 9, blank: 3, bad: 1, distinct: 3 },
    values: [
      { value: 'Aunt', count: 3 },
      { value: 'Mother', count: 2 },
      { value: 'Uncle', count: 1 },
    ],
  });
  assert.deepEqual([schools.length, failed], [1, []]);
});

test('of a personal field there is no value, and a rule of one school opens it for that school alone', async () => {
  const { config } = configured(root, { 'rules/schools/1.yaml': known('Mother') }, false);
  const both = [extractOf('1', ['Mother', 'Aunt']), extractOf('2', ['Qzx', 'Qzx', 'Qzx'])];
  const args = ['contacts.relationship', ...both, '--config', config];
  const { personal, distinct, values: none, schools } = await values(args);
  assert.deepEqual([personal, distinct, none], [true, 3, null]);
  assert.deepEqual(
    schools.map(({ school, values: its }) => [school, its?.map(({ value }) => value) ?? null]),
    [
      ['1', ['Aunt', 'Mother']],
      ['2', null],
    ],
  );
  for (const more of [[], ['--by-school']]) {
    const { stdout } = await cli(['values', ...args, ...more]);
    assert.match(stdout, /It is personal, so no value is shown\./);
    assert.doesNotMatch(stdout, /Qzx/);
  }
});

test('rules set before they compare: what they see and what was read are told apart', async () => {
  const { config } = configured(root, {}, false);
  const roles = await values(['classTeachers.role', oakfield, '--config', config]);
  const read = await values(['classTeachers.role', oakfield, '--config', config, '--as-read']);
  assert.deepEqual([roles.distinct, read.distinct, read.blank], [3, 0, read.records]);
});

test('an extract that fails is named, and the others are counted', async () => {
  const { code, stdout } = await cli([
    'values',
    'classes.type',
    'examples',
    '--school',
    '9361235',
    '--school',
    '9361236',
    '--school',
    'x',
  ]);
  assert.equal(code, 1);
  assert.match(stdout, /^classes\.type of 1 school: 3 classes, 2 different values, 0 blank\.\n/);
  assert.match(stdout, /^9361236 failed, so nothing of it is counted: .*cut short/m);
  assert.match(stdout, /^x failed, so nothing of it is counted: None of the inputs has this school\.$/m);
});

for (const [of, message] of [
  ['classes.typ', /classes have no field "typ"\. Did you mean "type"\?/],
  ['clases.type', /There is no kind "clases"\. Did you mean "class" or "classes"\?/],
  ['teacher.room', /People type teachers\.room, so no extract has values of it\./],
  ['classes', /Which field\? Give its kind and its name, as in classes\.type, not "classes"\./],
] as const)
  test(`${of} is no field that is read: exit 2, with what to do`, async () => {
    const { code, stdout, stderr } = await cli(['values', of, oakfield]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, message);
  });

test('docs/json.md says what values prints', () => {
  const docs = readFileSync('docs/json.md', 'utf8').split('## values')[1]?.split('\n## ')[0] ?? '';
  for (const key of Object.keys(schema.properties)) assert.ok(docs.includes(`\`${key}`), key);
});

function known(relationship: string): string {
  return `add:
  contacts:
    - { name: of-one-kind, because: x, conditions: { all: [{ fact: relationship, operator: equal, value: ${relationship} }] }, event: { type: warn } }
`;
}

const contactsOut = (field: string) => `add:
  contacts:
    - { name: not-this-one, because: x, event: { type: exclude }, conditions: { all: [{ fact: ${field}, operator: equal, value: Qzx }] } }
`;

test('a rule that keeps one person out opens no field by which people are known', async () => {
  for (const field of ['title', 'forename', 'surname', 'email', 'phone']) {
    const { config } = configured(root, { 'rules/schools/9361234.yaml': contactsOut(field) }, false);
    const { personal, values: shown } = await values([`contacts.${field}`, oakfield, '--config', config]);
    assert.deepEqual([field, personal, shown], [field, true, null]);
  }
});

test('a rule opens no field whose values tell records apart', async () => {
  const { config } = configured(root, { 'rules/schools/1.yaml': known('A1') }, false);
  const all = Array.from({ length: 20 }, (_, at) => `A${String(at)}`);
  const ask = (relationships: string[]) =>
    values(['contacts.relationship', extractOf('1', relationships), '--config', config]);
  assert.equal((await ask(all)).values, null);
  assert.equal((await ask([...all.slice(0, 5), ...Array<string>(15).fill('A0')])).values?.length, 5);
});
