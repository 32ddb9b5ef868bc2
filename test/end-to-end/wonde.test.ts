import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { reference, type Options } from '../reference/reference.js';
import { checked } from '../support/checked.js';
import { assertReadme, assertSecretsStay, assertShipped, decidedTables, exampleOf } from '../support/examples.js';
import { cases } from '../support/numbers.js';
import { pagesOf, rearranged, type Entry } from '../support/rearranged.js';
import { sorted, type Tables } from '../support/tables.js';

const example = exampleOf('wonde');
const text = readFileSync(join(example.folder, 'extract.json'), 'utf8');
const usual: Options = { parentalResponsibilityOnly: false, singleSignOn: false };
const strict: Options = { ...usual, parentalResponsibilityOnly: true };

interface Named {
  id: string;
  [key: string]: unknown;
}
interface Contact extends Named {
  relationship: { relationship: unknown; parental_responsibility: unknown; priority: unknown };
  contact_details: { data: { emails: Record<string, unknown>; phones: Record<string, unknown> } };
}
interface Student extends Named {
  date_of_birth: { date: string } | null;
  year: { data: { name: string } | null };
  group: { data: { name: string } } | null;
  education_details: { data: { current_nc_year: string; leaving_date: { date: string } | null } };
  contacts: { data: Contact[] };
}
interface Employee extends Named {
  employment_details: { data: { current: unknown } };
  contact_details: { data: { emails: Record<string, unknown> } };
}
interface Members extends Named {
  students: { data: Named[] };
  employees: { data: (Named & { meta: { is_main_teacher: unknown } })[] };
}
type Paged<T> = { data: T[] } | { data: T[] }[];
interface Extract {
  school: { data: { id: string; name: string } };
  students: Paged<Student>;
  employees: Paged<Employee>;
  classes: Paged<Members>;
  groups: Paged<Members>;
}

const entries = <T>(paged: Paged<T>): T[] => (Array.isArray(paged) ? paged : [paged]).flatMap(({ data }) => data);
const isThere = (value: unknown) => typeof value === 'string' && value.trim() !== '';
const first = (...values: unknown[]) => values.find(isThere) ?? null;

/** Who has left, or left on a day that does not exist: with the day of the extract, and read as plainly as that. */
function hasLeft({ education_details: { data } }: Student): boolean {
  const day = data.leaving_date?.date.slice(0, 10);
  return day !== undefined && (day <= '2026-11-20' || new Date(day).toISOString().slice(0, 10) !== day);
}

/** The document that RM Integris would give of the same school. */
function shipped(extract: Extract): object {
  const students = entries(extract.students);
  const groups = entries(extract.groups);
  const isRegistration = ({ type }: Members) => String(type).trim() === 'REGISTRATION';
  const classOf = (one: Members, Type: string, ClassCode: unknown) => ({
    ...{ ClassID: one.id, ClassCode, ClassDescription: first(one.description, one.name), Type },
    StaffID1: one.employees.data.find(({ meta }) => meta.is_main_teacher === true)?.id,
    ...{ StaffIDs: one.employees.data.map(({ id }) => id), StudentIDs: one.students.data.map(({ id }) => id) },
  });
  const types: Record<string, string> = { HOUSE: 'House group', YEAR: 'Year group' };
  return {
    ...{ SchoolID: extract.school.data.id, SchoolName: extract.school.data.name },
    Students: students
      .filter((one) => !hasLeft(one))
      .map((one) => ({
        ...{ StudentID: one.id, KnownName: one.forename, Surname: one.surname, DateOfBirth: one.date_of_birth?.date },
        CurrentYearGroup: one.year.data?.name ?? one.education_details.data.current_nc_year,
        CurrentClass: one.group?.data.name,
      })),
    Contacts: students.flatMap(({ contacts }) =>
      contacts.data.map(({ id, title, forename, surname, contact_details: { data } }) => ({
        ...{ ContactID: id, Title: title, Forename: forename, Surname: surname },
        Email: first(data.emails.primary, data.emails.email, data.emails.home),
        Phone: first(data.phones.primary, data.phones.mobile, data.phones.phone),
      })),
    ),
    ContactLinks: students.flatMap((one) =>
      one.contacts.data.map(({ id, relationship }) => ({
        ...{ StudentID: one.id, ContactID: id, Relationship: relationship.relationship },
        ParentalResponsibility: relationship.parental_responsibility,
      })),
    ),
    Staff: entries(extract.employees)
      .filter(({ employment_details: { data } }) => data.current !== false)
      .map(({ id, title, forename, surname, contact_details: { data } }) => ({
        ...{ StaffID: id, Title: title, Forename: forename, Surname: surname },
        PrimaryEmail: first(data.emails.work, data.emails.primary, data.emails.email),
      })),
    Classes: [
      ...entries(extract.classes).map((one) => classOf(one, 'Teaching set', one.code)),
      ...groups.filter(isRegistration).map((one) => classOf(one, 'Registration', one.name)),
    ],
    Groups: groups
      .filter((one) => !isRegistration(one))
      .map((one) => ({
        ...{ GroupID: one.id, GroupDescription: first(one.description, one.name) },
        ...{ GroupType: types[String(one.type)], StudentIDs: one.students.data.map(({ id }) => id) },
      })),
  };
}

