import { compares, linksAsRead, type AddedRule } from './added-rules.js';
import type { Item, Link } from './read.js';

export const CLASS_TYPES = ['Registration', 'Mixed group', 'Teaching set'];
export const GROUP_TYPES = ['Student group', 'House group', 'Year group'];

export interface Options {
  parentalResponsibilityOnly: boolean;
  singleSignOn: boolean;
  titles?: string[];
  /** Rules that are turned off. */
  disabled?: readonly string[];
  /** Who was erased on request, each as `kind id`. */
  forgotten?: ReadonlySet<string>;
  /** What the school wants besides. */
  added?: readonly AddedRule[];
  /** What the school stores besides: by `kind.field`, then by the value that was read. */
  stored?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const RECORD_KINDS = ['students', 'contacts', 'teachers', 'classes', 'groups'] as const;
export const LINK_KINDS = ['contactLinks', 'classStudents', 'classTeachers', 'groupStudents'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
export type LinkKind = (typeof LINK_KINDS)[number];

export const ENDS: Record<LinkKind, [RecordKind, RecordKind]> = {
  contactLinks: ['students', 'contacts'],
  classStudents: ['classes', 'students'],
  classTeachers: ['classes', 'teachers'],
  groupStudents: ['groups', 'students'],
};

/** All records and links there are to decide about: united and split. */
export type School = Record<RecordKind, Item[]> & Record<LinkKind, Link[]>;

/** The ids that are in. */
export type State = Record<RecordKind, Set<string>>;

/** What keeps a link out itself: that it has not both its ends, and its own rules that fail. */
export function failingLinkRules(kind: LinkKind, link: Link, options: Options): string[] {
  const responsible = link.values['parentalResponsibility'] === 'yes';
  const isOff = options.disabled?.includes('parental-responsibility') === true;
  const isKeptOut = !isOff && kind === 'contactLinks' && options.parentalResponsibilityOnly && !responsible;
  const own = [...(isKeptOut ? ['parental-responsibility'] : []), ...(link.outByPlace ?? [])];
  return [...own, ...(link.dangling ? ['dangling'] : [])];
}

export function linkComesThrough(kind: LinkKind, link: Link, state: State, options: Options): boolean {
  if (link.heldIn === true) return true;
  const bothEnds = state[ENDS[kind][0]].has(link.ends[0]) && state[ENDS[kind][1]].has(link.ends[1]);
  return bothEnds && failingLinkRules(kind, link, options).length === 0;
}

/** The record's own rules that fail in the state. */
export function failingRecordRules(
  kind: RecordKind,
  record: Item,
  school: School,
  state: State,
  options: Options,
): string[] {
  const { id, values } = record;
  function has(links: LinkKind): boolean {
    const end = ENDS[links].indexOf(kind);
    return school[links].some((link) => link.ends[end] === id && linkComesThrough(links, link, state, options));
  }

  const failing: string[] = [];
  function require(rule: string, holds: boolean): void {
    if (!holds && options.disabled?.includes(rule) !== true) failing.push(rule);
  }

  if (options.forgotten?.has(`${kind} ${id}`) === true) return ['forgotten'];
  switch (kind) {
    case 'students':
      require('student-in-a-class', has('classStudents'));
      break;
    case 'contacts':
      require('contact-title', values['title'] !== null);
      require('contact-forename', values['forename'] !== null);
      require('contact-surname', values['surname'] !== null);
      require('contact-has-a-student', has('contactLinks'));
      break;
    case 'teachers':
      require('teacher-title', values['title'] !== null);
      require('teacher-forename', values['forename'] !== null);
      require('teacher-surname', values['surname'] !== null);
      require('teacher-has-a-class', has('classTeachers'));
      break;
    case 'classes':
      require('class-type', CLASS_TYPES.includes(values['type'] ?? ''));
      require('class-has-a-student', has('classStudents'));
      require('class-has-a-teacher', has('classTeachers'));
      break;
    case 'groups':
      require('group-type', GROUP_TYPES.includes(values['type'] ?? ''));
      require('group-has-a-student', has('groupStudents'));
      break;
  }
  for (const rule of options.added ?? [])
    if (rule.counts === 'links' && rule.kind === kind)
      require(rule.name, compares(linksAsRead(school, rule, record), rule.is, rule.value));
  return failing;
}
