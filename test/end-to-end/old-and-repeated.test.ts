import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configured } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
import { dumpOf, readTablesOf, type Tables } from '../support/tables.js';

const begin = nightsIn();
const holdsOnlyRemovals = configured(temporaryFolder(), {
  'rules/schools/9360001.yaml': 'guard: { hold: removals }\n',
}).config;
const sameBytes = 'The file is the one that was loaded last.';
const sameValues = 'The extract has the same values as the one that was loaded last.';

for (const backend of backends()) {
  const on = (name: string, body: (nights: Nights) => Promise<void>): void => {
    test(`${name}, on ${backend.name}`, async () => body(await begin(backend)));
  };

  on('an old file run again does not go back in time', async (nights) => {
    const school = smallSchool(15);
    const old = { ...withoutParents(school, 3), ExtractedAt: '2026-11-19T02:00:00Z' };
    await nights.run(school);
    const before = await readTablesOf(nights.database);
    const { code, only } = await nights.run(old);
    assert.equal(code, 1);
    assert.equal(only.status, 'failed');
    assert.equal(
      only.reason,
      'The extract is of 2026-11-19T02:00:00.000Z, and one of 2026-11-20T02:00:00.000Z has already been loaded. If it is right: --allow-older.',
    );
    assert.deepEqual(await readTablesOf(nights.database), before);
  });

  on('with --allow-older an old file goes back in time, and the next is weighed against it', async (nights) => {
    const school = smallSchool(15);
    await nights.run(school);
    const old = { ...withoutParents(school, 3), ExtractedAt: '2026-11-18T02:00:00Z' };
    const { only } = await nights.run(old, '--allow-older');
    assert.equal(only.status, 'loaded');
    assert.equal(await nights.count('contacts'), 14);
    const later = await nights.run({ ...school, ExtractedAt: '2026-11-19T02:00:00Z' });
    assert.equal(later.only.status, 'loaded');
    assert.equal(await nights.count('contacts'), 15);
  });

  on('what was written beside held removals is not undone by an older file', async (nights) => {
    const school = smallSchool(60);
    const config = ['--config', holdsOnlyRemovals] as const;
    await nights.run(school, ...config);
    const [teacher, ...others] = school.Staff;
    const held = { ...withoutParents(school, ...first(9)), Staff: [{ ...teacher, Surname: 'Newer' }, ...others] };
    const later = await nights.run({ ...held, ExtractedAt: '2026-11-21T02:00:00Z' }, ...config);
    assert.equal(later.only.status, 'held');
    const before = await readTablesOf(nights.database);
    assert.match(JSON.stringify(before.teachers), /Newer/);
    const { only } = await nights.run({ ...school, ExtractedAt: '2026-11-20T12:00:00Z' }, ...config);
    assert.equal(only.status, 'failed');
    assert.match(String(only.reason), /^The extract is of 2026-11-20T12:00:00\.000Z, and one of 2026-11-21T02/);
    assert.deepEqual(await readTablesOf(nights.database), before);
  });

  on('an old file with the values of the last one is old all the same', async (nights) => {
    const school = smallSchool(10);
    await nights.run(school);
    const { only } = await nights.run({ ...school, ExtractedAt: '2026-11-19T02:00:00Z' });
    assert.equal(only.status, 'failed');
    const next = await nights.run({ ...school, ExtractedAt: '2026-11-21T02:00:00Z' });
    assert.equal(next.only.status, 'unchanged');
    // What was unchanged moved the time on, too.
    const between = await nights.run({ ...withoutParents(school, 1), ExtractedAt: '2026-11-20T12:00:00Z' });
    assert.equal(between.only.status, 'failed');
  });

  on('the same instant in another zone is not older', async (nights) => {
    const school = smallSchool(10);
    await nights.run({ ...school, ExtractedAt: '2026-11-20T02:00:00Z' });
    const { only } = await nights.run({ ...withoutParents(school, 2), ExtractedAt: '2026-11-19T21:00:00-05:00' });
    assert.equal(only.status, 'loaded');
    const older = await nights.run({ ...school, ExtractedAt: '2026-11-20T07:29:59+05:30' });
    assert.equal(older.only.status, 'failed');
  });

  for (const [what, time] of [
    ['missing', undefined],
    ['unusable', 'last Friday'],
    ['not an existing day', '2026-02-30T02:00:00Z'],
    ['more than a day ahead of the clock', new Date(Date.now() + 25 * 60 * 60 * 1000).toISOString()],
  ] as const) {
    on(
      `an ExtractedAt that is ${what} is accepted with a warning, and the last known one goes on to count`,
      async (nights) => {
        const school = smallSchool(10);
        await nights.run(school);
        const untimed = { ...withoutParents(school, 2), ExtractedAt: time };
        const { code, only } = await nights.run(untimed);
        assert.equal(code, 0);
        assert.equal(only.status, 'loaded');
        assert.equal(only.warnings['bad-value'], 1);
        const { only: old } = await nights.run({ ...school, ExtractedAt: '2026-11-19T02:00:00Z' });
        assert.equal(old.status, 'failed');
      },
    );
  }

  on('the same bytes are unchanged and say so, and nothing is decided', async (nights) => {
    const school = smallSchool(20);
    await nights.run(school);
    const isDecided = await markUndecided(nights);
    const { code, only } = await nights.run(school);
    assert.equal(code, 0);
    assert.equal(only.status, 'unchanged');
    assert.equal(only.reason, sameBytes);
    assert.equal(await isDecided(), false);
  });

  on('the same values in other bytes are unchanged and say so, and nothing is decided', async (nights) => {
    const school = smallSchool(20);
    await nights.run(school);
    const isDecided = await markUndecided(nights);
    const { SchoolID, ...rest } = school;
    const other = `\ufeff${JSON.stringify({ ...rest, Dropped: [1, 2], ExtractedAt: '2026-11-21T02:00:00Z', SchoolID }, null, 1)}`;
    const { code, only } = await nights.run(other);
    assert.equal(code, 0);
    assert.equal(only.status, 'unchanged');
    assert.equal(only.reason, sameValues);
    assert.equal(await isDecided(), false);
    assert.equal((await nights.run(other)).only.reason, sameBytes);
  });

  on('a file of which only the time is new is not even read, and its time counts from then on', async (nights) => {
    const school = smallSchool(20);
    await nights.run(school);
    // By its values, an extract that is read would not be known.
    await nights.database.query(`update "schools" set "values_digest" = 'others'`);
    const { only } = await nights.run({ ...school, ExtractedAt: '2026-11-21T02:00:00Z' });
    assert.deepEqual([only.status, only.reason], ['unchanged', sameValues]);
    assert.equal((await nights.run({ ...school, ExtractedAt: '2026-11-20T12:00:00Z' })).only.status, 'failed');
    const old = await nights.run({ ...school, ExtractedAt: '2026-11-20T12:00:00Z' }, '--allow-older');
    assert.deepEqual([old.only.status, old.only.reason], ['unchanged', sameValues]);
    const [{ values_digest: digest }] = await nights.database.query('select values_digest from schools');
    assert.equal(digest, 'others');
    assert.deepEqual(await timesOf(nights), ['2026-11-20T12:00:00.000Z']);
  });

  on(
    'a school that has moved on makes the file that it was in before old, whatever the others of it are',
    async (nights) => {
      const both = (...times: readonly [string, string]) =>
        ['1', '2'].map((id, at) => ({ ...smallSchool(5, id), ExtractedAt: times[at] }));
      const statuses = async (...times: readonly [string, string]): Promise<string[]> =>
        (await nights.run(both(...times))).schools.map(({ status }) => status);
      assert.deepEqual(await statuses('2026-11-20', '2026-11-20'), ['loaded', 'loaded']);
      const moved = await nights.run(both('2026-11-22', '2026-11-22'), '--school', '2');
      assert.equal(moved.only.reason, sameValues);
      assert.deepEqual(await statuses('2026-11-23', '2026-11-20'), ['unchanged', 'failed']);
      assert.deepEqual(await statuses('2026-11-23', '2026-11-22'), ['unchanged', 'unchanged']);
      await nights.run(both('2026-11-24', '2026-11-24'), '--school', '2');
      assert.deepEqual(await statuses('2026-11-23', '2026-11-22'), ['unchanged', 'failed']);
    },
  );

  on('a file that is broken where the time stood is broken', async (nights) => {
    const text = JSON.stringify(smallSchool(5));
    await nights.run(text);
    for (const broken of ['\0', '\x01', '"', '\\'])
      assert.equal((await nights.run(text.replace('2026-11-20T02:00:00Z', broken))).only.status, 'failed');
  });

  on('a time that stands twice is read each night, and the last of the two counts', async (nights) => {
    const twice = (first: string): string => JSON.stringify(smallSchool(10)).replace('{', `{"ExtractedAt":"${first}",`);
    await nights.run(twice('2026-11-20T02:00:00Z'));
    const isDecided = await markUndecided(nights);
    const { only } = await nights.run(twice('2026-11-22T02:00:00Z'));
    assert.deepEqual([only.status, only.reason], ['unchanged', sameValues]);
    assert.equal(await isDecided(), false);
    assert.deepEqual(await timesOf(nights), ['2026-11-20T02:00:00.000Z']);
  });

  on('a time to come, in a file that is known but for it, is said and not taken', async (nights) => {
    const school = smallSchool(10);
    const ahead = { ...school, ExtractedAt: new Date(Date.now() + 25 * 60 * 60 * 1000).toISOString() };
    await nights.run(school);
    assert.equal((await nights.run(ahead)).only.warnings['bad-value'], 1);
    assert.equal((await nights.run(ahead)).only.warnings['bad-value'], 1);
    assert.equal(
      (await nights.run({ ...school, ExtractedAt: '2026-11-21T02:00:00Z' })).only.warnings['bad-value'],
      undefined,
    );
    assert.deepEqual(await timesOf(nights), ['2026-11-21T02:00:00.000Z']);
  });

  on('what is unchanged says of its sections, rules and warnings what was said when it was loaded', async (nights) => {
    const school = smallSchool(20);
    const Staff = school.Staff.map((member, at) => (at === 0 ? { ...member, Title: '' } : member));
    const file = nights.file({ ...school, Staff });
    const [before, after] = [await nights.runFiles(file), await nights.runFiles(file)];
    assert.equal(after.only.status, 'unchanged');
    const said = ({ only }: typeof before): object => ({ ...only, status: '', reason: '', changes: {} });
    assert.deepEqual(said(after), said(before));
  });

  on('the same rules in another folder, or named in another way, are the same', async (nights) => {
    const school = smallSchool(12);
    const later = { ...school, ExtractedAt: '2026-11-21T02:00:00Z' };
    await nights.run(school, '--config', configured(temporaryFolder()).config);
    const elsewhere = configured(temporaryFolder()).config;
    assert.equal((await nights.run(later, '--config', elsewhere)).only.reason, sameValues);
    assert.equal((await nights.run(later)).only.reason, sameBytes);
  });

  on('the same bytes under other rules, or with another extract in between, are decided', async (nights) => {
    const school = smallSchool(30);
    const file = nights.file(school);
    await nights.runFiles(file);
    const other = await nights.runFiles(file, '--set', 'singleSignOn=true');
    assert.notEqual(other.only.reason, sameBytes);
    await nights.runFiles(file);
    assert.equal((await nights.runFiles(file)).only.reason, sameBytes);
    const between = nights.file({ ...withoutParents(school, 1), ExtractedAt: undefined }, 'between.json');
    assert.equal((await nights.runFiles(between)).only.status, 'loaded');
    assert.equal((await nights.runFiles(file)).only.status, 'loaded');
    assert.equal(await nights.count('contacts'), 30);
  });

  on('a file of several schools of which one is held is read again', async (nights) => {
    const schools = [smallSchool(20, '9360001'), smallSchool(25, '9360002')];
    await nights.run(schools);
    const next = [{ ...schools[0], Groups: [] }, withoutParents(schools[1] ?? smallSchool(1), 1)];
    const statuses = async (): Promise<string[]> => (await nights.run(next)).schools.map(({ status }) => status);
    assert.deepEqual(await statuses(), ['held', 'loaded']);
    assert.deepEqual(await statuses(), ['held', 'unchanged']);
    await nights.command('release', '9360001');
    assert.deepEqual(await statuses(), ['loaded', 'unchanged']);
    assert.deepEqual(await statuses(), ['unchanged', 'unchanged']);
  });

  on('a run that changes nothing leaves every table but those of schools and runs as it was', async (nights) => {
    const school = smallSchool(25);
    await nights.run(school);
    const stored = async (): Promise<Tables> => {
      const dump = await dumpOf(nights.database);
      // What a school was last as of is another run each night, and has the bytes of another file.
      return { ...dump, schools: [], school_runs: [] };
    };
    const before = await stored();
    for (const extract of [school, { ...school, ExtractedAt: '2026-11-22T02:00:00Z' }]) {
      await nights.run(extract);
      assert.deepEqual(await stored(), before);
    }
  });
}

/** Of which time each school is. */
async function timesOf({ database: { query } }: Nights): Promise<unknown[]> {
  return (await query('select extracted_at from schools order by school_id')).map(({ extracted_at: at }) => at);
}

/** Leaves a mark in the database over which every decision writes. */
async function markUndecided({ database: { query } }: Nights): Promise<() => Promise<boolean>> {
  await query(`update "schools" set "findings_digest" = 'a mark'`);
  return async () => (await query(`select * from "schools" where "findings_digest" = 'a mark'`)).length === 0;
}
