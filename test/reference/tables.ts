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
  const row = (item: Item, ...fields: string[]) => [
    extract.schoolId,
    item.id,
    ...fields.map((name) => item.values[name]),
  ];
  const pair = (link: Link) => [extract.schoolId, ...link.ends];

  const relationship = (contact: Item) =>
    contact.values['relationship'] ?? firstRelationship(links('contactLinks'), contact.id);

  const role = ({ ends: [classId, teacherId] }: Link) => {
    const type = school.classes.find((item) => item.id === classId)!.values['type'];
    if (type !== 'Registration') return 'teacher';
    return extract.mainTeachers.get(classId) === teacherId ? 'main' : 'supervisor';
  };

  return {
    schools: [[extract.schoolId, extract.schoolName]],
    students: records('students').map((one) =>
      row(one, 'knownName', 'surname', 'yearGroup', 'className', 'dateOfBirth'),
    ),
    contacts: records('contacts').map((one) => [
      ...row(one, 'title', 'forename', 'surname', 'email', 'phone'),
      relationship(one),
    ]),
    teachers: records('teachers').map((one) => row(one, 'title', 'forename', 'surname', 'email')),
    classes: records('classes').map((one) => [
      ...row(one, 'code', 'description'),
      STORED_CLASS_TYPE[one.values['type']!] ?? one.values['type'],
    ]),
    class_students: links('classStudents').map(pair),
    class_teachers: links('classTeachers').map((link) => [...pair(link), role(link)]),
    contact_links: links('contactLinks').map((link) => [...pair(link), link.values['relationship'], 1]),
    groups: records('groups').map((one) => [...row(one, 'description', 'type'), HEADING[one.values['type']!] ?? null]),
    group_students: links('groupStudents').map(pair),
  };
}

/** In the order of student ids by code unit, which is how JavaScript compares strings. */
function firstRelationship(links: Link[], contact: string): string | null {
  const own = links.filter((link) => link.ends[1] === contact);
  own.sort((a, b) => (a.ends[0] < b.ends[0] ? -1 : 1));
  return own.find((link) => link.values['relationship'] != null)?.values['relationship'] ?? null;
}
