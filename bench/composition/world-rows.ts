import { isThrough, linksThrough } from './decide-world.js';
import type { RecordThing, World } from './world.js';

const storedTypes: Readonly<Record<string, string>> = {
  Registration: 'registration',
  'Teaching set': 'class',
  'Mixed group': 'custom group',
};
const headings: Readonly<Record<string, string>> = {
  'Student group': 'Student groups',
  'House group': 'House groups',
  'Year group': 'Year groups',
};

type Row = Record<string, unknown>;

/** What comes through of a school, table by table. */
export function rowsOf(world: World): Map<string, Row[]> {
  const school = { school_id: world.school };
  const records = (kind: string): RecordThing[] => [...(world.records.get(kind)?.values() ?? [])].filter(isThrough);
  const links = (kind: string, first: string, second: string, more: (values: Row) => Row = () => ({})): Row[] =>
    [...(world.links.get(kind)?.values() ?? [])]
      .filter(isThrough)
      .map(({ ends, values }) => ({ ...school, [first]: ends[0], [second]: ends[1], ...more(values) }));
  return new Map([
    ['schools', [{ ...school, name: world.name }]],
    [
      'students',
      records('students').map(({ id, values }) => ({
        ...school,
        id,
        known_name: values.knownName,
        surname: values.surname,
        year_group: values.yearGroup,
        class_name: values.className,
        date_of_birth: values.dateOfBirth,
      })),
    ],
    ['contacts', records('contacts').map((contact) => ({ ...school, ...contactRow(contact) }))],
    ['teachers', records('teachers').map(({ id, values }) => ({ ...school, id, ...values }))],
    [
      'classes',
      records('classes').map(({ id, values }) => ({
        ...school,
        id,
        ...values,
        type: storedTypes[String(values.type)] ?? values.type,
      })),
    ],
    [
      'groups',
      records('groups').map(({ id, values }) => ({
        ...school,
        id,
        ...values,
        heading: headings[String(values.type)] ?? null,
      })),
    ],
    [
      'contact_links',
      links('contactLinks', 'student_id', 'contact_id', ({ relationship, priority }) => ({ relationship, priority })),
    ],
    ['class_students', links('classStudents', 'class_id', 'student_id')],
    ['class_teachers', links('classTeachers', 'class_id', 'teacher_id', ({ role }) => ({ role }))],
    ['group_students', links('groupStudents', 'group_id', 'student_id')],
  ]);
}

/** A contact without a relationship has the first that its links have. */
function contactRow(contact: RecordThing): Row {
  const ofLinks = linksThrough(contact).map(({ values }) => values.relationship);
  const relationship = contact.values.relationship ?? ofLinks.find((value) => value !== null) ?? null;
  return { id: contact.id, ...contact.values, relationship };
}
