import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { forbidWrites } from '../support/forbid-writes.js';
import { readTablesOf } from '../support/tables.js';

const root = temporaryFolder();
const everything = readFileSync('test/cases/01-everything-comes-through.json', 'utf8');
const tables = [
  'students',
  'contacts',
  'teachers',
  'classes',
  'groups',
  'class_students',
  'class_teachers',
  'contact_links',
  'group_students',
  'changes',
];
let number = 0;

function given(content: string): string {
  const path = join(root, `${String(number++)}.json`);
  writeFileSync(path, content);
  return path;
}

interface Report {
  schools: { status: string; reason: string | null; changes: Record<string, Record<string, number>> }[];
}

async function runJson(input: string, url: string): Promise<{ code: number; report: Report }> {
  const { code, stdout } = await cli(['run', input, '--database', url, '--json']);
  return { code, report: JSON.parse(stdout) as Report };
}

for (const { name, make } of backends()) {
  test(`a second run writes nothing to the record, link and changes tables on ${name}`, async () => {
    const database = await make();
    await runJson('examples/oakfield.json', database.url);
    await forbidWrites(name, database, tables);
    const { code, report } = await runJson('examples/oakfield.json', database.url);
    assert.equal(code, 0);
    assert.deepEqual(
      report.schools.map(({ status }) => status),
      ['unchanged'],
    );
    assert.deepEqual(await database.query('select * from changes'), []);
    // What differs does meet the triggers, and says no value of a person.
    const other = given(readFileSync('examples/oakfield.json', 'utf8').replaceAll('Okoro', 'Zyzzyva'));
    const refused = await cli(['run', other, '--database', database.url]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stdout,
      /Writing to table \w+ failed \((SQLITE_CONSTRAINT_TRIGGER|P0001|ER_SIGNAL_EXCEPTION)\)/,
    );
    assert.doesNotMatch(refused.stdout + refused.stderr, /Zyzzyva/);
    assert.doesNotMatch(JSON.stringify(await database.query('select * from school_runs')), /Zyzzyva/);
  });

  test(`a teacher who leaves and comes back has the room that was typed, and the history says so, on ${name}`, async () => {
    const { url, query } = await make();
    const both = given(everything);
    const without = given(everything.replace('"Title": "Mr"', '"Title": " "'));
    await runJson(both, url);
    const edited = await cli(['edit', 'teacher', '32', 'room', ' B12 ', '--school', '1', '--database', url]);
    assert.equal(edited.code, 0, edited.stderr);
    const { report } = await runJson(without, url);
    assert.deepEqual(report.schools[0]?.changes.teachers, { added: 0, changed: 0, removed: 1, returned: 0 });
    const [gone] = await query("select left_at from teachers where id = '32'");
    assert.match(String(gone?.left_at), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await runJson(both, url);
    assert.deepEqual(await query("select room, left_at, surname from teachers where id = '32'"), [
      { room: 'B12', left_at: null, surname: 'Ng' },
    ]);
    const history = await query(
      "select kind, fields from changes where table_name = 'teachers' order by case when run_id like 'edit%' then 0 else 1 end, run_id",
    );
    assert.deepEqual(history, [
      { kind: 'changed', fields: '{"room":{"before":null,"after":"B12"}}' },
      {
        kind: 'removed',
        fields:
          '{"title":{"before":"Mr"},"forename":{"before":"Bo"},"surname":{"before":"Ng"},"email":{"before":null}}',
      },
      {
        kind: 'returned',
        fields: '{"title":{"after":"Mr"},"forename":{"after":"Bo"},"surname":{"after":"Ng"},"email":{"after":null}}',
      },
    ]);
  });

  test(`a changed surname is one change, with what it was, on ${name}`, async () => {
    const { url, query } = await make();
    await runJson(given(everything), url);
    await runJson(given(everything.replace('"Surname": "Lim"', '"Surname": "Ong"')), url);
    assert.deepEqual(await query('select table_name, record_id, kind, fields from changes'), [
      {
        table_name: 'teachers',
        record_id: '31',
        kind: 'changed',
        fields: '{"surname":{"before":"Lim","after":"Ong"}}',
      },
    ]);
  });

  test(`a school or a kind that would be left with nothing is held, and nothing is written, on ${name}`, async () => {
    const database = await make();
    await runJson(given(everything), database.url);
    const before = await readTablesOf(database);
    const parsed = JSON.parse(everything) as Record<string, unknown>;
    for (const section of ['Students', 'Contacts', 'Staff', 'Groups', 'ContactLinks']) {
      const { code, report } = await runJson(given(JSON.stringify({ ...parsed, [section]: [] })), database.url);
      assert.equal(code, 1, section);
      assert.equal(report.schools[0]?.status, 'held', section);
      assert.match(report.schools[0]?.reason ?? '', /came empty|and none be left/);
      assert.deepEqual(await readTablesOf(database), before);
    }
    assert.equal((await database.query("select * from school_runs where status = 'held'")).length, 5);
  });
}
