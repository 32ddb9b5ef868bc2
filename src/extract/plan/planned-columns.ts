import type { Choice, EndKey, EntrySchool, Field, Lookup } from '../../pipeline/pipeline.js';
import { isLookup } from '../../pipeline/source/lookups.js';
import { outwards, pathInList } from '../../pipeline/source/source-path.js';
import type { TextStep } from '../../pipeline/text/text-functions.js';
import type { ChoicePlan } from '../items/choose.js';
import type { ItemColumn } from '../items/columns.js';
import { asId, definitionOf, type Definitions } from './definition.js';
import type { IdPlan, PlannedPart } from './id-plan.js';
import type { FieldPlan, LookedUpFor, LookupPlan } from './section-plan.js';
import { Shape } from './shape.js';
import { planEntries, type TestedColumns } from './where-plan.js';

interface WantedId extends Pick<EndKey, 'key' | 'parts'> {
  readonly text?: EndKey['text'];
}

/** Plans what fields look up in other sections. */
interface Lookups {
  readonly add: (lookup: Lookup, own: LookupPlan['own'], of: LookedUpFor, definition: number) => LookupPlan;
}

/** All of them have the same keys in the same order: V8 reads them as objects of one class. */
function planOf(
  field: Field,
  {
    column = null,
    choice = null,
    lookup = null,
    next = null,
  }: Partial<Pick<FieldPlan, 'column' | 'choice' | 'lookup' | 'next'>>,
): FieldPlan {
  const plainColumn = choice === null && next === null ? column : null;
  return { field, column, plainColumn, choice, lookup, mark: null, next, watches: null };
}

/** What is read of the entries of a section, while it is planned. */
export class PlannedColumns implements TestedColumns {
  readonly all: ItemColumn[] = [];

  /** @param outer of the section in whose entries the lists of this one are */
  constructor(
    private readonly known: Definitions,
    readonly shape = new Shape(),
    private readonly outer: PlannedColumns | null = null,
  ) {}

  /** Of a section whose lists are in the entries of this one. */
  inside(entries: Shape): PlannedColumns {
    return new PlannedColumns(this.known, entries, this);
  }

  /** Of a section of which this one's entries are pages. */
  beside(entries: Shape): PlannedColumns {
    return new PlannedColumns(this.known, entries, this.outer);
  }

  addPath(path: string, definition: number): number {
    const { up, path: inside } = outwards(path);
    const steps = this.#shapeOf(up).addPath(inside);
    return this.#add({ path, definition, isList: false, up, steps, inEntry: [] });
  }

  addList(list: string, value: string | null, definition: number): number {
    const { up, path: inside } = outwards(list);
    const steps = this.#shapeOf(up).addList(inside, value);
    return this.#add({ path: pathInList(list, value), definition, isList: true, up, ...steps });
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

  addSchool(school: EntrySchool | null): number | null {
    if (school === null) return null;
    return school.list === null
      ? this.addPath(school.value, definitionOf('id'))
      : this.addList(school.list, school.value, definitionOf('id'));
  }

  /**
   * @param kind of the records or links whose field it is
   * @param isFirst whether it is no further way to read one
   */
  addField(field: Field, kind: string, lookups: Lookups, isFirst = true): FieldPlan {
    const { source, further } = field;
    if (source === null) return planOf(field, {});
    const [another, ...rest] = further;
    const next =
      another === undefined ? null : this.addField({ ...field, source: another, further: rest }, kind, lookups, false);
    const definition = this.known.numberOf(field);
    if (typeof source === 'string') return planOf(field, { column: this.addPath(source, definition), next });
    if (isLookup(source)) {
      const of = { kind, field, isOnly: isFirst && next === null };
      return planOf(field, { lookup: lookups.add(source, this.#ownOf(source), of, definition), next });
    }
    const { list, value } = source;
    return planOf(field, { column: this.addList(list, value, definition), choice: this.#addChoice(source), next });
  }

  /** A field of the entries of one list; links that are named in another way have nothing to read. */
  addEntryField(field: Field, list: string | null): FieldPlan {
    const { source, further } = field;
    const [another, ...rest] = further;
    const next = another === undefined ? null : this.addEntryField({ ...field, source: another, further: rest }, list);
    const isRead = list !== null && typeof source === 'string';
    const column = isRead ? this.addList(list, source, this.known.numberOf(field)) : null;
    return planOf(field, { column, next });
  }

  /** Where a record has the ids by which it is looked up. */
  #ownOf({ match }: Lookup): LookupPlan['own'] {
    return match.map(({ own: { path, isList, value } }) => ({
      column: isList ? this.addList(path, value, asId) : this.addPath(path, asId),
      isList,
    }));
  }

  #addChoice({ list, split, where, order }: Choice): ChoicePlan {
    return {
      ...{ list, split },
      where: where === null ? null : planEntries(where, list, this),
      order: order === null ? null : { ...order, column: this.addList(list, order.path, definitionOf(order.type)) },
    };
  }

  #shapeOf(up: number): Shape {
    if (up === 0) return this.shape;
    if (this.outer === null) throw new Error('a path leads out of the outermost entry');
    return this.outer.#shapeOf(up - 1);
  }

  /** What is read in the same way from the same place is one column. */
  #add(column: ItemColumn): number {
    const known = this.all.findIndex(
      (other) => other.path === column.path && other.definition === column.definition && other.isList === column.isList,
    );
    return known >= 0 ? known : this.all.push(column) - 1;
  }
}
