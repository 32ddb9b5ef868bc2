import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { DatabaseError } from '../../src/load/database-error.js';
import { openDatabase, openForPlanning } from '../../src/load/database.js';
import type { Field, Pipeline } from '../../src/pipeline/pipeline.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

const folder = temporaryFolder();
const { pipeline } = shippedConfiguration();

/** The shipped pipeline with other fields for its students. */
function withStudentFields(change: (fields: readonly Field[]) => readonly Field[]): Pipeline {
  const records = pipeline.records.map((kind) =>
    kind.name === 'students' ? { ...kind, fields: change(kind.fields) } : kind,
  );
  return { ...pipeline, records };
}

async function open(url: string, made: Pipeline): Promise<void> {
  await (await openDatabase(url, made)).close();
}

async function refusal(url: string, made: Pipeline): Promise<DatabaseError> {
  try {
    await open(url, made);
  } catch (error) {
    assert.ok(error instanceof DatabaseError);
    return error;
  }
  throw new Error('it was not refused');
}

for (const { name, make } of backends()) {
  test(`a field that is new in the pipeline adds a column, and rows stay, on ${name}`, async () => {
    const { url, query } = await make();
    await open(
      url,
      withStudentFields((fields) => fields.slice(1)),
    );
    await query(`insert into students (school_id, id, surname) values ('1', '7', 'Lim')`);
    await open(url, pipeline);
    assert.deepEqual(
      (await query('select id, known_name, surname from students')).map((row) => ({ ...row })),
      [{ id: '7', known_name: null, surname: 'Lim' }],
    );
  });

  test(`a database that an incompatible pipeline made is refused, and nothing is dropped, on ${name}`, async () => {
    const { url, query } = await make();
    await open(url, pipeline);
    await query(`insert into students (school_id, id, known_name) values ('1', '7', 'Ada')`);
    const error = await refusal(
      url,
      withStudentFields((fields) => fields.slice(1)),
    );
    assert.equal(error.code, 'incompatible');
    assert.match(error.message, /table students differs in known_name/);
    await open(url, pipeline);
  });

  test(`a column for a field that was taken back is no matter while it holds nothing, on ${name}`, async () => {
    const { url, query } = await make();
    const gender = { ...pipeline.records[0].fields[0], name: 'gender', column: 'gender' };
    const withGender = withStudentFields((fields) => [...fields, gender]);
    await open(url, withGender);
    await query(`insert into students (school_id, id, gender) values ('1', '7', 'F')`);
    assert.match((await refusal(url, pipeline)).message, /table students differs in gender/);
    await assert.rejects(openForPlanning(url, pipeline), /table students differs in gender/);
    await query(`update students set gender = null`);
    await (await openForPlanning(url, pipeline)).close();
    await open(url, pipeline);
    const [noted] = await query(`select shape from pullthrough_tables where table_name = 'students'`);
    assert.doesNotMatch(String(noted?.shape), /gender/);
    // Named again, it is the column that is there.
    await open(url, withGender);
    await query(`update students set gender = 'F'`);
    assert.equal((await refusal(url, pipeline)).code, 'incompatible');
  });

  test(`a table of that name which is not ours is refused on ${name}`, async () => {
    const { url, query } = await make();
    await query('create table students (name varchar(20))');
    assert.equal((await refusal(url, pipeline)).code, 'incompatible');
  });

  test(`a database that a newer version made is refused on ${name}`, async () => {
    const { url, query } = await make();
    await open(url, pipeline);
    await query(`insert into pullthrough_migrations (name, batch) values ('999-later', 2)`);
    assert.equal((await refusal(url, pipeline)).code, 'newer');
  });

  test(`a command that only reads makes nothing on ${name}`, async () => {
    const { url, query } = await make();
    await assert.rejects(openDatabase(url, pipeline, { mustExist: true }), { code: 'missing' });
    if (name === 'SQLite') return;
    const made = await query(
      `select table_name from information_schema.tables where table_name like 'pullthrough%' and table_schema in ('public', ?)`,
      new URL(url).pathname.slice(1),
    );
    assert.deepEqual(made, []);
  });

  test(
    `programs that make the tables at once make them once on ${name}`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const { url, query } = await make();
      const args = ['dist/src/cli/bin.js', 'edit', 'teacher', '1', 'room', 'B', '--school', '1', '--database', url];
      const runs = Array.from({ length: 4 }, () => once(spawn(process.execPath, args), 'close'));
      // There is no such teacher, which is known only once the tables are there.
      assert.deepEqual(
        (await Promise.all(runs)).map(([code]) => code as number),
        [1, 1, 1, 1],
      );
      const migrations = await query('select name from pullthrough_migrations');
      assert.ok(migrations.length >= 4);
      assert.equal(new Set(migrations.map(({ name }) => name)).size, migrations.length);
      assert.equal((await query('select * from pullthrough_tables')).length, 9);
    },
  );

  test(`tables whose making was cut off anywhere are finished by the next on ${name}`, async () => {
    const { url, query } = await make();
    await open(url, pipeline);
    await query('delete from pullthrough_migrations');
    await query('drop table changes');
    await query(`update pullthrough_tables set shape = '' where table_name in ('students', 'classes')`);
    await query('drop table classes');
    const shape = JSON.parse(
      String((await query(`select shape from pullthrough_tables where table_name = 'contacts'`))[0]?.shape),
    ) as { kept: Record<string, string> };
    delete shape.kept.phone;
    await query(`update pullthrough_tables set shape = ? where table_name = 'contacts'`, JSON.stringify(shape));
    await open(url, pipeline);
    for (const table of ['students', 'classes', 'changes']) assert.deepEqual(await query(`select * from ${table}`), []);
    const shapes = await query('select shape from pullthrough_tables');
    assert.ok(shapes.every((row) => row.shape !== ''));
    assert.match(JSON.stringify(shapes), /phone/);
  });
}

test('a folder that does not exist is no place for a database', async () => {
  const error = await refusal(`sqlite:${join(folder, 'nowhere', 'x.db')}`, pipeline);
  assert.equal(error.code, 'cannot-open');
});

test('a URL that lacks its // is refused, and shows neither user nor password', async () => {
  for (const [url, means] of [
    ['postgres:/bob:s3cr3t@h/x', /has no \/\/ before its host/],
    ['postgresql:bob:s3cr3t@h/x', /has no \/\/ before its host/],
    ['mysql:/bob:s3cr3t@h/x', /has no \/\/ before its host/],
    ['sqlite://bob:s3cr3t@x', /without \/\/ before it: sqlite:FILE/],
    ['bob:s3cr3t@h/x', /The database is of a kind that this version does not know/],
    ['Postgres://bob:s3cr3t@h/x', /The database Postgres:… is of a kind/],
    ['postgres://bob:12/s3cr3t@h/x', /cannot be read/],
    ['postgres://bob:12?s3cr3t=1@h/x', /cannot be read/],
  ] as const) {
    for (const opened of [openDatabase(url, pipeline), openForPlanning(url, pipeline)]) {
      const message = await opened.then(String, ({ message: said }: Error) => said);
      assert.match(message, means);
      assert.doesNotMatch(message, /bob|s3cr3t/);
    }
  }
});
