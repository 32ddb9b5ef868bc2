import { Dice } from './dice.js';
import { FATHERS, KNOWN_NAMES, MOTHERS, SURNAMES, YEARS } from './names.js';
import { purposes, type SchoolPlan } from './plan.js';
import { spoil, type Row } from './spoil.js';

/** What one family adds to each section. */
export interface Family {
  readonly Students: Row[];
  readonly Contacts: Row[];
  readonly ContactLinks: Row[];
}

/** How often a student or a contact is in the extract twice. */
const REPEATED = 0.003;

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
const phone = (dice: Dice): string => `01632 960${digits(dice.below(1000), 3)}`;

// The id makes an address unique, so that only the duplicates made on purpose share one.
export const email = (forename: string, surname: string, id: number): string =>
  `${forename}.${surname}${id}@example.org`
    .normalize('NFD')
    .replace(/[^\w.@]/g, '')
    .toLowerCase();

export const address = (dice: Dice): Row => ({
  Line1: `${1 + dice.below(200)} Made-Up Street`,
  Town: 'Exampleton',
  Postcode: 'ZZ99 9ZZ',
});

function makeStudent(at: number, surname: string, plan: SchoolPlan, dice: Dice): Row {
  const form = at % plan.forms;
  const year = YEARS[form % YEARS.length];
  const month = 1 + dice.below(12);
  return {
    StudentID: plan.studentId(at),
    UPN: `X${digits(plan.studentId(at), 12)}`,
    KnownName: dice.pick(KNOWN_NAMES),
    Surname: surname,
    CurrentYearGroup: `Year ${year}`,
    CurrentClass: plan.formCode(form),
    DateOfBirth: `${(month < 9 ? 2022 : 2021) - year}-${digits(month, 2)}-${digits(1 + dice.below(28), 2)}`,
    SENStatus: dice.chance(0.15) ? 'Invented support' : 'None',
    Address: address(dice),
    FreeSchoolMeals: dice.chance(0.2),
    MedicalNotes: 'Invented medical note',
  };
}

function makeContact(id: number, surname: string, place: number, dice: Dice): Row {
  const mother = place % 2 === 0;
  const forename = dice.pick(mother ? MOTHERS : FATHERS);
  return {
    ContactID: id,
    Title: mother ? dice.pick(['Mrs', 'Ms', 'Miss', 'Dr']) : dice.pick(['Mr', 'Mr', 'Mr', 'Dr']),
    Forename: forename,
    Surname: surname,
    Email: dice.chance(0.1) ? null : email(forename, surname, id),
    Phone: phone(dice),
    Relationship: place === 2 ? 'Grandmother' : mother ? 'Mother' : 'Father',
    Address: address(dice),
    Occupation: 'Invented occupation',
    CourtOrder: null,
    LastModified: `2026-${digits(1 + dice.below(10), 2)}-${digits(1 + dice.below(28), 2)}T09:00:00Z`,
  };
}

function makeLink(student: unknown, contact: Row, place: number, dice: Dice): Row {
  return {
    StudentID: student,
    ContactID: contact.ContactID,
    Relationship: contact.Relationship,
    ParentalResponsibility: place < 2 && dice.chance(0.95),
    LivesWith: place === 0,
    CollectsFromSchool: 'Invented arrangement',
  };
}

/** The odds below give the mix of a real school: about 1.7 contacts and 1.9 links a student. */
function makeFamily(dice: Dice, plan: SchoolPlan, studentsBefore: number, contactsBefore: number): Family {
  const family: Family = { Students: [], Contacts: [], ContactLinks: [] };
  const surname = dice.pick(SURNAMES);
  const children = Math.min(dice.chance(0.12) ? 2 : 1, plan.students - studentsBefore);
  const adults = dice.chance(0.2) ? 1 : dice.chance(0.12) ? 3 : 2;
  for (let place = 0; place < children; place++) {
    family.Students.push(makeStudent(studentsBefore + place, surname, plan, dice));
  }
  const ids = family.Students.map((student) => student.StudentID);
  for (let place = 0; place < adults; place++) {
    const contact = makeContact(50001 + contactsBefore + family.Contacts.length, surname, place, dice);
    family.Contacts.push(contact);
    family.ContactLinks.push(...ids.map((id) => makeLink(id, contact, place, dice)));
    // An MIS tells parents apart by their details, so one parent in two spellings has two ids.
    if (dice.chance(REPEATED)) {
      const id = Number(contact.ContactID) + 1;
      family.Contacts.push({ ...contact, ContactID: id, Title: `${contact.Title}.`, Phone: phone(dice) });
      family.ContactLinks.push({ ...makeLink(ids[0], contact, place, dice), ContactID: id });
    }
  }
  if (dice.chance(REPEATED)) {
    const [student] = family.Students;
    family.Students.push({ ...student, Surname: `${student.Surname}-${dice.pick(SURNAMES)}` });
  }
  for (const section of ['Students', 'Contacts', 'ContactLinks'] as const) {
    for (const row of family[section]) spoil(section, row, dice);
  }
  return family;
}

/** All families, always the same, made one after the other: only one of them is in memory. */
export function* families(plan: SchoolPlan): Generator<Family> {
  let students = 0;
  let contacts = 0;
  for (let number = 0; students < plan.students; number++) {
    const family = makeFamily(new Dice(plan.seed, purposes.family, number), plan, students, contacts);
    students += new Set(family.Students.map((student) => String(student.StudentID))).size;
    contacts += family.Contacts.length;
    yield family;
  }
}
