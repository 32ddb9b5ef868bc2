/** The same options always give the same text, so that two runs of a benchmark compare. */
export interface SchoolOptions {
  id: string;
  students: number;
  seed: number;
}

type Row = Record<string, unknown>;

const MESS = 0.03;

// Fictional numbers only: Ofcom keeps 01632 960000 to 960999 free for drama, example.org is reserved.
const KNOWN_NAMES = (
  'Amelia Oliver Aisha Noah Zara Harry Priya Leo Niamh Mohammed Freya Kwame Isla Arjun Megan Jakub Chloe Yusuf Poppy ' +
  'Dylan Sofia Callum Maryam Tobi Ella Rhys Anaya Finn Lucia Hamza Grace Ravi Erin Tariq Ruby Owen Leila Max Ngozi Sam'
).split(' ');
const MOTHERS = (
  'Sarah Fatima Ngozi Claire Agnieszka Priya Siân Emma Ayesha Zoë Helen Folake Maria Harpreet Louise Mei ' +
  'Rachel Shirin Abena Gemma Ewa Hema Carys Nicola Salma Chloé Joanne Funmi Elena Manjit Kelly Linh Catriona ' +
  'Rukhsana Grace Beth Orla Selin Denise Yetunde'
).split(' ');
const FATHERS = (
  'David Imran Tomasz Kwame Gareth James Rajesh Seán Paulo Ahmed Mark Segun Ian Balvir Craig Minh Andrew ' +
  'Rafiq Yaw Lee Piotr Nilesh Huw Stuart Tariq René Marcus Tunde Petar Amrit Dean Wei Ewan Karim Emeka Giles ' +
  'Declan Emre Andre Paul'
).split(' ');
const SURNAMES = (
  "Okoro Lim Mensah Patel Jones Siddiqui O'Neill Nowak Taylor Begum Clarke Hughes Ferreira Kaur Evans Adeyemi Nguyen " +
  'Fraser Rahman Green Kowalczyk Bailey Cohen Walsh Obi Marsden Demir Gill Harris Baptiste Wright Haddad Brown Thomas ' +
  'Chowdhury Thompson Ivanova Campbell Rossi Sharma Mills Asante Dunn Barker Hussain Popescu Murphy Ali Lewis Akhtar'
).split(' ');
const SUBJECTS = 'Maths English Science History Geography French Music Art Computing Drama'.split(' ');
const HOUSES = ['Red House', 'Blue House', 'Green House', 'Gold House'];
const YEARS = [7, 8, 9, 10, 11];

