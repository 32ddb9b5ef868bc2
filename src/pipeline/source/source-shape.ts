import { recordKind, type Field, type LinkKind, type Pipeline, type RecordKind, type RecordView } from '../pipeline.js';
import { stepsOf } from './source-path.js';
import { pathsIn } from './where.js';

/** What is read of a value of the extract, step by step. */
export interface SourceShape {
  /** By key: of an object, or of each entry of a list of objects. */
  readonly keys: Map<string, SourceShape>;
  isList: boolean;
  /** The section whose records the value names by their ids. */
  refersTo: string | null;
}

/** A section of the extract, and what is read of its items. */
export interface SourceSection {
  /** The path of its list. */
  readonly name: string;
  /** The path of its records' ids; null for a section of links. */
  readonly idPath: readonly string[] | null;
  readonly shape: SourceShape;
}

/** The sections that a pipeline reads, records first. */
export function sourceSections(pipeline: Pipeline): SourceSection[] {
  const sections = new Map<string, SourceSection>();
  const shapeOf = (name: string, idKey: string | null): SourceShape => {
    const known = sections.get(name) ?? { name, idPath: idKey === null ? null : stepsOf(idKey), shape: emptyShape() };
    sections.set(name, known);
    return known.shape;
  };
  for (const kind of pipeline.records)
    for (const view of kind.views) addRecord(shapeOf(view.section, view.idKey), kind, view, pipeline);
  for (const link of pipeline.links)
    for (const { section, ends, fields } of link.views) {
      const shape = shapeOf(section, null);
      addEnds(shape, ends, pipeline);
      addFields(shape, fields);
    }
  return [...sections.values()];
}

function emptyShape(): SourceShape {
  return { keys: new Map(), isList: false, refersTo: null };
}

function addRecord(shape: SourceShape, kind: RecordKind, view: RecordView, pipeline: Pipeline): void {
  at(shape, view.idKey);
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
  for (const { to, keys } of ends) {
    for (const { key, list, value } of keys) {
      const named = at(shape, key);
      named.isList = list;
      (value === null ? named : at(named, value)).refersTo = recordKind(pipeline, to).views[0]?.section ?? null;
    }
  }
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
