import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { checked } from '../support/checked.js';
import { today } from '../support/decide-text.js';
import { assertReadme, assertSecretsStay, assertShipped, decidedTables, exampleOf } from '../support/examples.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import {
  decidedPlainly,
  edited,
  firstText,
  inOrder,
  isWithin,
  textOf,
  withColumn,
  type Entry,
  type Lists,
} from '../support/read-plainly.js';
import { pagesOf, rearranged, type Entry as Document } from '../support/rearranged.js';
import type { Tables } from '../support/tables.js';

const example = exampleOf('bromcom');
const text = readFileSync(join(example.folder, 'extract.json'), 'utf8');
const usual = { parentalResponsibilityOnly: false, singleSignOn: false };

const lists: Lists = {};
for (const [name, entity] of Object.entries(JSON.parse(text) as Record<string, unknown>))
  if (typeof entity === 'object') lists[name] = (entity as { data: Entry[] }).data;

const documentOf = (own: Lists) =>
  JSON.stringify(Object.fromEntries(Object.entries(own).map(([name, data]) => [name, { success: true, data }])));

const classTypes: Record<string, string> = { 'Tutor Group': 'Registration', Class: 'Teaching set' };
const groupTypes: Record<string, string> = {
  'Custom Group': 'Student group',
  House: 'House group',
  'Year Group': 'Year group',
};

/** The extract as the shipped pipeline would have it on a day. */
function shipped(own: Lists, day: string): object {
  const of = (name: string) => own[name] ?? [];
  const having = (name: string, key: string, id: string | null) =>
    of(name).filter((row) => id !== null && textOf(row[key]) === id);
  const now = (name: string, id: string | null) =>
    having(name, 'collectionId', id).filter((row) => isWithin(day, row.startDate, row.endDate));
  const best = (name: string, person: unknown, value: string) =>
    firstText(...inOrder(having(name, 'personId', textOf(person)), 'priority', 'lowest').map((row) => row[value]));

  const numbers = new Map<string, string>();
  for (const one of of('Students')) {
    const [person, number] = [textOf(one.personId), textOf(one.studentId)];
    if (person !== null && number !== null && !numbers.has(person)) numbers.set(person, number);
  }
  const personOf = (number: string | null): string | null => {
    const persons = [...numbers].filter(([, own]) => own === number).map(([person]) => person);
    return persons.length === 1 ? (persons[0] ?? null) : null;
  };
  const collections = of('Collections').map((one) => ({ one, type: textOf(one.collectionTypeDescription) ?? '' }));

  return {
    SchoolID: String(of('Schools')[0]?.schoolId),
    SchoolName: String(of('Schools')[0]?.schoolName),
    Students: of('Students').map((one) => {
      const views = having('StudentFlatView', 'studentId', textOf(one.studentId));
      return {
        StudentID: one.personId,
        KnownName: firstText(one.preferredFirstName, one.firstName),
        Surname: firstText(one.preferredLastName, one.lastName),
        CurrentYearGroup: firstText(...views.map((view) => view.yearGroup)),
        CurrentClass: firstText(...views.map((view) => view.tutorGroupName)),
        DateOfBirth: one.dateOfBirth,
      };
    }),
    Contacts: of('People')
      .filter((one) => having('StudentContacts', 'personId', textOf(one.personId)).length > 0)
      .map((one) => ({
        ContactID: one.personId,
        Title: one.title,
        Forename: one.firstName,
        Surname: one.lastName,
        Email: best('Emails', one.personId, 'emailAddress'),
        Phone: best('Telephones', one.personId, 'telephoneNumber'),
      })),
    ContactLinks: of('StudentContacts').map((one) => ({
      StudentID: personOf(textOf(one.studentId)),
      ContactID: one.personId,
      Relationship: one.relationshipDescription,
      ParentalResponsibility: one.parentalResponsibility,
    })),
    Staff: of('Staff').map((one) => ({
      StaffID: one.staffId,
      Title: one.title,
      Forename: firstText(one.preferredFirstName, one.firstName),
      Surname: firstText(one.preferredLastName, one.lastName),
      PrimaryEmail: one.workEmail,
    })),
    Classes: collections
      .filter(({ type }) => type in classTypes)
      .map(({ one, type }) => {
        const executives = now('CollectionExecutives', textOf(one.collectionId));
        const isTutor = (row: Entry) =>
          ['Tutor', 'Form Tutor'].includes(textOf(row.collectionRoleTypeDescription) ?? '');
        return {
          ClassID: one.collectionId,
          ClassCode: one.collectionName,
          ClassDescription: one.collectionDescription,
          Type: classTypes[type],
          StaffID1: executives.find(isTutor)?.personId,
          StaffIDs: executives.map((row) => row.personId),
          StudentIDs: now('CollectionAssociates', textOf(one.collectionId)).map((row) => row.personId),
        };
      }),
    Groups: collections
      .filter(({ type }) => !(type in classTypes) && type !== 'Department')
      .map(({ one, type }) => ({
        GroupID: one.collectionId,
        GroupDescription: firstText(one.collectionDescription, one.collectionName),
        GroupType: groupTypes[type] ?? type,
        StudentIDs: now('CollectionAssociates', textOf(one.collectionId)).map((row) => row.personId),
      })),
  };
}

