import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { countSchools, listSchools, readSchoolLine } from '../../src/browse/school-list.js';
import { openDatabase } from '../../src/load/database.js';
import { newRunId } from '../../src/load/runs/run-ids.js';
import { recordSchoolRun, type SchoolRun } from '../../src/load/runs/runs.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { configured } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { siteOf } from '../support/site.js';
import { smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();
const root = temporaryFolder();
const shipped = shippedConfiguration();

function named(id: string, name: string, students = 3) {
  return { ...smallSchool(students, id), SchoolName: name };
}

/** Names of schools are without their ids. */
const first = (rows: readonly (readonly string[])[], column = 0): (string | undefined)[] =>
  rows.slice(1).map((row) => row[column]?.replace(/ 936.*$/, ''));

for (const backend of backends()) {
  test(`the list of schools has those first that failed, then those that are held, then those that did not arrive, then the others by name, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const held = named('9360001', 'Zebra', 60);
    await nights.run([held, named('9360002', 'Ångström'), named('9360003', 'beech'), named('9360004', 'Cedar')]);
    const cedar = named('9360004', 'Cedar');
    await nights.run([
      withoutParents(held, ...Array.from({ length: 30 }, (_, at) => at)),
      named('9360003', 'beech'),
      { ...cedar, ExtractedAt: '2020-01-01T00:00:00Z' },
      { ...named('9360005', 'Never'), ExtractedAt: 'x', Students: 5 },
    ]);
    const { get } = await siteOf(nights.database.url, shipped);
    const { rows, text } = await get('/schools');
    assert.deepEqual(rows[0], ['School', 'Latest run', 'Why', 'Last met', 'Last change', 'Not through', 'Own rules']);
    assert.deepEqual(
      rows.slice(1).map(([name, status, , , , , own]) => [name, status?.replace(/, last file .*/, ''), own]),
      [
        ['Cedar 9360004', 'failed', ''],
        ['Never 9360005', 'failed', ''],
        ['Zebra 9360001', 'held', ''],
        ['Ångström 9360002', 'not seen', ''],
        ['beech 9360003', 'unchanged', ''],
      ],
    );
    assert.match(text, /5 schools/);
    assert.equal(rows[2]?.[4], 'never');
    assert.equal(rows[2]?.[5], 'nothing loaded yet');
    assert.match(rows[1]?.[2] ?? '', /has already been loaded/);
    assert.match(rows[3]?.[5] ?? '', /^0$/, 'one run alone is no line');
    assert.match(rows[5]?.[5] ?? '', /^00 since /);
    assert.equal((await get('/schools/9360005')).status, 200, 'a school that was never loaded');
    assert.deepEqual(first((await get('/schools?status=held')).rows), ['Zebra']);
    assert.deepEqual(first((await get('/schools?search=ANGSTROM')).rows), ['Ångström']);
    assert.deepEqual(first((await get('/schools?search=9360004')).rows), ['Cedar']);
    assert.deepEqual(first((await get('/schools?search=never')).rows), ['Never']);
    assert.match((await get('/schools/9360005')).text, /Never/);
    assert.deepEqual(first((await get('/schools?search=e%20936&status=unchanged')).rows), ['beech']);
    // Ångström was loaded on an earlier night, and not seen on this one.
    assert.deepEqual(first((await get('/schools?status=loaded')).rows), []);
    assert.deepEqual(first((await get('/schools?status=unseen')).rows), ['Ångström']);
    assert.match(text, /Need somebody 4 ?Failed 2 ?Held 1 ?Not seen 1 ?Up to date 1 ?All 5/);
    assert.match((await get('/schools?search=nobody')).text, /0 schools found.*No school is called ‘nobody’/);
    assert.match((await get('/schools?search=e%20936')).text, /Need somebody 3 ?Failed 2 ?Held 1 ?Up to date 1 ?All 4/);
    assert.deepEqual(first((await get('/schools?status=well')).rows), ['beech']);
    assert.deepEqual((await get('/schools?status=colour')).rows.length, 6);
  });

  test(`whoever sees one school is led there, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { get } = await siteOf(nights.database.url, shipped);
    assert.match((await get('/schools')).text, /No school has been loaded yet/);
    await nights.run(named('936/1 &', 'Only'));
    const { status, to } = await get('/schools');
    assert.deepEqual([status, to], [303, '/schools/936%2F1%20%26']);
    assert.equal((await get(to ?? '')).status, 200);
    await nights.run(named('9360002', 'Other'));
    assert.deepEqual(first((await get('/schools')).rows), ['Only', 'Other']);
  });

  test(`many schools are listed in parts, of those that a person may see, on ${backend.name}`, async () => {
    const { url } = await backend.make();
    const db = await openDatabase(url, shipped.pipeline);
    const ids = Array.from({ length: 120 }, (_, at) => String(9_360_000 + at));
    await note(db, 1, ids, 'unchanged');
    await note(db, 2, ids.slice(0, 2), 'failed');
    const { get } = await siteOf(url, shipped);
    const parts = [
      await get('/schools'),
      await get('/schools?page=2'),
      await get('/schools?page=3'),
      await get('/schools?page=99'),
    ];
    assert.deepEqual(
      parts.map(({ rows }) => rows.length - 1),
      [50, 50, 20, 20],
    );
    assert.deepEqual(new Set(parts.flatMap(({ rows }) => first(rows))), new Set(ids));
    assert.match(parts[1]?.html ?? '', /href="\?page=3"/);
    const which = new Set([ids[1] ?? '', ids[7] ?? '', 'unknown']);
    const asked = { which, search: '', status: null };
    assert.deepEqual(
      (await listSchools(db, asked, { offset: 0, limit: 50 })).map(({ school, status }) => [school, status]),
      [
        [ids[1], 'failed'],
        [ids[7], 'unchanged'],
      ],
    );
    assert.deepEqual(
      new Map((await countSchools(db, asked)).map(({ status, isUnseen, schools }) => [status, [isUnseen, schools]])),
      new Map([
        ['failed', [false, 1]],
        ['unchanged', [false, 1]],
      ]),
    );
    assert.deepEqual(await listSchools(db, { ...asked, which: new Set() }, { offset: 0, limit: 50 }), []);
    await db.close();
  });

  test(`the latest run of a school is the one that began last, and in it the first document, on ${backend.name}`, async () => {
    const { url } = await backend.make();
    const db = await openDatabase(url, shipped.pipeline);
    const statusOf = async (school: string) => (await readSchoolLine(db, school))?.status;
    await note(db, 2, ['1', '2'], 'loaded');
    await note(db, 2, ['1'], 'failed', 9);
    assert.equal(await statusOf('1'), 'loaded', 'a second document of the same run');
    await note(db, 1, ['1'], 'held');
    assert.equal(await statusOf('1'), 'loaded', 'a run that began before');
    await note(db, 3, ['1'], 'held');
    assert.equal(await statusOf('1'), 'held');
    await db.knex.transaction((knex) =>
      recordSchoolRun({ knex, dialect: db.dialect }, { ...run(4, '', 'failed', 1), school: null }),
    );
    assert.equal(await readSchoolLine(db, ''), null);
    await db.close();
  });

  test(`an earlier version's database knows the latest runs once it is opened, on ${backend.name}`, async () => {
    const { url, query } = await backend.make();
    const db = await openDatabase(url, shipped.pipeline);
    await note(db, 1, ['1', '2'], 'loaded');
    await note(db, 2, ['1'], 'held', 1);
    await note(db, 2, ['1'], 'failed', 2);
    await note(db, 3, [''], 'failed');
    await db.knex('runs').insert([1, 2, 3].map((night) => run(night, '', 'failed', 1).run));
    await db.knex('schools').insert({ school_id: '3', name: 'Early' });
    const before = await query('select * from latest_school_runs where school_id <> ? order by school_id', '');
    await db.close();
    await query('drop table latest_school_runs');
    for (const name of ['006-latest-school-runs', '013-search-and-order', '010-run-order', '023-figures-of-nights'])
      await query('delete from pullthrough_migrations where name = ?', name);
    const again = await openDatabase(url, shipped.pipeline);
    const after = await query('select * from latest_school_runs order by school_id');
    assert.deepEqual(after, [
      ...before,
      {
        school_id: '3',
        run_id: '',
        status: null,
        reason: null,
        name: null,
        began: 0,
        row_folded: '!3\u001f!3\u001f3\u001f3\u001f',
        not_through: null,
      },
    ]);
    await note(again, 4, ['3'], 'loaded');
    assert.equal((await readSchoolLine(again, '3'))?.status, 'loaded');
    await again.close();
  });
}

