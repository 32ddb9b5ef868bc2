import type { Field, LinkKind, Pipeline, RecordKind, View } from './pipeline.js';
import type { Place } from './yaml/yaml-file.js';

/** What a layer stores for a value that was read. */
export interface StoredWord {
  readonly stored: string;
  readonly place: Place;
}

/** What layers store in the place of what the pipeline says: by `kind.field`, then by the value that was read. */
export type Stores = ReadonlyMap<string, ReadonlyMap<string, StoredWord>>;

/** Word by word, the later layer counts. */
export function layStores(before: Stores, more: Stores): Stores {
  const all = new Map(before);
  for (const [field, words] of more) all.set(field, new Map([...(before.get(field) ?? []), ...words]));
  return all;
}

/**
 * The pipeline with the words of layers in the `store` of its fields, and with their places. Only what is stored
 * differs: both read extracts in the same way.
 */
export function withStores(pipeline: Pipeline, stores: Stores): Pipeline {
  if (stores.size === 0) return pipeline;
  return {
    ...pipeline,
    records: pipeline.records.map((kind) => kindWith(kind, stores)),
    links: pipeline.links.map((kind) => kindWith(kind, stores)),
    places: new Map([...placesIn(stores), ...pipeline.places, ...placesOfWords(stores)]),
  };
}

function kindWith<K extends RecordKind | LinkKind>(kind: K, stores: Stores): K {
  if (!kind.fields.some(({ name }) => stores.has(`${kind.name}.${name}`))) return kind;
  const fieldsWith = (fields: readonly Field[]) => fields.map((field) => fieldWith(kind.name, field, stores));
  const views = kind.views.map((view: View) => ({ ...view, fields: fieldsWith(view.fields) }));
  return { ...kind, fields: fieldsWith(kind.fields), views };
}

function fieldWith(kind: string, field: Field, stores: Stores): Field {
  const words = stores.get(`${kind}.${field.name}`);
  if (words === undefined) return field;
  const stored = [...words].map(([word, one]) => [word, one.stored] as const);
  return { ...field, store: new Map([...(field.store ?? []), ...stored]) };
}

/** The first word of each field: where there is a `store` if the pipeline has none. */
function placesIn(stores: Stores): (readonly [string, Place])[] {
  return [...stores].flatMap(([field, words]) =>
    [...words.values()].slice(0, 1).map(({ place }) => [`${field}:store`, place] as const),
  );
}

function placesOfWords(stores: Stores): (readonly [string, Place])[] {
  return [...stores].flatMap(([field, words]) =>
    [...words].map(([word, { place }]) => [`${field}:store.${word}`, place] as const),
  );
}
