import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { everything, listRecords } from '../../src/browse/list-records.js';
import { openDatabase } from '../../src/load/database.js';
import { foldedRow } from '../../src/load/tables/folded-columns.js';
import { purge } from '../../src/load/runs/purge.js';
import { decimalOf } from '../../src/pipeline/text/decimal.js';
import { fold } from '../../src/pipeline/text/folding.js';
import { recordKind } from '../../src/pipeline/pipeline.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { forbidWrites } from '../support/forbid-writes.js';
import { nightsIn } from '../support/nights.js';
import { layOut } from '../support/recipes.js';
import { smallSchool } from '../support/small-school.js';
import { cases } from '../support/numbers.js';
import { checked } from '../support/checked.js';

const begin = nightsIn();
const { pipeline } = shippedConfiguration();
const teachers = recordKind(pipeline, 'teachers');
const now = new Date('2028-06-01T00:00:00Z');

test('B13: a folded word stands in the text of a row only where it stands in one of its values', async () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('01632 960001', 'a007b', 'Łoś', '10-07', 'Year 010', null),
  );
  const words = fc.oneof(
    fc.constantFrom('1', '7', '07', '10', 'os', '00', '160'),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  );
  await checked(
    fc.property(fc.array(texts), words, (values, typed) => {
      const word = fold(typed);
      fc.pre(word !== '');
      const stands = values.some((value) => value !== null && fold(value).includes(word));
      assert.equal((foldedRow(values) ?? '').includes(word), stands);
    }),
    { numRuns: cases(2000) },
  );
});

const decimals = fc
  .tuple(fc.constantFrom('', '-'), fc.bigInt(0n, 10n ** 19n), fc.integer({ min: 0, max: 18 }))
  .map(([sign, digits, point]) => decimalOf(`${sign}${String(digits)}e-${String(point)}`) ?? '0');
const aDecimal = [{ name: 'fee', type: 'text', isDecimal: true }] as const;

test('decimals have the order of their values by the bytes of their keys, and are found by their digits alone', async () => {
  const near = fc.oneof(
    decimals,
    fc.constantFrom('0', '-1', '1', '-0.5', '0.5', '9', '10', '-9', '-10', '-1.2', '-1.25'),
  );
  const keyOf = (value: string) => foldedRow([value], 0, 1, aDecimal) ?? '';
  await checked(
    fc.property(near, near, fc.integer({ min: 0, max: 999 }), (a, b, typed) => {
      const ordered = Math.sign(Buffer.compare(Buffer.from(keyOf(a)), Buffer.from(keyOf(b))));
      const [exactA, exactB] = [a, b].map((one) => BigInt(decimalOf(`${one}e18`) ?? ''));
      assert.equal(ordered, (exactA ?? 0n) < (exactB ?? 0n) ? -1 : exactA === exactB ? 0 : 1, `${a} ${b}`);
      assert.equal(keyOf(a).includes(String(typed)), fold(a).includes(String(typed)));
    }),
    { numRuns: cases(2000) },
  );
});

test('of nothing but blanks there is no text', () => {
  assert.equal(foldedRow([null, null]), null);
  assert.equal(foldedRow([]), null);
});

