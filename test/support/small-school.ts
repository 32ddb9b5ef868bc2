/** An extract of a few invented people, as an object to change and write down. */
export interface SmallSchool {
  SchoolID: string;
  SchoolName: string;
  ExtractedAt?: string;
  Students: Row[];
  Contacts: Row[];
  ContactLinks: Row[];
  Staff: Row[];
  Classes: Row[];
  Groups: Row[];
}

export type Row = Record<string, unknown>;

const perClass = 10;

/**
 * A school in which everything comes through: each student has one parent, is in one class of ten with a teacher of its
 * own, and in one house.
 */
export function smallSchool(students: number, id = '9360001'): SmallSchool {
  const of = <T>(count: number, make: (number: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
  const classes = Math.ceil(students / perClass);
  const idsIn = (group: number): number[] =>
    of(Math.min(perClass, students - group * perClass), (at) => 100 + group * perClass + at);
  return {
    SchoolID: id,
    SchoolName: `School ${id}`,
    ExtractedAt: '2026-11-20T02:00:00Z',
    Students: of(students, (at) => ({
      StudentID: 100 + at,
      KnownName: `Known${String(at)}`,
      Surname: `Surname${String(at)}`,
      CurrentYearGroup: 'Year 4',
      CurrentClass: `4-${String(Math.floor(at / perClass))}`,
      DateOfBirth: '2018-03-09',
    })),
    Contacts: of(students, (at) => ({
      ContactID: 5000 + at,
      Title: 'Mrs',
      Forename: `Forename${String(at)}`,
      Surname: `Parent${String(at)}`,
      Email: `parent${String(at)}@example.org`,
      Phone: `01632 9600${String(at).padStart(2, '0')}`,
      Relationship: 'Mother',
    })),
    ContactLinks: of(students, (at) => ({
      StudentID: 100 + at,
      ContactID: 5000 + at,
      Relationship: 'Mother',
      ParentalResponsibility: true,
    })),
    Staff: of(classes, (at) => ({
      StaffID: 30 + at,
      Title: 'Mr',
      Forename: `Teacher${String(at)}`,
      Surname: `Staff${String(at)}`,
      PrimaryEmail: `teacher${String(at)}@example.org`,
    })),
    Classes: of(classes, (at) => ({
      ClassID: 200 + at,
      ClassCode: `4-${String(at)}`,
      ClassDescription: `Year 4, ${String(at)}`,
      Type: 'Registration',
      StaffID1: 30 + at,
      StudentIDs: idsIn(at),
    })),
    Groups: [
      {
        GroupID: 70,
        GroupDescription: 'Red House',
        GroupType: 'House group',
        StudentIDs: of(students, (at) => 100 + at),
      },
    ],
  };
}

/** The school without these parents, by their place; their links go with them. */
export function withoutParents(school: SmallSchool, ...places: readonly number[]): SmallSchool {
  const gone = new Set(places.map((at) => 5000 + at));
  const stays = ({ ContactID: id }: Row): boolean => !gone.has(id as number);
  return { ...school, Contacts: school.Contacts.filter(stays), ContactLinks: school.ContactLinks.filter(stays) };
}

/** The first so many numbers from 0, or from another. */
export function first(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}
