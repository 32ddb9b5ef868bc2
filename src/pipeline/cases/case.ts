import type { LinkKind, RecordKind } from '../pipeline.js';
import type { SchoolConfiguration } from '../read-shared.js';
import type { Place, YamlFile } from '../yaml/yaml-file.js';

/** The id of a record, or the ids of both ends of a link. */
export type CaseId = string | readonly [string, string];

/** What a rule author expects of one small extract. */
export interface Case {
  readonly name: string;
  readonly place: Place;
  /** The file that the case is in, to point at a wrong expectation. */
  readonly file: YamlFile;
  /** The school whose file applies; null if only what all schools share applies. */
  readonly school: string | null;
  /** How many schools the case is decided for, each by itself; this is one of them. */
  readonly schools: number;
  /** YYYY-MM-DD, for rules with dates. */
  readonly date: string;
  /** What all schools share, with the school's file and the case's own options laid over it. */
  readonly configuration: SchoolConfiguration;
  /** Makes the whole document, as JSON. */
  readonly document: () => string;
  readonly expectations: readonly Expectation[];
  /** Kinds in which only what is listed comes through. */
  readonly only: readonly (RecordKind | LinkKind)[];
  readonly onlyPlace: Place;
  /** Why the case is not met yet; null if it must be met. */
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
  /** How many characters a caret underlines. */
  readonly length: number;
} & (
  | { readonly says: 'through'; readonly id: CaseId; readonly fields: readonly ExpectedField[] }
  /** If `rules` is empty, any rule may keep it out. With `exactly`, these do and no others. */
  | { readonly says: 'out'; readonly id: CaseId; readonly rules: readonly string[]; readonly exactly: boolean }
  /** Known by its index in the section, because it has no usable id. */
  | { readonly says: 'rejected'; readonly position: number }
  | { readonly says: 'warned'; readonly id: CaseId; readonly rule: string; readonly field: string | null }
  /** By these rules and no others. */
  | { readonly says: 'warned exactly'; readonly id: CaseId; readonly rules: readonly string[] }
  /** If `rules` is empty, by none. */
  | {
      readonly says: 'not warned';
      readonly id: CaseId;
      readonly rules: readonly string[];
      readonly field: string | null;
    }
  | { readonly says: 'none'; readonly of: 'through' | 'out' | 'warn' }
);
