import type { Extract, Item, Link } from './read.js';
import type { LinkKind, Options, RecordKind, School, State } from './rules.js';
import { linkComesThrough } from './rules.js';

export type Tables = Record<string, unknown[][]>;

const STORED_CLASS_TYPE: Record<string, string> = {
  Registration: 'registration',
  'Teaching set': 'class',
  'Mixed group': 'custom group',
};

const HEADING: Record<string, string> = {
  'Student group': 'Student groups',
  'House group': 'House groups',
  'Year group': 'Year groups',
};

/** What section 4 stores, without room, left_at, last_run_id and loaded_at; rows in no promised order. */
export function tablesOf(extract: Extract, school: School, state: State, options: Options): Tables {
  const records = (kind: RecordKind) => school[kind].filter((item) => state[kind].has(item.id));
  const links = (kind: LinkKind) => school[kind].filter((link) => linkComesThrough(kind, link, state, options));
  const stored = (field: string, value: string | null | undefined, usual: Record<string, string> = {}) =>
    value == null ? null : (options.stored?.[field]?.[value] ?? usual[value] ?? value);
  const row = (kind: RecordKind, item: Item, ...fields: string[]) => [
    extract.schoolId,
    item.id,
    ...fields.map((name) => stored(`${kind}.${name}`, item.values[name])),
  ];
  const pair = (link: Link) => [extract.schoolId, ...link.ends];

  /** What a link fills in is stored as the link stores it; if it stores what it read, as the contact does. */
  const filledAs =
    options.stored?.['contactLinks.relationship'] === undefined ? 'contacts.relationship' : 'contactLinks.relationship';
  const relationship = (contact: Item) =>
    stored('contacts.relationship', contact.values['relationship']) ??
    stored(filledAs, firstRelationship(links('contactLinks'), contact.id));

  const role = ({ ends: [classId, teacherId] }: Link) => {
    const type = school.classes.find((item) => item.id === classId)!.values['type'];
    if (type !== 'Registration') return 'teacher';
    return extract.mainTeachers.get(classId) === teacherId ? 'main' : 'supervisor';
  };

  return {
    schools: [[extract.schoolId, extract.schoolName]],
    students: records('students').map((one) =>
      row('students', one, 'knownName', 'surname', 'yearGroup', 'className', 'dateOfBirth'),
    ),
    contacts: records('contacts').map((one) => [
      ...row('contacts', one, 'title', 'forename', 'surname', 'email', 'phone'),
      relationship(one),
    ]),
    teachers: records('teachers').map((one) => row('teachers', one, 'title', 'forename', 'surname', 'email')),
    classes: records('classes').map((one) => [
      ...row('classes', one, 'code', 'description'),
      stored('classes.type', one.values['type'], STORED_CLASS_TYPE),
    ]),
    class_students: links('classStudents').map(pair),
    class_teachers: links('classTeachers').map((link) => [...pair(link), role(link)]),
    contact_links: links('contactLinks').map((link) => [
      ...pair(link),
      stored('contactLinks.relationship', link.values['relationship']),
      1,
    ]),
    groups: records('groups').map((one) => [
      ...row('groups', one, 'description', 'type'),
      HEADING[one.values['type']!] ?? null,
    ]),
    group_students: links('groupStudents').map(pair),
  };
}

/** In the order of student ids by code unit, which is how JavaScript compares strings. */
function firstRelationship(links: Link[], contact: string): string | null {
  const own = links.filter((link) => link.ends[1] === contact);
  own.sort((a, b) => (a.ends[0] < b.ends[0] ? -1 : 1));
  return own.find((link) => link.values['relationship'] != null)?.values['relationship'] ?? null;
}
