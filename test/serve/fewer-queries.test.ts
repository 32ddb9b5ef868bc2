import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { countAllRecords, countRecords, everything } from '../../src/browse/list-records.js';
import { readLinked, readTelling } from '../../src/browse/record-view.js';
import { notedOf } from '../../src/explain/explanation.js';
import { openDatabase } from '../../src/load/database.js';
import { readFindings, readFindingsBelow } from '../../src/load/runs/last-run.js';
import { storedIds } from '../../src/load/stored-record.js';
import { kindsOf } from '../../src/pipeline/pipeline.js';
import { reasonsInFindings } from '../../src/report/explain/last-run.js';
import { generateSchool } from '../../bench/generate-school.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { unlessFull } from '../support/numbers.js';

const begin = nightsIn();
const { pipeline } = shippedConfiguration();
const school = '1';

for (const backend of backends()) {
  const opened = async () => {
    const nights = await begin(backend);
    await nights.run(generateSchool({ id: school, students: 120, seed: 7 }));
    const db = await openDatabase(nights.database.url, pipeline);
    after(() => db.close());
    return db;
  };

  test(
    `the links of many records, asked for at once, are those of each of them, on ${backend.name}`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const db = await opened();
      let told = 0;
      for (const kind of pipeline.records) {
        const ids = await storedIds(db, school, kind);
        for (const from of pipeline.records) {
          const expected = new Map<string, unknown>();
          for (const id of ids) {
            const all = await readLinked(db, pipeline, school, kind, id);
            const said = all.filter(({ own, other, rows }) => own.length > 0 && other !== from && rows.length > 0);
            if (said.length > 0) expected.set(id, said);
          }
          const found = await readTelling(db, pipeline, school, { kind, ids, from });
          assert.deepEqual(new Map([...found].sort()), new Map([...expected].sort()));
          told += found.size;
        }
      }
      assert.ok(told > 100);
    },
  );

  test(`what is read of the findings below a record explains it as all findings do, on ${backend.name}`, async () => {
    const db = await opened();
    const all = await readFindings(db, school);
    let chains = 0;
    for (const { kind: name, recordId } of all) {
      const kind = kindsOf(pipeline).find((one) => one.name === name);
      if (kind === undefined || recordId === null) continue;
      const id = kind.type === 'link' ? (JSON.parse(recordId) as [string, string]) : recordId;
      const of = { kind: kind.name, id };
      const some = await readFindingsBelow(db, school, recordId);
      const reasons = reasonsInFindings(pipeline, some, of);
      assert.deepEqual(reasons, reasonsInFindings(pipeline, all, of));
      assert.deepEqual(notedOf(some, of), notedOf(all, of));
      chains += reasons.filter(({ why }) => why.length > 0).length;
    }
    assert.ok(chains > 10);
  });

  test(`all kinds of records, counted at once, are as many as counted one by one, on ${backend.name}`, async () => {
    const db = await opened();
    const expected = [];
    for (const kind of pipeline.records)
      expected.push({ kind, records: await countRecords(db, school, kind, everything) });
    assert.deepEqual(await countAllRecords(db, school, pipeline.records), expected);
  });
}
