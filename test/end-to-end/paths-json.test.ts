import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const matches = new Ajv({ allErrors: true, allowUnionTypes: true }).compile<{ paths: Record<string, unknown>[] }>(
  JSON.parse(readFileSync('schemas/paths.schema.json', 'utf8')) as object,
);

/** What is printed of a file, if it is as the schema says. */
async function printed(file: string, code = 0) {
  const result = await cli(['paths', file, '--json']);
  assert.equal(result.code, code, result.stderr);
  const value = JSON.parse(result.stdout) as unknown;
  assert.ok(matches(value), JSON.stringify(matches.errors));
  return value;
}

function fileOf(name: string, text: string): string {
  const file = join(root, name);
  writeFileSync(file, text);
  return file;
}

test('what paths --json prints is as its schema says, of what comes as extracts and of what does not', async () => {
  const keys = new Set<string>();
  const marks = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`id-${String(1000 + at)}`, { level: at }]));
  const files = [
    ...['oakfield.json', 'three.ndjson', 'start/example.json', 'edfi/extract.json'].map((name) => `examples/${name}`),
    fileOf('keys.json', JSON.stringify([{ marks, list: [[1], ['x'], null, true] }, 7])),
  ];
  for (const file of files) {
    // The third document of that one is cut short.
    const { paths } = await printed(file, file.endsWith('three.ndjson') ? 1 : 0);
    assert.ok(paths.length > 0, file);
    for (const path of paths) for (const key of Object.keys(path)) keys.add(key);
  }
  await printed(fileOf('empty.json', '{}'));
  await printed(fileOf('cut.json', '{ "a": [{ "b": 1 '), 1);
  const { properties } = (
    JSON.parse(readFileSync('schemas/paths.schema.json', 'utf8')) as {
      properties: { paths: { items: { properties: object } } };
    }
  ).properties.paths.items;
  assert.deepEqual([...keys].sort(), Object.keys(properties).sort());
});
