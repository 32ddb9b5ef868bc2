import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everything, listRecords } from '../../src/browse/list-records.js';
import { shownColumn } from '../../src/browse/columns.js';
import { valuesOf } from '../../src/browse/values-of.js';
import { openDatabase } from '../../src/load/database.js';
import { recordKind } from '../../src/pipeline/pipeline.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const { pipeline } = shippedConfiguration();
const contacts = recordKind(pipeline, 'contacts');
const students = recordKind(pipeline, 'students');

const surnames = ['O’Brien', "O'Brien", 'OBrien', 'Brown-Ó Briain', 'Müller', 'ŁOŚ', 'Ünal 100%', 'Ng', '😀', 'Ψ_Ω'];
const school = smallSchool(surnames.length);
school.Contacts.forEach((row, at) => Object.assign(row, { Forename: `Forename${'abcdefghij'.charAt(at)}` }));
surnames.forEach((surname, at) => Object.assign(school.Contacts[at] ?? {}, { Surname: surname }));
Object.assign(school.Contacts[5], { Forename: 'Anne-Marie', Phone: '01632 960 777' });
Object.assign(school.Contacts[6], { Forename: 'Anne Marie', Phone: '(01632) 960-778' });
Object.assign(school.Contacts[7], { Forename: 'Annemarie', Phone: '+44 1632 960779', Email: 'a.b_c+d@example.org' });
Object.assign(school.Students[3], { DateOfBirth: '2018-10-21' });

/** What is searched for, and the places of those that are found. */
const found: readonly (readonly [string, readonly number[]])[] = [
  ['obrien', [0, 1, 2]],
  ["o'brien", [0, 1, 2]],
  ['O’BRIEN', [0, 1, 2]],
  ['O‘Brien,', [0, 1, 2]],
  ['o-briain', [3]],
  ['brown obriain', [3]],
  ['muller', [4]],
  ['MU\u0308LLER', [4]],
  ['anne marie', [5, 6, 7]],
  ['anne-marie', [5, 6, 7]],
  ['annemarie', [5, 6, 7]],
  ['marie anne', [5, 6, 7]],
  ['01632960777', [5]],
  ['01632 960 777', [5]],
  ['01632960778', [6]],
  ['(01632) 960778', [6]],
  ['1632960779', [7]],
  ['a.b_c+d@example', [7]],
  ['%', []],
  ['100%', [6]],
  ['ψ', [9]],
  ['  ng  ', [7]],
  ['ng mrs nobody', []],
];

for (const backend of backends()) {
  test(`a search finds a name whatever its punctuation, spaces, case and accents, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(school);
    const db = await openDatabase(nights.database.url, pipeline);
    const placesOf = async (kind: typeof contacts, first: number, search: string): Promise<number[]> => {
      const listing = { ...everything, search };
      const records = await listRecords(db, school.SchoolID, kind, listing, { offset: 0, limit: 50 });
      return records.map(({ id }) => Number(id) - first).sort((a, b) => a - b);
    };
    for (const [search, places] of found) assert.deepEqual(await placesOf(contacts, 5000, search), places, search);
    for (const search of ['21 Oct 2018', '21/10/2018', '2018-10-21', 'surname3 21 october 2018'])
      assert.deepEqual(await placesOf(students, 100, search), [3], search);
    await db.close();
  });

  test(`of a long search the first ten words that differ count, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(smallSchool(12));
    const db = await openDatabase(nights.database.url, pipeline);
    const count = async (search: string): Promise<number> => {
      const listing = { ...everything, search };
      return (await listRecords(db, '9360001', students, listing, { offset: 0, limit: 50 })).length;
    };
    const nine = 'k n o w u r m e a';
    assert.equal(await count(`${nine} ${nine} SURNAME11 nobody`), 1);
    assert.equal(await count(`${nine} nobody`), 0);
    assert.equal(await count(`known11 ${'known '.repeat(3500)} nobody`), 1, 'after 200 characters');
    await db.close();
  });

  test(`the values to choose from stand in the order in which people count, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const years = ['Year 10', 'Year 2', null, 'Reception', 'Year 1', 'Year 2'];
    const mixed = smallSchool(years.length);
    years.forEach((year, at) => Object.assign(mixed.Students[at] ?? {}, { CurrentYearGroup: year }));
    await nights.run(mixed);
    const db = await openDatabase(nights.database.url, pipeline);
    const values = (await valuesOf(db, '9360001', students, [shownColumn(students, 'yearGroup')]))[0];
    assert.deepEqual(values, ['Reception', 'Year 1', 'Year 2', 'Year 10', null]);
    await db.close();
  });
}
