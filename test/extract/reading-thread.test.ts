import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, sep } from 'node:path';
import { test } from 'node:test';

const modules = ['extract/thread/read-now.js', 'extract/plan/reading-plan.js'];

/** The CommonJS modules that a new process has after it imported what the reading thread works with. */
function loadedPaths(): readonly string[] {
  const urls = modules.map((name) => new URL(`../../src/${name}`, import.meta.url).href);
  const program = [
    `import { createRequire } from 'node:module';`,
    ...urls.map((url) => `import ${JSON.stringify(url)};`),
    `process.stdout.write(JSON.stringify(Object.keys(createRequire(${JSON.stringify(import.meta.url)}).cache)));`,
  ].join('\n');
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program]);
  return JSON.parse(said.toString()) as string[];
}

test('the thread that reads does not load what reads YAML: it is given the pipeline', () => {
  const paths = loadedPaths();
  const areOf = (name: string) => paths.filter((path) => path.includes(join('node_modules', name, sep)));
  assert.notDeepEqual(areOf('ajv'), []);
  assert.deepEqual(areOf('yaml'), []);
});
