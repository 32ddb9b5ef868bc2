import {
  kindsOf,
  recordKind,
  type Field,
  type LinkKind,
  type LinkView,
  type Lookup,
  type Pipeline,
  type RecordKind,
  type RecordView,
  type View,
} from '../pipeline.js';
import { isLookup, lookupsOf } from './lookups.js';
import { levelsOf, outwards, stepsOf } from './source-path.js';
import { pathsIn, type Test, type Where } from './where.js';

/** What is read of a value of the extract, step by step. */
export interface SourceShape {
  /** By key: of an object, or of each entry of a list of objects. */
  readonly keys: Map<string, SourceShape>;
  isList: boolean;
  /** What the value names. */
  refersTo: Reference | null;
}

/** What a value that names a record repeats: the record's id, a part of it, or another field. */
export interface Reference {
  /** The kind of the records. */
  readonly kind: string;
  /** The field; null for the id. */
  readonly field: string | null;
  /** Which part of the id it is, from 0. */
  readonly part: number;
  /** What names the record: all parts of an id have the same. */
  readonly by: object;
}

/** A section of the extract, and what is read of its items. */
export interface SourceSection {
  /** The path of its list; of lists within its entries that are sections, too. */
  readonly name: string;
  /** All that is read of its items, whatever it names. */
  readonly shape: SourceShape;
  /** Who takes its items, or entries within them. */
  readonly views: readonly SourceView[];
  readonly isOptional: boolean;
}

/** How a kind takes the items of a section. */
export interface SourceView {
  readonly kind: RecordKind | LinkKind;
  readonly where: Where | null;
  /** The paths of the lists within an item whose entries it takes; none if it takes the items. */
  readonly inner: readonly string[];
  /** What it reads of an item, and what that names. */
  readonly shape: SourceShape;
  /** The paths of the parts of an id; none for links. */
  readonly idPaths: readonly (readonly string[])[];
  /** The path of a field by which links name records; undefined if it has none. */
  readonly pathOf: (field: string) => readonly string[] | undefined;
}

/** The sections that a pipeline reads, records first. */
export function sourceSections(pipeline: Pipeline): SourceSection[] {
  const sections = new Map<string, { shape: SourceShape; views: SourceView[]; isOptional: boolean }>();
  for (const kind of kindsOf(pipeline))
    for (const view of kind.views) {
      const [name = '', ...inner] = levelsOf(view.section);
      const known = sections.get(name) ?? { shape: emptyShape(), views: [], isOptional: true };
      sections.set(name, known);
      known.isOptional &&= view.isOptional;
      addView(known.shape, kind, view, inner, pipeline, false);
      const shape = emptyShape();
      addView(shape, kind, view, inner, pipeline, true);
      const idPaths = 'idKey' in view ? idPathsOf(view).map(stepsOf) : [];
      const pathOf = (field: string) => pathsOfField(view, field).map(stepsOf)[0];
      known.views.push({ kind, where: view.where, inner, shape, idPaths, pathOf });
    }
  for (const lookup of lookupsOf(pipeline)) {
    const [name = '', ...inner] = levelsOf(lookup.lookup);
    const known = sections.get(name) ?? { shape: emptyShape(), views: [], isOptional: true };
    sections.set(name, known);
    known.isOptional &&= lookup.isOptional;
    const around = within(known.shape, inner);
    const paths = [
      ...lookup.match.map(({ path }) => path),
      lookup.order?.path,
      lookup.value,
      ...pathsIn(lookup.where ?? []),
    ];
    for (const path of paths) if (path !== undefined) at(around, path);
    for (const { path, test } of lookup.where?.flat() ?? []) addHas(at(around, path), test);
  }
  return Array.from(sections, ([name, section]) => ({ name, ...section }));
}

function emptyShape(): SourceShape {
  return { keys: new Map(), isList: false, refersTo: null };
}

