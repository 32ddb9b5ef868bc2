import { judgePlaces } from './added-rules.js';
import type { Duplicate } from './duplicates.js';
import { duplicatesOf } from './duplicates.js';
import type { Failing } from './failing.js';
import { whyOut } from './failing.js';
import { solve } from './fixpoint.js';
import { parseJson } from './parse-json.js';
import { readExtract, type Extract } from './read.js';
import {
  ENDS,
  failingLinkRules,
  LINK_KINDS,
  linkComesThrough,
  RECORD_KINDS,
  type LinkKind,
  type Options,
  type School,
  type State,
} from './rules.js';
import { splitContacts, type Split } from './split.js';
import type { Sums } from './sums.js';
import { sumsOf } from './sums.js';
import type { Tables } from './tables.js';
import { tablesOf } from './tables.js';
import { SHIPPED_TITLES } from './titles.js';
import type { Warning } from './warnings.js';
import { warningsOf } from './warnings.js';

export type { Duplicate, Failing, Options, Sums, Tables, Warning };

export interface Reference {
  tables: Tables;
  sums: Sums;
  failing: Failing[];
  warnings: Warning[];
  duplicates: Duplicate[];
  /** How many rounds took something out. */
  rounds: number;
  /** Of a link that does not come through: whether the extract has it no more, or a rule of its own keeps it out. */
  isWithdrawn: (kind: LinkKind, ends: readonly string[]) => boolean;
  /** By kind: the ids of what is read and stays out. */
  out: Record<string, string[]>;
}

/**
 * What section 2 says of one document, written as plainly as it reads and shared with nothing in src: the product is
 * held against it. `titles` is the whole list of known titles, not an addition to it.
 */
export function reference(documentText: string, options: Options): Reference {
  const { extract, split, school } = schoolOf(documentText, options);
  const { state, rounds } = solve(school, options);
  return {
    tables: tablesOf(extract, school, state, options),
    sums: sumsOf(extract, school, state, split, options),
    failing: whyOut(school, state, options),
    warnings: warningsOf(school, state, split, options),
    duplicates: duplicatesOf(school, state, split.halved, options),
    rounds,
    isWithdrawn: (kind, ends) => isWithdrawn(school, kind, ends, options),
    out: outOf(school, state, options),
  };
}

function isWithdrawn(school: School, kind: LinkKind, ends: readonly string[], options: Options): boolean {
  const has = (end: 0 | 1, id: string) => school[ENDS[kind][end]].some((record) => record.id === id);
  const named = (a: string, b: string) => school[kind].find((link) => link.ends[0] === a && link.ends[1] === b);
  // A link names a combined contact as the extract does, which may not say any more whether it is one.
  const whole = (id: string) => (id.endsWith('#2') ? id.slice(0, -2) : null);
  const [first, second] = [whole(ends[0]), whole(ends[1])];
  const link =
    named(ends[0], ends[1]) ??
    (first !== null && !has(0, first) ? named(first, ends[1]) : undefined) ??
    (second !== null && !has(1, second) ? named(ends[0], second) : undefined);
  return link === undefined || failingLinkRules(kind, link, options).some((rule) => rule !== 'dangling');
}

function outOf(school: School, state: State, options: Options): Record<string, string[]> {
  const records = RECORD_KINDS.map((kind) => [
    kind,
    school[kind].map(({ id }) => id).filter((id) => !state[kind].has(id)),
  ]);
  const links = LINK_KINDS.map((kind) => [
    kind,
    school[kind]
      .filter((link) => !linkComesThrough(kind, link, state, options))
      .map(({ ends }) => JSON.stringify(ends)),
  ]);
  return Object.fromEntries([...records, ...links]) as Record<string, string[]>;
}

/** All records and links of a document, before anything is decided. */
export function schoolOf(documentText: string, options: Options): { extract: Extract; split: Split; school: School } {
  const extract = readExtract(parseJson(documentText.replace(/^\uFEFF/, '')));
  const split = splitContacts(extract.contacts.items, extract.contactLinks.items, options.titles ?? SHIPPED_TITLES);
  const school: School = {
    students: extract.students.items,
    contacts: split.contacts,
    teachers: extract.teachers.items,
    classes: extract.classes.items,
    groups: extract.groups.items,
    contactLinks: split.links,
    classStudents: extract.classStudents.items,
    classTeachers: extract.classTeachers.items,
    groupStudents: extract.groupStudents.items,
  };
  judgePlaces(school, options);
  return { extract, split, school };
}
