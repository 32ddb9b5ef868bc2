import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { backends, type TestDatabase } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { forbidWrites } from '../support/forbid-writes.js';
import { Nights, smallSchool, type SmallSchool } from '../support/worked-school.js';

const root = temporaryFolder();
const day = 24 * 60 * 60 * 1000;
const left = '2026-11-02T02:00:00.000Z';
/** 400 days after the teacher left: values and history of that night are kept up to this millisecond. */
const limit = new Date(Date.parse(left) + 400 * day);
const [before, at, after] = [-1, 0, 1].map((more) => new Date(limit.getTime() + more).toISOString());
/** A run before the run of `after`, as there is one every night, and long enough before that. */
const weekBefore = new Date(limit.getTime() - 8 * day).toISOString();
const nothing = { students: 0, contacts: 0, teachers: 0, classes: 0, groups: 0 };

interface Purged {
  emptied: Record<string, number>;
  changes: number;
  runs: number;
  schoolRuns: number;
  audit: number;
}

async function purge(nights: Nights, now: string, ...args: string[]): Promise<Purged> {
  const { code, stdout, stderr } = await nights.command(['purge', '--all', '--json', ...args], now);
  assert.equal(code, 0, stderr);
  const { emptied, changes, runs, schoolRuns, audit } = JSON.parse(stdout) as Purged;
  return { emptied, changes, runs, schoolRuns, audit };
}

async function teachers({ query }: TestDatabase): Promise<unknown[][]> {
  const rows = await query(
    'select id, title, forename, surname, email, room, left_at from teachers where id = ?',
    '32',
  );
  return rows.map((row) => Object.values(row));
}

/** Loaded, a room typed, and the teacher gone the night after; later nights are those of one who stays. */
async function leaves(nights: Nights, id = '1'): Promise<SmallSchool> {
  const school = { ...smallSchool(), SchoolID: id };
  await nights.run(school, '2026-11-01T02:00:00Z');
  await nights.command(['edit', 'teacher', '32', 'room', 'B12', '--school', id], '2026-11-01T09:00:00Z');
  await nights.run({ ...school, Staff: school.Staff.slice(0, 1) }, left);
  return school;
}

