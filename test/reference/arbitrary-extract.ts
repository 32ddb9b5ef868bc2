import fc from 'fast-check';
import type { Field } from './arbitrary-values.js';
import { dateField, idField, idListField, oneIdField, textField, yesOrNoField } from './arbitrary-values.js';
import type { Source } from './json-text.js';
import { Pairs, writeJson } from './json-text.js';
import * as pool from './pools.js';

/** What nobody asked for, under keys that are nearly or elsewhere listed; the word must never be seen again. */
const unlisted = fc.tuple(
  fc.constantFrom(...['SENStatus', 'Address', 'studentid', 'Title ', '__proto__', 'constructor', '', 'Se\0cret']),
  fc.constantFrom<Source>(
    'SECRET',
    ['SECRET', [secret('SECRET')]],
    secret('StudentID', 'Title'),
    new Pairs([['Students', [secret('StudentID', 'Surname')]]]),
  ),
);

function secret(...keys: string[]): Source {
  return new Pairs(keys.map((key) => [key, 'SECRET']));
}

function rarely<T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T[]> {
  const none: fc.Arbitrary<T[]> = fc.constant([]);
  return fc.oneof({ weight: oneIn - 1, arbitrary: none }, { weight: 1, arbitrary: arbitrary.map((one) => [one]) });
}

/** An object with the fields, now and then one of them twice, now and then something unlisted. */
function object(fields: Record<string, Field>): fc.Arbitrary<Source> {
  const again = fc
    .constantFrom(...Object.keys(fields))
    .chain((key) => fields[key].map((value): [string, Source | undefined] => [key, value]));
  return fc.tuple(fc.record(fields), rarely(again, 15), rarely(unlisted, 5)).map(([values, repeated, secrets]) => {
    const pairs: [string, Source][] = [];
    for (const [key, value] of [...Object.entries(values), ...repeated, ...secrets]) {
      if (value !== undefined) pairs.push([key, value]);
    }
    return new Pairs(pairs);
  });
}

interface Section {
  readonly record: fc.Arbitrary<Source>;
  readonly list: fc.Arbitrary<Source[]>;
}

function section(fields: Record<string, Field>, minLength: number, maxLength: number): Section {
  const noObject = fc.constantFrom<Source>(
    null,
    true,
    '',
    'x',
    [],
    [[]],
    [new Pairs([])],
    { literal: '101' },
    new Pairs([]),
  );
  const record = fc.oneof({ weight: 40, arbitrary: object(fields) }, { weight: 1, arbitrary: noObject });
  return { record, list: fc.array(record, { minLength, maxLength }) };
}

const students = section(
  {
    StudentID: idField(...pool.STUDENTS),
    KnownName: textField('Sam', 'Mia', 'Zo\u00eb'),
    Surname: textField(...pool.SURNAMES),
    CurrentYearGroup: textField('Year 4', '4'),
    CurrentClass: textField('4B', '007', '1E2'),
    DateOfBirth: dateField,
  },
  4,
  8,
);

