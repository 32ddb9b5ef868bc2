import type { Row } from './spoil.js';

/** A generated school, parsed. */
export type ParsedSchool = Readonly<
  Record<'Students' | 'Contacts' | 'ContactLinks' | 'Staff' | 'Classes' | 'Groups', readonly Row[]>
> & {
  readonly SchoolID: string;
  readonly SchoolName: string;
};

const site = 'https://sis.example.org/ims/oneroster/v1p1';

const classTypes: Readonly<Record<string, string>> = {
  Registration: 'homeroom',
  'Teaching set': 'scheduled',
  'Mixed group': 'scheduled',
  'House group': 'ext:houseGroup',
  'Year group': 'ext:yearGroup',
  'Student group': 'ext:studentGroup',
};

/**
 * The same school as a bundle of OneRoster 1.1, with the same people, classes and groups, as examples/oneroster reads it: groups are
 * classes of a type of their own, members are enrollments, and students name their contacts as agents.
 */
export function asOneRoster(school: ParsedSchool): string {
  const org = reference('orgs', school.SchoolID, 'org');
  const term = reference('academicSessions', 'autumn', 'academicSession');
  const classes = [...school.Classes.map(classOf), ...school.Groups.map(groupOf)];
  return JSON.stringify({
    orgs: [{ sourcedId: school.SchoolID, status: 'active', name: school.SchoolName, type: 'school' }],
    academicSessions: [
      {
        sourcedId: 'autumn',
        status: 'active',
        title: 'Autumn',
        type: 'term',
        startDate: '2026-09-01',
        endDate: '2026-12-18',
      },
    ],
    classes: classes.map(({ row }) => ({ ...row, status: 'active', school: org, terms: [term] })),
    users: usersOf(school).map((user) => ({ ...user, status: 'active', enabledUser: 'true', orgs: [org] })),
    enrollments: classes.flatMap(({ row: { sourcedId }, members }) =>
      members.map((member, at) => ({
        ...{ sourcedId: `${sourcedId}-${at}`, status: 'active', school: org },
        ...{ class: reference('classes', sourcedId, 'class'), ...member },
      })),
    ),
    demographics: school.Students.map((row) => ({ sourcedId: textOf(row.StudentID), birthDate: row.DateOfBirth })),
  });
}

function reference(list: string, sourcedId: string | null, type: string) {
  return { href: `${site}/${list}/${sourcedId}`, sourcedId, type };
}

/** Ids of OneRoster are texts. */
function textOf(id: unknown): string | null {
  const text = String(id);
  return id === null || id === undefined ? null : text;
}

function usersOf({ Students, Contacts, ContactLinks, Staff }: ParsedSchool): Row[] {
  const agents = new Map<string | null, Row[]>();
  for (const { StudentID, ContactID } of ContactLinks) {
    const student = textOf(StudentID);
    agents.set(student, [...(agents.get(student) ?? []), reference('users', textOf(ContactID), 'user')]);
  }
  return [
    ...Students.map((row) => ({
      ...{ sourcedId: textOf(row.StudentID), role: 'student', username: row.UPN, grades: [row.CurrentYearGroup] },
      ...{ givenName: row.KnownName, familyName: row.Surname, metadata: { className: row.CurrentClass } },
      agents: agents.get(textOf(row.StudentID)) ?? [],
    })),
    ...Contacts.map((row) => ({
      ...{ sourcedId: textOf(row.ContactID), role: 'guardian', givenName: row.Forename, familyName: row.Surname },
      ...{ email: row.Email, phone: row.Phone, metadata: { title: row.Title } },
    })),
    ...Staff.map((row) => ({
      ...{ sourcedId: textOf(row.StaffID), role: 'teacher', givenName: row.Forename, familyName: row.Surname },
      ...{ email: row.PrimaryEmail, metadata: { title: row.Title } },
    })),
  ];
}

interface ClassRow {
  readonly row: { readonly sourcedId: string } & Row;
  /** Its enrollments, without what all of them have. */
  readonly members: readonly Row[];
}

function classOf({
  ClassID,
  ClassCode,
  ClassDescription,
  Type,
  StaffID1,
  StaffID2,
  StaffIDs,
  StudentIDs,
}: Row): ClassRow {
  const staff = [StaffID1, StaffID2, ...((StaffIDs as unknown[] | undefined) ?? [])].map(textOf);
  const teachers = [...new Set(staff.filter((id) => id !== null))].map((id) => {
    return { user: reference('users', id, 'user'), role: 'teacher', primary: String(id === textOf(StaffID1)) };
  });
  const row = { sourcedId: `c${ClassID}`, classCode: ClassCode, title: ClassDescription, classType: typeOf(Type) };
  return { row, members: [...studentsOf(StudentIDs), ...teachers] };
}

function groupOf({ GroupID, GroupDescription, GroupType, StudentIDs }: Row): ClassRow {
  const row = { sourcedId: `g${GroupID}`, classCode: null, title: GroupDescription, classType: typeOf(GroupType) };
  return { row, members: studentsOf(StudentIDs) };
}

function studentsOf(ids: unknown): Row[] {
  return (ids as unknown[]).map((id) => ({
    ...{ user: reference('users', textOf(id), 'user'), role: 'student', primary: 'false' },
    ...{ beginDate: '2026-09-01', endDate: null },
  }));
}

function typeOf(type: unknown): string {
  return classTypes[String(type)] ?? String(type);
}
