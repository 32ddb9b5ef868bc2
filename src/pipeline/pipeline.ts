import type { Limits } from './limits.js';
import type { Recipient } from './notify/notice-keys.js';
import type { ServeTerms } from './serve-keys.js';
import type { Problem } from './problem.js';
import type { Fetching } from './source/fetching.js';
import type { WhoseDocument } from './source/whose-document.js';
import type { DateFormatName } from './vocabulary/date-formats.js';
import type { TextStep } from './text/text-functions.js';
import type { Where } from './source/where.js';
import type { Option } from './vocabulary/option-types.js';
import type { FieldTypeName } from './vocabulary/source-types.js';
import type { Place } from './yaml/yaml-file.js';

export interface Field {
  readonly name: string;
  readonly column: string;
  /** What people call it. */
  readonly label: string;
  /**
   * Where its value is in the extract, as findings show it: `code`, `name.first`, `emails[].address`. Null for a field
   * that only rules or a constant fill.
   */
  readonly from: string | null;
  /**
   * How it is read: from a path, or chosen from a list. Paths begin in the item of the section, or for links within
   * records in the entry of the list.
   */
  readonly source: FieldSource | null;
  /** Where else its value may be: each is read if all before it are blank or bad. */
  readonly further: readonly FieldSource[];
  readonly type: FieldTypeName;
  /** What changes its text before it is read as its type. */
  readonly text: readonly TextStep[];
  /** The forms in which its days may be written; null if it names none. */
  readonly format: readonly DateFormatName[] | null;
  /** What a bad value does if the field is then blank; null if the pipeline does not say, and it is only blank. */
  readonly onBad: 'blank' | 'out' | null;
  /** Whether its paths may be in no entry at all. */
  readonly isOptional: boolean;
  /** The field whose bad values this one notes; null for every field that a pipeline names. */
  readonly marks: string | null;
  /** False for a field that is read only to decide, and never stored. */
  readonly kept: boolean;
  /** Whether pages and exports show it. */
  readonly isShown: boolean;
  /** What `personal` says; null if it is not there. Whether a field is personal, `personalOf` knows. */
  readonly personal: boolean | null;
  /** The value that every record has, if none is read. */
  readonly constant: string | number | boolean | null;
  /** The value to keep for each value read. One that is not listed is kept as it is, or becomes `otherwise`. */
  readonly store: ReadonlyMap<string, string> | null;
  readonly otherwise: string | null | undefined;
  /** If the field is blank, it takes the first value of this field among the record's links that come through. */
  readonly else: { readonly link: string; readonly field: string } | null;
}

/** A path, a value chosen from a list, or one that another list has. */
export type FieldSource = string | Choice | Lookup;

/** A value of an entry of another section that names the record or link. */
export interface Lookup {
  readonly lookup: string;
  readonly isOptional: boolean;
  /** The path in an entry, and the id of this record that is there; of a list, any. */
  readonly match: readonly {
    readonly path: string;
    readonly own: { readonly path: string; readonly isList: boolean; readonly value: string | null };
  }[];
  readonly where: Where | null;
  readonly order: Order | null;
  /** Whether the order of the extract is meant. */
  readonly isFirst: boolean;
  readonly value: string;
}

/** One value of a list: the first in order, among the entries that fit, that is neither blank nor bad. */
export interface Choice {
  readonly list: string;
  /** The path within an entry; null if the entries are the values. */
  readonly value: string | null;
  /** What parts the text of an entry into several; null if it is one. */
  readonly split: string | null;
  readonly where: Where | null;
  readonly order: Order | null;
}

/** What puts entries in an order: those without a value come last, and those with the same keep that of the extract. */
export interface Order {
  readonly path: string;
  readonly type: 'order' | 'date';
  readonly first: 'lowest' | 'highest';
}

/** A field that people type, and that no run ever writes. */
export interface LocalField {
  readonly name: string;
  readonly column: string;
  readonly label: string;
}

/** The path of a school's id in an entry, or of a list and of the id within each of its entries. */
export type EntrySchool =
  { readonly list: null; readonly value: string } | { readonly list: string; readonly value: string | null };

interface Kind {
  readonly name: string;
  /** Whether the pipeline says more of its entries than the path of their section. */
  readonly hasViews: boolean;
  /** The singular by which commands know it: `contact`. */
  readonly one: string;
  /** The singular that people read: `parent`. */
  readonly singular: string;
  /** What people call them: `Parents`. */
  readonly label: string;
  readonly table: string;
  /** To which schools of a document an entry belongs; null if to each, or for links to those of both ends. */
  readonly school: EntrySchool | null;
  readonly fields: readonly Field[];
  /** Columns of fields that were stored once: they stay, and hold nothing. */
  readonly emptied: readonly string[];
}

