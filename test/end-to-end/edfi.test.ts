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
  lastPart,
  textOf,
  withColumn,
  type Entry,
  type Lists,
} from '../support/read-plainly.js';
import { rearranged, type Entry as Document } from '../support/rearranged.js';
import type { Tables } from '../support/tables.js';

const example = exampleOf('edfi');
const text = readFileSync(join(example.folder, 'extract.json'), 'utf8');
const { extractedAt, ...lists } = JSON.parse(text) as Lists;
const usual = { parentalResponsibilityOnly: false, singleSignOn: false };

/** An entry's value at a path. */
function at(entry: Entry | null | undefined, ...path: readonly string[]): unknown {
  let value: unknown = entry;
  for (const key of path) value = typeof value === 'object' && value !== null ? (value as Entry)[key] : undefined;
  return value;
}

const sectionKey = ['localCourseCode', 'schoolId', 'schoolYear', 'sessionName', 'sectionIdentifier'];
const cohortKey = ['cohortIdentifier', 'educationOrganizationId'];
const student = (entry: Entry) => textOf(at(entry, 'studentReference', 'studentUniqueId'));

/** The parts of a key as one id, or null if one of them is blank. */
function joined(of: unknown, keys: readonly string[]): string | null {
  const parts = keys.map((key) => textOf(at(of as Entry, key)));
  if (parts.some((part) => part === null)) return null;
  return parts.map((part) => part?.replaceAll(/[\\|]/g, (sign) => `\\${sign}`)).join('|');
}

const idOfSection = (section: Entry) =>
  joined(
    { ...(at(section, 'courseOfferingReference') as object), sectionIdentifier: section.sectionIdentifier },
    sectionKey,
  );
const idOfCohort = (cohort: Entry) =>
  joined(
    { ...(at(cohort, 'educationOrganizationReference') as object), cohortIdentifier: cohort.cohortIdentifier },
    cohortKey,
  );

const isYes = (value: unknown) => ['true', 'yes', 'y', 't', '1'].includes(String(value).trim().toLowerCase());

function mailOf(entry: Entry, otherwise: (mail: Entry) => boolean): string | null {
  const mails = (entry.electronicMails ?? []) as Entry[];
  const addresses = (taken: Entry[]) => taken.map((mail) => mail.electronicMailAddress);
  return firstText(
    ...addresses(mails.filter((mail) => isYes(mail.primaryEmailAddressIndicator))),
    ...addresses(mails.filter(otherwise)),
  );
}

const groupTypes: Record<string, string> = {
  'Extracurricular Activity': 'Student group',
  House: 'House group',
  Year: 'Year group',
};
const watched = ['Counselor List', 'Discipline Intervention', 'In-school Suspension', 'Principal Watch List'];

