import type { Json } from './parse-json.js';
import { isBlank, readDate, readId, readText, readYesOrNo } from './values.js';

export type Values = Record<string, string | null>;

export interface Item {
  id: string;
  values: Values;
  /** Made by a split: no link of the extract names it. */
  isSecondHalf?: boolean;
}

export interface Link {
  /** In the order of the link table's columns. */
  ends: [string, string];
  values: Values;
  /** Kept on the link, because a split makes contacts that the extract does not have: a link to `5#2` must not find it. */
  dangling: boolean;
  /** The second half's copy, which alone names that half. */
  isOfSecondHalf?: boolean;
  /** Taken to come through, to see what else is in its way. */
  heldIn?: boolean;
  /** Rules about its place among those of one record that keep it out. */
  outByPlace?: readonly string[];
}

/** What a section holds once repeats are united, in the order of first positions, and what became of the rest. */
export interface Section<T> {
  items: T[];
  read: number;
  rejected: number;
  merged: number;
}

export interface Extract {
  schoolId: string;
  schoolName: string | null;
  students: Section<Item>;
  contacts: Section<Item>;
  teachers: Section<Item>;
  classes: Section<Item>;
  groups: Section<Item>;
  contactLinks: Section<Link>;
  classStudents: Section<Link>;
  classTeachers: Section<Link>;
  groupStudents: Section<Link>;
  /** By class id, who its first usable StaffID1 names. */
  mainTeachers: Map<string, string>;
}

type Reader = (value: Json | undefined) => string | null;
type Keep = Record<string, [source: string, read: Reader]>;

export function readExtract(document: Json): Extract {
  if (!(document instanceof Map)) throw new Error('the document is no object');
  const schoolId = readId(document.get('SchoolID'));
  if (schoolId === null) throw new Error('the document has no usable SchoolID');
  const classes = list(document, 'Classes');
  const groups = list(document, 'Groups');

  const extract: Extract = {
    schoolId,
    schoolName: readText(document.get('SchoolName')),
    students: readRecords(list(document, 'Students'), 'StudentID', {
      knownName: ['KnownName', readText],
      surname: ['Surname', readText],
      yearGroup: ['CurrentYearGroup', readText],
      className: ['CurrentClass', readText],
      dateOfBirth: ['DateOfBirth', readDate],
    }),
    contacts: readRecords(list(document, 'Contacts'), 'ContactID', {
      title: ['Title', readText],
      forename: ['Forename', readText],
      surname: ['Surname', readText],
      email: ['Email', readText],
      phone: ['Phone', readText],
      relationship: ['Relationship', readText],
    }),
    teachers: readRecords(list(document, 'Staff'), 'StaffID', {
      title: ['Title', readText],
      forename: ['Forename', readText],
      surname: ['Surname', readText],
      email: ['PrimaryEmail', readText],
    }),
    classes: readRecords(classes, 'ClassID', {
      code: ['ClassCode', readText],
      description: ['ClassDescription', readText],
      type: ['Type', readText],
    }),
    groups: readRecords(groups, 'GroupID', {
      description: ['GroupDescription', readText],
      type: ['GroupType', readText],
    }),
    contactLinks: readContactLinks(list(document, 'ContactLinks')),
    classStudents: readEntries(classes, 'ClassID', [], 'StudentIDs'),
    classTeachers: readEntries(classes, 'ClassID', ['StaffID1', 'StaffID2'], 'StaffIDs'),
    groupStudents: readEntries(groups, 'GroupID', [], 'StudentIDs'),
    mainTeachers: readMainTeachers(classes),
  };

  markDangling(extract.contactLinks, extract.students, extract.contacts);
  markDangling(extract.classStudents, extract.classes, extract.students);
  markDangling(extract.classTeachers, extract.classes, extract.teachers);
  markDangling(extract.groupStudents, extract.groups, extract.students);
  return extract;
}

function list(document: Map<string, Json>, name: string): Json[] {
  const section = document.get(name);
  if (!Array.isArray(section)) throw new Error(`${name} is no list`);
  return section;
}

