import type { Dice } from './dice.js';
import { FATHERS, MOTHERS } from './names.js';

export type Row = Record<string, unknown>;

/** The share of a school that is not as it should be. */
export const MESS = 0.03;

type Spoil = (row: Row, dice: Dice) => void;

/** What people type, by section. */
const spoils: Readonly<Record<string, readonly Spoil[]>> = {
  Students: [
    (row) => (row.DateOfBirth = '2014-02-30'),
    (row) => (row.DateOfBirth = `${row.DateOfBirth}T00:00:00Z`),
    (row) => (row.StudentID = String(row.StudentID)),
    (row) => (row.KnownName = [row.KnownName]),
    (row) => (row.CurrentYearGroup = 7),
    (row) => (row.Surname = ` ${row.Surname} `),
  ],
  Contacts: [
    (row) => (row.Title = ''),
    (row) => (row.Forename = null),
    (row) => (row.Surname = '  '),
    (row) => (row.Title = 'N/A'),
    (row, dice) => {
      row.Title = dice.pick(['Mr and Mrs', 'Dr & Mr', 'Mr/Mrs', 'Mr. + Mrs.']);
      row.Forename = `${dice.pick(FATHERS)} and ${dice.pick(MOTHERS)}`;
      row.Email = `first.${row.ContactID}@example.org; second.${row.ContactID}@example.org`;
      row.Relationship = 'Father and Mother';
    },
    (row) => (row.Email = `parent${row.ContactID}.example.org`),
    (row) => (row.Email = [row.Email]),
    (row) => (row.Phone = Number(String(row.Phone).replace(' ', ''))),
    (row) => (row.Relationship = ''),
  ],
  ContactLinks: [
    (row) => (row.ContactID = 1),
    (row) => (row.ContactID = null),
    (row) => (row.ParentalResponsibility = 'see file'),
    (row) => (row.StudentID = String(row.StudentID)),
  ],
  Staff: [(row) => (row.Title = ' '), (row) => (row.PrimaryEmail = null)],
  Classes: [
    (row) => (row.Type = String(row.Type).toLowerCase()),
    (row) => (row.Type = 'Club'),
    (row) => (row.StudentIDs = []),
    (row) => (row.StudentIDs as unknown[]).push(1, null, 7.5),
  ],
  Groups: [(row) => (row.GroupType = 'Intervention'), (row) => (row.StudentIDs as unknown[]).push(1)],
};

/** Now and then spoils a row, as real ones are. */
export function spoil(section: string, row: Row, dice: Dice): Row {
  if (dice.chance(MESS)) dice.pick(spoils[section] ?? [])(row, dice);
  return row;
}
