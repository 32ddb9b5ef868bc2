import type { Node } from 'yaml';
import { inWords } from '../text/text.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';
import { SchemaDefinition, type Keywords, type ReadValue, type JsonSchema, type YamlType } from './yaml-type.js';

/** A key of a map: what its value may be, and what it means. */
export interface MapKey<T> extends YamlType<T> {
  readonly isNeeded: boolean;
  /** The value if the key is not there and need not be. */
  readonly otherwise?: T;
  /** The hint of the problem if the key must be there and is not. */
  readonly hint?: string;
  /** By default the key in words. */
  readonly title?: string;
  /** By default that of its type, which then has a name. */
  readonly meaning: string | undefined;
  /** As the schema and the docs show it. */
  readonly default?: unknown;
  readonly examples: readonly unknown[];
}

export function needed<T>({ schema, read }: YamlType<T>, meaning?: string, ...examples: readonly unknown[]): MapKey<T> {
  return { schema, read, isNeeded: true, meaning, examples };
}

/** Null if it is not there. */
export function optional<T>(type: YamlType<T>, meaning?: string, ...examples: readonly unknown[]): MapKey<T | null> {
  return { ...needed<T | null>(type, meaning, ...examples), isNeeded: false, otherwise: null };
}

/** The docs name the value that a missing key has; it also replaces a wrong one. */
export function usually<T>(
  { schema, read }: YamlType<T | null>,
  value: NoInfer<T>,
  meaning: string,
  ...examples: readonly unknown[]
): MapKey<T> & { readonly otherwise: T } {
  const readOr: ReadValue<T> = (...at) => read(...at) ?? value;
  return { schema, read: readOr, isNeeded: false, otherwise: value, default: value, meaning, examples };
}

export type MapKeys = Readonly<Record<string, MapKey<unknown>>>;

/** What a map with such keys gives. */
export type MapValues<K extends MapKeys> = { readonly [N in keyof K]: K[N] extends MapKey<infer T> ? T : never };

export interface KeyMap<K extends MapKeys> extends YamlType<MapValues<K>> {
  readonly schema: Keywords;
  readonly keys: K;
  readonly names: readonly (keyof K & string)[];
  /** The entries that a file has; it notes unknown keys. */
  readonly enter: (file: YamlFile, node: Node | null, what: string) => Entries;
  /**
   * The values of all keys.
   * @param owner where to report a missing key
   * @param what the map, as the subject of a sentence
   */
  readonly readFrom: (file: YamlFile, entries: Entries, owner: Node | null, what: string) => MapValues<K>;
}

/** @param more what the schema says beside the keys */
export function keyMap<K extends MapKeys>(keys: K, more: Keywords = {}): KeyMap<K> {
  const all = Object.entries(keys);
  const names = Object.keys(keys) as (keyof K & string)[];
  const enter: KeyMap<K>['enter'] = (file, node, what) => file.readMap(node, what, names);
  const readFrom: KeyMap<K>['readFrom'] = (file, entries, owner, what) => {
    const values = all.map(([name, { read, isNeeded, otherwise, hint }]) => {
      const entry = entries.get(name);
      if (entry !== undefined) return [name, read(file, entry.node, name, entry.key)];
      if (!isNeeded) return [name, otherwise];
      return [name, read(file, file.require(entries, name, owner, what, hint), name, owner)];
    });
    // Each value has its own key's type; the compiler cannot follow that through a list.
    return Object.fromEntries(values) as MapValues<K>;
  };
  return {
    keys,
    names,
    enter,
    readFrom,
    read: (file, node, what) => readFrom(file, enter(file, node, what), node, what),
    schema: mapSchema(all, more),
  };
}

function mapSchema(keys: readonly (readonly [string, MapKey<unknown>])[], more: Keywords): Keywords {
  const required = keys.filter(([, { isNeeded }]) => isNeeded).map(([name]) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    ...more,
    properties: Object.fromEntries(keys.map(([name, key]) => [name, keySchema(name, key)])),
  };
}

function keySchema(name: string, key: MapKey<unknown>): JsonSchema {
  const { schema, title = inWords(name), meaning, examples } = key;
  if (meaning === undefined) return schema;
  return {
    title,
    description: meaning,
    // A schema ignores other keywords beside a reference.
    ...(schema instanceof SchemaDefinition ? { allOf: [schema] } : schema),
    ...(examples.length === 0 ? {} : { examples }),
    ...('default' in key ? { default: key.default } : {}),
  };
}
