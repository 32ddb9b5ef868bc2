import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase, type Database } from '../../src/load/database.js';
import type { DatabaseError } from '../../src/load/database-error.js';
import {
  noteUnchanged,
  rememberFiles,
  schoolsOfFiles,
  type KnownSchool,
  type NumberedSchool,
} from '../../src/load/recall.js';
import { startRun } from '../../src/load/runs/runs.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const { pipeline } = shippedConfiguration();
const ids = ['1', '2', '3', '4'];
/** As the database has them, of which nothing is new. */
async function knownOf(db: Database, digest: string): Promise<KnownSchool[]> {
  const recalled = (await schoolsOfFiles(db, [digest, 'another'])).get(digest) ?? [];
  return recalled.map((one) => ({
    ...one,
    reason: 'nothing is new',
    extractedAt: null,
    hasOwnFile: false,
    wasRead: false,
  }));
}

function numberedFrom(first: number, known: readonly KnownSchool[]): NumberedSchool[] {
  return known.map((one, at) => ({ ...one, document: first + at }));
}

async function lastRuns({ query }: TestDatabase): Promise<unknown[]> {
  const rows = await query('select last_run_id from schools order by school_id');
  return rows.map(({ last_run_id: id }) => id);
}

for (const backend of backends()) {
  test(`schools are noted in one transaction, up to one that was loaded since, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { database } = nights;
    await nights.run(ids.map((id) => smallSchool(5, id)));
    const db = await openDatabase(database.url, pipeline);
    try {
      const [digest] = (await database.query('select distinct bytes_digest from schools')).map(
        ({ bytes_digest: text }) => String(text),
      );
      const known = await knownOf(db, digest);
      assert.deepEqual(
        known.map(({ school }) => school),
        ids,
      );
      const [before] = await lastRuns(database);
      const started = await startRun(db, { startedAt: new Date(0), random: () => 'this' });
      await database.query(`update schools set last_run_id = 'another run' where school_id = '3'`);
      assert.equal(await noteUnchanged(db, pipeline, numberedFrom(7, known), started), 2);
      assert.deepEqual(await lastRuns(database), [started.id, started.id, 'another run', before]);
      const notes = await database.query(
        `select school_id, document, status, reason from school_runs where run_id = ? order by document`,
        started.id,
      );
      const note = { status: 'unchanged', reason: 'nothing is new' };
      assert.deepEqual(
        notes.map((row) => ({ ...row })),
        [
          { school_id: '1', document: 7, ...note },
          { school_id: '2', document: 8, ...note },
        ],
      );
      await rememberFiles(db, [{ digest: 'another', schools: ['2', '4'] }], started);
      assert.equal((await schoolsOfFiles(db, [digest])).size, 0, 'a school of the file is not of it any more');
      // The other was not found by this run.
      assert.equal((await schoolsOfFiles(db, ['another'])).size, 0);
    } finally {
      await db.close();
    }
  });
}

for (const backend of backends().filter(({ name }) => name !== 'SQLite')) {
  test(`none of several schools is noted while another run is at one of them, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(ids.map((id) => smallSchool(5, id)));
    const before = await lastRuns(nights.database);
    const first = await openDatabase(nights.database.url, pipeline);
    const second = await openDatabase(nights.database.url, pipeline, { mustExist: true, lockSeconds: 1 });
    try {
      const [digest] = (await nights.database.query('select bytes_digest from schools')).map(({ bytes_digest: text }) =>
        String(text),
      );
      const known = await knownOf(second, digest);
      const note = () => noteUnchanged(second, pipeline, numberedFrom(1, known), { id: 'second', began: 2 });
      await first.forSchool('3', () =>
        assert.rejects(note, (error: DatabaseError) => error.code === 'locked' && error.message.includes('school 3')),
      );
      assert.deepEqual(await lastRuns(nights.database), before);
      // Nothing is left locked by the one that gave up.
      await first.forSchools(ids, () => Promise.resolve());
      assert.equal(await note(), 4);
    } finally {
      await first.close();
      await second.close();
    }
  });
}
