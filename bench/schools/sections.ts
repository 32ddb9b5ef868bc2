import { Dice } from './dice.js';
import { address, email, families } from './families.js';
import { FATHERS, HOUSES, MOTHERS, SUBJECTS, SURNAMES, YEARS } from './names.js';
import { purposes, type SchoolPlan } from './plan.js';
import { MESS, spoil, type Row } from './spoil.js';

/** The sections of an extract in order, each a list that is made while somebody reads it. */
export const sections: Readonly<Record<string, (plan: SchoolPlan) => Iterable<Row>>> = {
  Students: (plan) => ofFamilies(plan, 'Students'),
  Contacts: (plan) => ofFamilies(plan, 'Contacts'),
  ContactLinks: (plan) => ofFamilies(plan, 'ContactLinks'),
  Staff: makeStaff,
  Classes: makeClasses,
  Groups: makeGroups,
  Attendance: makeAttendance,
};

function* ofFamilies(plan: SchoolPlan, section: 'Students' | 'Contacts' | 'ContactLinks'): Generator<Row> {
  for (const family of families(plan)) yield* family[section];
}

function* makeStaff(plan: SchoolPlan): Generator<Row> {
  for (let at = 0; at < plan.staff; at++) {
    const dice = new Dice(plan.seed, purposes.staff, at);
    const forename = dice.pick([...MOTHERS, ...FATHERS]);
    const surname = dice.pick(SURNAMES);
    const row = {
      StaffID: plan.staffId(at),
      Title: dice.pick(['Mrs', 'Mr', 'Miss', 'Ms', 'Dr']),
      Forename: forename,
      Surname: surname,
      PrimaryEmail: email(forename, surname, plan.staffId(at)),
      JobTitle: 'Teacher',
      NINumber: 'QQ123456C',
      Address: address(dice),
    };
    yield spoil('Staff', row, dice);
  }
}

function* makeClasses(plan: SchoolPlan): Generator<Row> {
  for (let form = 0; form < plan.forms; form++) {
    const dice = new Dice(plan.seed, purposes.form, form);
    yield spoil('Classes', makeForm(plan, form, dice), dice);
  }
  for (let set = 0; set < plan.sets; set++) {
    const dice = new Dice(plan.seed, purposes.set, set);
    yield spoil('Classes', makeSet(plan, set, dice), dice);
  }
}

function makeForm(plan: SchoolPlan, form: number, dice: Dice): Row {
  // Some students have no form yet; sets may still bring them through.
  const placed = [...plan.inForm(form)].filter((at) => !new Dice(plan.seed, purposes.unplaced, at).chance(MESS));
  const code = plan.formCode(form);
  return {
    ClassID: 1 + form,
    ClassCode: code,
    ClassDescription: `Year ${YEARS[form % YEARS.length]} form ${code.slice(-1)}`,
    Type: 'Registration',
    Year: YEARS[form % YEARS.length],
    StaffID1: plan.staffId(form),
    StaffID2: dice.chance(0.3) ? plan.staffId(dice.below(plan.staff)) : null,
    StudentIDs: placed.map((at) => plan.studentId(at)),
  };
}

function makeSet(plan: SchoolPlan, set: number, dice: Dice): Row {
  const year = set % YEARS.length;
  const subject = dice.pick(SUBJECTS);
  const perForm = Math.floor(plan.students / plan.forms);
  const peers = dice.distinct(30, plan.formsOf(year) * perForm);
  return {
    ClassID: 1 + plan.forms + set,
    ClassCode: `${YEARS[year]}${subject.slice(0, 2)}${1 + set}`,
    ClassDescription: `Year ${YEARS[year]} ${subject} set ${1 + set}`,
    Type: dice.chance(0.1) ? 'Mixed group' : 'Teaching set',
    Year: YEARS[year],
    StaffIDs: dice.distinct(1 + dice.below(3), plan.staff).map((at) => plan.staffId(at)),
    StudentIDs: peers.map((peer) =>
      plan.studentId(plan.formOf(year, Math.floor(peer / perForm)) + (peer % perForm) * plan.forms),
    ),
  };
}

function* makeGroups(plan: SchoolPlan): Generator<Row> {
  let number = 0;
  const group = (description: string, type: string, members: number[], dice: Dice): Row => {
    const row = {
      GroupID: number,
      GroupDescription: description,
      GroupType: type,
      Leader: 'Invented leader',
      StudentIDs: members.map((at) => plan.studentId(at)),
    };
    return spoil('Groups', row, dice);
  };
  const dice = () => new Dice(plan.seed, purposes.group, ++number);
  for (const [house, name] of HOUSES.entries()) {
    const members = Array.from({ length: Math.ceil((plan.students - house) / HOUSES.length) }, (_, at) => at);
    yield group(
      name,
      'House group',
      members.map((at) => house + at * HOUSES.length),
      dice(),
    );
  }
  for (const [year, name] of YEARS.entries()) {
    const forms = Array.from({ length: plan.formsOf(year) }, (_, at) => plan.formOf(year, at));
    yield group(
      `Year ${name}`,
      'Year group',
      forms.flatMap((form) => [...plan.inForm(form)]),
      dice(),
    );
  }
  for (let club = 1; club <= plan.clubs; club++) {
    const own = dice();
    yield group(`${own.pick(SUBJECTS)} club ${club}`, 'Student group', own.distinct(20, plan.students), own);
  }
}

/** A section that nobody asked for, and that a reader has to pass over. */
function* makeAttendance(plan: SchoolPlan): Generator<Row> {
  for (let at = 0; at < plan.students; at++) {
    yield { StudentID: plan.studentId(at), Date: '2026-11-19', Mark: '/' };
  }
}