function readRecords(records: Json[], idKey: string, keep: Keep): Section<Item> {
  const section: Section<Item> = { items: [], read: 0, rejected: 0, merged: 0 };
  for (const record of records) {
    section.read++;
    const id = record instanceof Map ? readId(record.get(idKey)) : null;
    if (!(record instanceof Map) || id === null) {
      section.rejected++;
      continue;
    }
    const values = readValues(record, keep);
    const first = section.items.find((item) => item.id === id);
    if (first) {
      section.merged++;
      fillBlanks(first.values, values);
    } else {
      section.items.push({ id, values });
    }
  }
  return section;
}

function readValues(record: Map<string, Json>, keep: Keep): Values {
  const values: Values = {};
  for (const [name, [source, read]] of Object.entries(keep)) values[name] = read(record.get(source));
  return values;
}

/** Of a repeat's fields the first value that is not blank stays. */
function fillBlanks(first: Values, repeat: Values): void {
  for (const name of Object.keys(first)) first[name] ??= repeat[name] ?? null;
}

function addLink(section: Section<Link>, ends: [string, string], values: Values): void {
  const first = section.items.find((link) => link.ends[0] === ends[0] && link.ends[1] === ends[1]);
  if (first) {
    section.merged++;
    fillBlanks(first.values, values);
  } else {
    section.items.push({ ends, values, dangling: false });
  }
}

function readContactLinks(records: Json[]): Section<Link> {
  const section: Section<Link> = { items: [], read: 0, rejected: 0, merged: 0 };
  for (const record of records) {
    section.read++;
    const student = record instanceof Map ? readId(record.get('StudentID')) : null;
    const contact = record instanceof Map ? readId(record.get('ContactID')) : null;
    if (!(record instanceof Map) || student === null || contact === null) {
      section.rejected++;
      continue;
    }
    const values = readValues(record, {
      relationship: ['Relationship', readText],
      parentalResponsibility: ['ParentalResponsibility', readYesOrNo],
    });
    addLink(section, [student, contact], values);
  }
  return section;
}

/** The links inside classes and groups; what a record without an id names is read and rejected with it. */
function readEntries(records: Json[], idKey: string, singleKeys: string[], listKey: string): Section<Link> {
  const section: Section<Link> = { items: [], read: 0, rejected: 0, merged: 0 };
  for (const record of records) {
    if (!(record instanceof Map)) continue;
    const owner = readId(record.get(idKey));
    for (const entry of entriesOf(record, singleKeys, listKey)) {
      section.read++;
      const id = readId(entry);
      if (owner === null || id === null) section.rejected++;
      else addLink(section, [owner, id], {});
    }
  }
  return section;
}

/** A blank where one id stands is not read, a blank inside a list is; a list where one id stands is one bad entry. */
function entriesOf(record: Map<string, Json>, singleKeys: string[], listKey: string): Json[] {
  const entries: Json[] = [];
  for (const key of singleKeys) {
    if (!isBlank(record.get(key))) entries.push(record.get(key)!);
  }
  const listed = record.get(listKey);
  if (Array.isArray(listed)) entries.push(...listed);
  else if (!isBlank(listed)) entries.push(listed!);
  return entries;
}

function readMainTeachers(classes: Json[]): Map<string, string> {
  const mainTeachers = new Map<string, string>();
  for (const record of classes) {
    if (!(record instanceof Map)) continue;
    const id = readId(record.get('ClassID'));
    const teacher = readId(record.get('StaffID1'));
    if (id !== null && teacher !== null && !mainTeachers.has(id)) mainTeachers.set(id, teacher);
  }
  return mainTeachers;
}

function markDangling(links: Section<Link>, first: Section<Item>, second: Section<Item>): void {
  for (const link of links.items) {
    const firstExists = first.items.some((item) => item.id === link.ends[0]);
    const secondExists = second.items.some((item) => item.id === link.ends[1]);
    link.dangling = !firstExists || !secondExists;
  }
}
