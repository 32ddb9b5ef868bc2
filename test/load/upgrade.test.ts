import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { cli } from '../support/cli.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
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
  // The room was typed after the third run.
  const numbered = before.map(({ school_id, run_id, ...rest }) => {
    const number = (counted.get(run_id) ?? 0) + 1;
    counted.set(run_id, number);
    return { school_id, run_id, number, ...rest, began: run_id.startsWith('edit-') ? 3 : null };
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

/** As an earlier version wrote down that these parents of a small school, by their place, and their links would go. */
function partBefore007(...places: readonly number[]): string {
  const gone = (kind: string, id: string) => ({ kind, id, change: 'removed', columns: [] });
  return JSON.stringify([
    ...places.map((at) => gone('contacts', String(5000 + at))),
    ...places.map((at) => gone('contactLinks', JSON.stringify([String(100 + at), String(5000 + at)]))),
  ]);
}

const newColumns = ['counts', 'fingerprint', 'released_fingerprint'];

/** Takes a database back to before migration 007. */
async function before007({ query: ask }: TestDatabase, part: string, released: string): Promise<void> {
  const ofOneApproval = ['released_at', 'released_by', 'released_why', 'released_fingerprint'];
  for (const column of ['part', 'released_part', ...ofOneApproval])
    await ask(`alter table holds add column ${column} text`);
  await ask("update holds set part = ?, released_part = ?, released_at = '2026-11-21T09:00:00.000Z'", part, released);
  for (const column of newColumns) await ask(`alter table holds drop column ${column}`);
  for (const table of ['held_items', 'hold_answers']) await ask(`drop table ${table}`);
  await ask("delete from pullthrough_migrations where name in ('007-held-items', '022-answers-to-holds')");
}

/** As far as MySQL may have come, which commits each step, when the process dies. */
async function diedIn007({ query: ask }: TestDatabase, items: readonly Record<string, unknown>[]): Promise<void> {
  for (const column of newColumns) await ask(`alter table holds add column ${column} text`);
  const key = ['school_id', 'fingerprint'].map((name) => `${name} varchar(250)`).join(', ');
  const texts = '"kind" text, "record_id" text, "change" text, "columns" text';
  await ask(`create table held_items (${key}, number integer, ${texts}, primary key (school_id, fingerprint, number))`);
  for (const row of items) {
    const names = Object.keys(row).map((name) => `"${name}"`);
    const values = names.map(() => '?').join(', ');
    await ask(`insert into held_items (${names.join(', ')}) values (${values})`, ...Object.values(row));
  }
}

const begin = nightsIn();
const { pipeline } = shippedConfiguration();

for (const backend of backends()) {
  for (const died of [false, true])
    test(`what an earlier version held and what of it was approved stay so${died ? ', also where an upgrade was ended in the middle' : ''}, on ${backend.name}`, async () => {
      const nights = await begin(backend);
      const { url, query: ask } = nights.database;
      const held = async () => [
        await ask('select * from holds'),
        await ask('select * from held_items order by fingerprint, number'),
      ];
      const people = smallSchool(60);
      await nights.run(people);
      await nights.run(withoutParents(people, ...first(14)));
      const [[approved], before = []] = await held();
      await nights.run(withoutParents(people, ...first(15)));
      const [[hold], now = []] = await held();
      const place = ({ fingerprint, number }: Record<string, unknown>) =>
        `${String(fingerprint)} ${String(number).padStart(3)}`;
      const items = [...before, ...now].sort((a, b) => (place(a) < place(b) ? -1 : 1));
      assert.equal(items.length, 28 + 30);

      await before007(nights.database, partBefore007(...first(15)), partBefore007(...first(14)));
      if (died) await diedIn007(nights.database, items.slice(0, 40));
      const fewer = nights.file(withoutParents(people, ...first(14)), 'fewer.json');
      const planned = await nights.command('plan', fewer, '--json');
      assert.match(planned.stdout, /"status":"planned"/);
      await (await openDatabase(url, pipeline)).close();
      assert.deepEqual(await held(), [[hold], items]);
      assert.deepEqual(await ask('select fingerprint, at, who, why, ended from hold_answers'), [
        { fingerprint: approved?.fingerprint, at: '2026-11-21T09:00:00.000Z', who: null, why: null, ended: null },
      ]);

      assert.equal((await nights.runFiles(fewer)).only.status, 'loaded');
      assert.deepEqual(await held(), [[], []]);
      assert.deepEqual(await ask('select * from hold_answers'), []);
    });
}
