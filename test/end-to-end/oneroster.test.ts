import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { reference, type Options } from '../reference/reference.js';
import { checked } from '../support/checked.js';
import { assertReadme, assertSecretsStay, assertShipped, decidedTables, exampleOf } from '../support/examples.js';
import { cases } from '../support/numbers.js';
import { rearranged, type Entry } from '../support/rearranged.js';
import { sorted, type Tables } from '../support/tables.js';

const example = exampleOf('oneroster');
const day = '2026-11-20';
const withoutTitles = ['contact-title', 'teacher-title'];

interface Thing {
  sourcedId: string | null;
  status: string;
  metadata?: { title?: string; className?: string };
}
interface User extends Thing {
  role?: string;
  roles?: { role: string }[];
  preferredFirstName?: string | null;
  givenName: string;
  familyName: string | null;
  agents: { sourcedId: string }[];
  grades?: string | string[];
  email: string | null;
  phone: string | null;
  sms: string | null;
}
interface Class extends Thing {
  title: string;
  classCode: string;
  classType: string;
  terms: { sourcedId: string }[];
}
interface Enrollment extends Thing {
  user: { sourcedId: string };
  class: { sourcedId: string };
  role: string;
  primary?: unknown;
  beginDate: string | null;
  endDate: string | null;
}
interface Extract {
  orgs: { sourcedId: string; name: string; type: string }[];
  academicSessions: { sourcedId: string; startDate: string; endDate: string }[];
  classes: Class[];
  users: User[];
  enrollments: Enrollment[];
  demographics: { sourcedId: string; birthDate: string }[];
}

const first = (...values: unknown[]) =>
  values.find((value) => typeof value === 'string' && value.trim() !== '') ?? null;
const exists = (text: string) => new Date(text).toISOString().slice(0, 10) === text;
const isDay = (text: string | null) => text === null || exists(text);
/** Begun, and not ended: the last day is not one of it any more. */
const isNow = (begin: string | null, end: string | null) =>
  isDay(begin) && isDay(end) && (begin ?? '') <= day && (end === null || end > day);

/** Without whom the first entry of the same id says is about to be deleted. */
function standing<T extends Thing>(things: readonly T[]): T[] {
  return things.filter(({ sourcedId }) => things.find((one) => one.sourcedId === sourcedId)?.status !== 'tobedeleted');
}

const family: Record<string, string> = { parent: 'Parent', guardian: 'Guardian', relative: 'Relative' };
const classTypes: Record<string, string> = { homeroom: 'Registration', scheduled: 'Teaching set' };
const groupTypes: Record<string, string> = {
  'ext:houseGroup': 'House group',
  'ext:yearGroup': 'Year group',
  'ext:studentGroup': 'Student group',
};

