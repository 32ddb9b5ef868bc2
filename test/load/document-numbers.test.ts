import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { isSchoolRunRecorded, noteSchoolRuns, recordSchoolRun, startRun } from '../../src/load/runs/runs.js';
import { documentNumber, placeIn } from '../../src/run/places.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';

const { pipeline } = shippedConfiguration();

/** The hundred thousandth document of one of 24,000 inputs. */
const [all, place, at] = [24_000, 7, 99_999] as const;

for (const { name, make } of backends()) {
  test(`a document has its number however many inputs and documents there are, on ${name}`, async () => {
    const document = documentNumber(place, at, all);
    assert.ok(document > 2 ** 31);
    assert.deepEqual(placeIn(document, all), { input: place, at });
    const database = await make();
    const db = await openDatabase(database.url, pipeline);
    try {
      const run = {
        ...(await startRun(db, { startedAt: new Date(0), random: () => 'abcdef' })),
        isShared: true,
      } as const;
      const about = { run, status: 'loaded', counts: {}, reason: null };
      const { dialect } = db;
      await db.knex.transaction((knex) => recordSchoolRun({ knex, dialect }, { school: '1', document, ...about }));
      await noteSchoolRuns(db, [
        { school: '1', document, ...about },
        { school: '2', document: document + all, ...about },
      ]);
      assert.equal(await isSchoolRunRecorded(db, { school: '1', runId: run.id, document }), true);
      const rows = await database.query('select school_id, document from school_runs order by document');
      assert.deepEqual(
        rows.map(({ school_id: school, document: number }) => [school, Number(number)]),
        [
          ['1', document],
          ['2', document + all],
        ],
        'what is recorded is known by its number, and not noted twice',
      );
      await assert.rejects(
        async () => database.query(`insert into school_runs (school_id, run_id) values ('3', 'x')`),
        'a number is needed',
      );
    } finally {
      await db.close();
    }
  });
}
