import type { Node } from 'yaml';
import type { YamlFile } from '../yaml/yaml-file.js';

/**
 * Reads a value, or notes what is wrong with it and gives a fallback. A value that can only be checked against others
 * is read as a function of them.
 * @param what the value, as the subject of a sentence
 * @param key the node of its key; the value itself if it has none
 */
export type ReadValue<T> = (file: YamlFile, node: Node | null, what: string, key: Node | null) => T;

/** What a value of a YAML file may be: how it is read, and what its JSON Schema says. */
export interface YamlType<T> {
  readonly schema: JsonSchema;
  readonly read: ReadValue<T>;
}

/** JSON Schema. A definition in it is written as a reference. */
export type JsonSchema = SchemaDefinition | Keywords;
export type Keywords = Readonly<Record<string, unknown>>;

/** Something that has a definition in schemas and a section in the docs. */
export class SchemaDefinition {
  constructor(
    readonly name: string,
    readonly schema: () => Keywords,
  ) {}
}

/** @param schema a function if the definition contains itself */
export function define(
  name: string,
  title: string,
  meaning: string,
  schema: Keywords | (() => Keywords),
  ...examples: readonly unknown[]
): SchemaDefinition {
  return new SchemaDefinition(name, () => ({
    title,
    description: meaning,
    ...(typeof schema === 'function' ? schema() : schema),
    ...(examples.length === 0 ? {} : { examples }),
  }));
}

export function named<T>(
  name: string,
  title: string,
  meaning: string,
  { schema, read }: { readonly schema: Keywords; readonly read: ReadValue<T> },
  ...examples: readonly unknown[]
): YamlType<T> {
  return { schema: define(name, title, meaning, schema, ...examples), read };
}
