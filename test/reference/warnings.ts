import type { Item } from './read.js';
import type { Options, RecordKind, School, State } from './rules.js';
import { CLASS_TYPES, GROUP_TYPES } from './rules.js';
import type { Split } from './split.js';
import { secondHalfOf } from './split.js';
import { SHIPPED_TITLES, hasJoint, isEmail, twoTitles } from './titles.js';

export interface Warning {
  kind: RecordKind;
  id: string;
  rule: string;
}

export function warningsOf(school: School, state: State, split: Split, options: Options): Warning[] {
  const contacts = school.contacts.filter((contact) => state.contacts.has(contact.id));
  const teachers = school.teachers.filter((teacher) => state.teachers.has(teacher.id));
  return [
    ...badEmails('contacts', 'contact-email-form', contacts),
    ...badEmails('teachers', 'teacher-email-form', teachers),
    ...titlesLikeTwo(contacts, options.titles ?? SHIPPED_TITLES),
    ...split.halfIdTaken.map((id): Warning => ({ kind: 'contacts', id, rule: 'half-id-taken' })),
    ...nearMiss('classes', 'class-type-near-miss', school.classes, CLASS_TYPES),
    ...nearMiss('groups', 'group-type-near-miss', school.groups, GROUP_TYPES),
    ...(options.singleSignOn ? signOn(contacts, teachers, split) : []),
  ];
}

function badEmails(kind: RecordKind, rule: string, people: Item[]): Warning[] {
  return people
    .filter(({ values }) => values['email'] != null && !isEmail(values['email']))
    .map(({ id }) => ({ kind, id, rule }));
}

function titlesLikeTwo(contacts: Item[], known: string[]): Warning[] {
  return contacts
    .filter(({ values }) => values['title'] != null && hasJoint(values['title']))
    .filter(({ values }) => twoTitles(values['title']!, known) === null)
    .map(({ id }) => ({ kind: 'contacts', id, rule: 'title-looks-like-two' }));
}

/** One finding a school, on the first in order of position: one letter would empty it, and the mending is the same. */
function nearMiss(kind: RecordKind, rule: string, items: Item[], listed: string[]): Warning[] {
  const bare = (type: string) => type.replace(/\p{White_Space}/gu, '').toLowerCase();
  for (const { id, values } of items) {
    const type = values['type'] ?? null;
    if (type === null || listed.includes(type)) continue;
    if (listed.some((one) => bare(one) === bare(type))) return [{ kind, id, rule }];
  }
  return [];
}

/** Upper case first: it takes apart what lower case alone would leave different. */
export function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}

export function sameEmail(one: Item, other: Item): boolean {
  const [email, otherEmail] = [one.values['email'], other.values['email']];
  return email != null && otherEmail != null && foldCase(email) === foldCase(otherEmail);
}

export function areHalvesOfOne(one: Item, other: Item, halved: Set<string>): boolean {
  const isPair = (first: Item, second: Item) => halved.has(first.id) && secondHalfOf(first.id) === second.id;
  return isPair(one, other) || isPair(other, one);
}

function signOn(contacts: Item[], teachers: Item[], split: Split): Warning[] {
  const warnings: Warning[] = [];
  for (const contact of contacts) {
    const halfOf = (other: Item) => areHalvesOfOne(contact, other, split.halved);
    const sharing = contacts.filter((other) => other !== contact && sameEmail(contact, other));
    const warn = (rule: string) => warnings.push({ kind: 'contacts', id: contact.id, rule });
    if (contact.values['email'] === null) warn('contact-no-email');
    if (sharing.some((other) => !halfOf(other))) warn('contact-same-email');
    if (split.halved.has(contact.id) && sharing.some(halfOf)) warn('halves-share-email');
  }
  for (const teacher of teachers) {
    const warn = (rule: string) => warnings.push({ kind: 'teachers', id: teacher.id, rule });
    if (teacher.values['email'] === null) warn('teacher-no-email');
    if (teachers.some((other) => other !== teacher && sameEmail(teacher, other))) warn('teacher-same-email');
  }
  return warnings;
}
