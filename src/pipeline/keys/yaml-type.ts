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

/** The parts of schemas of which one pipeline can say more than all pipelines can: it names its own kinds, fields, rules. */
export type Narrowing =
  | 'records'
  | 'recordsByKind'
  | 'recordKind'
  | 'keptField'
  | 'linkKind'
  | 'optionValues'
  | 'storedFields'
  | 'rule'
  | 'ruleName'
  | 'effect'
  | 'fieldOfKind'
  | 'setValues'
  | 'shares'
  | 'condition'
  | 'fact'
  | 'operator'
  | 'value'
  | 'negated'
  | 'rank'
  | 'endOfLink'
  | 'orderOfLinks'
  | 'sharedCondition'
  | 'extended'
  | 'knownRule'
  | 'rulesToAdd'
  | 'rulesToReplace'
  | 'case'
  | 'extract'
  | 'through'
  | 'out'
  | 'warn'
  | 'warned'
  | 'notWarned'
  | 'kind';

/** The key of a schema's narrowing. It is no string, so no JSON has it; a copy of the schema does. */
export const narrowed = Symbol('narrowed');

/** A schema that the schemas of one pipeline make narrower. */
export function narrowing(by: Narrowing, schema: Keywords): Keywords {
  return { ...schema, [narrowed]: by };
}

/** JSON Schema. A definition in it is written as a reference. */
export type JsonSchema = SchemaDefinition | Keywords;
export interface Keywords {
  readonly [keyword: string]: unknown;
  readonly [narrowed]?: Narrowing;
}

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