/** Which entries of a section of the extract a kind takes, and how they are read. */
export interface View {
  /** The path of the list. */
  readonly section: string;
  /** Null if it takes every entry. */
  readonly where: Where | null;
  /** Whether the section may be missing. */
  readonly isOptional: boolean;
  /** Those of the kind in their order, each as it is read here. */
  readonly fields: readonly Field[];
}

export interface RecordView extends View {
  /** The path of the id in an entry. */
  readonly idKey: string;
  /** What the id is made of; null if it is the value at that path. */
  readonly idParts: readonly IdPart[] | null;
}

export interface LinkView extends View {
  /** Those of the kind, each with the paths that name it here. */
  readonly ends: readonly [LinkEnd, LinkEnd];
}

export interface RecordKind extends Kind {
  readonly type: 'record';
  /** An entry is taken by the first of them that fits. */
  readonly views: readonly RecordView[];
  /** The kept fields by which a person knows a record, in the order in which they are said; none if it has no name. */
  readonly nameFields: readonly string[];
  readonly local: readonly LocalField[];
  /** The kept fields whose values narrow a list, in their order. */
  readonly filters: readonly string[];
  /** The kept fields by whose words people find a record in all schools. */
  readonly find: readonly string[];
  /** The kept fields that order a list, unless someone asks for another order. */
  readonly order: readonly string[];
  /** The kept field whose values are the headings of a list; null if it has no headings. */
  readonly headings: string | null;
}

export interface LinkEnd {
  readonly name: string;
  /** What people call it: `parent`. */
  readonly label: string;
  readonly column: string;
  /** The record kind at this end. */
  readonly to: string;
  /** The paths that name records at this end; none if the end is the record that holds the list. */
  readonly keys: readonly EndKey[];
  /** The field of these records that has what the keys name; null if they name ids. */
  readonly by: string | null;
  /** The fact that tells records at the other end how many of these come through. */
  readonly count: string;
  /** What a list of records at the other end shows of these; null if nothing. */
  readonly beside: Beside | null;
}

/** A column of a list with the records that are linked to each of its records. */
export interface Beside {
  readonly label: string;
  readonly shows: BesideShows;
}

/** What a list says of the records that are linked to one of its own. */
export const besideShows = { names: 'Their names.', count: 'How many they are.' } as const;
export type BesideShows = keyof typeof besideShows;

export interface EndKey {
  /** The path of an id, or of a list; in rules it is a value of the fact `fields`. */
  readonly key: string;
  readonly list: boolean;
  /** The path of the id within an entry of the list; null if the entries are ids. */
  readonly value: string | null;
  /** What parts the text of an entry into several ids; null if it is one. */
  readonly split: string | null;
  /** How each value is changed; none if it is taken as it is. */
  readonly text: readonly TextStep[];
  /** What the id is made of; null if it is the value at the path. */
  readonly parts: readonly IdPart[] | null;
}

/** What an id is made of: values of the extract, perhaps changed, and constants. */
export type IdPart = { readonly path: string; readonly text: readonly TextStep[] } | { readonly constant: string };

export interface LinkKind extends Kind {
  readonly type: 'link';
  /** Those of sections that list these links; none if records hold them. */
  readonly views: readonly LinkView[];
  /** The record kind that holds them. */
  readonly within: string | null;
  readonly ends: readonly [LinkEnd, LinkEnd];
  /** Whether the rows that join one pair stay apart until rules have judged each. */
  readonly areRowsApart: boolean;
}

/** A fact that counts the other records of the kind that come through and have the same value in a field. */
export interface SharedValueFact {
  readonly name: string;
  readonly kind: string;
  readonly field: string;
  readonly fold: 'case' | 'none';
  /** `others`: all except itself and its other half; `halves`: its other half, asked on the first half only. */
  readonly among: 'others' | 'halves';
}

/** Which records of a kind are likely duplicates: all of `same` agree, and they share one of `anyOf`. */
export interface DuplicateSearch {
  readonly kind: string;
  readonly same: readonly string[];
  readonly anyOf: readonly SharedTrait[];
}

