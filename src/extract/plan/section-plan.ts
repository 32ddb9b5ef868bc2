import type { Choice, EndKey, Field, LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { pathInList } from '../../pipeline/source/source-path.js';
import { normalise } from '../../pipeline/text/text.js';
import type { TextStep } from '../../pipeline/text/text-functions.js';
import type { ChoicePlan } from '../items/choose.js';
import { areKeys, type ItemColumn } from '../items/columns.js';
import { Shape } from './shape.js';
import { Definitions, definitionOf, type Definition } from './definition.js';
import type { IdPlan, PlannedPart } from './id-plan.js';

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
  readonly record: RecordPlan | null;
  readonly links: readonly LinkPlan[];
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

export interface RecordPlan {
  readonly kind: RecordKind;
  readonly id: IdPlan;
  readonly fields: readonly FieldPlan[];
  readonly within: readonly WithinPlan[];
}

/** Links of a section of their own: one item is one link. */
export interface LinkPlan {
  readonly kind: LinkKind;
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
  /** Read from the entry that names the link. */
  readonly fields: readonly FieldPlan[];
}

export interface FieldPlan {
  readonly field: Field;
  /** Null for a field that is not read. */
  readonly column: number | null;
  readonly choice: ChoicePlan | null;
}

/** The sections that a pipeline reads, by their path in the document, and how their values are read. */
export function planSections(pipeline: Pipeline): {
  readonly sections: ReadonlyMap<string, SectionPlan>;
  readonly definitions: readonly Definition[];
} {
  const sections = new Map<string, SectionPlan>();
  const definitions = new Definitions(pipeline.timezone);
  for (const kind of pipeline.records) sections.set(kind.section, planRecords(pipeline, kind, definitions));
  for (const kind of pipeline.links) {
    if (kind.section !== null) sections.set(kind.section, planLinks(kind, definitions));
  }
  return { sections, definitions: definitions.all };
}

/** A value as it is in the extract after reading. */
function asRead(value: string | boolean | null): string | boolean | null {
  return typeof value === 'string' ? normalise(value) || null : value;
}

const asOrder = definitionOf('order');

interface WantedId extends Pick<EndKey, 'key' | 'parts'> {
  readonly text?: EndKey['text'];
}

class PlannedColumns {
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
    if (field.source === null) return { field, column: null, choice: null };
    if (typeof field.source === 'string')
      return { field, column: this.addPath(field.source, this.known.numberOf(field)), choice: null };
    const { list, value } = field.source;
    return {
      field,
      column: this.addList(list, value, this.known.numberOf(field)),
      choice: this.#addChoice(field.source),
    };
  }

  /** A field of the entries of one list; links that are named in another way have nothing to read. */
  addEntryField(field: Field, list: string | null): FieldPlan {
    const column =
      list === null || typeof field.source !== 'string'
        ? null
        : this.addList(list, field.source, this.known.numberOf(field));
    return { field, column, choice: null };
  }

  #addChoice({ list, where, order }: Choice): ChoicePlan {
    return {
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

  plan(name: string, record: RecordPlan | null, links: readonly LinkPlan[]): SectionPlan {
    return {
      ...{ name, shape: this.shape, columns: this.all, record, links },
      sought: [...(record === null ? [] : soughtOf(record)), ...links.flatMap(soughtOfLink)],
      definitions: this.all.map(({ definition }) => definition),
      isFlat: areKeys(this.all, this.shape),
    };
  }
}

function soughtOf({ kind, id, fields, within }: RecordPlan): Sought[] {
  return [
    ...id.columns.map((column) => one(kind.name, column)),
    ...fields.flatMap((field) => soughtOfField(kind.name, field)),
    ...within.flatMap((link) => soughtWithin(link)),
  ];
}

function soughtWithin({ kind: { name, fields }, keys }: WithinPlan): Sought[] {
  const ofField = (at: number) => keys.flatMap((key) => key.fields[at].column ?? []);
  return [
    { kind: name, columns: keys.flatMap(({ id }) => id.columns), inEntries: false },
    ...fields.map((_, at) => ({ kind: name, columns: ofField(at), inEntries: true })),
  ];
}

function soughtOfLink({ kind, ends, fields }: LinkPlan): Sought[] {
  return [
    ...ends.flatMap(({ columns }) => columns.map((column) => one(kind.name, column))),
    ...fields.flatMap((field) => soughtOfField(kind.name, field)),
  ];
}

function soughtOfField(kind: string, { column, choice }: FieldPlan): Sought[] {
  if (column === null) return [];
  // What may be blank may be missing.
  const chosenBy = [
    ...(choice?.where.filter(({ is }) => !is.includes(null)) ?? []),
    ...(choice?.order ? [choice.order] : []),
  ];
  return [one(kind, column), ...chosenBy.map((by) => ({ ...one(kind, by.column), inEntries: true }))];
}

function one(kind: string, column: number): Sought {
  return { kind, columns: [column], inEntries: false };
}

function planRecords(pipeline: Pipeline, kind: RecordKind, definitions: Definitions): SectionPlan {
  const columns = new PlannedColumns(definitions);
  const id = columns.addId({ key: kind.idKey, parts: kind.idParts });
  const fields = kind.fields.map((field) => columns.addField(field));
  const within = pipeline.links.filter((link) => link.within === kind.name).map((link) => planWithin(link, columns));
  return columns.plan(kind.section, { kind, id, fields, within }, []);
}

function planWithin(link: LinkKind, columns: PlannedColumns): WithinPlan {
  const holder = link.ends[0].keys.length === 0 ? 0 : 1;
  const named = link.ends[holder === 0 ? 1 : 0].keys;
  const keys = named.map((end) => ({
    id: end.list ? columns.addIdList(end) : columns.addId(end),
    key: end.key,
    list: end.list,
    fields: link.fields.map((field) => columns.addEntryField(field, end.value === null ? null : end.key)),
  }));
  return { kind: link, holder, keys };
}

function planLinks(kind: LinkKind, definitions: Definitions): SectionPlan {
  const columns = new PlannedColumns(definitions);
  const [first, second] = kind.ends.map(({ name, keys: [key] }) =>
    columns.addId((key as EndKey | undefined) ?? { key: name, parts: null }),
  ) as [IdPlan, IdPlan];
  const fields = kind.fields.map((field) => columns.addField(field));
  return columns.plan(String(kind.section), null, [{ kind, ends: [first, second], fields }]);
}
