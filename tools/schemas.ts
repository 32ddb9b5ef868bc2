import { casesFile } from '../src/pipeline/cases/case-keys.js';
import { SchemaDefinition } from '../src/pipeline/keys/yaml-type.js';
import { schoolFile } from '../src/pipeline/read-layer.js';
import { pipelineFile } from '../src/pipeline/read-pipeline.js';
import { conditionsFile } from '../src/pipeline/rules/read-conditions.js';
import { rulesFile } from '../src/pipeline/rules/read-rules.js';
import { sourcesFile } from '../src/pipeline/source/source-list.js';
import { sourceSchema } from '../src/pipeline/vocabulary/source-types.js';

const files = [pipelineFile, rulesFile, conditionsFile, schoolFile, casesFile, sourcesFile];

/**
 * The JSON Schemas that follow from what the program reads, by path: for each kind of YAML file, and for source values.
 * What has a name is defined in the first file that uses it.
 */
export function schemas(): Map<string, object> {
  const homes = new Map<SchemaDefinition, string>();
  return new Map([
    ['schemas/source.schema.json', sourceSchema],
    ...files.map((file) => [`schemas/${file.name}.schema.json`, schemaOf(file, homes)] as const),
  ]);
}

function schemaOf({ name: file, schema }: SchemaDefinition, homes: Map<SchemaDefinition, string>): object {
  const definitions = new Map<string, unknown>();
  const written = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(written);
    if (!(value instanceof SchemaDefinition)) return isObject(value) ? eachOf(value, written) : value;
    if (!homes.has(value)) {
      homes.set(value, file);
      // Takes its place before the definitions that it refers to.
      definitions.set(value.name, null);
      definitions.set(value.name, written(value.schema()));
    }
    const home = homes.get(value) ?? file;
    return { $ref: `${home === file ? '' : `${home}.schema.json`}#/definitions/${value.name}` };
  };
  const whole = eachOf(schema(), written);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `https://pullthrough.example/schemas/${file}.schema.json`,
    ...whole,
    ...(definitions.size === 0 ? {} : { definitions: Object.fromEntries(definitions) }),
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function eachOf(value: object, map: (inner: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]));
}