for (const backend of backends()) {
  const { name, make } = backend;
  const start = async () => {
    const database = await make();
    return { database, nights: new Nights(mkdtempSync(join(root, 'p')), database.url) };
  };

  test(`a school that no run was ever at is not purged, but said to be none, on ${name}`, async () => {
    const { nights } = await start();
    await nights.run(smallSchool(), left);
    const { code, stdout, stderr } = await nights.command(['purge', '--school', '1', '--school', 'NOPE'], left);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^There is no school NOPE in .*\. Nothing was changed\.\n$/);
  });

  test(`what left is emptied one millisecond after its time, not on it, and what people typed stays, on ${name}`, async () => {
    const { database, nights } = await start();
    await leaves(nights);
    for (const now of [before, at]) {
      assert.deepEqual((await purge(nights, now)).emptied, nothing);
      assert.deepEqual(await teachers(database), [['32', 'Mr', 'Bo', 'Ng', null, 'B12', left]]);
    }
    assert.deepEqual((await purge(nights, after)).emptied, { ...nothing, teachers: 1 });
    assert.deepEqual(await teachers(database), [['32', null, null, null, null, 'B12', left]]);
  });

  test(`history goes one millisecond after its time, edits too, and the run that the school is as of stays, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = await leaves(nights);
    const runs = async () =>
      (await database.query('select id from runs order by id')).map(({ id }) => String(id).slice(0, 8));
    const changes = async () =>
      (await database.query('select run_id from changes'))
        .map(({ run_id }) => String(run_id).replace(/T.*/, ''))
        .sort();
    const all = ['20261102', '20261102', 'edit-20261101'];
    assert.deepEqual(await changes(), all);
    // The edit and the first run are older than the night on which the teacher left.
    assert.deepEqual(await purge(nights, at), { emptied: nothing, changes: 1, runs: 1, schoolRuns: 1, audit: 1 });
    assert.deepEqual([await changes(), await runs()], [all.slice(0, 2), ['20261102']]);
    const gone = { emptied: { ...nothing, teachers: 1 }, changes: 2, runs: 0, schoolRuns: 0, audit: 0 };
    assert.deepEqual(await purge(nights, after), gone);
    assert.deepEqual([await changes(), await runs()], [[], ['20261102']]);
    assert.equal((await database.query('select * from school_runs')).length, 1);
    const { stdout } = await nights.command(['report']);
    assert.match(stdout, /Oakfield/);
    await nights.run({ ...school, Staff: school.Staff.slice(0, 1) }, weekBefore);
    await nights.run({ ...school, Staff: school.Staff.slice(0, 1) }, after);
    assert.deepEqual(await runs(), ['20271129', '20271207']);
    assert.equal((await database.query('select * from school_runs')).length, 2);
  });

  test(`a second purge writes nothing, on ${name}`, async () => {
    const { database, nights } = await start();
    await leaves(nights);
    await purge(nights, after);
    await forbidWrites(name, database, [
      'students',
      'contacts',
      'teachers',
      'classes',
      'groups',
      'changes',
      'runs',
      'school_runs',
      'audit',
    ]);
    assert.deepEqual(await purge(nights, after), { emptied: nothing, changes: 0, runs: 0, schoolRuns: 0, audit: 0 });
    const { code, stdout } = await nights.command(['purge', '--all'], after);
    assert.deepEqual(
      [code, stdout],
      [0, 'Nothing is past its time (400 days for the values of what left, 400 for history).\n'],
    );
  });

  test(`one who returns after that gets the values back, and keeps the room, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = await leaves(nights);
    await purge(nights, after);
    await nights.run(school, after);
    assert.deepEqual(await teachers(database), [['32', 'Mr', 'Bo', 'Ng', null, 'B12', null]]);
    const { stdout } = await nights.command(['history', 'teacher', '32', '--json', '--values']);
    const { events } = JSON.parse(stdout) as { events: { change: string; values: Record<string, unknown> }[] };
    assert.deepEqual(events[0].change, 'returned');
    assert.deepEqual(events[0].values.surname, { after: 'Ng' });
  });

  test(`every run ends with it, for all schools, says so once, and is silent where there is nothing, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = await leaves(nights);
    await leaves(nights, '2');
    const later = { ...school, Staff: school.Staff.slice(0, 1) };
    await nights.run(later, weekBefore);
    const { code, stdout } = await nights.run(later, after);
    assert.equal(code, 0, stdout);
    const said =
      /^ {2}Past the time for which it is kept: 2 teachers emptied; 6 changes, 3 runs, 3 runs of schools and 2 entries of the audit deleted\.$/m;
    assert.match(stdout, said);
    assert.deepEqual(
      await teachers(database),
      [1, 2].map(() => ['32', null, null, null, null, 'B12', left]),
    );
    assert.doesNotMatch((await nights.run(later, after)).stdout, /Past the time/);
  });

  test(`a history of more than is deleted at a time goes as a whole, up to the limit, on ${name}`, async () => {
    const { database, nights } = await start();
    await leaves(nights);
    const digits = '(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4)';
    const [a, b, c, d, e, f] = ['a', 'b', 'c', 'd', 'e', 'f'];
    const number = [a, b, c, d, e, f].map((one, index) => `${one}.d * ${String(5 ** index)}`).join(' + ');
    const from = [a, b, c, d, e, f, 'g'].map((one) => `${digits} ${one}`).join(', ');
    await database.query(
      `insert into changes (school_id, run_id, number, table_name, record_id, kind, fields)
       select '1', case g.d when 0 then '20200101T000000000Z-a' when 1 then '20200102T000000000Z-b' when 2 then '20200103T000000000Z-c'
         when 3 then 'edit-20200101T000000000Z-d' else '29990101T000000000Z-e' end, ${number}, 'students', '101', 'changed', '{}' from ${from}`,
    );
    const each = 5 ** 6;
    assert.equal((await purge(nights, at)).changes, 4 * each + 1);
    assert.equal((await database.query('select * from changes')).length, each + 2);
  });

  test(`of one school only what is that school's goes, on ${name}`, async () => {
    const { database, nights } = await start();
    await leaves(nights);
    await leaves(nights, '2');
    const { emptied, changes, runs, schoolRuns, audit } = await purge(nights, after, '--school', '2');
    assert.deepEqual([emptied.teachers, changes, runs, schoolRuns, audit], [1, 3, 0, 1, 1]);
    const [first, second] = await teachers(database);
    assert.deepEqual([first[3], second[3]].sort(), ['Ng', null]);
    assert.equal((await database.query("select * from changes where school_id = '1'")).length, 3);
  });

  test(`retention that cannot be done is said, and the run ends with 1, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = await leaves(nights);
    await nights.run({ ...school, Staff: school.Staff.slice(0, 1) }, weekBefore);
    await forbidWrites(name, database, ['teachers']);
    const { code, stdout } = await nights.run({ ...school, Staff: school.Staff.slice(0, 1) }, after);
    assert.equal(code, 1);
    assert.match(stdout, /Writing to table teachers failed/);
    assert.match(stdout, /1 school: 1 unchanged/);
  });

  test(`what retention and lists look for is found by an index, in a database made before, too, on ${name}`, async () => {
    const { database, nights } = await start();
    await nights.run(smallSchool());
    const indexes = async () => {
      const sql = {
        SQLite: "select name from sqlite_master where type = 'index'",
        PostgreSQL: 'select indexname as name from pg_indexes where schemaname = current_schema()',
        MySQL: 'select distinct index_name as name from information_schema.statistics where table_schema = database()',
      }[name];
      const names = (await database.query(sql)).map((row) => String(row.name));
      return names.filter((index) => /^left_at_|^by_end_|_by_run$/.test(index)).length;
    };
    // Five tables of records, those of parents and of teachers with what is beside them, and two by run.
    assert.equal(await indexes(), 9);
    const shapes = await database.query('select table_name, shape from pullthrough_tables');
    for (const { table_name, shape } of shapes) {
      const { indexed, ...rest } = JSON.parse(String(shape)) as { indexed?: string[] };
      if (indexed === undefined) continue;
      const [index] = (await findOwnIndex(name, database, String(table_name))).map((row) => String(row.name));
      await database.query(
        name === 'MySQL' ? `drop index "${index}" on "${String(table_name)}"` : `drop index "${index}"`,
      );
      await database.query(
        'update pullthrough_tables set shape = ? where table_name = ?',
        JSON.stringify(rest),
        table_name,
      );
    }
    assert.equal(await indexes(), 2);
    await nights.run(smallSchool());
    assert.equal(await indexes(), 9);
  });
}

test('C8: what is purged is not left in the SQLite file', async () => {
  const folder = mkdtempSync(join(root, 'file'));
  const file = join(folder, 'purged.db');
  const nights = new Nights(folder, `sqlite:${file}`);
  const school = smallSchool();
  await nights.run(school, '2026-11-01T02:00:00Z');
  await nights.run({ ...school, Staff: school.Staff.slice(0, 1) }, left);
  const bytes = () =>
    [file, `${file}-wal`].map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : '')).join('');
  const surname = String(school.Staff[1]?.Surname);
  const email = String(school.Staff[0]?.PrimaryEmail);
  assert.ok(bytes().includes(`Bo${surname}`) || bytes().includes(surname));
  assert.ok(bytes().includes(email));
  await purge(nights, after);
  assert.ok(!bytes().includes(`Bo${surname}`));
  assert.ok(!bytes().includes(`"after":"${surname}"`) && !bytes().includes(`"before":"${surname}"`));
  assert.ok(bytes().includes(email), 'what stays is there');
});

for (const { name, make } of backends()) {
  const start = async () => {
    const database = await make();
    const folder = mkdtempSync(join(root, 'c'));
    const nights = new Nights(folder, database.url);
    const report = join(folder, 'annotations');
    const school = smallSchool();
    const run = async (at: string) => {
      const { code, stdout, stderr } = await nights.run(school, at, '--json', '--report', `github=${report}`);
      assert.equal(code, 0, stdout + stderr);
      const { purge: outcome } = JSON.parse(stdout) as { purge: string };
      return { purge: outcome, annotations: readFileSync(report, 'utf8'), text: stderr };
    };
    const history = async () => (await database.query('select * from changes')).length;
    return { database, nights, school, run, history };
  };

  test(`C14: one night by a clock of 2099 purges nothing, nor do the nights of the week after, on ${name}`, async () => {
    const { nights, school, run, history } = await start();
    await run('2026-11-01T02:00:00Z');
    await nights.run({ ...school, Staff: school.Staff.slice(0, 1) }, '2026-11-02T02:00:00Z');
    const kept = await history();
    assert.ok(kept > 0);
    const ahead = await nights.command(['purge'], '2099-11-03T02:00:00Z');
    assert.deepEqual([ahead.code, await history()], [1, kept], 'a purge by hand, by such a clock, is put off, too');
    const { purge: far, annotations, text } = await run('2099-11-03T02:00:00Z');
    assert.equal(far, 'held');
    assert.match(
      annotations,
      /^::warning title=The purge is put off::The purge is put off: a run of 2026-11-02T02:00:00\.000Z /,
    );
    assert.match(text, /The purge is put off: .* If it is right: npx pullthrough purge --all --database /);
    const byHand = await nights.command(['purge', '--json'], '2099-11-03T09:00:00Z');
    assert.deepEqual([byHand.code, (JSON.parse(byHand.stdout) as { purge: string }).purge], [1, 'held']);
    assert.match(byHand.stderr, /Nothing was changed\. If it is right: npx pullthrough purge --all/);
    for (const day of ['04', '08', '11']) assert.equal((await run(`2026-11-${day}T02:00:00Z`)).purge, 'held', day);
    assert.equal((await run('2026-11-12T02:00:00Z')).purge, 'done');
    // The night of 2099 found the teacher again.
    assert.equal(await history(), 2 * kept);
    const all = await nights.command(['purge', '--all', '--json'], '2099-11-03T09:00:00Z');
    const { purge: done, changes } = JSON.parse(all.stdout) as { purge: string; changes: number };
    assert.deepEqual([all.code, done, changes], [0, 'done', kept]);
  });

  test(`C14: a clock that falls far behind, and a summer without runs, put it off for a week, on ${name}`, async () => {
    const { run } = await start();
    const purges: string[] = [];
    for (const at of ['2026-06-01', '2020-06-02', '2026-06-03', '2026-06-10', '2026-06-11'])
      purges.push((await run(`${at}T02:00:00Z`)).purge);
    assert.deepEqual(purges, ['done', 'held', 'held', 'held', 'done']);
    for (const at of ['2026-07-12', '2026-08-13', '2026-08-19', '2026-08-21'])
      purges.push((await run(`${at}T02:00:00Z`)).purge);
    assert.deepEqual(purges.slice(5), ['done', 'held', 'held', 'done']);
  });
}

async function findOwnIndex(name: string, { query }: TestDatabase, table: string): Promise<Record<string, unknown>[]> {
  if (name === 'SQLite')
    return query(
      "select name from sqlite_master where type = 'index' and tbl_name = ? and (name like 'left_at_%' or name like 'by_end_%')",
      table,
    );
  if (name === 'PostgreSQL')
    return query(
      "select indexname as name from pg_indexes where tablename = ? and (indexname like 'left_at_%' or indexname like 'by_end_%')",
      table,
    );
  return query(
    "select distinct index_name as name from information_schema.statistics where table_schema = database() and table_name = ? and (index_name like 'left_at_%' or index_name like 'by_end_%')",
    table,
  );
}