/** @param refers whether to note what values name */
function addView(
  item: SourceShape,
  kind: RecordKind | LinkKind,
  view: RecordView | LinkView,
  inner: readonly string[],
  pipeline: Pipeline,
  refers: boolean,
): void {
  const around = within(item, inner);
  for (const path of view.where === null ? [] : pathsIn(view.where)) at(around, path);
  for (const { path, test } of view.where?.flat() ?? []) addHas(at(around, path), test);
  addFields(around, view.fields);
  if ('ends' in view) {
    addEnds(around, view.ends, pipeline, refers);
    return;
  }
  for (const path of idPathsOf(view)) at(around, path);
  for (const link of pipeline.links.filter(({ within }) => within === kind.name)) {
    addEnds(around, link.ends, pipeline, refers);
    for (const { key, value } of link.ends.flatMap((end) => end.keys))
      if (value !== null) addFields([at(around, key)], link.fields);
  }
}

function addOwn(shape: SourceShape, { isList, value }: Lookup['match'][number]['own']): void {
  shape.isList ||= isList;
  if (value !== null) at([shape], value);
}

/** The entries of lists within an item, from the inner to the outer. */
function within(item: SourceShape, inner: readonly string[]): SourceShape[] {
  const around = [item];
  for (const path of inner) {
    const list = at([around[0]], path);
    list.isList = true;
    around.unshift(list);
  }
  return around;
}

function addHas(shape: SourceShape, test: Test): void {
  if ('all' in test) for (const one of test.all) addHas(shape, one);
  else if ('not' in test) addHas(shape, test.not);
  else if ('has' in test) {
    shape.isList = true;
    for (const path of pathsIn(test.has)) at([shape], path);
  }
}

function addFields(around: readonly SourceShape[], fields: readonly Field[]): void {
  for (const source of fields.flatMap((field) => (field.source === null ? [] : [field.source, ...field.further]))) {
    if (typeof source === 'string') {
      at(around, source);
      continue;
    }
    if (isLookup(source)) {
      for (const { own } of source.match) addOwn(at(around, own.path), own);
      continue;
    }
    const list = at(around, source.list);
    list.isList = true;
    const { value, where, order } = source;
    for (const path of [value, order?.path, ...pathsIn(where ?? [])]) if (path != null) at([list], path);
  }
}

function addEnds(around: readonly SourceShape[], ends: LinkKind['ends'], pipeline: Pipeline, refers: boolean): void {
  for (const { to, by, keys } of ends) {
    const [view] = recordKind(pipeline, to).views;
    for (const end of keys) {
      const named = idPathsOf({ idKey: end.key, idParts: end.parts }).map((path) => at(around, path));
      for (const one of named) one.isList = end.list;
      const values = end.value === null ? named : named.map((one) => at([one], end.value ?? ''));
      const targets = by === null ? idPathsOf(view) : pathsOfField(view, by);
      const isAlike = by !== null || end.text.length > 0 || !isChanged(view);
      // What is further out is that entry's own, and names it to others.
      const isOwn = outwards(end.key).up > 0;
      values.forEach((value, part) => {
        if (isOwn) return;
        const isKnown = refers && isAlike && part < targets.length;
        value.refersTo = isKnown ? { kind: to, field: by, part, by: end } : null;
      });
    }
  }
}

/** The paths that make an id. */
function idPathsOf({ idKey, idParts }: Pick<RecordView, 'idKey' | 'idParts'>): string[] {
  return idParts === null ? [idKey] : idParts.flatMap((part) => ('path' in part ? [part.path] : []));
}

function pathsOfField({ fields }: View, by: string): string[] {
  const source = fields.find(({ name }) => name === by)?.source;
  return typeof source === 'string' ? [source] : [];
}

/** Whether an id is what text functions make of a value: an end that does not change it does not name it by the same. */
function isChanged({ idParts }: RecordView): boolean {
  const [only, second] = idParts ?? [];
  return only !== undefined && second === undefined && 'path' in only && only.text.length > 0;
}

/** The shape at a path, made if there is none. @param around the entries that it may begin in, from the inner to the outer */
function at(around: readonly SourceShape[], path: string): SourceShape {
  const { up, path: inside } = outwards(path);
  let found = around[up];
  for (const step of stepsOf(inside)) {
    const next = found.keys.get(step) ?? emptyShape();
    found.keys.set(step, next);
    found = next;
  }
  return found;
}
