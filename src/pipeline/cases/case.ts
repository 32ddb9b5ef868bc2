import type { LinkKind, RecordKind } from '../pipeline.js';
import type { SchoolConfiguration } from '../read-shared.js';
import type { Place, YamlFile } from '../yaml/yaml-file.js';

/** A record by its id, a link by both of its ends' ids. */
export type CaseId = string | readonly [string, string];

/** What a rule author expects of one small extract. */
export interface Case {
  readonly name: string;
  readonly place: Place;
  /** The file it stands in, to point at what is wrong with an expectation. */
  readonly file: YamlFile;
  /** Whose file applies; null where only what all schools share does. */
  readonly school: string | null;
  /** YYYY-MM-DD, for rules with dates. */
  readonly date: string;
  /** What holds for it: the school's file and the case's own options laid over what all share. */
  readonly configuration: SchoolConfiguration;
  /** A whole document, as JSON. */
  readonly document: string;
  readonly expectations: readonly Expectation[];
  /** Kinds of which nothing comes through but what is listed. */
  readonly only: readonly (RecordKind | LinkKind)[];
  readonly onlyPlace: Place;
  /** Why it is not met yet; null for a case that must be met. */
  readonly known: string | null;
}

export interface ExpectedField {
  readonly name: string;
  /** As text; null for blank. */
  readonly value: string | null;
}

export type Expectation = {
  readonly kind: RecordKind | LinkKind;
  readonly place: Place;
  /** How many characters the place has, for a caret. */
  readonly length: number;
} & (
  | { readonly says: 'through'; readonly id: CaseId; readonly fields: readonly ExpectedField[] }
  /** No rules: whichever keeps it out. With `exactly` these and no others do. */
  | { readonly says: 'out'; readonly id: CaseId; readonly rules: readonly string[]; readonly exactly: boolean }
  /** It has no usable id: known by its index in the section. */
  | { readonly says: 'rejected'; readonly position: number }
  | { readonly says: 'warned'; readonly id: CaseId; readonly rule: string; readonly field: string | null }
  | { readonly says: 'none'; readonly of: 'through' | 'out' | 'warn' }
);