/** The extract as the shipped pipeline would have it on a day. */
function shipped(own: Lists, day: string): object {
  const of = (name: string) => own[name] ?? [];
  const now = (name: string) => of(name).filter((row) => isWithin(day, row.beginDate, row.endDate));
  const stays = (id: string | null) =>
    inOrder(
      of('studentSchoolAssociations').filter(
        (stay) => student(stay) === id && isWithin(day, stay.entryDate, stay.exitWithdrawDate),
      ),
      'entryDate',
      'highest',
    );
  const homerooms = (id: string | null) =>
    inOrder(
      now('studentSectionAssociations').filter((row) => student(row) === id && isYes(row.homeroomIndicator)),
      'beginDate',
      'highest',
    );
  const titleOf = (section: Entry) =>
    of('courseOfferings')
      .filter(
        (offering) =>
          ['localCourseCode', 'schoolId', 'schoolYear', 'sessionName'].every(
            (key) => textOf(at(section, 'courseOfferingReference', key)) !== null,
          ) &&
          textOf(offering.localCourseCode) === textOf(at(section, 'courseOfferingReference', 'localCourseCode')) &&
          textOf(at(offering, 'schoolReference', 'schoolId')) ===
            textOf(at(section, 'courseOfferingReference', 'schoolId')) &&
          textOf(at(offering, 'sessionReference', 'schoolYear')) ===
            textOf(at(section, 'courseOfferingReference', 'schoolYear')) &&
          textOf(at(offering, 'sessionReference', 'sessionName')) ===
            textOf(at(section, 'courseOfferingReference', 'sessionName')),
      )
      .map((offering) => offering.localCourseTitle);
  const students = (rows: Entry[], reference: string, keys: readonly string[], id: string | null) =>
    rows.filter((row) => id !== null && joined(row[reference], keys) === id).map(student);

  return {
    SchoolID: String(of('schools')[0]?.schoolId),
    SchoolName: String(of('schools')[0]?.nameOfInstitution),
    Students: of('students')
      .map((one): [string | null, Entry] => [textOf(one.studentUniqueId), one])
      .filter(([id]) => stays(id).some((stay) => textOf(stay.entryDate) !== null))
      .map(([id, one]) => ({
        StudentID: id,
        KnownName: one.firstName,
        Surname: one.lastSurname,
        CurrentYearGroup: lastPart(firstText(...stays(id).map((stay) => stay.entryGradeLevelDescriptor)), '#'),
        CurrentClass: firstText(...homerooms(id).map((row) => at(row, 'sectionReference', 'sectionIdentifier'))),
        DateOfBirth: one.birthDate,
      })),
    Contacts: of('contacts').map((one) => ({
      ContactID: one.contactUniqueId,
      Title: one.personalTitlePrefix,
      Forename: one.firstName,
      Surname: one.lastSurname,
      Email: mailOf(one, () => true),
      Phone: firstText(
        ...inOrder((one.telephones ?? []) as Entry[], 'orderOfPriority', 'lowest').map(
          (phone) => phone.telephoneNumber,
        ),
      ),
    })),
    ContactLinks: of('studentContactAssociations').map((one) => ({
      StudentID: student(one),
      ContactID: at(one, 'contactReference', 'contactUniqueId'),
      Relationship: lastPart(one.relationDescriptor, '#'),
      ParentalResponsibility: one.legalGuardian,
    })),
    Staff: of('staffs').map((one) => ({
      StaffID: one.staffUniqueId,
      Title: one.personalTitlePrefix,
      Forename: one.firstName,
      Surname: one.lastSurname,
      PrimaryEmail: mailOf(one, (mail) => lastPart(mail.electronicMailTypeDescriptor, '#') === 'Work'),
    })),
    Classes: of('sections').map((one) => {
      const id = idOfSection(one);
      const staff = now('staffSectionAssociations').filter(
        (row) => id !== null && joined(row.sectionReference, sectionKey) === id,
      );
      const ofRecord = staff.find((row) => lastPart(row.classroomPositionDescriptor, '#') === 'Teacher of Record');
      return {
        ClassID: id,
        ClassCode: at(one, 'courseOfferingReference', 'localCourseCode'),
        ClassDescription: firstText(one.sectionName, ...titleOf(one)),
        Type: isYes(one.officialAttendancePeriod) ? 'Registration' : 'Teaching set',
        StaffID1: at(ofRecord, 'staffReference', 'staffUniqueId'),
        StaffIDs: staff.map((row) => at(row, 'staffReference', 'staffUniqueId')),
        StudentIDs: students(now('studentSectionAssociations'), 'sectionReference', sectionKey, id),
      };
    }),
    Groups: of('cohorts')
      .filter(
        (one) =>
          !watched.some((type) => textOf(one.cohortTypeDescriptor) === `uri://ed-fi.org/CohortTypeDescriptor#${type}`),
      )
      .map((one) => {
        const type = lastPart(one.cohortTypeDescriptor, '#') ?? '';
        return {
          GroupID: idOfCohort(one),
          GroupDescription: firstText(one.cohortDescription, one.cohortIdentifier),
          GroupType: groupTypes[type] ?? type,
          StudentIDs: students(now('studentCohortAssociations'), 'cohortReference', cohortKey, idOfCohort(one)),
        };
      }),
  };
}

/** What a reading of the extract decides, with the types of groups and the priorities that Ed-Fi has. */
function expected(own: Lists, day: string, options = usual): Tables {
  const tables = decidedPlainly(shipped(own, day), options);
  const type = (stored: unknown) => Object.keys(groupTypes).find((one) => groupTypes[one] === stored) ?? stored;
  const priorityOf = ([, of, contact]: unknown[]) => {
    const links = own.studentContactAssociations?.filter(
      (link) =>
        student(link) === of &&
        textOf(at(link, 'contactReference', 'contactUniqueId')) === String(contact).replace('#2', ''),
    );
    return Number(firstText(...(links ?? []).map((link) => link.contactPriority)) ?? 1);
  };
  return withColumn(
    withColumn(tables, 'groups', 3, (row) => type(row[3])),
    'contact_links',
    4,
    priorityOf,
  );
}

