import { secondHalf } from '../../src/pipeline/parts.js';
import { wayToShareNamed, type WayToShareName } from '../../src/pipeline/vocabulary/ways-to-share.js';
import type { Document, Item } from './read-document.js';
import { toDate, toId, toText, toYesOrNo } from './values.js';

export type Values = Record<string, unknown>;

/** A record or a link as such a program would keep it: an object. */
export interface Thing {
  readonly values: Values;
  through: boolean;
}

export interface RecordThing extends Thing {
  readonly kind: string;
  readonly id: string;
  readonly links: LinkThing[];
}

export interface LinkThing extends Thing {
  readonly kind: string;
  readonly ends: readonly [string, string];
  /** Null if there is no such record. */
  readonly records: [RecordThing | null, RecordThing | null];
  /** The keys of the extract that name it. */
  readonly fields: string[];
}

/** One school's records and links, repeats united. */
export interface World {
  readonly school: string;
  readonly name: string | null;
  readonly records: ReadonlyMap<string, Map<string, RecordThing>>;
  readonly links: ReadonlyMap<string, Map<string, LinkThing>>;
}

type Reader = (value: unknown) => unknown;

interface RecordFields {
  readonly section: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, readonly [source: string, read: Reader]>>;
}

/** What is kept of each kind of record, as pipeline.yaml has it. */
const recordKinds: Readonly<Record<string, RecordFields>> = {
  students: {
    section: 'Students',
    id: 'StudentID',
    fields: {
      knownName: ['KnownName', toText],
      surname: ['Surname', toText],
      yearGroup: ['CurrentYearGroup', toText],
      className: ['CurrentClass', toText],
      dateOfBirth: ['DateOfBirth', toDate],
    },
  },
  contacts: {
    section: 'Contacts',
    id: 'ContactID',
    fields: {
      title: ['Title', toText],
      forename: ['Forename', toText],
      surname: ['Surname', toText],
      email: ['Email', toText],
      phone: ['Phone', toText],
      relationship: ['Relationship', toText],
    },
  },
  teachers: {
    section: 'Staff',
    id: 'StaffID',
    fields: {
      title: ['Title', toText],
      forename: ['Forename', toText],
      surname: ['Surname', toText],
      email: ['PrimaryEmail', toText],
    },
  },
  classes: {
    section: 'Classes',
    id: 'ClassID',
    fields: { code: ['ClassCode', toText], description: ['ClassDescription', toText], type: ['Type', toText] },
  },
  groups: {
    section: 'Groups',
    id: 'GroupID',
    fields: { description: ['GroupDescription', toText], type: ['GroupType', toText] },
  },
};

export function makeWorld(document: Document): World {
  const school = toId(document.id);
  if (school === null) throw new Error('a school without an id');
  const records = new Map<string, Map<string, RecordThing>>();
  for (const [kind, shape] of Object.entries(recordKinds)) {
    records.set(kind, readRecords(kind, shape, itemsOf(document, shape.section)));
  }
  const links = {
    contactLinks: new Links('contactLinks', ['students', 'contacts'], records),
    classStudents: new Links('classStudents', ['classes', 'students'], records),
    classTeachers: new Links('classTeachers', ['classes', 'teachers'], records),
    groupStudents: new Links('groupStudents', ['groups', 'students'], records),
  };
  for (const item of itemsOf(document, 'ContactLinks')) {
    const values = {
      relationship: toText(item.Relationship),
      priority: 1,
      parentalResponsibility: toYesOrNo(item.ParentalResponsibility),
    };
    links.contactLinks.add(item.StudentID, item.ContactID, values);
  }
  for (const item of itemsOf(document, 'Classes')) {
    for (const id of listOf(item.StudentIDs)) links.classStudents.add(item.ClassID, id, {});
    for (const key of ['StaffID1', 'StaffID2', 'StaffIDs']) {
      for (const id of listOf(item[key])) links.classTeachers.add(item.ClassID, id, { role: null }, key);
    }
  }
  for (const item of itemsOf(document, 'Groups')) {
    for (const id of listOf(item.StudentIDs)) links.groupStudents.add(item.GroupID, id, {});
  }
  const found = new Map(Object.entries(links).map(([kind, { all }]) => [kind, all]));
  return { school, name: toText(document.name), records, links: found };
}

