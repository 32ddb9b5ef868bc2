import type { Tables } from '../table/tables.js';

/** What was noticed while reading: where, never what. */
export interface ExtractFinding {
  readonly severity: 'rejected' | 'warning';
  readonly rule: string;
  /** The kind's name; null for what is outside the sections. */
  readonly kind: string | null;
  readonly recordId: string | null;
  /** The path in the extract. */
  readonly field: string | null;
  readonly position: number | null;
  /** The section that its position is in, of a kind that is read from several. */
  readonly section?: string;
  readonly because: string;
  /** What to correct, if that is not in the extract. */
  readonly fix?: string;
}

/** The ids of the entries of a section that no view of a kind takes. */
export interface LeftOut {
  readonly kind: string;
  readonly section: string;
  readonly ids: readonly string[];
}

/** A section that may be missing, and is. */
export interface AbsentSection {
  readonly section: string;
  /** A path beside it that is so like it that it may be meant, and that nothing reads; null if there is none. */
  readonly near: string | null;
}

/** One school's document, mapped to the pipeline's names. */
export interface Extract {
  readonly school: string;
  readonly name: string | null;
  readonly extractedAt: string | null;
  /** The same as an instant, in milliseconds; null if it is missing or cannot be read. */
  readonly extractedInstant: number | null;
  /** The records and links that have usable ids, by kind, as the document lists them. */
  readonly tables: Tables;
  /** By kind, how many have no usable id. */
  readonly rejected: ReadonlyMap<string, number>;
  /** By kind, how many entries no view takes, or name a record that none takes; only kinds of which that can be. */
  readonly outside: ReadonlyMap<string, number>;
  /** The records that no view of their kind takes. */
  readonly leftOut: readonly LeftOut[];
  readonly absent: readonly AbsentSection[];
  readonly findings: readonly ExtractFinding[];
  /** How many more there were than are kept of a school. */
  readonly furtherFindings: number;
}

/** A document that cannot be loaded, and why. */
export interface BrokenDocument {
  /** Null if the document did not say it before it broke. */
  readonly school: string | null;
  readonly name: string | null;
  readonly code: DocumentProblemCode;
  /** The paths of the sections that it should have and has not. */
  readonly lacks?: readonly string[];
  /** Whether the school is the one that its source is of, and no document said so. */
  readonly isUnsaid?: true;
  /** For the person who has to act: where and what to do. Names no person's data. */
  readonly reason: string;
}

/** What can be wrong with an input or a document, and what to do: one line for each, as docs/errors.md lists them. */
export const documentProblems = {
  'not-json': { means: 'The document is not JSON.', toDo: 'Export it again.' },
  'cut-short': { means: 'The document ends in the middle.', toDo: 'Export or copy it again.' },
  'too-deep': {
    means: 'Lists and objects are nested more deeply than `limits.depth` of the pipeline allows (100).',
    toDo: 'No extract needs that: is this one?',
  },
  'too-long': {
    means:
      'A text or number that is read has more characters than `limits.characters` of the pipeline allows (1,000,000).',
    toDo: 'No extract needs that: is this one?',
  },
  'too-many': {
    means:
      'A section or a list that is read has more entries than `limits.sectionEntries` (2,000,000) or `limits.listEntries` (100,000) of the pipeline allows.',
    toDo: 'No school needs that: is this the extract of one school? If so, raise the limit in the pipeline.',
  },
  'too-large': {
    means: 'The document, decompressed, has more bytes than `limits.bytes` of the pipeline allows (4,000,000,000).',
    toDo: 'No school needs that: is this the extract of one school? If so, raise the limit in the pipeline.',
  },
  'too-much-memory': {
    means: 'To read or to decide the document takes more memory than there is for it.',
    toDo: 'Is this the extract of one school? If so, give Node.js more, as in NODE_OPTIONS=--max-old-space-size=4096.',
  },
  'wrong-encoding': { means: 'The document is not UTF-8.', toDo: 'Save or export it as UTF-8.' },
  'bad-gzip': {
    means: 'The file is compressed but broken, or is not what its name says.',
    toDo: 'Compress or copy it again.',
  },
  unreadable: { means: 'The file cannot be read.', toDo: 'May this user read it, and is its disk all right?' },
  'not-fetched': {
    means: 'A source could not be reached, refused, or answered with an error; what was tried again is said.',
    toDo: 'Is the source well, and are url and credentials right? The next run asks it again.',
  },
  'refused-address': {
    means: 'A source, or a redirect of one, leads to an address that is not public.',
    toDo: 'If it is a network of your own, name it in source.allow of the pipeline.',
  },
  'bad-pages': {
    means: 'The pages of a source repeat, go round in circles, do not add up, or are none.',
    toDo: 'Are `pages` of the source right? If so, ask who runs it.',
  },
  'wrong-school': {
    means: 'The document of a source is of another school than the list of sources says.',
    toDo: 'Correct the id or the url in the list of sources.',
  },
  rewritten: { means: 'The file was rewritten while it was read.', toDo: 'Run again when nobody is writing it.' },
  empty: { means: 'The file is empty.', toDo: 'Export it again.' },
  'not-an-object': {
    means: 'The document is JSON, but not an object.',
    toDo: 'A document holds one school: { "SchoolID": … }.',
  },
  'no-school-id': {
    means: 'The document has no usable id of its school.',
    toDo: 'Give it one, or say in source of the pipeline where it is.',
  },
  'many-schools': {
    means: 'The document says several ids of its school.',
    toDo: 'Say with `where` in source.school of the pipeline which one it is, or with source.schools that each is a school.',
  },
  'missing-section': {
    means: 'A section is missing or is no list.',
    toDo: 'Export it with every section; one that has nothing is an empty list.',
  },
  'missing-path': {
    means:
      'A path that decides who comes through (a `where` of a view, the `school` of a kind, a day of a `period`, a field with `onBad: out`) is in no entry of its section.',
    toDo: 'Correct the path in the pipeline, or write `optional: true` beside it if an extract may do without (never without a `school`).',
  },
} as const;

export type DocumentProblemCode = keyof typeof documentProblems;

/** What sort of fault a document has, as it is noted of a school that failed. */
export type DocumentFault = Pick<BrokenDocument, 'code' | 'lacks'>;

/** What one input holds, in order. */
export type DocumentResult =
  | { readonly type: 'extract'; readonly extract: Extract; readonly from: string }
  | { readonly type: 'broken'; readonly broken: BrokenDocument; readonly from: string };
