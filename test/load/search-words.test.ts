import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openDatabase } from '../../src/load/database.js';
import { purge } from '../../src/load/runs/purge.js';
import { tablesOf } from '../../src/load/tables/tables.js';
import { searchWords } from '../../src/pipeline/text/search-words.js';
import { checked } from '../support/checked.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { watchWrites } from '../support/forbid-writes.js';
import { nightsIn } from '../support/nights.js';
import { cases } from '../support/numbers.js';
import { first, smallSchool, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const { pipeline } = shippedConfiguration();

/** Who is found by which word, as the rows of the records say. */
async function wanted({ query }: TestDatabase): Promise<string[]> {
  const found: string[] = [];
  for (const { name, kept, found: places } of tablesOf(pipeline).filter((table) => table.found.length > 0))
    for (const row of await query(`select * from ${name}`)) {
      const values = places.map((at) => row[kept[at]?.name ?? '']).filter((value) => typeof value === 'string');
      for (const word of new Set(values.flatMap((value) => searchWords(value))))
        found.push([row.school_id, word, name, row.id].join(' '));
    }
  return found.sort();
}

/** The same, as the table of words says. */
async function written({ query }: TestDatabase): Promise<string[]> {
  const rows = await query('select * from search_words');
  return rows
    .flatMap(({ school_id, word, table_name, ids }) =>
      (JSON.parse(String(ids)) as string[]).map((id) => [school_id, word, table_name, id].join(' ')),
    )
    .sort();
}

async function assertRight(database: TestDatabase): Promise<void> {
  assert.deepEqual(await written(database), await wanted(database));
}

const names = fc.constantFrom('Anne-Marie', 'O’Brien', 'Łukasz', 'de la Cruz', 'Ng', 'Zoë', 'Mrs');
/** A night: whose student and parent are gone, and who has which name now. */
const night = fc.tuple(
  fc.subarray(first(12), { maxLength: 5 }),
  fc.array(fc.tuple(fc.nat(11), fc.constantFrom('Surname', 'KnownName'), names), { maxLength: 6 }),
);

function extractOf(id: string, [gone, renamed]: [readonly number[], readonly [number, string, string][]]): SmallSchool {
  const school = smallSchool(12, id);
  for (const [at, field, name] of renamed) {
    Object.assign(school.Students[at] ?? {}, { [field]: name });
    Object.assign(school.Contacts[at] ?? {}, { Surname: name, ...(field === 'KnownName' && { Email: null }) });
  }
  const stays = (_: unknown, at: number): boolean => !gone.includes(at);
  const [Students, Contacts, ContactLinks] = [school.Students, school.Contacts, school.ContactLinks].map((rows) =>
    rows.filter(stays),
  );
  return { ...school, ...{ Students, Contacts, ContactLinks } };
}

for (const backend of backends()) {
  test(`each load leaves exactly the words of the rows, and one that changes nothing writes none, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    let number = 0;
    await nights.run(smallSchool(12, 'first'));
    const writtenTo = await watchWrites(backend.name, nights.database, ['search_words']);
    await checked(
      fc.asyncProperty(fc.array(night, { minLength: 2, maxLength: 4 }), async (all) => {
        const id = String(9360000 + number++);
        for (const one of all) {
          const { only, stderr } = await nights.run(extractOf(id, one));
          assert.notEqual(only.status, 'failed', stderr);
        }
        await assertRight(nights.database);
        const last = all.at(-1);
        assert.ok(last !== undefined);
        await writtenTo();
        assert.equal((await nights.run(extractOf(id, last))).only.status, 'unchanged');
        assert.deepEqual(await writtenTo(), []);
      }),
      { numRuns: cases(15, 2) },
    );
  });

  test(`words go with who is erased and with what is purged, and follow what somebody else edited, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { query } = nights.database;
    const school = smallSchool(60);
    Object.assign(school.Contacts[0] ?? {}, { Surname: 'Wałęsa' });
    Object.assign(school.Contacts[1] ?? {}, { Surname: 'Wałęsa' });
    Object.assign(school.Staff[5] ?? {}, { Surname: 'Żółkiewska' });
    await nights.run(school);
    const idsOf = async (word: string) =>
      (await query('select ids from search_words where word = ?', word)).map(({ ids }) => ids);
    assert.deepEqual(await idsOf('walesa'), ['["5000","5001"]']);
    // As the first load of a school with very many people leaves them: in several lists.
    await query(`update search_words set ids = '["5000"]' where word = ?`, 'walesa');
    await query(
      `insert into search_words (school_id, word, table_name, part, ids) values (?, ?, ?, 1, '["5001"]')`,
      ...['9360001', 'walesa', 'contacts'],
    );
    await assertRight(nights.database);
    assert.equal((await nights.command('forget', 'contact', '5000')).code, 0);
    assert.deepEqual(await idsOf('walesa'), ['["5001"]']);
    assert.equal((await nights.command('forget', 'contact', '5001')).code, 0);
    assert.deepEqual(await idsOf('walesa'), []);
    await assertRight(nights.database);

    await query("update students set surname = 'Edited' where id = ?", '103');
    Object.assign(school.Students[3] ?? {}, { Surname: 'Corrected' });
    Object.assign(school.Classes[5] ?? {}, { StaffID1: 34 });
    school.Staff.splice(5, 1);
    await nights.run(school);
    await assertRight(nights.database);
    assert.deepEqual(await idsOf('zolkiewska'), ['["35"]'], 'who left is found until the row is emptied');

    const db = await openDatabase(nights.database.url, pipeline);
    await purge(db, pipeline, { now: new Date('2028-06-01T00:00:00Z'), schools: null });
    await db.close();
    assert.deepEqual(await idsOf('zolkiewska'), []);
    await assertRight(nights.database);
  });

  test(`a database that an earlier version filled gets its words with the first command, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { query } = nights.database;
    await nights.run(smallSchool(30));
    const before = await written(nights.database);
    await query('drop table search_words');
    await query("delete from pullthrough_migrations where name = '028-search-words'");
    for (const { table_name, shape } of await query('select * from pullthrough_tables')) {
      const earlier = JSON.parse(String(shape)) as Record<string, unknown>;
      delete earlier.words;
      await query(
        'update pullthrough_tables set shape = ? where table_name = ?',
        JSON.stringify(earlier),
        String(table_name),
      );
    }
    assert.equal((await nights.command('report')).code, 0);
    assert.deepEqual(await written(nights.database), before);
  });

  test(`a field that people are no longer found by is in no word any more, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(smallSchool(12));
    const find: Readonly<Record<string, readonly string[]>> = { contacts: ['surname'], teachers: [] };
    const records = pipeline.records.map((kind) => ({ ...kind, find: find[kind.name] ?? kind.find }));
    await (await openDatabase(nights.database.url, { ...pipeline, records })).close();
    const left = (await written(nights.database)).map((row) => row.split(' ').slice(1, 3).join(' '));
    assert.ok(left.includes('parent0 contacts') && left.includes('known0 students'));
    assert.deepEqual(
      left.filter((row) => / teachers$|^(mrs|forename|parent\d+example)/.test(row)),
      [],
    );
  });
}
