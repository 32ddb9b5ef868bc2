import { limitKeys } from '../../src/pipeline/limits.js';

/** Extracts that could cost their reader far more time or memory than their bytes are worth. */

export const longestList = limitKeys.keys.listEntries.otherwise;

const people = {
  Students: [{ StudentID: 101, KnownName: 'Sam', Surname: 'Okoro' }],
  Staff: [{ StaffID: 31, Title: 'Ms', Forename: 'Ada', Surname: 'Lim' }],
};
const lesson = { ClassID: 9, ClassCode: '4B', Type: 'Registration', StaffID1: 31, StudentIDs: [101] };

function school(id: string, more: object): string {
  const empty = { Contacts: [], ContactLinks: [], Groups: [] };
  return JSON.stringify({ SchoolID: id, ...people, ...empty, Classes: [lesson], ...more });
}

/** A school with `count` blanks in the middle of one value. */
export function blankSchool(id: string, count: number): string {
  return school(id, { Contacts: [{ ContactID: 1, Title: 'Mrs', Forename: 'Jo', Surname: `é${' '.repeat(count)}x` }] });
}

/** A school with `count` entries in one list, none of them an id. */
export function listSchool(id: string, count: number): string {
  const [before, after] = school(id, { Groups: [{ GroupID: 1, StudentIDs: '?' }] }).split('"?"');
  return `${before}[${'{},'.repeat(count - 1)}{}]${after}`;
}

/** A school with `count` contacts that share a name, a phone and an email. */
export function alikeSchool(id: string, count: number): string {
  const one = { Title: 'Mrs', Forename: 'Ada', Surname: 'Lim', Email: 'ada@example.org', Phone: '01632 960001' };
  const ids = Array.from({ length: count }, (_, at) => at + 1);
  return school(id, {
    Contacts: ids.map((ContactID) => ({ ContactID, ...one })),
    ContactLinks: ids.map((ContactID) => ({ StudentID: 101, ContactID, ParentalResponsibility: true })),
  });
}

/** `count` documents, each of which ends before its line does. */
export function brokenLines(count: number): string {
  const students = '{"StudentID":1},'.repeat(50);
  return Array.from({ length: count }, (_, at) => `{"SchoolID":"${String(at)}","Students":[${students}\n`).join('');
}
