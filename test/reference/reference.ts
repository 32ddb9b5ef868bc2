import type { Duplicate } from './duplicates.js';
import { duplicatesOf } from './duplicates.js';
import type { Failing } from './failing.js';
import { whyOut } from './failing.js';
import { solve } from './fixpoint.js';
import { parseJson } from './parse-json.js';
import { readExtract, type Extract } from './read.js';
import type { Options, School } from './rules.js';
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
  };
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
  return { extract, split, school };
}
