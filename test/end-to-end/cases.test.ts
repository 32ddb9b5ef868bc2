import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { readTables, sorted, type Tables } from '../support/tables.js';

const folder = temporaryFolder();
const cases = readdirSync('test/cases').filter((name) => name.endsWith('.expected.json'));

for (const file of cases) {
  const name = file.replace('.expected.json', '');
  test(`the worked case ${name} loads exactly its rows`, async () => {
    const expected = JSON.parse(readFileSync(join('test/cases', file), 'utf8')) as {
      options: Record<string, unknown>;
      tables: Tables;
    };
    const database = join(folder, `${name}.db`);
    const set = Object.entries(expected.options).flatMap(([option, value]) => ['--set', `${option}=${String(value)}`]);
    const { code, stderr } = await cli(['run', `test/cases/${name}.json`, '--database', `sqlite:${database}`, ...set]);
    assert.equal(code, 0, stderr);
    const rows = Object.fromEntries(Object.entries(expected.tables).map(([table, all]) => [table, sorted(all)]));
    assert.deepEqual(readTables(database), rows);
  });
}

test('there are worked cases', () => {
  assert.ok(cases.length >= 40);
});
