import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { DatabaseError } from '../../src/load/database-error.js';
import { openDatabase } from '../../src/load/database.js';
import type { Field, Pipeline } from '../../src/pipeline/pipeline.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { query } from '../support/tables.js';

const folder = temporaryFolder();
const { pipeline } = shippedConfiguration();

/** The shipped pipeline with other fields for its students. */
function withStudentFields(change: (fields: readonly Field[]) => readonly Field[]): Pipeline {
  const records = pipeline.records.map((kind) =>
    kind.name === 'students' ? { ...kind, fields: change(kind.fields) } : kind,
  );
  return { ...pipeline, records };
}

async function open(file: string, made: Pipeline): Promise<void> {
  await (await openDatabase(`sqlite:${file}`, made)).close();
}

async function refusal(file: string, made: Pipeline): Promise<DatabaseError> {
  try {
    await open(file, made);
  } catch (error) {
    assert.ok(error instanceof DatabaseError);
    return error;
  }
  throw new Error('it was not refused');
}

test('a field that is new in the pipeline adds a column, and rows stay', async () => {
  const file = join(folder, 'new.db');
  await open(
    file,
    withStudentFields((fields) => fields.slice(1)),
  );
  query(file, "insert into students (school_id, id, surname) values ('1', '7', 'Lim')");
  await open(file, pipeline);
  assert.deepEqual(query(file, 'select id, known_name, surname from students'), [
    { id: '7', known_name: null, surname: 'Lim' },
  ]);
});

test('a database that an incompatible pipeline made is refused, and nothing is dropped', async () => {
  const file = join(folder, 'incompatible.db');
  await open(file, pipeline);
  const error = await refusal(
    file,
    withStudentFields((fields) => fields.slice(1)),
  );
  assert.equal(error.code, 'incompatible');
  assert.match(error.message, /table students differs in known_name/);
  await open(file, pipeline);
});

test('a table of that name which is not ours is refused', async () => {
  const file = join(folder, 'other.db');
  query(file, 'create table students (name text)');
  const error = await refusal(file, pipeline);
  assert.equal(error.code, 'incompatible');
});

test('a database that a newer version made is refused', async () => {
  const file = join(folder, 'newer.db');
  await open(file, pipeline);
  query(file, "insert into pullthrough_migrations (name, batch) values ('999-later', 2)");
  assert.equal((await refusal(file, pipeline)).code, 'newer');
});

test('a database that is not reached names no password', async () => {
  const error = await refusal(join(folder, 'nowhere', 'x.db'), pipeline);
  assert.equal(error.code, 'cannot-open');
  await assert.rejects(
    openDatabase('postgres://me:secret@host/db', pipeline),
    (reason: Error) => !reason.message.includes('secret'),
  );
});
