import { recordKind, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { stepsOf } from './source-path.js';

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
  const records = pipeline.records.map((kind) => ({
    name: kind.section,
    idPath: stepsOf(kind.idKey),
    shape: recordShape(kind, pipeline),
  }));
  const links = pipeline.links.flatMap((link) => {
    if (link.section === null) return [];
    const shape = emptyShape();
    addEnds(shape, link, pipeline);
    addFields(shape, link.fields);
    return [{ name: link.section, idPath: null, shape }];
  });
  return [...records, ...links];
}

function emptyShape(): SourceShape {
  return { keys: new Map(), isList: false, refersTo: null };
}

function recordShape(kind: RecordKind, pipeline: Pipeline): SourceShape {
  const shape = emptyShape();
  at(shape, kind.idKey);
  addFields(shape, kind.fields);
  for (const link of pipeline.links.filter(({ within }) => within === kind.name)) {
    addEnds(shape, link, pipeline);
    for (const { key, value } of link.ends.flatMap((end) => end.keys))
      if (value !== null) addFields(at(shape, key), link.fields);
  }
  return shape;
}

function addFields(shape: SourceShape, fields: readonly Field[]): void {
  for (const { source } of fields) {
    if (source === null) continue;
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

function addEnds(shape: SourceShape, { ends }: LinkKind, pipeline: Pipeline): void {
  for (const { to, keys } of ends) {
    for (const { key, list, value } of keys) {
      const named = at(shape, key);
      named.isList = list;
      (value === null ? named : at(named, value)).refersTo = recordKind(pipeline, to).section;
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
