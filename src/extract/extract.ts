/** A value of a field as mapped: text (dates as YYYY-MM-DD), yes or no, a constant number, or null for blank. */
export type Value = string | number | boolean | null;

/** The records of a kind as the extract lists them, by column: entry i of each list is one record. */
export interface ExtractedRecords {
  readonly ids: string[];
  /** Index in the section, from 0. */
  readonly positions: number[];
  /** In the order of the kind's fields. */
  readonly values: Value[][];
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
  /** The key of the extract that named it; '' for links of a section of their own. */
  readonly keys: string[];
  /** In the order of the kind's fields; empty for links within records. */
  readonly values: Value[][];
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
  /** The key in the extract. */
  readonly field: string | null;
  readonly position: number | null;
  readonly because: string;
}

/** One school's document, mapped to the pipeline's names. */
export interface Extract {
  readonly school: string;
  readonly name: string | null;
  readonly extractedAt: string | null;
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

/** What can be wrong with an input or a document, one line for each as docs/errors.md lists them. */
export const documentProblemCodes = {
  'not-json': 'The document is not JSON.',
  'cut-short': 'The document ends in the middle.',
  'wrong-encoding': 'The document is not UTF-8.',
  'bad-gzip': 'The file is compressed but broken, or is not what its name says.',
  unreadable: 'The file cannot be read.',
  empty: 'The file holds nothing.',
  'not-an-object': 'The document is JSON, but no object.',
  'no-school-id': 'The document has no usable id of its school.',
  'missing-section': 'A section is missing or is no list.',
} as const;

export type DocumentProblemCode = keyof typeof documentProblemCodes;

/** What one input holds, in order. */
export type DocumentResult =
  | { readonly type: 'extract'; readonly extract: Extract; readonly from: string }
  | { readonly type: 'broken'; readonly broken: BrokenDocument; readonly from: string };