/** A field and how to compare it, or the other end of the links of a kind. */
export type SharedTrait =
  | { readonly type: 'field'; readonly field: string; readonly compare: 'case' | 'digits' }
  | { readonly type: 'end'; readonly link: string; readonly end: string };

/** A name that no new table or column gets. An old one still works, so refusing it needs knowledge of the tables. */
export interface UnfitName {
  readonly problem: Problem;
  readonly table: string;
  /** Null if the name is that of the table, or of something that makes no column. */
  readonly column: string | null;
}

/** Which extracts are read, and how they say whose they are. */
export interface Source {
  /** Files, folders or globs, relative to the working folder; URLs. */
  readonly inputs: readonly string[];
  /** Null if the inputs name it. */
  readonly feed: string | null;
  /** Whether a school that does not arrive makes the run fail. */
  readonly expectsAll: boolean;
  readonly fetching: Fetching;
  readonly school: WhoseDocument;
}

export interface Pipeline {
  readonly file: string;
  readonly name: string;
  readonly source: Source;
  readonly database: string;
  readonly timezone: string;
  /** The day of the run, YYYY-MM-DD. */
  readonly today: string;
  /** For how many days to keep the values of records that left, and the history of changes. */
  readonly retention: { readonly leftDays: number; readonly historyDays: number };
  /** Who is told of all schools how a night ended. */
  readonly notify: readonly Recipient[];
  readonly serve: ServeTerms;
  readonly limits: Limits;
  readonly options: ReadonlyMap<string, Option>;
  readonly records: readonly RecordKind[];
  readonly links: readonly LinkKind[];
  readonly facts: readonly SharedValueFact[];
  readonly duplicates: readonly DuplicateSearch[];
  /**
   * The place where a kind, a field (`kind.field`) or another key of a kind (`kind:key`) is written, also a key of a field
   * (`kind.field:key`) and a word under `store` (`kind.field:store.word`),
   * and one of the pipeline itself (`:limits`).
   */
  readonly places: ReadonlyMap<string, Place>;
  /** Names that only an existing table or column may have. */
  readonly unfitNames: readonly UnfitName[];
}

/** Whether some entries of a kind may be outside: its views, or those of the kinds that it joins, need not take all. */
export function mayLeaveOut({ records, source }: Pipeline, kind: RecordKind | LinkKind): boolean {
  if (source.school.isMany) return true;
  if (kind.hasViews || kind.type === 'record') return kind.hasViews;
  return kind.ends.some(({ to }) => records.some(({ name, hasViews }) => name === to && hasViews));
}

/** The sections that a kind is read from, each once and in the order of its views; of links within records, those of the records. */
export function sectionsOf(pipeline: Pipeline, name: string | null): readonly string[] {
  const kind = kindsOf(pipeline).find((one) => one.name === name);
  if (kind?.type === 'link' && kind.within !== null) return sectionsOf(pipeline, kind.within);
  return [...new Set(kind?.views.map(({ section }) => section) ?? [])];
}

/** The fields of a kind that the pipeline names. */
export function namedFields({ fields }: Pick<Kind, 'fields'>): readonly Field[] {
  return fields.every(({ marks }) => marks === null) ? fields : fields.filter(({ marks }) => marks === null);
}

/** Records first, then links: the order of every report. */
export function kindsOf(pipeline: Pipeline): readonly (RecordKind | LinkKind)[] {
  return [...pipeline.records, ...pipeline.links];
}

export function recordKind(pipeline: Pipeline, name: string): RecordKind {
  const kind = pipeline.records.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`the pipeline has no record kind ${name}`);
  return kind;
}

/** How records of a kind count a kind of links: at which of its ends, and under which name. */
export interface Count {
  readonly fact: string;
  readonly link: LinkKind;
  /** The end of the link that is the counting record. */
  readonly end: 0 | 1;
}

export function countsOf(pipeline: Pipeline, kind: string): readonly Count[] {
  return pipeline.links.flatMap((link) =>
    ([0, 1] as const)
      .filter((end) => link.ends[end].to === kind)
      .map((end) => ({ fact: link.ends[end === 0 ? 1 : 0].count, link, end })),
  );
}

const endOfCountAsRead = '.read';

/** The fact that says how many links a record has as the extract names them, whether or not they come through. */
export function countAsRead(count: string): string {
  return `${count}${endOfCountAsRead}`;
}

/** The count that such a fact is about; null for any other fact of a record. */
export function countReadBy(fact: string): string | null {
  return fact.endsWith(endOfCountAsRead) ? fact.slice(0, -endOfCountAsRead.length) : null;
}