function run(night: number, school: string, status: string, document: number): SchoolRun {
  const id = newRunId(new Date(Date.UTC(2026, 10, night)), 'abcdef');
  return { school, run: { id, began: night }, document, status, counts: {}, reason: null };
}

async function note(
  { knex, dialect }: Awaited<ReturnType<typeof openDatabase>>,
  night: number,
  schools: readonly string[],
  status: string,
  document = 1,
): Promise<void> {
  const runs = schools.map((school, index) => run(night, school, status, document + index));
  await knex.transaction((trx) => recordSchoolRun({ knex: trx, dialect }, ...runs));
}

test('the list says in how many points a school differs from the base, as its file is now', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const two = 'options: { singleSignOn: true }\ndisable: [contact-title]\n';
  const { folder, config } = configured(root, {
    'rules/schools/9360001.yaml': two,
    'rules/schools/9360002.yaml': 'disable: [contact-titel]\n',
    'rules/schools/9360003.yaml': 'disable: [contact-title]\n',
  });
  const nights = await begin(backend);
  await nights.run(['9360001', '9360002', '9360003', '9360004'].map((id) => named(id, `School ${id.slice(-1)}`)));
  const configuration = readConfiguration(config, { set: [], today: () => today });
  const { get } = await siteOf(nights.database.url, configuration);
  assert.deepEqual(first((await get('/schools')).rows, 6), ['2 differences', 'faulty file', '1 difference', '']);
  const change = (file: string, text: string, minutes: number): void => {
    const path = join(folder, 'rules/schools', file);
    writeFileSync(path, text);
    const time = new Date(Date.now() + minutes * 60_000);
    utimesSync(path, time, time);
  };
  change('9360001.yaml', two.replace('true', 'false'), 1);
  change('9360002.yaml', 'disable: [contact-title]\n', 1);
  assert.deepEqual(first((await get('/schools')).rows, 6), ['1 difference', '1 difference', '1 difference', '']);
});
