import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateSchool } from '../../bench/generate-school.js';
import { assertSameRows, countRows } from '../../bench/same-rows.js';
import { commonRows } from '../../bench/mappings/common-rows.js';
import { makeMappings, take } from '../../bench/mappings/mappings.js';
import { makeStages } from '../../bench/steady/stages.js';
import { benchTables } from '../../bench/tables.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

test(
  'every stage of a steady run does its part, and the limit of loading inserts the rows that loading does',
  { skip: unlessFull('it takes seconds') },
  async () => {
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
  },
);

test('a school as a bundle of OneRoster gives the rows that it gives by the shipped mapping', async () => {
  const mappings = await makeMappings(temporaryFolder());
  for (const id of ['1', '2']) {
    const school = generateSchool({ id, students: 60, seed: Number(id) });
    for (const mapping of mappings) await take(mapping, mapping.bytes(school));
  }
  for (const { work } of mappings) await work.close();
  const [expected, actual] = [await commonRows(mappings[0].file), await commonRows(mappings[1].file)];
  assertSameRows('OneRoster', actual, expected);
  for (const [table, rows] of expected) assert.ok(rows.length > 1, table);
  assert.ok(countRows(expected) > 600, String(countRows(expected)));
});