/** Uniform numbers in [0, 1) by mulberry32: Math.random cannot be seeded. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

class Dice {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = mulberry32(seed);
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  sample<T>(items: readonly T[], size: number): T[] {
    const rest = [...items];
    return Array.from({ length: Math.min(size, rest.length) }, () => rest.splice(this.below(rest.length), 1)[0]);
  }
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0');
const phone = (dice: Dice): string => `01632 960${digits(dice.below(1000), 3)}`;

// The id makes an address unique, so that only the duplicates made on purpose share one.
const email = (forename: string, surname: string, id: number): string =>
  `${forename}.${surname}${id}@example.org`
    .normalize('NFD')
    .replace(/[^\w.@]/g, '')
    .toLowerCase();

const address = (dice: Dice): Row => ({
  Line1: `${1 + dice.below(200)} Made-Up Street`,
  Town: 'Exampleton',
  Postcode: 'ZZ99 9ZZ',
});

type Spoil = (row: Row, dice: Dice) => void;

const SPOIL_STUDENT: readonly Spoil[] = [
  (row) => (row.DateOfBirth = '2014-02-30'),
  (row) => (row.DateOfBirth = `${row.DateOfBirth}T00:00:00Z`),
  (row) => (row.StudentID = String(row.StudentID)),
  (row) => (row.KnownName = [row.KnownName]),
  (row) => (row.CurrentYearGroup = 7),
  (row) => (row.Surname = ` ${row.Surname} `),
];

const SPOIL_CONTACT: readonly Spoil[] = [
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
];

const SPOIL_LINK: readonly Spoil[] = [
  (row) => (row.ContactID = 1),
  (row) => (row.ContactID = null),
  (row) => (row.ParentalResponsibility = 'see file'),
  (row) => (row.StudentID = String(row.StudentID)),
];

const SPOIL_STAFF: readonly Spoil[] = [(row) => (row.Title = ' '), (row) => (row.PrimaryEmail = null)];

const SPOIL_CLASS: readonly Spoil[] = [
  (row) => (row.Type = String(row.Type).toLowerCase()),
  (row) => (row.Type = 'Club'),
  (row) => (row.StudentIDs = []),
  (row) => (row.StudentIDs as unknown[]).push(1, null, 7.5),
];

const SPOIL_GROUP: readonly Spoil[] = [
  (row) => (row.GroupType = 'Intervention'),
  (row) => (row.StudentIDs as unknown[]).push(1),
];

function spoil(rows: readonly Row[], kinds: readonly Spoil[], dice: Dice): void {
  for (const row of rows) if (dice.chance(MESS)) dice.pick(kinds)(row, dice);
}

function makeStudent(id: number, surname: string, form: Row, dice: Dice): Row {
  const year = Number(form.Year);
  const month = 1 + dice.below(12);
  return {
    StudentID: id,
    UPN: `X${digits(id, 12)}`,
    KnownName: dice.pick(KNOWN_NAMES),
    Surname: surname,
    CurrentYearGroup: `Year ${year}`,
    CurrentClass: form.ClassCode,
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

/** The odds below give the mix of a real school: about 1.7 contacts and 1.9 links a student. */
function makeFamilies(
  count: number,
  forms: readonly Row[],
  dice: Dice,
): { students: Row[]; contacts: Row[]; links: Row[] } {
  const students: Row[] = [];
  const contacts: Row[] = [];
  const links: Row[] = [];
  while (students.length < count) {
    const surname = dice.pick(SURNAMES);
    const children = Math.min(dice.chance(0.12) ? 2 : 1, count - students.length);
    const adults = dice.chance(0.2) ? 1 : dice.chance(0.12) ? 3 : 2;
    const family = Array.from({ length: children }, (_, place) => {
      const at = students.length + place;
      return makeStudent(1001 + at, surname, forms[at % forms.length], dice);
    });
    students.push(...family);
    for (let place = 0; place < adults; place++) {
      const contact = makeContact(50001 + contacts.length, surname, place, dice);
      contacts.push(contact);
      for (const student of family) {
        links.push({
          StudentID: student.StudentID,
          ContactID: contact.ContactID,
          Relationship: contact.Relationship,
          ParentalResponsibility: place < 2 && dice.chance(0.95),
          LivesWith: place === 0,
          CollectsFromSchool: 'Invented arrangement',
        });
      }
    }
  }
  return { students, contacts, links };
}

function makeStaff(id: number, dice: Dice): Row {
  const forename = dice.pick([...MOTHERS, ...FATHERS]);
  const surname = dice.pick(SURNAMES);
  return {
    StaffID: id,
    Title: dice.pick(['Mrs', 'Mr', 'Miss', 'Ms', 'Dr']),
    Forename: forename,
    Surname: surname,
    PrimaryEmail: email(forename, surname, id),
    JobTitle: 'Teacher',
    NINumber: 'QQ123456C',
    Address: address(dice),
  };
}

function makeForms(students: number, staff: readonly Row[], dice: Dice): Row[] {
  const forms = Math.max(1, Math.round(students / 30));
  return Array.from({ length: forms }, (_, at) => {
    const year = YEARS[at % YEARS.length];
    const letter = String.fromCharCode(65 + (Math.floor(at / YEARS.length) % 26));
    return {
      ClassID: 1 + at,
      ClassCode: `${year}${letter}`,
      ClassDescription: `Year ${year} form ${letter}`,
      Type: 'Registration',
      Year: year,
      StaffID1: staff[at % staff.length]?.StaffID,
      StaffID2: dice.chance(0.3) ? dice.pick(staff).StaffID : null,
      StudentIDs: [],
    };
  });
}