/** What comes through as the criteria say, with the priority that this MIS gives and RM Integris does not. */
function expected(extract: Extract, options: Options): Tables {
  const { tables } = reference(JSON.stringify(shipped(extract)), options);
  const priorities = new Map<string, number>();
  for (const { id, contacts } of entries(extract.students))
    for (const contact of contacts.data) {
      const link = `${id} ${contact.id}`;
      const { priority } = contact.relationship;
      if (priority !== null && !priorities.has(link)) priorities.set(link, Number(priority));
    }
  const links = tables.contact_links?.map(([school, student, contact, relationship]) => {
    const priority = priorities.get(`${String(student)} ${String(contact).replace('#2', '')}`) ?? 1;
    return [school, student, contact, relationship, priority];
  });
  const all = { ...tables, contact_links: links ?? [] };
  return Object.fromEntries(Object.entries(all).map(([table, rows]) => [table, sorted(rows)]));
}

test('check finds nothing, and the cases decide every rule both ways', () => assertShipped(example));

test('the extract is loaded as the criteria say of what it holds', async () => {
  const tables = await example.run('extract.json');
  assert.deepEqual(tables, expected(JSON.parse(text) as Extract, usual));
  assert.ok(Object.values(tables).every((rows) => rows.length > 0));
});

test('so it is where contacts need parental responsibility', async () => {
  const tables = await decidedTables(exampleOf('wonde', ['parentalResponsibilityOnly=true']), text);
  assert.deepEqual(tables, expected(JSON.parse(text) as Extract, strict));
  assert.notDeepEqual(tables, expected(JSON.parse(text) as Extract, usual));
});

test('the output in its README is what the command there prints', () => assertReadme(example));

test('what the mapping does not list is nowhere', () => assertSecretsStay(example, 'extract.json'));

test('lists and keys in any order, and pages cut anywhere, give the same tables', async () => {
  const document = JSON.parse(text) as Extract;
  const tables = await decidedTables(example, text);
  assert.deepEqual(tables, expected(document, usual));
  const whole = fc.record({ at: fc.array(fc.nat(), { maxLength: 12 }), seed: fc.integer() });
  await checked(
    fc.asyncProperty(whole, async ({ at, seed }) => {
      const lists = ['students', 'employees', 'classes', 'groups'] as const;
      const mixed = rearranged(document as unknown as Entry, seed, ({ id }) => id) as unknown as Extract;
      const cut = lists.map((name, index) => [name, pagesOf(entries<Named>(mixed[name]), at.slice(index * 3))]);
      const other = JSON.stringify({ ...mixed, ...Object.fromEntries(cut) });
      assert.deepEqual(await decidedTables(example, other), tables);
    }),
    { numRuns: cases(200) },
  );
});
