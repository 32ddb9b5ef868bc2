import type { EndKey, Field, LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import type { Definition } from './validate.js';

/** What is read from the items of one section: which keys, as what, and for which kinds. */
export interface SectionPlan {
  readonly name: string;
  readonly keys: readonly string[];
  readonly definitions: readonly Definition[];
  /** Index of each key, for the reader. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly record: RecordPlan | null;
  readonly links: readonly LinkPlan[];
}

export interface RecordPlan {
  readonly kind: RecordKind;
  readonly id: number;
  readonly fields: readonly FieldPlan[];
  readonly within: readonly WithinPlan[];
}

/** Links of a section of their own: one item is one link. */
export interface LinkPlan {
  readonly kind: LinkKind;
  readonly ends: readonly [number, number];
  readonly fields: readonly FieldPlan[];
}

/** Links within records: the record is one end, its lists and ids name the other. */
export interface WithinPlan {
  readonly kind: LinkKind;
  readonly holder: 0 | 1;
  readonly keys: readonly { readonly index: number; readonly key: string; readonly list: boolean }[];
}

export interface FieldPlan {
  readonly field: Field;
  /** Null for a field that is not read. */
  readonly index: number | null;
}

/** The sections that a pipeline reads, by their key in the document. */
export function planSections(pipeline: Pipeline): ReadonlyMap<string, SectionPlan> {
  const plans = new Map<string, SectionPlan>();
  for (const kind of pipeline.records) plans.set(kind.section, planRecords(pipeline, kind));
  for (const kind of pipeline.links) {
    if (kind.section !== null) plans.set(kind.section, planLinks(kind));
  }
  return plans;
}

class Keys {
  readonly names: string[] = [];
  readonly definitions: Definition[] = [];

  add(name: string, definition: Definition): number {
    const known = this.names.indexOf(name);
    if (known >= 0) return known;
    this.definitions.push(definition);
    return this.names.push(name) - 1;
  }

  addFields(fields: readonly Field[]): FieldPlan[] {
    return fields.map((field) => ({ field, index: field.from === null ? null : this.add(field.from, field.type) }));
  }

  plan(name: string, record: RecordPlan | null, links: readonly LinkPlan[]): SectionPlan {
    const indexOf = new Map(this.names.map((key, index) => [key, index]));
    return { name, keys: this.names, definitions: this.definitions, indexOf, record, links };
  }
}

function planRecords(pipeline: Pipeline, kind: RecordKind): SectionPlan {
  const keys = new Keys();
  const id = keys.add(kind.idKey, 'id');
  const fields = keys.addFields(kind.fields);
  const within = pipeline.links.filter((link) => link.within === kind.name).map((link) => planWithin(link, keys));
  return keys.plan(kind.section, { kind, id, fields, within }, []);
}

function planWithin(link: LinkKind, keys: Keys): WithinPlan {
  const holder = link.ends[0].keys.length === 0 ? 0 : 1;
  const named = link.ends[holder === 0 ? 1 : 0].keys;
  const add = ({ key, list }: EndKey) => ({ index: keys.add(key, list ? 'ids' : 'id'), key, list });
  return { kind: link, holder, keys: named.map(add) };
}

function planLinks(kind: LinkKind): SectionPlan {
  const keys = new Keys();
  const [first, second] = kind.ends.map((end) => keys.add(end.keys[0]?.key ?? end.name, 'id')) as [number, number];
  return keys.plan(String(kind.section), null, [{ kind, ends: [first, second], fields: keys.addFields(kind.fields) }]);
}
