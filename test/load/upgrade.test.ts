import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sqliteDriver } from '../../src/load/sqlite-driver.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { query, readTables } from '../support/tables.js';

const folder = temporaryFolder();
const Database = sqliteDriver();
const everything = 'test/cases/01-everything-comes-through.json';

/** A file as the version before migration 002 left it: one school, loaded three times, and a room that was typed. */
function oldDatabase(name: string): string {
  const file = join(folder, name);
  const db = new Database(file);
  db.exec(readFileSync('test/load/data/database-before-002.sql', 'utf8'));
  db.close();
  return file;
}

test('a database of an earlier version keeps every row, and its changes get numbers in the order in which they were written', async () => {
  const file = oldDatabase('old.db');
  const tables = readTables(file);
  const before = query(file, 'select * from changes order by rowid') as Record<string, string>[];
  const { code, stdout } = await cli(['run', everything, '--database', `sqlite:${file}`]);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /unchanged/);
  assert.deepEqual(readTables(file), tables);
  const counted = new Map<string, number>();
  const numbered = before.map(({ school_id, run_id, ...rest }) => {
    const number = (counted.get(run_id) ?? 0) + 1;
    counted.set(run_id, number);
    return { school_id, run_id, number, ...rest };
  });
  assert.equal(numbered.length, 7);
  assert.deepEqual(query(file, 'select * from changes order by run_id, number'), numbered);
  assert.deepEqual(query(file, "select room from teachers where id = '32'"), [{ room: 'B12' }]);
  assert.deepEqual(
    query(file, "select name from sqlite_master where name like '%_lock' or name like '%_before_%'"),
    [],
  );
});

test('a database of an earlier version that cannot be changed is left as it was', async () => {
  const file = oldDatabase('refused.db');
  query(file, 'create view changes_before_002 as select 1');
  const before = query(file, 'select * from changes');
  const { code, stderr } = await cli(['run', everything, '--database', `sqlite:${file}`]);
  assert.equal(code, 1);
  assert.match(stderr, /Preparing the tables of .* failed/);
  assert.deepEqual(query(file, 'select * from changes'), before);
});
