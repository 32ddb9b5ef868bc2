import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { everything, listRecords, type Listing } from '../../src/browse/list-records.js';
import { shownColumn } from '../../src/browse/columns.js';
import { valuesOf } from '../../src/browse/values-of.js';
import { readRecordView } from '../../src/browse/record-view.js';
import { listSchools } from '../../src/browse/school-list.js';
import { openDatabase, type Database } from '../../src/load/database.js';
import { recordKind, type RecordKind } from '../../src/pipeline/pipeline.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

/** Made by another program, in another language: the names in their order, those that fold to one, and what searches find. */
const names = JSON.parse(readFileSync('test/inputs/names-of-many-languages.json', 'utf8')) as {
  readonly ordered: readonly string[];
  readonly alike: readonly (readonly string[])[];
  readonly found: Readonly<Record<string, readonly string[]>>;
};
const begin = nightsIn();
const { pipeline } = shippedConfiguration();
const contacts = recordKind(pipeline, 'contacts');
const all = { offset: 0, limit: 1000 };

/** In an order that is neither that of the names nor any other. */
const mixed = names.ordered.map((_, at) => names.ordered[(at * 101) % names.ordered.length]);

function peopleOfMany() {
  const school = smallSchool(1);
  school.Contacts = mixed.map((Surname, at) => ({ ContactID: 5000 + at, Title: 'Mrs', Forename: 'Quirin', Surname }));
  school.ContactLinks = mixed.map((_, at) => ({ StudentID: 100, ContactID: 5000 + at, ParentalResponsibility: true }));
  return school;
}

async function listed(
  db: Database,
  kind: RecordKind,
  field: string,
  listing: Partial<Listing> = {},
): Promise<unknown[]> {
  const at = kind.fields.filter(({ kept }) => kept).findIndex(({ name }) => name === field);
  const rows = await listRecords(db, '9360001', kind, { ...everything, ...listing }, all);
  return rows.map(({ values }) => values[at]);
}

test('the names are 200 and more, each once', () => {
  assert.ok(names.ordered.length >= 200);
  assert.deepEqual(mixed.toSorted(), names.ordered.toSorted());
});

for (const backend of backends()) {
  test(`B13, B14: names of many languages stand in one order, and are searched and found alike in one way, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = peopleOfMany();
    await nights.run(school);
    const db = await openDatabase(nights.database.url, pipeline);
    try {
      assert.deepEqual(await listed(db, contacts, 'surname'), names.ordered);
      const turned = { sort: { field: 'surname', descending: true } };
      assert.deepEqual(await listed(db, contacts, 'surname', turned), names.ordered.toReversed());
      for (const [search, found] of Object.entries(names.found))
        assert.deepEqual(await listed(db, contacts, 'surname', { search }), found, search);
      const view = await readRecordView(db, pipeline, '9360001', recordKind(pipeline, 'students'), '100');
      const parents = view?.linked.find(({ link }) => link.name === 'contactLinks')?.rows ?? [];
      assert.deepEqual(
        parents.map(({ names: [, , surname] }) => surname),
        names.ordered,
      );
    } finally {
      await db.close();
    }
    const csv = (await nights.command('export', 'contacts')).stdout.trim().split('\r\n').slice(1);
    assert.deepEqual(
      csv,
      names.ordered.map((name) => `Mrs,Quirin,${name},,,,Known0 Surname0`),
    );
    const pairs = await nights.database.query(
      'select record_id, cause_id from findings where rule = ?',
      'likely-duplicate',
    );
    const nameOf = (id: unknown): string => mixed[Number(id) - 5000];
    assert.deepEqual(
      pairs.map(({ record_id: one, cause_id: other }) => [nameOf(one), nameOf(other)].sort().join(' = ')).sort(),
      names.alike
        .flatMap((same) =>
          same.flatMap((one, at) => same.slice(at + 1).map((other) => [one, other].sort().join(' = '))),
        )
        .sort(),
    );
  });

  test(`B14: Year 2 before Year 10, 7A before 10A, in lists, filters, exports and the list of schools, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const years = ['Year 10', 'Year 2', null, 'Reception', 'year 1', 'Year 1', 'Year 11', 'Year 02'];
    const codes = ['10A', '7B', '11', '7A', '10-B', '7/2', '7/10', '4'];
    const school = smallSchool(years.length);
    years.forEach((year, at) =>
      Object.assign(school.Students[at], { CurrentYearGroup: year, CurrentClass: codes[at] }),
    );
    const [form] = school.Classes;
    school.Classes = codes.map((ClassCode, at) => ({ ...form, ClassID: 200 + at, ClassCode, ClassDescription: 'x' }));
    school.Groups = ['Team 10', 'Team 9', 'Année 1', 'Annee 2'].map((GroupDescription, at) => ({
      ...{ GroupID: 70 + at, GroupDescription, StudentIDs: [100] },
      GroupType: at % 2 === 0 ? 'House group' : 'Student group',
    }));
    const schools = ['School 10', 'school 9', 'École 2', 'Ecole 1', null].map((SchoolName, at) => ({
      ...smallSchool(1, `93610${String(at)}`),
      SchoolName,
    }));
    await nights.runFiles(nights.file(school), nights.file(schools, 'schools.json'));
    const db = await openDatabase(nights.database.url, pipeline);
    try {
      const [students, classes, groups] = ['students', 'classes', 'groups'].map((name) => recordKind(pipeline, name));
      const ordered = ['Reception', 'Year 1', 'year 1', 'Year 02', 'Year 2', 'Year 10', 'Year 11'];
      const sort = { field: 'yearGroup', descending: false };
      assert.deepEqual(await listed(db, students, 'yearGroup', { sort }), [...ordered, null]);
      const turned = { sort: { ...sort, descending: true } };
      assert.deepEqual(await listed(db, students, 'yearGroup', turned), [...ordered.toReversed(), null]);
      assert.deepEqual((await valuesOf(db, '9360001', students, [shownColumn(students, 'yearGroup')]))[0], [
        ...ordered,
        null,
      ]);
      const byCode = ['4', '7/2', '7/10', '7A', '7B', '10A', '10-B', '11'];
      assert.deepEqual((await valuesOf(db, '9360001', students, [shownColumn(students, 'className')]))[0], byCode);
      assert.deepEqual(await listed(db, classes, 'code', { sort: { field: 'code', descending: false } }), byCode);
      assert.deepEqual(await listed(db, groups, 'description'), ['Année 1', 'Team 10', 'Annee 2', 'Team 9']);
      const asked = { which: null, search: '', status: null };
      const named = await listSchools(db, asked, all);
      assert.deepEqual(
        named.map(({ name, school: id }) => name ?? id),
        ['936104', 'Ecole 1', 'École 2', 'school 9', 'School 10', 'School 9360001'],
      );
      assert.deepEqual((await listSchools(db, { ...asked, search: 'ecole' }, all)).length, 2);
      assert.deepEqual((await listSchools(db, { ...asked, search: '9361' }, all)).length, 5);
    } finally {
      await db.close();
    }
  });
}