function itemsOf(document: Document, section: string): Item[] {
  return document.sections.get(section) ?? [];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function readRecords(kind: string, shape: RecordFields, items: readonly Item[]): Map<string, RecordThing> {
  const found = new Map<string, RecordThing>();
  const fields = Object.entries(shape.fields);
  for (const item of items) {
    const id = toId(item[shape.id]);
    if (id === null) continue;
    const values: Values = {};
    for (const [name, [source, read]] of fields) values[name] = read(item[source]);
    const first = found.get(id);
    if (first === undefined) found.set(id, { kind, id, values, links: [], through: true });
    else fillBlanks(first.values, values);
  }
  return found;
}

/** The first value that is not blank stays. */
function fillBlanks(first: Values, repeat: Values): void {
  for (const name of Object.keys(first)) first[name] ??= repeat[name];
}

class Links {
  readonly all = new Map<string, LinkThing>();

  constructor(
    private readonly kind: string,
    private readonly ends: readonly [string, string],
    private readonly records: ReadonlyMap<string, ReadonlyMap<string, RecordThing>>,
  ) {}

  add(first: unknown, second: unknown, values: Values, field?: string): void {
    const [a, b] = [toId(first), toId(second)];
    if (a === null || b === null) return;
    const key = linkKey(a, b);
    const known = this.all.get(key);
    if (known !== undefined) {
      if (field !== undefined && !known.fields.includes(field)) known.fields.push(field);
      fillBlanks(known.values, values);
      return;
    }
    const records: LinkThing['records'] = [
      this.records.get(this.ends[0])?.get(a) ?? null,
      this.records.get(this.ends[1])?.get(b) ?? null,
    ];
    const fields = field === undefined ? [] : [field];
    this.all.set(key, { kind: this.kind, ends: [a, b], records, values, fields, through: true });
  }
}

function linkKey(first: string, second: string): string {
  return `${first}\0${second}`;
}

/** Makes two of a combined contact, and gives the second half a link of its own to each student. */
export function splitContact(
  world: World,
  contact: RecordThing,
  share: Readonly<Record<string, WayToShareName>>,
): void {
  const contacts = world.records.get('contacts');
  const links = world.links.get('contactLinks');
  const id = `${contact.id}${secondHalf}`;
  if (contacts === undefined || links === undefined || contacts.has(id)) return;
  const second: RecordThing = { ...contact, id, values: { ...contact.values }, links: [] };
  contacts.set(id, second);
  const linkShare: Record<string, WayToShareName> = {};
  for (const [name, way] of Object.entries(share)) {
    const [field = '', ofLink] = name.split('.');
    if (ofLink === undefined) shareOut(contact.values, second.values, field, way);
    else linkShare[ofLink] = way;
  }
  for (const link of [...links.values()].filter(({ ends }) => ends[1] === contact.id)) {
    const values = { ...link.values };
    for (const [field, way] of Object.entries(linkShare)) shareOut(link.values, values, field, way);
    const ends = [link.ends[0], id] as const;
    const records: LinkThing['records'] = [link.records[0], second];
    links.set(linkKey(...ends), { kind: link.kind, ends, records, values, fields: [], through: true });
  }
}

/** A value that has not exactly two parts goes whole to both. */
function shareOut(first: Values, second: Values, field: string, way: WayToShareName): void {
  const value = first[field];
  const parts = typeof value === 'string' ? wayToShareNamed[way].partsOf(value) : null;
  if (parts !== null) [first[field], second[field]] = parts;
}
