import type { Field, LinkKind, Order, RecordKind } from '../../pipeline/pipeline.js';
import type { SchoolList } from '../../pipeline/source/whose-document.js';
import type { ChoicePlan } from '../items/choose.js';
import type { ItemColumn } from '../items/columns.js';
import type { IdPlan } from './id-plan.js';
import type { Shape } from './shape.js';
import type { AskedColumns, BadColumns, RowTest } from './where-plan.js';

/** What is read from the items of one section: which values, as what, and for which kinds. */
export interface SectionPlan {
  /** The section's path in the document. */
  readonly name: string;
  readonly shape: Shape;
  readonly columns: readonly ItemColumn[];
  /** By column: its definition, as scalars name it. */
  readonly definitions: readonly number[];
  /** Whether each column is one key of the items, in the order of the shape. */
  readonly isFlat: boolean;
  /** Whether it may be missing: no kind needs it. */
  readonly isOptional: boolean;
  /** The sections whose lists are in its entries. */
  readonly inner: readonly InnerPlan[];
  /** How its entries are found by look-ups. */
  readonly indexes: readonly IndexPlan[];
  readonly records: readonly Taker<RecordPlan>[];
  readonly links: readonly Taker<LinkPlan>[];
  readonly schools: readonly SchoolPlan[];
  /** The kinds that are read from other sections too: a position says which one it is in. */
  readonly shared: ReadonlySet<string>;
  /** What some item should have. */
  readonly sought: readonly Sought[];
  /** What some item must have for a field that is looked up. */
  readonly needed: readonly NeededPath[];
}

/** Columns: at least one of them should be in some item of the section. */
export interface Sought {
  /** The kind that reads them. */
  readonly kind: string;
  readonly columns: readonly number[];
  /** Whether they are looked for only in the entries of a list: another `Sought` asks for the list. */
  readonly inEntries: boolean;
}

/** What some item must have, because without it nobody knows what to keep out. */
export interface NeededPath extends Sought {
  /** What it is for: `until of enrolments`. */
  readonly for: string;
  /** Where that is written, as the pipeline's places name it; the nearest first. */
  readonly at: readonly string[];
}

/** A section whose lists are in the entries of another. */
export interface InnerPlan {
  readonly plan: SectionPlan;
  /** Indexes of the steps that lead from an entry to the list. */
  readonly steps: readonly number[];
  /** Whether the entries of the other are pages of this one, if they have its list and no id. */
  readonly isPage: boolean;
}

/** How entries are found by look-ups that are alike but in the value. */
export interface IndexPlan {
  readonly number: number;
  /** The columns that have to match. */
  readonly match: readonly number[];
  readonly fits: RowTest | null;
  readonly nearly: RowTest | null;
  readonly asked: AskedColumns;
  readonly deciding: AskedColumns;
  readonly badIn: BadColumns;
  readonly order: (Order & { readonly column: number }) | null;
  readonly values: readonly number[];
}

/** The field of a kind that takes what is looked up. */
export interface LookedUpFor {
  readonly kind: string;
  readonly field: Field;
  /** Whether there is nothing else to read for it. */
  readonly isOnly: boolean;
}

/** How a field is looked up. */
export interface LookupPlan {
  /** The number of the index, and the place of the value among its values. */
  readonly index: number;
  readonly slot: number;
  /** What of the record has to match, in the order of the index. */
  readonly own: readonly { readonly column: number; readonly isList: boolean }[];
  /** As what the value is read. */
  readonly definition: number;
  /** Whether the first of different values is meant, also of those that come first alike. */
  readonly isFirst: boolean;
  readonly section: string;
  /** As findings name it. */
  readonly path: string;
}

/** A kind, and how it takes the items of a section: each by the first view that it fits. */
export interface Taker<Plan> {
  readonly kind: string;
  readonly views: readonly Plan[];
  /** The view that takes every item; null if that depends on the item. */
  readonly always: Plan | null;
}

export interface RecordPlan {
  readonly kind: RecordKind;
  /** Null if it takes every item. */
  readonly fits: RowTest | null;
  readonly nearly: RowTest | null;
  /** What some item should have for the view to take it. */
  readonly asked: AskedColumns;
  /** What some item must have, or nobody knows which the view takes. */
  readonly deciding: AskedColumns;
  /** The columns because of which nobody knows whether it takes an item. */
  readonly badIn: BadColumns;
  readonly id: IdPlan;
  /** The fields by which links name these records, and where they are. */
  readonly namedBy: readonly { readonly field: string; readonly column: number }[];
  readonly fields: readonly FieldPlan[];
  readonly within: readonly WithinPlan[];
  /** The column with the schools to which it belongs; null if it does not say any. */
  readonly school: number | null;
}

/** Links of a section of their own: one item is one link. */
export interface LinkPlan {
  readonly kind: LinkKind;
  readonly fits: RowTest | null;
  readonly nearly: RowTest | null;
  readonly asked: AskedColumns;
  readonly deciding: AskedColumns;
  readonly badIn: BadColumns;
  readonly ends: readonly [IdPlan, IdPlan];
  readonly fields: readonly FieldPlan[];
  readonly school: number | null;
}

/** Links within records: the record is one end, its lists and ids name the other. */
export interface WithinPlan {
  readonly kind: LinkKind;
  readonly holder: 0 | 1;
  readonly keys: readonly WithinKey[];
}

export interface WithinKey {
  readonly id: IdPlan;
  readonly key: string;
  readonly list: boolean;
  /** What parts the text of an entry into several ids; null if it is one. */
  readonly split: string | null;
  /** Read from the entry that names the link. */
  readonly fields: readonly FieldPlan[];
}

/** Entries that say something of the document's school. */
export interface SchoolPlan {
  readonly list: SchoolList;
  readonly fits: RowTest | null;
  readonly column: number;
}

export interface FieldPlan {
  readonly field: Field;
  /** Null for a field that is not read. */
  readonly column: number | null;
  /** The same, if it is all there is to read: one value, in one place. Most fields are so, and read without asking more. */
  readonly plainColumn: number | null;
  readonly choice: ChoicePlan | null;
  /** Null if it is no value from elsewhere. */
  readonly lookup: LookupPlan | null;
  /** Of a value from elsewhere: the place, among the fields, of the one that notes its bad values; null if none does. */
  readonly mark: number | null;
  /** What is read if this is blank or bad; null if nothing is. */
  readonly next: FieldPlan | null;
  /** For a field that notes the bad values of another: the columns that are read for that. */
  readonly watches: readonly number[] | null;
}
