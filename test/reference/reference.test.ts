import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { extractText } from './arbitrary-extract.js';
import type { Json } from './parse-json.js';
import { parseJson } from './parse-json.js';
import type { Reference, Tables } from './reference.js';
import { reference } from './reference.js';
import { cases, unlessFull } from '../support/numbers.js';
import { checked } from '../support/checked.js';

const CASES = 'test/cases';

for (const file of readdirSync(CASES).filter((name) => name.endsWith('.expected.json'))) {
  const name = file.replace('.expected.json', '');
  test(`the reference decides the worked case ${name}`, () => {
    const expected = JSON.parse(readFileSync(`${CASES}/${file}`, 'utf8')) as { options: object; tables: Tables };
    const options = { parentalResponsibilityOnly: false, singleSignOn: false, ...expected.options };
    const actual = reference(readFileSync(`${CASES}/${name}.json`, 'utf8'), options).tables;
    assert.deepEqual(asSets(actual), asSets(expected.tables));
  });
}

function asSets(tables: Tables): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]),
  );
}

test('the naive parser reads what JSON.parse reads', async () => {
  await checked(
    fc.property(extractText(), (text) => {
      assert.deepEqual(plain(parseJson(text)), JSON.parse(text));
    }),
    { numRuns: cases(200) },
  );
});

function plain(value: Json): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return typeof value === 'object' && value !== null ? Number(value.number) : value;
}

test('no line of a generated extract but the first begins with a brace', async () => {
  await checked(
    fc.property(extractText(), (text) => {
      assert.doesNotMatch(text, /[\r\n]\{/);
    }),
    { numRuns: cases(200) },
  );
});

test('what an extract holds beside the listed fields is never seen again', () => {
  const documents = fc.sample(extractText(), { numRuns: 200, seed: 20261120 });
  assert.ok(documents.some((text) => text.includes('SECRET')));
  for (const text of documents) {
    const decided = reference(text, { parentalResponsibilityOnly: false, singleSignOn: true });
    assert.doesNotMatch(JSON.stringify(decided), /SECRET/);
  }
});

/** The rules with the section whose records or links they speak about. */
const REQUIRED: [rule: string, kind: string][] = [
  ['student-in-a-class', 'students'],
  ['contact-title', 'contacts'],
  ['contact-forename', 'contacts'],
  ['contact-surname', 'contacts'],
  ['contact-has-a-student', 'contacts'],
  ['teacher-title', 'teachers'],
  ['teacher-forename', 'teachers'],
  ['teacher-surname', 'teachers'],
  ['teacher-has-a-class', 'teachers'],
  ['class-type', 'classes'],
  ['class-has-a-student', 'classes'],
  ['class-has-a-teacher', 'classes'],
  ['group-type', 'groups'],
  ['group-has-a-student', 'groups'],
  ['parental-responsibility', 'contactLinks'],
  ...['contactLinks', 'classStudents', 'classTeachers', 'groupStudents'].flatMap((kind): [string, string][] => [
    ['end-stays-out', kind],
    ['dangling', kind],
  ]),
];

const WARNED: [rule: string, kind: string][] = [
  ['contact-email-form', 'contacts'],
  ['title-looks-like-two', 'contacts'],
  ['half-id-taken', 'contacts'],
  ['contact-no-email', 'contacts'],
  ['contact-same-email', 'contacts'],
  ['halves-share-email', 'contacts'],
  ['teacher-email-form', 'teachers'],
  ['teacher-no-email', 'teachers'],
  ['teacher-same-email', 'teachers'],
  ['class-type-near-miss', 'classes'],
  ['group-type-near-miss', 'groups'],
];

const TABLE_OF: Record<string, string> = {
  contactLinks: 'contact_links',
  classStudents: 'class_students',
  classTeachers: 'class_teachers',
  groupStudents: 'group_students',
};

/** What a document shows of the decision, as names to be counted over many documents. */
function shown({ tables, sums, failing, warnings, duplicates, rounds }: Reference): Set<string> {
  const seen = new Set<string>();
  const comeThrough = (kind: string) => tables[TABLE_OF[kind] ?? kind].length;
  for (const [rule, kind] of REQUIRED) {
    const out = failing.filter((one) => one.kind === kind);
    if (out.some((one) => one.rules.includes(rule))) seen.add(`${rule} fails for ${kind}`);
    if (comeThrough(kind) > 0 || out.some((one) => !one.rules.includes(rule))) seen.add(`${rule} holds for ${kind}`);
  }
  for (const [rule, kind] of WARNED) {
    const count = warnings.filter((one) => one.rule === rule).length;
    if (count > 0) seen.add(`${rule} warns about ${kind}`);
    if (count < comeThrough(kind)) seen.add(`${rule} is silent about ${kind}`);
  }
  for (const [name, sum] of Object.entries(sums)) {
    if (sum.rejected > 0) seen.add(`${name} are rejected`);
    if (sum.merged > 0) seen.add(`${name} are merged`);
    if (sum.split > 0) seen.add(`${name} are split`);
  }
  for (const role of ['main', 'supervisor', 'teacher']) {
    if (tables['class_teachers'].some((row) => row[3] === role)) seen.add(`a class teacher is ${role}`);
  }
  if (duplicates.length > 0) seen.add('contacts are likely duplicates');
  if (duplicates.length === 0 && comeThrough('contacts') > 1) seen.add('contacts are no duplicates');
  if (rounds >= 3) seen.add('a chain is three rounds deep');
  if (rounds >= 4) seen.add('a chain is four rounds deep');
  return seen;
}

const MUST_BE_SHOWN = [
  ...REQUIRED.flatMap(([rule, kind]) => [`${rule} fails for ${kind}`, `${rule} holds for ${kind}`]),
  ...WARNED.flatMap(([rule, kind]) => [`${rule} warns about ${kind}`, `${rule} is silent about ${kind}`]),
  ...['students', 'contacts', 'teachers', 'classes', 'groups', 'contactLinks'].map((name) => `${name} are rejected`),
  ...['classStudents', 'classTeachers', 'groupStudents'].map((name) => `${name} are rejected`),
  ...['students', 'contacts', 'teachers', 'classes', 'groups', 'contactLinks'].map((name) => `${name} are merged`),
  ...['classStudents', 'classTeachers', 'groupStudents'].map((name) => `${name} are merged`),
  ...['contacts are split', 'contactLinks are split'],
  ...['main', 'supervisor', 'teacher'].map((role) => `a class teacher is ${role}`),
  ...['contacts are likely duplicates', 'contacts are no duplicates'],
  ...['a chain is three rounds deep', 'a chain is four rounds deep'],
];

test(
  'every rule decides both ways in at least one in twenty generated extracts',
  { skip: unlessFull('it decides 1,000 extracts') },
  () => {
    const documents = fc.sample(extractText(), { numRuns: 1000, seed: 20261120 });
    const counts = new Map<string, number>(MUST_BE_SHOWN.map((name) => [name, 0]));
    for (const text of documents) {
      const decided = reference(text, { parentalResponsibilityOnly: true, singleSignOn: true });
      for (const name of shown(decided)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const seldom = [...counts].filter(([, count]) => count < documents.length / 20);
    assert.deepEqual(seldom, []);
  },
);
