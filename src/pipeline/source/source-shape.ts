import { recordKind, type Field, type LinkKind, type Pipeline, type RecordKind, type RecordView } from '../pipeline.js';
import { stepsOf } from './source-path.js';
import { pathsIn } from './where.js';

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
  /** The section of the records. */
  readonly section: string;
  readonly at: readonly string[];
  /** What names the record: all parts of an id have the same. */
  readonly by: object;
}

/** A section of the extract, and what is read of its items. */
export interface SourceSection {
  /** The path of its list. */
  readonly name: string;
  /** The paths of the parts of its records' ids, or of the ids; none for a section of links. */
  readonly idPaths: readonly (readonly string[])[];
  readonly shape: SourceShape;
}

/** The sections that a pipeline reads, records first. */
export function sourceSections(pipeline: Pipeline): SourceSection[] {
  const sections = new Map<string, SourceSection>();
  const shapeOf = (name: string, idPaths: readonly string[]): SourceShape => {
    const known = sections.get(name) ?? { name, idPaths: idPaths.map(stepsOf), shape: emptyShape() };
    sections.set(name, known);
    return known.shape;
  };
  for (const kind of pipeline.records)
    for (const view of kind.views) addRecord(shapeOf(view.section, idPathsOf(view)), kind, view, pipeline);
  for (const link of pipeline.links)
    for (const { section, ends, fields } of link.views) {
      const shape = shapeOf(section, []);
      addEnds(shape, ends, pipeline);
      addFields(shape, fields);
    }
  return [...sections.values()];
}

function emptyShape(): SourceShape {
  return { keys: new Map(), isList: false, refersTo: null };
}

function addRecord(shape: SourceShape, kind: RecordKind, view: RecordView, pipeline: Pipeline): void {
  for (const path of idPathsOf(view)) at(shape, path);
  for (const path of view.where === null ? [] : pathsIn(view.where)) at(shape, path);
  addFields(shape, view.fields);
  for (const link of pipeline.links.filter(({ within }) => within === kind.name)) {
    addEnds(shape, link.ends, pipeline);
    for (const { key, value } of link.ends.flatMap((end) => end.keys))
      if (value !== null) addFields(at(shape, key), link.fields);
  }
}

function addFields(shape: SourceShape, fields: readonly Field[]): void {
  for (const source of fields.flatMap((field) => (field.source === null ? [] : [field.source, ...field.further]))) {
    if (typeof source === 'string') {
      at(shape, source);
      continue;
    }
    const list = at(shape, source.list);
    list.isList = true;
    const { value, where, order } = source;
    for (const path of [value, order?.path, ...where.map((wanted) => wanted.path)]) if (path != null) at(list, path);
  }
}

function addEnds(shape: SourceShape, ends: LinkKind['ends'], pipeline: Pipeline): void {
  for (const { to, by, keys } of ends) {
    const [view] = recordKind(pipeline, to).views;
    for (const end of keys) {
      const paths = idPathsOf({ idKey: end.key, idParts: end.parts });
      const named = paths.map((path) => at(shape, path));
      for (const one of named) one.isList = end.list;
      const values = end.value === null ? named : named.map((one) => at(one, end.value ?? ''));
      const targets = by === null ? idPathsOf(view) : pathsOfField(view, by);
      const isAlike = by !== null || end.text.length > 0 || !isChanged(view);
      values.forEach((value, part) => {
        const path = targets[part] as string | undefined;
        value.refersTo = path === undefined || !isAlike ? null : { section: view.section, at: stepsOf(path), by: end };
      });
    }
  }
}

/** The paths that make an id. */
function idPathsOf({ idKey, idParts }: Pick<RecordView, 'idKey' | 'idParts'>): string[] {
  return idParts === null ? [idKey] : idParts.flatMap((part) => ('path' in part ? [part.path] : []));
}

function pathsOfField({ fields }: RecordView, by: string): string[] {
  const source = fields.find(({ name }) => name === by)?.source;
  return typeof source === 'string' ? [source] : [];
}

/** Whether an id is what text functions make of a value: an end that does not change it does not name it by the same. */
function isChanged({ idParts }: RecordView): boolean {
  const [only, second] = idParts ?? [];
  return only !== undefined && second === undefined && 'path' in only && only.text.length > 0;
}

/** The shape at a path, made if there is none. */
function at(shape: SourceShape, path: string): SourceShape {
  let found = shape;
  for (const step of stepsOf(path)) {
    const next = found.keys.get(step) ?? emptyShape();
    found.keys.set(step, next);
    found = next;
  }
  return found;
}
