import type { EndKey, Field, LinkKind, LinkView, Pipeline, RecordKind, RecordView } from '../../pipeline/pipeline.js';
import type { ChoicePlan } from '../items/choose.js';
import { areKeys, type ItemColumn } from '../items/columns.js';
import { Definitions, type Definition } from './definition.js';
import type { IdPlan } from './id-plan.js';
import type { PlannedColumns } from './planned-columns.js';
import { plantSections, type PlannedSection } from './section-tree.js';
import type { Shape } from './shape.js';
import { soughtOf, soughtOfLink, type Sought } from './sought.js';
import { everything, planWhere, type RowTest } from './where-plan.js';

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
  readonly records: readonly Taker<RecordPlan>[];
  readonly links: readonly Taker<LinkPlan>[];
  /** What some item should have. */
  readonly sought: readonly Sought[];
}

/** A section whose lists are in the entries of another. */
export interface InnerPlan {
  readonly plan: SectionPlan;
  /** Indexes of the steps that lead from an entry to the list. */
  readonly steps: readonly number[];
  /** Whether the entries of the other are pages of this one, if they have its list and no id. */
  readonly isPage: boolean;
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
  /** What some item should have for the view to take it. */
  readonly asked: readonly number[];
  readonly id: IdPlan;
  /** The fields by which links name these records, and where they are. */
  readonly namedBy: readonly { readonly field: string; readonly column: number }[];
  readonly fields: readonly FieldPlan[];
  readonly within: readonly WithinPlan[];
}

/** Links of a section of their own: one item is one link. */
export interface LinkPlan {
  readonly kind: LinkKind;
  readonly fits: RowTest | null;
  readonly asked: readonly number[];
  readonly ends: readonly [IdPlan, IdPlan];
  readonly fields: readonly FieldPlan[];
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

export interface FieldPlan {
  readonly field: Field;
  /** Null for a field that is not read. */
  readonly column: number | null;
  readonly choice: ChoicePlan | null;
  /** What is read if this is blank or bad; null if nothing is. */
  readonly next: FieldPlan | null;
}

/** The sections that a pipeline reads and that are in no other, and how their values are read. */
export function planSections(pipeline: Pipeline): {
  readonly sections: readonly SectionPlan[];
  readonly definitions: readonly Definition[];
} {
  const definitions = new Definitions(pipeline.timezone);
  const { roots, sectionOf } = plantSections(pipeline, definitions);
  for (const kind of pipeline.records)
    for (const view of kind.views) {
      const { records, columns } = sectionOf(view);
      records.push(planRecords(pipeline, kind, view, columns));
    }
  for (const kind of pipeline.links)
    for (const view of kind.views) {
      const { links, columns } = sectionOf(view);
      links.push(planLinks(kind, view, columns));
    }
  return { sections: roots.map(toPlan), definitions: definitions.all };
}

function toPlan({ name, columns, isOptional, inner, records, links }: PlannedSection): SectionPlan {
  const { shape, all } = columns;
  return {
    ...{ name, shape, columns: all, isOptional },
    inner: inner.map(({ section, steps, isPage }) => ({ plan: toPlan(section), steps, isPage })),
    records: takersOf(records),
    links: takersOf(links),
    sought: [...records.flatMap(soughtOf), ...links.flatMap(soughtOfLink)],
    definitions: all.map(({ definition }) => definition),
    isFlat: areKeys(all, shape),
  };
}

function takersOf<Plan extends RecordPlan | LinkPlan>(plans: readonly Plan[]): Taker<Plan>[] {
  const kinds = [...new Set(plans.map(({ kind }) => kind.name))];
  return kinds.map((kind) => {
    const views = plans.filter((plan) => plan.kind.name === kind);
    return { kind, views, always: views[0].fits === null ? views[0] : null };
  });
}

function planRecords(pipeline: Pipeline, kind: RecordKind, view: RecordView, columns: PlannedColumns): RecordPlan {
  const test = view.where === null ? everything : planWhere(view.where, columns);
  const id = columns.addId({ key: view.idKey, parts: view.idParts });
  const fields = view.fields.map((field) => columns.addField(field));
  const within = pipeline.links.filter((link) => link.within === kind.name).map((link) => planWithin(link, columns));
  const by = new Set(
    pipeline.links.flatMap(({ ends }) => ends.flatMap((end) => (end.to === kind.name ? end.by : null))),
  );
  const namedBy = fields.flatMap(({ field: { name }, column }) =>
    column === null || !by.has(name) ? [] : [{ field: name, column }],
  );
  return { kind, ...test, id, namedBy, fields, within };
}

function planWithin(link: LinkKind, columns: PlannedColumns): WithinPlan {
  const holder = link.ends[0].keys.length === 0 ? 0 : 1;
  const named = link.ends[holder === 0 ? 1 : 0].keys;
  const keys = named.map((end) => ({
    id: end.list ? columns.addIdList(end) : columns.addId(end),
    key: end.key,
    list: end.list,
    split: end.split,
    fields: link.fields.map((field) => columns.addEntryField(field, end.value === null ? null : end.key)),
  }));
  return { kind: link, holder, keys };
}

function planLinks(kind: LinkKind, view: LinkView, columns: PlannedColumns): LinkPlan {
  const test = view.where === null ? everything : planWhere(view.where, columns);
  const [first, second] = view.ends.map(({ name, keys: [key] }) =>
    columns.addId((key as EndKey | undefined) ?? { key: name, parts: null }),
  ) as [IdPlan, IdPlan];
  const fields = view.fields.map((field) => columns.addField(field));
  return { kind, ...test, ends: [first, second], fields };
}
