/** A value of a field as mapped: text (dates as YYYY-MM-DD), yes or no, a constant number, or null for blank. */
export type Value = string | number | boolean | null;

/** The records of a kind as the extract lists them, by column: entry i of each list is one record. */
export interface ExtractedRecords {
  readonly ids: string[];
  /** Index in the section, from 0. */
  readonly positions: number[];
  /** In the order of the kind's fields. */
  readonly values: (readonly Value[])[];
  /** Items of the section, and those without a usable id. */
  read: number;
  rejected: number;
}

/** The links of a kind as the extract lists them, by column. */
export interface ExtractedLinks {
  /** Ids at the kind's first and second end. */
  readonly first: string[];
  readonly second: string[];
  readonly positions: number[];
  /** The path of the extract that named it; '' for links of a section of their own. */
  readonly keys: string[];
  /** In the order of the kind's fields; empty for links that are but ids within records. */
  readonly values: (readonly Value[])[];
  read: number;
  rejected: number;
}

/** What was noticed while reading: where, never what. */
export interface ExtractFinding {
  readonly severity: 'rejected' | 'warning';
  readonly rule: string;
  /** The kind's name; null for what stands outside of the sections. */
  readonly kind: string | null;
  readonly recordId: string | null;
  /** The path in the extract. */
  readonly field: string | null;
  readonly position: number | null;
  readonly because: string;
}

/** One school's document, mapped to the pipeline's names. */
export interface Extract {
  readonly school: string;
  readonly name: string | null;
  readonly extractedAt: string | null;
  /** That as an instant, in milliseconds; null where it is missing or cannot be read. */
  readonly extractedInstant: number | null;
  readonly records: ReadonlyMap<string, ExtractedRecords>;
  readonly links: ReadonlyMap<string, ExtractedLinks>;
  readonly findings: readonly ExtractFinding[];
}

/** A document that cannot be loaded, and why. */
export interface BrokenDocument {
  /** Null where the document did not say it before it broke. */
  readonly school: string | null;
  readonly name: string | null;
  readonly code: DocumentProblemCode;
  /** For the person who has to act: where and what to do. Names no person's data. */
  readonly reason: string;
}

/** What can be wrong with an input or a document, and what to do, one line for each as docs/errors.md lists them. */
export const documentProblems = {
  'not-json': { means: 'The document is not JSON.', toDo: 'Export it again.' },
  'cut-short': { means: 'The document ends in the middle.', toDo: 'Export or copy it again.' },
  'too-deep': {
    means: 'More than 100 lists and objects stand inside one another.',
    toDo: 'No extract needs that: is it one?',
  },
  'too-long': {
    means: 'A string, key or number has more than 1,000,000 characters.',
    toDo: 'No extract needs that: is it one?',
  },
  'wrong-encoding': { means: 'The document is not UTF-8.', toDo: 'Save or export it as UTF-8.' },
  'bad-gzip': {
    means: 'The file is compressed but broken, or is not what its name says.',
    toDo: 'Compress or copy it again.',
  },
  unreadable: { means: 'The file cannot be read.', toDo: 'May this user read it, and is its disk well?' },
  rewritten: { means: 'The file was written anew while it was read.', toDo: 'Run again when nobody writes it.' },
  empty: { means: 'The file holds nothing.', toDo: 'Export it again.' },
  'not-an-object': {
    means: 'The document is JSON, but no object.',
    toDo: 'A document holds one school: { "SchoolID": … }.',
  },
  'no-school-id': {
    means: 'The document has no usable id of its school.',
    toDo: 'Give it one, or say in source.school of the pipeline under which key it stands.',
  },
  'missing-section': {
    means: 'A section is missing or is no list.',
    toDo: 'Export it with every section; one that has nothing is an empty list.',
  },
} as const;

export type DocumentProblemCode = keyof typeof documentProblems;

/** What one input holds, in order. */
export type DocumentResult =
  | { readonly type: 'extract'; readonly extract: Extract; readonly from: string }
  | { readonly type: 'broken'; readonly broken: BrokenDocument; readonly from: string };
