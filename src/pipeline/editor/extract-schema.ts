import type { Keywords } from '../keys/yaml-type.js';
import { kindsOf, type Pipeline } from '../pipeline.js';
import { without } from './place.js';
import { sourceSections, type SourceShape } from '../source/source-shape.js';

/** The sections of a case's extract: every key that is read of an item, with what reads it. */
export function extractSchema(pipeline: Pipeline, { additionalProperties, ...schema }: Keywords): Keywords {
  const readers = readersOf(pipeline);
  const sections = sourceSections(pipeline).map(({ name, shape, views }) => {
    const kinds = [...new Set(views.map(({ kind }) => kind.label))];
    const list = {
      ...(additionalProperties as object),
      title: name,
      description: kinds.length === 0 ? 'Other sections look here.' : `${kinds.join(', ')}.`,
      items: { type: 'object', ...objectOf(shape, (key) => readers.get(`${name} ${key}`) ?? []) },
    };
    return [name, list] as const;
  });
  return { ...without(schema, 'examples'), additionalProperties: false, properties: Object.fromEntries(sections) };
}

function objectOf({ keys }: SourceShape, readBy: (key: string) => readonly string[]): Keywords {
  const properties = [...keys].map(([key, inner]) => [key, { ...meaningOf(key, readBy(key)), ...valueOf(inner) }]);
  return { additionalProperties: false, properties: Object.fromEntries(properties) };
}

/** What is no object where one is read stays as it is: a case may show what becomes of it. */
function valueOf(shape: SourceShape): Keywords {
  if (shape.keys.size === 0) return {};
  const object = objectOf(shape, () => []);
  return shape.isList ? { items: object } : object;
}

function meaningOf(key: string, readers: readonly string[]): Keywords {
  return { title: key, description: readers.length === 0 ? 'Read by the pipeline.' : `Read as ${readers.join(', ')}.` };
}

/** By section and key of its items, the ids and fields that are read there. */
function readersOf(pipeline: Pipeline): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, Set<string>>();
  const note = (section: string, path: unknown, reader: string): void => {
    if (typeof path !== 'string') return;
    const key = `${section} ${path}`;
    readers.set(key, (readers.get(key) ?? new Set()).add(reader));
  };
  for (const kind of kindsOf(pipeline)) {
    for (const view of kind.views) {
      if ('idKey' in view) note(view.section, view.idKey, `the id of ${kind.name}`);
      for (const { name, source, further } of view.fields)
        for (const path of [source, ...further]) note(view.section, path, `${kind.name}.${name}`);
    }
    if (kind.type === 'record') continue;
    const holder = pipeline.records.find(({ name }) => name === kind.within);
    for (const { section } of holder?.views ?? kind.views)
      for (const end of kind.ends) for (const { key } of end.keys) note(section, key, `${kind.name}.${end.name}`);
  }
  return new Map([...readers].map(([key, all]) => [key, [...all]]));
}
