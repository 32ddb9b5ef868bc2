import type {
  Choice,
  EndKey,
  Field,
  LinkKind,
  LinkView,
  Pipeline,
  RecordKind,
  RecordView,
  View,
} from '../../pipeline/pipeline.js';
import { pathInList } from '../../pipeline/source/source-path.js';
import { normalise } from '../../pipeline/text/text.js';
import type { TextStep } from '../../pipeline/text/text-functions.js';
import type { ChoicePlan } from '../items/choose.js';
import { areKeys, type ItemColumn } from '../items/columns.js';
import { Shape } from './shape.js';
import { Definitions, definitionOf, type Definition } from './definition.js';
import type { IdPlan, PlannedPart } from './id-plan.js';
import { everything, planWhere, type RowTest, type TestedColumns } from './where-plan.js';

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
  readonly records: readonly Taker<RecordPlan>[];
  readonly links: readonly Taker<LinkPlan>[];
  /** What some item should have. */
  readonly sought: readonly Sought[];
}

/** Columns: at least one of them should be in some item of the section. */
export interface Sought {
  /** The kind that reads them. */
  readonly kind: string;
  readonly columns: readonly number[];
  /** Whether they are looked for only in the entries of a list: another `Sought` asks for the list. */
  readonly inEntries: boolean;
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

/** The sections that a pipeline reads, by their path in the document, and how their values are read. */
export function planSections(pipeline: Pipeline): {
  readonly sections: ReadonlyMap<string, SectionPlan>;
  readonly definitions: readonly Definition[];
} {
  const sections = new Map<string, Planned>();
  const definitions = new Definitions(pipeline.timezone);
  const sectionOf = ({ section, isOptional }: View): Planned => {
    const columns = () => new PlannedColumns(definitions);
    const known = sections.get(section) ?? { columns: columns(), records: [], links: [], isOptional: true };
    known.isOptional &&= isOptional;
    sections.set(section, known);
    return known;
  };
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
  return {
    sections: new Map(Array.from(sections, ([name, section]) => [name, section.columns.plan(name, section)])),
    definitions: definitions.all,
  };
}

/** A section while it is planned: its views in the order of the pipeline. */
interface Planned {
  readonly columns: PlannedColumns;
  readonly records: RecordPlan[];
  readonly links: LinkPlan[];
  isOptional: boolean;
}

function takersOf<Plan extends RecordPlan | LinkPlan>(plans: readonly Plan[]): Taker<Plan>[] {
  const kinds = [...new Set(plans.map(({ kind }) => kind.name))];
  return kinds.map((kind) => {
    const views = plans.filter((plan) => plan.kind.name === kind);
    return { kind, views, always: views[0].fits === null ? views[0] : null };
  });
}

/** A value as it is in the extract after reading. */
function asRead(value: string | boolean | null): string | boolean | null {
  return typeof value === 'string' ? normalise(value) || null : value;
}

const asOrder = definitionOf('order');

interface WantedId extends Pick<EndKey, 'key' | 'parts'> {
  readonly text?: EndKey['text'];
}

class PlannedColumns implements TestedColumns {
  readonly shape = new Shape();
  readonly all: ItemColumn[] = [];

  constructor(private readonly known: Definitions) {}

  addPath(path: string, definition: number): number {
    return this.#add({ path, definition, isList: false, steps: this.shape.addPath(path), inEntry: [] });
  }

  addList(list: string, value: string | null, definition: number): number {
    const steps = this.shape.addList(list, value);
    return this.#add({ path: pathInList(list, value), definition, isList: true, ...steps });
  }