test('check finds nothing, and the cases decide every rule both ways', () => assertShipped(example));

for (const [day, only] of [
  [today, false],
  ['2026-10-30', true],
] as const)
  test(`the extract is loaded as the criteria say of what it holds, on ${day}, guardians only: ${String(only)}`, async () => {
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
  // Two teachers of record at once would both be main teachers, of whom the shipped pipeline knows one.
  const isKept = (list: string, key: string) =>
    list === 'schools' ||
    key === 'officialAttendancePeriod' ||
    (list === 'staffSectionAssociations' && key.endsWith('Date'));
  const edit = fc.record({ list: fc.nat(), entry: fc.nat(), way: fc.nat() });
  await checked(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
      const { schools, ...others } = lists;
      const own: Lists = { ...edited(others, edits, isKept), schools: schools ?? [] };
      assert.deepEqual(await decidedTables(example, JSON.stringify(own)), expected(own, today));
    }),
    { numRuns: cases(100) },
  );
});

test('the order of entries and keys makes no difference', async () => {
  // Repeats, the mails of one person, and links that name one pair stay in their order: the first counts.
  const keyOf = (entry: Document) =>
    JSON.stringify([
      entry.studentUniqueId ?? entry.contactUniqueId ?? entry.staffUniqueId ?? idOfSection(entry),
      entry.studentReference,
      entry.contactReference,
    ]);
  await checked(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const other = rearranged({ extractedAt, ...lists } as unknown as Document, seed, keyOf);
      assert.deepEqual(await decidedTables(example, JSON.stringify(other)), expected(lists, today));
    }),
    { numRuns: cases(50) },
  );
});

test('keys of several parts and simple ones give the same rows, but for the ids', async () => {
  const pipeline = parse(readFileSync(example.config, 'utf8')) as {
    rules: unknown;
    records: Record<string, Record<string, unknown>>;
    links: Record<string, { joins: Record<string, Record<string, unknown>> }>;
  };
  Object.assign(pipeline.records.classes ?? {}, { id: 'simple' });
  Object.assign(pipeline.records.groups ?? {}, { id: 'simple' });
  for (const links of ['classStudents', 'classTeachers'])
    Object.assign(pipeline.links[links]?.joins.class ?? {}, { from: 'sectionReference.simple' });
  Object.assign(pipeline.links.groupStudents?.joins.group ?? {}, { from: 'cohortReference.simple' });
  const folder = temporaryFolder();
  cpSync(join(example.folder, 'rules'), join(folder, 'rules'), { recursive: true });
  writeFileSync(join(folder, 'pipeline.yaml'), stringify(pipeline));
  const configuration = readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });

  const ids = [...new Set([...(lists.sections ?? []).map(idOfSection), ...(lists.cohorts ?? []).map(idOfCohort)])];
  const simpleOf = (id: string | null) => (id === null ? null : `s${String(ids.indexOf(id))}`);
  const simple = (name: string, key: string, parts: readonly string[]) =>
    (lists[name] ?? []).map((row) => ({
      ...row,
      [key]: { ...(row[key] as object), simple: simpleOf(joined(row[key], parts)) },
    }));
  const document = {
    ...lists,
    sections: (lists.sections ?? []).map((one) => ({ ...one, simple: simpleOf(idOfSection(one)) })),
    cohorts: (lists.cohorts ?? []).map((one) => ({ ...one, simple: simpleOf(idOfCohort(one)) })),
    studentSectionAssociations: simple('studentSectionAssociations', 'sectionReference', sectionKey),
    staffSectionAssociations: simple('staffSectionAssociations', 'sectionReference', sectionKey),
    studentCohortAssociations: simple('studentCohortAssociations', 'cohortReference', cohortKey),
  };
  let renamed = expected(lists, today);
  for (const table of ['classes', 'groups', 'class_students', 'class_teachers', 'group_students'])
    renamed = withColumn(renamed, table, 1, (row) => simpleOf(String(row[1])));
  const plain = await decidedTables({ ...example, configuration, memory: new RuleMemory() }, JSON.stringify(document));
  assert.deepEqual(plain, renamed);
});
