import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { DatabaseError } from '../../src/load/database-error.js';
import { openDatabase, type Database } from '../../src/load/database.js';
import type { Store } from '../../src/load/dialect.js';
import { guarded } from '../../src/load/guarded.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const { pipeline } = shippedConfiguration();
let files = 0;

/** A database of one file, by which many are served at once. */
async function served(work: (db: Database, file: string) => Promise<void>): Promise<void> {
  const file = join(folder, `${String(++files)}.db`);
  const db = await openDatabase(`sqlite:${file}`, pipeline, { mustExist: false, manyAtOnce: true });
  try {
    await work(db, file);
  } finally {
    await db.close();
  }
}

/** A query that takes as long as it counts. */
const counting =
  'with recursive t(n) as (select 1 union all select n + 1 from t where n < ?) select max(n) as n from t';

test('who reads a file does not wait for what another reads, and nothing else stops meanwhile', () =>
  served(async (db) => {
    const ended: string[] = [];
    const long = db
      .reading(({ knex }) => knex.raw<{ n: number }[]>(counting, [3_000_000]))
      .then((rows) => {
        ended.push('long');
        return rows;
      });
    let turns = 0;
    const isOver = () => ended.includes('long');
    const other = (async () => {
      while (!isOver()) {
        await turn();
        turns++;
      }
    })();
    await db.reading(({ knex }) => knex.raw(counting, [3]));
    ended.push('short');
    assert.deepEqual(await long, [{ n: 3_000_000 }]);
    await other;
    assert.deepEqual(ended, ['short', 'long']);
    assert.ok(turns > 1);
  }));

test('while a run has the lock of a file, who reads goes on, and what is written waits', () =>
  served(async (db, file) => {
    const run = new (sqliteDriver())(file);
    run.exec('begin immediate');
    const written: string[] = [];
    const writing = db.forSchool('1', async ({ knex }) => {
      await knex('schools').insert({ school_id: '1', name: 'Oakfield' });
      written.push('Oakfield');
    });
    for (let time = 0; time < 5; time++)
      assert.deepEqual(await db.reading(({ knex }) => knex('schools').select('name')), []);
    assert.deepEqual(written, []);
    run.exec('commit');
    run.close();
    await writing;
    assert.deepEqual(await db.knex('schools').select('name'), [{ name: 'Oakfield' }]);
  }));

test('a reading sees one state throughout, whatever is written meanwhile', () =>
  served(async (db) => {
    await db.knex('schools').insert({ school_id: '1', name: 'before' });
    await db.reading(async ({ knex }) => {
      const names = () => knex('schools').select('name');
      assert.deepEqual(await names(), [{ name: 'before' }]);
      await db.knex('schools').update({ name: 'after' });
      assert.deepEqual(await names(), [{ name: 'before' }]);
    });
    assert.deepEqual(await db.knex('schools').select('name'), [{ name: 'after' }]);
  }));

test('a brief reading sees what was written before it, and keeps no table from changing', () =>
  served(async (db) => {
    const read = () => db.readingBriefly(({ knex }) => knex<Record<string, unknown>>('schools').select('*').first());
    assert.equal(await read(), undefined);
    await db.forSchool('1', ({ knex }) => knex('schools').insert({ school_id: '1', name: 'Oakfield' }));
    assert.deepEqual(Object.entries<unknown>((await read()) ?? {}).slice(0, 2), [
      ['school_id', '1'],
      ['name', 'Oakfield'],
    ]);
    await db.knex.schema.alterTable('schools', (table) => table.text('added').defaultTo('now'));
    for (const again of [read, () => db.knex('schools').select('*').first()])
      assert.equal(((await again()) as { added?: string }).added, 'now');
    await assert.rejects(db.readingBriefly(({ knex }) => knex('schools').delete()));
  }));

test('more queries than are kept prepared give what each asks for', () =>
  served(async (db) => {
    const asked = async ({ knex }: Store): Promise<void> => {
      for (let number = 0; number < 320; number++) {
        const name = `n${String(number)}`;
        assert.deepEqual(await knex.select({ [name]: knex.raw('?', [number]) }), [{ [name]: number }]);
      }
    };
    await db.reading(asked);
    await db.readingBriefly(asked);
  }));

test('rows are put, read as lists, marked and removed as without threads', async () => {
  const rows = [
    ['1', 'b', null],
    ['1', 'ä', 'Łukasz'],
  ];
  const columns = ['school_id', 'id', 'surname'].map((name) => ({ name, type: 'text' as const }));
  const table = { table: 'students', key: ['school_id', 'id'] };
  const left = async (db: Database) =>
    db.forSchool('1', async ({ knex, dialect }) => {
      await dialect.put(knex, { ...table, columns, update: [], rows, isNew: true });
      await dialect.put(knex, { ...table, columns, update: ['surname'], rows: [['1', 'b', 'Lim']], isNew: false });
      await dialect.mark(knex, { ...table, keys: [['1', 'b']] }, 'known_name', 'Ada');
      const read = { table: 'students', columns: ['id', 'surname', 'known_name'], school: '1' };
      const before = await dialect.read(knex, read);
      await dialect.remove(knex, { ...table, keys: [['1', 'b']] });
      return [before, await dialect.read(knex, read)];
    });
  await served(async (db) => {
    const single = await openDatabase('sqlite::memory:', pipeline);
    assert.deepEqual(await left(db), await left(single));
    await single.close();
  });
});

test('what the file refuses is refused by its code, and the connection stays', () =>
  served(async (db) => {
    const insert = () => db.knex('schools').insert({ school_id: '1', name: 'Oakfield' });
    await insert();
    await assert.rejects(
      guarded('Writing', insert),
      (error) =>
        error instanceof DatabaseError &&
        error.code === 'constraint' &&
        error.message.includes('SQLITE_CONSTRAINT') &&
        !error.message.includes('Oakfield'),
    );
    assert.equal((await db.knex('schools').select('name')).length, 1);
  }));

test('a file that cannot be opened is said, and keeps nobody waiting', async () => {
  await assert.rejects(
    openDatabase(`sqlite:${folder}`, pipeline, { mustExist: true, manyAtOnce: true }),
    (error) => error instanceof DatabaseError && error.code === 'cannot-open',
  );
});
