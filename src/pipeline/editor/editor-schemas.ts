import { join, relative, sep } from 'node:path';
import { casesFile } from '../cases/case-keys.js';
import type { SchemaDefinition } from '../keys/yaml-type.js';
import { kindsOf } from '../pipeline.js';
import { schoolFile } from '../read-layer.js';
import { pipelineFile } from '../read-pipeline.js';
import type { Shared } from '../read-shared.js';
import { conditionsFile } from '../rules/read-conditions.js';
import { rulesFile } from '../rules/read-rules.js';
import type { Rule } from '../rules/rule.js';
import { kebabCase } from '../text/text.js';
import { sourcesFile } from '../source/source-list.js';
import { effectNamed } from '../vocabulary/effects.js';
import { asFlow } from '../yaml/flow-yaml.js';
import { asJson } from '../yaml/yaml-as-json.js';
import { LeafSchemas } from './leaf-schemas.js';
import type { Known, SchemaPlace } from './place.js';
import { writeSchema } from './write-schema.js';

/**
 * The texts of the schemas of one configuration's files, by the schemas' names: `pipeline.json`, `rules/contacts.json`.
 * @param extended rules of files that others extend
 */
export function editorSchemas(shared: Shared, extended: readonly Rule[]): ReadonlyMap<string, string> {
  const known = knownOf(shared, extended);
  const leaves = new LeafSchemas(known);
  const write = (file: SchemaDefinition, place: Partial<SchemaPlace> = {}): string =>
    writeSchema(file, { ...anywhere, known, ...place }, leaves);
  return new Map([
    ['pipeline.json', write(pipelineFile, { declares: true })],
    ...kindsOf(shared.pipeline).map(
      (kind) => [`rules/${kebabCase(kind.name)}.json`, write(rulesFile, { kind })] as const,
    ),
    ['conditions.json', write(conditionsFile)],
    ['school.json', write(schoolFile)],
    ['cases.json', write(casesFile)],
    ['sources.json', write(sourcesFile)],
  ]);
}

const anywhere = {
  kind: null,
  effect: effectNamed.warn.name,
  polarity: null,
  replaces: false,
  ofSchool: false,
  declares: false,
} as const;

function knownOf({ pipeline, base, scope, files, folder }: Shared, extended: readonly Rule[]): Known {
  const { file, nodes } = scope.shared;
  return {
    pipeline,
    rules: base.rules,
    extended,
    conditions: new Map([...nodes].map(([name, node]) => [name, asFlow(JSON.parse(asJson(file, node)))])),
    files: files.files
      .filter(({ part }) => part === 'shared')
      .map(({ path }) => relative(join(folder, 'schools'), path).split(sep).join('/')),
  };
}
