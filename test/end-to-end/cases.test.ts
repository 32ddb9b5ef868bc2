import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { cli } from '../support/cli.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { emptyTables, readTablesOf, sorted, type Tables } from '../support/tables.js';

const cases = readdirSync('test/cases').filter((name) => name.endsWith('.expected.json'));

for (const { name: backend, make } of backends()) {
  // Every case is school 1, so each begins with empty tables.
  const made = make().then(prepared);
  for (const file of cases) {
    const name = file.replace('.expected.json', '');
    test(`the worked case ${name} loads exactly its rows on ${backend}`, async () => {
      const expected = JSON.parse(readFileSync(join('test/cases', file), 'utf8')) as {
        options: Record<string, unknown>;
        tables: Tables;
      };
      const database = await made;
      await emptyTables(database);
      const set = Object.entries(expected.options).flatMap(([option, value]) => [
        '--set',
        `${option}=${String(value)}`,
      ]);
      const args = ['run', `test/cases/${name}.json`, '--database', database.url, ...set];
      const { code, stdout, stderr } = await cli(args);
      const isEmpty = Object.entries(expected.tables).every(([table, all]) => table === 'schools' || all.length === 0);
      assert.equal(code, isEmpty ? 1 : 0, stdout + stderr);
      const rows = Object.fromEntries(Object.entries(expected.tables).map(([table, all]) => [table, sorted(all)]));
      assert.deepEqual(await readTablesOf(database), rows);
    });
  }
}

async function prepared(database: TestDatabase): Promise<TestDatabase> {
  await (await openDatabase(database.url, shippedConfiguration().pipeline)).close();
  return database;
}

test('there are worked cases', () => {
  assert.ok(cases.length >= 40);
});