function makeSets(students: readonly Row[], staff: readonly Row[], firstId: number, dice: Dice): Row[] {
  return Array.from({ length: Math.round(students.length * 0.056) }, (_, at) => {
    const year = YEARS[at % YEARS.length];
    const subject = dice.pick(SUBJECTS);
    const peers = students.filter((student) => student.CurrentYearGroup === `Year ${year}`);
    return {
      ClassID: firstId + at,
      ClassCode: `${year}${subject.slice(0, 2)}${1 + at}`,
      ClassDescription: `Year ${year} ${subject} set ${1 + at}`,
      Type: dice.chance(0.1) ? 'Mixed group' : 'Teaching set',
      Year: year,
      StaffIDs: dice.sample(staff, 1 + dice.below(3)).map((teacher) => teacher.StaffID),
      StudentIDs: dice.sample(peers, 30).map((student) => student.StudentID),
    };
  });
}

function makeGroups(students: readonly Row[], dice: Dice): Row[] {
  const ids = (members: readonly Row[]): unknown[] => members.map((student) => student.StudentID);
  const groups = [
    ...HOUSES.map((house, at) => [house, 'House group', ids(students.filter((_, n) => n % HOUSES.length === at))]),
    ...YEARS.map((year) => [
      `Year ${year}`,
      'Year group',
      ids(students.filter((student) => student.CurrentYearGroup === `Year ${year}`)),
    ]),
    ...Array.from({ length: Math.round(students.length * 0.011) }, (_, at) => [
      `${dice.pick(SUBJECTS)} club ${1 + at}`,
      'Student group',
      ids(dice.sample(students, 20)),
    ]),
  ];
  return groups.map(([description, type, members], at) => ({
    GroupID: 1 + at,
    GroupDescription: description,
    GroupType: type,
    Leader: 'Invented leader',
    StudentIDs: members,
  }));
}

/** An MIS tells parents apart by their details, so one parent in two spellings has two ids. */
function repeatContacts(contacts: Row[], links: Row[], dice: Dice): void {
  for (const link of dice.sample(links, links.length * 0.003)) {
    const original = contacts.find((contact) => contact.ContactID === link.ContactID);
    if (!original) continue;
    const id = 50001 + contacts.length;
    contacts.push({ ...original, ContactID: id, Title: `${original.Title}.`, Phone: phone(dice) });
    links.push({ ...link, ContactID: id });
  }
}

/** One extract on one line; 1,000 students make about 10,000 rows, members of lists included, and 1.3 MB. */
export function generateSchool({ id, students: count, seed }: SchoolOptions): string {
  const dice = new Dice(seed);
  const staff = Array.from({ length: Math.max(2, Math.round(count * 0.07)) }, (_, at) => makeStaff(101 + at, dice));
  const forms = makeForms(count, staff, dice);
  const { students, contacts, links } = makeFamilies(count, forms, dice);
  students.forEach((student, at) => {
    // Some have not been put in a form yet; the sets may still bring them through.
    if (!dice.chance(MESS)) (forms[at % forms.length]?.StudentIDs as unknown[]).push(student.StudentID);
  });
  const classes = [...forms, ...makeSets(students, staff, 1 + forms.length, dice)];
  const groups = makeGroups(students, dice);

  repeatContacts(contacts, links, dice);
  for (const student of dice.sample(students, count * 0.003)) {
    students.push({ ...student, Surname: `${student.Surname}-${dice.pick(SURNAMES)}` });
  }
  spoil(students, SPOIL_STUDENT, dice);
  spoil(contacts, SPOIL_CONTACT, dice);
  spoil(links, SPOIL_LINK, dice);
  spoil(staff, SPOIL_STAFF, dice);
  spoil(classes, SPOIL_CLASS, dice);
  spoil(groups, SPOIL_GROUP, dice);

  return JSON.stringify({
    SchoolID: id,
    SchoolName: `School ${id}`,
    ExtractedAt: '2026-11-20T02:00:00Z',
    Students: students,
    Contacts: contacts,
    ContactLinks: links,
    Staff: staff,
    Classes: classes,
    Groups: groups,
    Attendance: students.map((student) => ({ StudentID: student.StudentID, Date: '2026-11-19', Mark: '/' })),
  });
}