/** What a reading of the extract decides, with the types of groups as Bromcom has them. */
function expected(own: Lists, day: string, options = usual): Tables {
  const type = (stored: unknown) => Object.keys(groupTypes).find((one) => groupTypes[one] === stored) ?? stored;
  return withColumn(decidedPlainly(shipped(own, day), options), 'groups', 3, (row) => type(row[3]));
}

test('check finds nothing, and the cases decide every rule both ways', () => assertShipped(example));

for (const [day, only] of [
  [today, false],
  ['2026-10-23', true],
] as const)
  test(`the extract is loaded as the criteria say of what it holds, on ${day}, responsible ones only: ${String(only)}`, async () => {
    const tables = await example.run(
      'extract.json',
      '--date',
      day,
      '--set',
      `parentalResponsibilityOnly=${String(only)}`,
    );
    assert.deepEqual(tables, expected(lists, day, { ...usual, parentalResponsibilityOnly: only }));
    assert.ok(Object.values(tables).every((rows) => rows.length > 0));
  });

test('the output in its README is what the command there prints', () => assertReadme(example));

test('what the mapping does not list is nowhere', () => assertSecretsStay(example, 'extract.json'));

test('entries that go, come twice or have blanks change what the criteria say, and nothing else', async () => {
  // Two tutors at once would both be main teachers, of whom the shipped pipeline knows one.
  const isKept = (list: string, key: string) => list === 'CollectionExecutives' && key.endsWith('Date');
  const edit = fc.record({ list: fc.nat(), entry: fc.nat(), way: fc.nat() });
  await checked(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
      const { Schools, ...others } = lists;
      const own: Lists = { ...edited(others, edits, isKept), Schools: Schools ?? [] };
      assert.deepEqual(await decidedTables(example, documentOf(own)), expected(own, today));
    }),
    { numRuns: cases(100) },
  );
});

test('the order of entries and keys, and where pages end, make no difference', async () => {
  const cuts = fc.array(fc.nat(), { maxLength: 3 });
  await checked(
    fc.asyncProperty(fc.integer(), cuts, async (seed, at) => {
      const mixed = rearranged(lists as unknown as Document, seed, (entry) =>
        JSON.stringify(entry.personId ?? entry.staffId ?? entry.collectionId),
      ) as unknown as Lists;
      const pages = Object.entries(mixed).map(([name, list]) => [
        name,
        name === 'Schools' ? { data: list } : pagesOf(list, at),
      ]);
      const other = JSON.stringify(Object.fromEntries(pages));
      assert.deepEqual(await decidedTables(example, other), expected(lists, today));
    }),
    { numRuns: cases(50) },
  );
});

test('contacts that name a student by another key, or by the one of memberships, give the same rows', async () => {
  const pipeline = parse(readFileSync(example.config, 'utf8')) as {
    links: Record<string, { joins: Record<string, Record<string, unknown>> }>;
  };
  const joins = pipeline.links.contactLinks?.joins ?? {};
  joins.student = { to: 'students', from: 'studentPersonId' };
  const folder = temporaryFolder();
  cpSync(join(example.folder, 'rules'), join(folder, 'rules'), { recursive: true });
  writeFileSync(join(folder, 'pipeline.yaml'), stringify(pipeline));
  const configuration = readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });

  const students = (lists.Students ?? []).filter((one) => textOf(one.studentId) !== '13'); // which two have
  const personOf = (number: unknown) => students.find((one) => textOf(one.studentId) === textOf(number))?.personId;
  const contacts = (lists.StudentContacts ?? []).map((row) => ({ ...row, studentPersonId: personOf(row.studentId) }));
  const own = documentOf({ ...lists, Students: students, StudentContacts: contacts });
  const direct = { ...example, configuration, memory: new RuleMemory() };
  assert.deepEqual(await decidedTables(direct, own), await decidedTables(example, own));
});