/** The document that RM Integris would give of the same school. */
function shipped(extract: Extract): object {
  const rolesOf = ({ role, roles = [] }: User) => [
    ...(role === undefined ? [] : [role]),
    ...roles.map((one) => one.role),
  ];
  const usersWho = (...wanted: string[]) =>
    extract.users.filter((user) => rolesOf(user).some((role) => wanted.includes(role)));
  const students = usersWho('student');
  const contacts = usersWho('parent', 'guardian', 'relative');
  const roleOf = (contact: string | null) =>
    contacts
      .filter(({ sourcedId }) => sourcedId === contact)
      .flatMap(rolesOf)
      .find((role) => role in family) ?? '';
  const links = [
    ...students.flatMap(({ sourcedId, agents }) => agents.map((agent) => [sourcedId, agent.sourcedId] as const)),
    ...contacts.flatMap(({ sourcedId, agents }) => agents.map((agent) => [agent.sourcedId, sourcedId] as const)),
  ];
  const rows = extract.enrollments.filter((row) => row.status !== 'tobedeleted' && isNow(row.beginDate, row.endDate));
  const of = (one: Thing, ...roles: string[]) =>
    rows.filter((row) => row.class.sourcedId === one.sourcedId && roles.includes(row.role));
  const idsOf = (members: readonly Enrollment[]) => members.map(({ user }) => user.sourcedId);
  const isGroup = ({ classType }: Class) => classType in groupTypes;
  const isInTerm = ({ terms }: Class) =>
    terms.length === 0 ||
    terms.some(({ sourcedId }) =>
      extract.academicSessions.some((one) => one.sourcedId === sourcedId && isNow(one.startDate, one.endDate)),
    );
  const school = extract.orgs.find(({ type }) => type === 'school');
  const inTerm = new Set(extract.classes.filter((one) => isInTerm(one)).map(({ sourcedId }) => sourcedId));
  return {
    ...{ SchoolID: school?.sourcedId, SchoolName: school?.name },
    Students: standing(students).map((one) => ({
      ...{ StudentID: one.sourcedId, KnownName: first(one.preferredFirstName, one.givenName), Surname: one.familyName },
      ...{ CurrentYearGroup: [one.grades].flat()[0], CurrentClass: one.metadata?.className },
      DateOfBirth: extract.demographics.find((of) => of.sourcedId === one.sourcedId && exists(of.birthDate))?.birthDate,
    })),
    Contacts: standing(contacts).map((one) => ({
      ...{ ContactID: one.sourcedId, Title: one.metadata?.title, Forename: one.givenName, Surname: one.familyName },
      ...{ Email: one.email, Phone: first(one.phone, one.sms), Relationship: family[roleOf(one.sourcedId)] },
    })),
    ContactLinks: links.map(([student, contact]) => ({
      ...{ StudentID: student, ContactID: contact, Relationship: family[roleOf(contact)] },
      ParentalResponsibility: ['parent', 'guardian'].includes(roleOf(contact)),
    })),
    Staff: standing(usersWho('teacher', 'aide', 'administrator', 'principal', 'counselor')).map((one) => ({
      ...{ StaffID: one.sourcedId, Title: one.metadata?.title, Forename: one.givenName, Surname: one.familyName },
      PrimaryEmail: one.email,
    })),
    Classes: standing(extract.classes)
      .filter((one) => !isGroup(one) && inTerm.has(one.sourcedId))
      .map((one) => ({
        ...{ ClassID: one.sourcedId, ClassCode: one.classCode, ClassDescription: one.title },
        Type: classTypes[one.classType] ?? one.classType,
        StaffID1: idsOf(of(one, 'teacher', 'aide').filter(({ primary }) => String(primary) === 'true'))[0],
        ...{ StaffIDs: idsOf(of(one, 'teacher', 'aide')), StudentIDs: idsOf(of(one, 'student')) },
      })),
    Groups: standing(extract.classes)
      .filter(isGroup)
      .map((one) => ({
        ...{ GroupID: one.sourcedId, GroupDescription: one.title, GroupType: groupTypes[one.classType] },
        StudentIDs: idsOf(of(one, 'student')),
      })),
  };
}

function expected(extract: Extract, options: Options): Tables {
  const { tables } = reference(JSON.stringify(shipped(extract)), options);
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, sorted(rows)]));
}

const usual: Options = { parentalResponsibilityOnly: false, singleSignOn: false, disabled: withoutTitles };
const strict: Options = { parentalResponsibilityOnly: true, singleSignOn: false };
const strictExample = exampleOf('oneroster', ['titleNeeded=true', 'parentalResponsibilityOnly=true']);

test('check finds nothing, and the cases decide every rule both ways', () => assertShipped(example));

for (const version of ['1.1', '1.2']) {
  const file = `extract-${version}.json`;
  const text = readFileSync(join(example.folder, file), 'utf8');
  const document = JSON.parse(text) as Extract;

  test(`an extract of version ${version} is loaded as the criteria say of what it holds`, async () => {
    const tables = await example.run(file);
    assert.deepEqual(tables, expected(document, usual));
    assert.ok(Object.values(tables).every((rows) => rows.length > 0));
  });

  test(`so it is where people need a title, and contacts are parents or guardians, in version ${version}`, async () => {
    assert.deepEqual(await decidedTables(strictExample, text), expected(document, strict));
    assert.notDeepEqual(expected(document, strict), expected(document, usual));
  });

  test(`lists and keys of version ${version} in any order give the same tables`, async () => {
    const tables = await decidedTables(example, text);
    /** Rows of one pair stay in their order, as entries of one id do. */
    const keyOf = ({ sourcedId, user, class: ofClass }: Entry) =>
      user === undefined ? sourcedId : JSON.stringify([user, ofClass]);
    await checked(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const other = rearranged(document as unknown as Entry, seed, keyOf);
        assert.deepEqual(await decidedTables(example, JSON.stringify(other)), tables);
      }),
      { numRuns: cases(100) },
    );
  });
}

test('what the mapping does not list is nowhere', () => assertSecretsStay(example, 'extract-1.2.json'));

test('the output in its README is what the command there prints', () => assertReadme(example));
