import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readForEditors, type EditedFile } from '../../src/pipeline/editor/editor-files.js';
import { today } from './decide-text.js';
import { faultsBy } from './json-schema.js';

/** The schemas of a configuration. */
export interface Editors {
  readonly files: readonly EditedFile[];
  readonly schemas: ReadonlyMap<string, object>;
  /** What a schema has against a text; none if the text is right. */
  readonly faults: (schema: string, yaml: string) => readonly string[];
}

export function editorsOf(config: string): Editors {
  const { schemas: texts, files, problems } = readForEditors(config, { set: [], today: () => today });
  assert.deepEqual(problems, []);
  const schemas = new Map([...texts].map(([name, text]) => [name, JSON.parse(text) as Record<string, unknown>]));
  const faults: Editors['faults'] = (name, yaml) => {
    const schema = schemas.get(name);
    assert.ok(schema !== undefined, name);
    return faultsBy(schema, parse(yaml));
  };
  return { files, schemas, faults };
}

/** Each file of a right configuration is right by its schema. */
export function assertTaken(config: string): void {
  const { files, faults } = editorsOf(config);
  for (const { path, schema } of files)
    assert.deepEqual(faults(schema, readFileSync(path, 'utf8')), [], `${path} by ${schema}`);
}