const contacts = section(
  {
    ContactID: idField(...pool.CONTACTS),
    Title: fc.oneof(
      { weight: 4, arbitrary: textField(...pool.TITLES) },
      { weight: 2, arbitrary: textField(...pool.TWO_TITLES) },
      { weight: 2, arbitrary: textField(...pool.ODD_TITLES) },
    ),
    Forename: fc.oneof(
      { weight: 4, arbitrary: textField(...pool.FORENAMES) },
      { weight: 1, arbitrary: textField(...pool.FORENAME_PARTS) },
    ),
    Surname: fc.oneof(
      { weight: 6, arbitrary: textField(...pool.SURNAMES) },
      { weight: 1, arbitrary: textField(...pool.SURNAME_PARTS) },
    ),
    Email: fc.oneof(
      { weight: 6, arbitrary: textField(...pool.EMAILS) },
      { weight: 1, arbitrary: textField(...pool.BAD_EMAILS) },
      { weight: 2, arbitrary: textField(...pool.EMAIL_PARTS) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    Phone: fc.oneof(textField(...pool.PHONES), textField(...pool.PHONE_PARTS)),
    Relationship: fc.oneof(
      textField(...pool.RELATIONSHIPS),
      textField(...pool.RELATIONSHIP_PARTS),
      fc.constant(undefined),
    ),
  },
  4,
  8,
);

const contactLinks = section(
  {
    StudentID: idField(...pool.STUDENTS),
    ContactID: idField(...pool.CONTACTS),
    Relationship: fc.oneof(textField(...pool.RELATIONSHIPS), textField(...pool.RELATIONSHIP_PARTS)),
    ParentalResponsibility: yesOrNoField,
  },
  8,
  20,
);

const teachers = section(
  {
    StaffID: idField(...pool.TEACHERS),
    Title: fc.oneof(
      { weight: 5, arbitrary: textField(...pool.TITLES, 'Mr and Mrs') },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    Forename: textField(...pool.FORENAMES),
    Surname: textField(...pool.SURNAMES),
    PrimaryEmail: fc.oneof(
      { weight: 5, arbitrary: textField(...pool.EMAILS) },
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: textField(...pool.BAD_EMAILS) },
    ),
  },
  4,
  8,
);

/** Classes with few teachers and students each, so that one nameless teacher takes a chain of others along. */
const classes = section(
  {
    ClassID: idField(...pool.CLASSES),
    ClassCode: textField('4B', '007'),
    ClassDescription: textField('Year 4 Blue', 'Maths'),
    Type: textField(...pool.CLASS_TYPES),
    StaffID1: oneIdField(...pool.TEACHERS),
    StaffID2: fc.oneof(
      { weight: 2, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: oneIdField(...pool.TEACHERS) },
    ),
    StaffIDs: fc.oneof(
      { weight: 2, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: idListField(2, ...pool.TEACHERS) },
    ),
    StudentIDs: idListField(3, ...pool.STUDENTS),
  },
  2,
  6,
);

const groups = section(
  {
    GroupID: idField(...pool.GROUPS),
    GroupDescription: textField('Red House', 'Choir'),
    GroupType: textField(...pool.GROUP_TYPES),
    StudentIDs: idListField(3, ...pool.STUDENTS),
  },
  1,
  4,
);

const sections = {
  Students: students,
  Contacts: contacts,
  ContactLinks: contactLinks,
  Staff: teachers,
  Classes: classes,
  Groups: groups,
};

export type SectionName = keyof typeof sections;
export const SECTIONS = Object.keys(sections) as SectionName[];

/** What may stand in a section. */
export function record(name: SectionName): fc.Arbitrary<Source> {
  return sections[name].record;
}

const lists: Record<string, Field> = Object.fromEntries(SECTIONS.map((name) => [name, sections[name].list]));

const document = object({
  ...lists,
  SchoolID: fc.constantFrom<Source>('1', '9361234', { literal: '9361234' }, ' 7\u00a0', 'Zoe\u0308', 'a\0b'),
  SchoolName: textField('Oakfield', 'Elm Street'),
  ExtractedAt: textField('2026-11-20T02:00:00Z'),
});

/** The text of one extract: well-formed, with a usable SchoolID and all six sections, and otherwise as bad as they come. */
export function extractText(): fc.Arbitrary<string> {
  return fc.tuple(document, fc.nat()).map(([source, style]) => writeJson(source, style));
}

/** Such an extract of one school, before it is written; it says no time. */
export function extractOf(school: string): fc.Arbitrary<Pairs> {
  return document.map((source) => {
    const pairs = source instanceof Pairs ? source.pairs.filter(([key]) => key !== 'ExtractedAt') : [];
    return new Pairs(pairs.map(([key, value]) => [key, key === 'SchoolID' ? school : value]));
  });
}
