import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { cli } from '../support/cli.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';

/**
 * Three schools as the version before migration 008 left them: 9361234 was loaded three times, a room was typed and a
 * contact erased; 9361240 is held, and less than that was approved; 9361250 was loaded, a contact erased, and then it failed.
 */
const data = 'test/load/data/before-008';
const dumps = { SQLite: 'sqlite.sql', PostgreSQL: 'postgres.sql', MySQL: 'mysql.sql' } as const;
const dumpOf = (name: keyof typeof dumps): string => readFileSync(join(data, dumps[name]), 'utf8');
const tables = [...dumpOf('SQLite').matchAll(/^CREATE TABLE [`"]?(\w+)/gmu)].map(([, name]) => name);
const { pipeline } = shippedConfiguration();

type Row = Record<string, unknown>;

async function rowsOf({ query }: TestDatabase): Promise<Map<string, Row[]>> {
  const rows = new Map<string, Row[]>();
  for (const table of tables) rows.set(table, await query(`select * from "${table}"`));
  return rows;
}

/** What a hold said of its approval before migration 022, and where that is now. */
const approval = {
  released_fingerprint: 'fingerprint',
  released_at: 'at',
  released_by: 'who',
  released_why: 'why',
} as const;

function withoutApproval(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !(name in approval)));
}

function approvalOf(row: Row): Row {
  const given = Object.entries(approval).map(([was, is]) => [is, row[was]] as const);
  return { school_id: row.school_id, number: 1, what: 'approved', ...Object.fromEntries(given) };
}

/** The rows, in one order, with the columns that others have. */
function inColumnsOf(rows: readonly Row[], others: readonly Row[]): string[] {
  const columns = Object.keys(others[0] ?? {});
  return rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).sort();
}

/** The shape of a table without what later versions say of it. */
function asBefore(row: Row): Row {
  if (typeof row.shape !== 'string') return row;
  const isLater = ([name, value]: [string, unknown]): boolean =>
    ['folded', 'words'].includes(name) || (name === 'indexed' && JSON.stringify(value) !== '["left_at"]');
  const shape = Object.entries(JSON.parse(row.shape) as Row).filter((entry) => !isLater(entry));
  return { ...row, shape: JSON.stringify(Object.fromEntries(shape)) };
}

/** What an upgrade adds to. */
const notes = new Set(['pullthrough_migrations', 'pullthrough_tables']);

for (const backend of backends()) {
  test(`an upgrade keeps every row of the version before migration 008, on ${backend.name}`, async () => {
    const database = await backend.make();
    await database.script(dumpOf(backend.name));
    const before = await rowsOf(database);
    assert.ok([...before.values()].flat().length > 200);

    await (await openDatabase(database.url, pipeline)).close();
    const after = await rowsOf(database);
    for (const [table, was] of before) {
      const rows = was.map(withoutApproval);
      const kept = inColumnsOf((after.get(table) ?? []).map(asBefore), rows);
      if (notes.has(table)) for (const row of inColumnsOf(rows, rows)) assert.ok(kept.includes(row), table);
      else assert.deepEqual(kept, inColumnsOf(rows, rows), table);
    }
    const approved = (before.get('holds') ?? []).filter((row) => row.released_at !== null).map(approvalOf);
    assert.equal(approved.length, 1);
    assert.deepEqual(
      inColumnsOf(await database.query('select * from hold_answers'), approved),
      inColumnsOf(approved, approved),
    );

    const files = ['oakfield.json', 'beech-lane.json'].map((name) => join(data, name));
    const { code, stdout } = await cli(['run', ...files, '--json', '--database', database.url]);
    assert.equal(code, 1);
    const { schools } = JSON.parse(stdout) as { schools: { school: string; status: string }[] };
    assert.deepEqual(
      schools.map(({ school, status }) => [school, status]),
      [
        // Nobody noted who of the couple was erased, so both stay out from now on.
        ['9361234', 'loaded'],
        ['9361240', 'held'],
      ],
    );
    const [{ room }] = await database.query("select room from teachers where school_id = '9361234' and id = '31'");
    assert.equal(room, 'B12');
    const gone = await database.query("select id from contacts where school_id = '9361234' and left_at is not null");
    assert.deepEqual(gone, [{ id: '504#2' }]);
  });
}