for (const backend of backends()) {
  test(`B13: what is searched and ordered by goes with who is erased, and with what is purged; what people typed stays, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { query } = nights.database;
    const all = async () =>
      JSON.stringify([await query('select * from teachers'), await query('select * from contacts')]);
    const school = smallSchool(60);
    Object.assign(school.Contacts[0], { Surname: 'Wałęsa', Phone: '01632 111222' });
    Object.assign(school.Staff[5], { Surname: 'Żółkiewska' });
    await nights.run(school);
    assert.equal((await nights.command('edit', 'teacher', '35', 'room', 'Aula Ø7')).code, 0);
    for (const folded of [/walesa/, /111222/, /zolkiewska/, /aulao/]) assert.match(await all(), folded);

    assert.equal((await nights.command('forget', 'contact', '5000')).code, 0);
    assert.doesNotMatch(await all(), /walesa|111222/);

    school.Contacts.shift();
    school.ContactLinks.shift();
    Object.assign(school.Classes[5], { StaffID1: 34 });
    school.Staff.splice(5, 1);
    assert.equal((await nights.run(school)).only.changes.teachers.removed, 1);
    assert.match(await all(), /zolkiewska/);
    const db = await openDatabase(nights.database.url, pipeline);
    await purge(db, pipeline, { now, schools: null });
    await db.close();
    assert.doesNotMatch(await all(), /zolkiewska/);
    const [row] = await query('select row_folded, typed_folded, room from teachers where id = ?', '35');
    assert.deepEqual(row, { row_folded: null, typed_folded: 'aulao!7\u001faulao7\u001f', room: 'Aula Ø7' });
  });

  test(`pages order decimals by their values, also beside a hidden field, and at once if a text becomes a decimal, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const keep = (fee: string) => `records:\n  students:\n    keep: { upn: { from: UPN, show: false }, fee: ${fee} }\n`;
    const [asText, asDecimal] = ['Fee', '{ from: Fee, type: decimal }'].map((fee) =>
      layOut(temporaryFolder(), new Map([['pipeline.yaml', keep(fee)]])),
    );
    const fees = ['10', '-2.5', '9.75', '-10', '9.8', '0'];
    const school = smallSchool(6);
    const Students = school.Students.map((one, at) => ({ ...one, UPN: `U${String(at)}`, Fee: fees[at] }));
    const { code, stdout } = await nights.run({ ...school, Students }, '--config', asText ?? '');
    assert.equal(code, 0, stdout);
    const decimal = readConfiguration(asDecimal ?? '', { set: [], today: () => '2026-11-20' }).pipeline;
    const db = await openDatabase(nights.database.url, decimal);
    const students = recordKind(decimal, 'students');
    const sorted = async (descending: boolean) => {
      const listing = { ...everything, sort: { field: 'fee', descending } };
      const found = await listRecords(db, '9360001', students, listing, { offset: 0, limit: 50 });
      return found.map(({ values }) => values.at(-1));
    };
    const inOrder = ['-10', '-2.5', '0', '9.75', '9.8', '10'];
    assert.deepEqual(await sorted(false), inOrder);
    assert.deepEqual(await sorted(true), inOrder.toReversed());
    const byDigits = await listRecords(
      db,
      '9360001',
      students,
      { ...everything, search: '975' },
      { offset: 0, limit: 9 },
    );
    assert.equal(byDigits.length, 1);
    await db.close();
  });

  test(`B13: rooms that people typed are searched and put in order as names are, also after a night, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(40);
    await nights.run(school);
    const rooms = ['Room 10', 'room 9', 'Übungsraum', 'Room 9'];
    for (const [at, room] of rooms.entries())
      assert.equal((await nights.command('edit', 'teacher', String(30 + at), 'room', room)).code, 0);
    Object.assign(school.Staff[0], { Surname: 'Ångström' });
    await nights.run(school);
    const db = await openDatabase(nights.database.url, pipeline);
    const asked = async (search: string) => {
      const listing = { ...everything, search, sort: { field: 'room', descending: false } };
      const found = await listRecords(db, '9360001', teachers, listing, { offset: 0, limit: 50 });
      return found.map(({ values }) => values.at(-1));
    };
    assert.deepEqual(await asked(''), ['Room 9', 'room 9', 'Room 10', 'Übungsraum']);
    assert.deepEqual(await asked('angstrom room-10'), ['Room 10']);
    assert.deepEqual(await asked('ubung'), ['Übungsraum']);
    await db.close();
  });

  test(`B13, B14: rows that an earlier version wrote, or another folding made, are filled in, and nothing counts as changed, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { query, url } = nights.database;
    const school = smallSchool(250);
    Object.assign(school.Contacts[7], { Surname: 'Wałęsa' });
    await nights.run(school);
    await nights.command('edit', 'teacher', '31', 'room', 'Room 10');
    const tables = ['students', 'contacts', 'teachers', 'classes', 'groups', 'schools', 'latest_school_runs'];
    const read = async () => {
      const rows: unknown[] = [];
      for (const table of tables) rows.push(await query(`select * from "${table}" order by 1, 2`));
      return rows;
    };
    const before = await read();
    assert.match(JSON.stringify(before), /walesa/);
    const opened = async () => (await openDatabase(url, pipeline)).close();

    // As an earlier version left it.
    for (const table of tables) await query(`alter table "${table}" drop column row_folded`);
    await query('alter table teachers drop column typed_folded');
    await query("delete from pullthrough_migrations where name = '013-search-and-order'");
    const shapes = (await query('select table_name, shape from pullthrough_tables')) as {
      table_name: string;
      shape: string;
    }[];
    for (const { table_name: name, shape } of shapes) {
      const { folded, ...old } = JSON.parse(shape) as Record<string, unknown>;
      assert.ok(folded !== undefined || !tables.includes(name));
      await query('update pullthrough_tables set shape = ? where table_name = ?', JSON.stringify(old), name);
    }
    assert.match((await nights.command('plan', nights.file(school))).stdout, /unchanged/);
    await opened();
    assert.deepEqual(await read(), before);

    // As another folding made it, and as one that died in the middle.
    await query("update contacts set row_folded = 'other' where id > '5100'");
    await query('update pullthrough_tables set shape = replace(shape, \'"version":1\', \'"version":0\')');
    await opened();
    assert.deepEqual(await read(), before);
    await forbidWrites(backend.name, nights.database, tables.slice(0, 5));
    assert.equal(
      (await nights.run({ ...school, ExtractedAt: '2026-11-21T02:00:00Z', More: 1 })).only.status,
      'unchanged',
    );
    assert.equal((await query('select * from changes where kind <> ?', 'x')).length, 1, 'the room alone');
  });
}
