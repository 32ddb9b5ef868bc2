import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateSchool } from '../../bench/generate-school.js';
import { makeStages } from '../../bench/steady/stages.js';
import { benchTables } from '../../bench/tables.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { temporaryFolder } from '../support/folder.js';

test('every stage of a steady run does its part, and the limit of loading inserts the rows that loading does', async () => {
  const folder = temporaryFolder();
  const stages = await makeStages(folder);
  for (const id of ['1', '2']) {
    const bytes = Buffer.from(generateSchool({ id, students: 30, seed: Number(id) }));
    for (const { prepare } of stages) await (await prepare(bytes))();
  }
  const [loaded, limit] = ['loaded.db', 'limit.db'].map((file) => new (sqliteDriver())(join(folder, file)));
  let rows = 0;
  for (const { name, columns, key } of benchTables()) {
    const all = `select ${columns.join(', ')} from ${name} order by ${key.join(', ')}`;
    const [found, expected] = [loaded, limit].map((database) => database.prepare(all).all());
    assert.deepEqual(found, expected, name);
    rows += found.length;
  }
  assert.ok(rows > 200, String(rows));
  for (const database of [loaded, limit]) database.close();
  for (const { close } of stages) await close?.();
});