  /** Text functions come before an id is compared. */
  addId({ key, text = [], parts }: WantedId): IdPlan {
    const definition = this.#asId(text);
    if (parts === null) return { columns: [this.addPath(key, definition)], definition, parts };
    const [only, second] = parts;
    if (second === undefined && 'path' in only) return this.addId({ key: only.path, text: only.text, parts: null });
    const planned = parts.map((part): PlannedPart =>
      'path' in part ? { column: this.addPath(part.path, this.#asId(part.text)) } : part,
    );
    const columns = planned.flatMap((part) => ('column' in part ? [part.column] : []));
    return { columns, definition, parts: planned };
  }

  addIdList({ key, value, text }: EndKey): IdPlan {
    const definition = this.#asId(text);
    return { columns: [this.addList(key, value, definition)], definition, parts: null };
  }

  #asId(text: readonly TextStep[]): number {
    return this.known.numberOf({ type: 'id', text });
  }

  addField(field: Field): FieldPlan {
    const { source, further } = field;
    if (source === null) return { field, column: null, choice: null, next: null };
    const [another, ...rest] = further;
    const next = another === undefined ? null : this.addField({ ...field, source: another, further: rest });
    const definition = this.known.numberOf(field);
    if (typeof source === 'string') return { field, column: this.addPath(source, definition), choice: null, next };
    const { list, value } = source;
    return { field, column: this.addList(list, value, definition), choice: this.#addChoice(source), next };
  }

  /** A field of the entries of one list; links that are named in another way have nothing to read. */
  addEntryField(field: Field, list: string | null): FieldPlan {
    const { source, further } = field;
    const [another, ...rest] = further;
    const next = another === undefined ? null : this.addEntryField({ ...field, source: another, further: rest }, list);
    const isRead = list !== null && typeof source === 'string';
    const column = isRead ? this.addList(list, source, this.known.numberOf(field)) : null;
    return { field, column, choice: null, next };
  }

  #addChoice({ list, split, where, order }: Choice): ChoicePlan {
    return {
      ...{ list, split },
      where: where.map(({ path, type, is }) => ({
        column: this.addList(list, path, definitionOf(type)),
        is: is.map(asRead),
      })),
      order: order === null ? null : { column: this.addList(list, order.path, asOrder), first: order.first },
    };
  }

  /** What is read in the same way from the same place is one column. */
  #add(column: ItemColumn): number {
    const known = this.all.findIndex(
      (other) => other.path === column.path && other.definition === column.definition && other.isList === column.isList,
    );
    return known >= 0 ? known : this.all.push(column) - 1;
  }

  plan(name: string, { records, links, isOptional }: Planned): SectionPlan {
    return {
      ...{ name, shape: this.shape, columns: this.all, isOptional },
      records: takersOf(records),
      links: takersOf(links),
      sought: [...records.flatMap(soughtOf), ...links.flatMap(soughtOfLink)],
      definitions: this.all.map(({ definition }) => definition),
      isFlat: areKeys(this.all, this.shape),
    };
  }
}

function soughtOf({ kind, asked, id, fields, within }: RecordPlan): Sought[] {
  return [
    ...[...asked, ...id.columns].map((column) => one(kind.name, column)),
    ...fields.flatMap((field) => soughtOfField(kind.name, field)),
    ...within.flatMap((link) => soughtWithin(link)),
  ];
}

function soughtWithin({ kind: { name, fields }, keys }: WithinPlan): Sought[] {
  const ofField = (at: number) => keys.flatMap((key) => columnsOf(key.fields[at]));
  return [
    { kind: name, columns: keys.flatMap(({ id }) => id.columns), inEntries: false },
    ...fields.map((_, at) => ({ kind: name, columns: ofField(at), inEntries: true })),
  ];
}

function soughtOfLink({ kind, asked, ends, fields }: LinkPlan): Sought[] {
  const ids = ends.flatMap(({ columns }) => columns);
  return [
    ...[...asked, ...ids].map((column) => one(kind.name, column)),
    ...fields.flatMap((field) => soughtOfField(kind.name, field)),
  ];
}

function soughtOfField(kind: string, field: FieldPlan): Sought[] {
  const columns = columnsOf(field);
  if (columns.length === 0) return [];
  // What may be blank may be missing.
  const chosenBy = waysOf(field).flatMap(({ choice }) => [
    ...(choice?.where.filter(({ is }) => !is.includes(null)) ?? []),
    ...(choice?.order ? [choice.order] : []),
  ]);
  return [{ kind, columns, inEntries: false }, ...chosenBy.map((by) => ({ ...one(kind, by.column), inEntries: true }))];
}

/** A field as it is read, and then as it is read if that is blank or bad. */
function waysOf(field: FieldPlan): FieldPlan[] {
  return field.next === null ? [field] : [field, ...waysOf(field.next)];
}

function columnsOf(field: FieldPlan): number[] {
  return waysOf(field).flatMap(({ column }) => column ?? []);
}

function one(kind: string, column: number): Sought {
  return { kind, columns: [column], inEntries: false };
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
