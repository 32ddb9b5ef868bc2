import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNights } from '../../src/browse/nights.js';
import { openDatabase } from '../../src/load/database.js';
import { backends } from '../support/databases.js';
import { cli } from '../support/cli.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn, type SchoolResult } from '../support/nights.js';
import { siteOf } from '../support/site.js';
import { smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();
const shipped = shippedConfiguration();
const { pipeline } = shipped;
const [a, b] = ['9360001', '9360002'];
const records = pipeline.records.map(({ name }) => name);

const renamed = (school: ReturnType<typeof smallSchool>, surname: string) => ({
  ...school,
  Contacts: school.Contacts.map((row, at) => (at === 0 ? { ...row, Surname: surname } : row)),
});

for (const backend of backends()) {
  test(`a day says what its runs changed and what does not come through, for all schools and for some, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const results: SchoolResult[][] = [];
    const runAt = async (now: string, ...extracts: readonly unknown[]) => {
      const files = extracts.map((extract, at) => nights.file(extract, `${String(at)}.json`));
      const { stdout } = await cli(['run', ...files, '--json', '--database', nights.database.url], {
        now: new Date(now),
      });
      results.push((JSON.parse(stdout) as { schools: SchoolResult[] }).schools);
    };
    const [first, second] = [smallSchool(20, a), smallSchool(30, b)];
    const nameless = renamed(first, ' ');
    await runAt('2026-10-24T02:00:00Z', first, second);
    await runAt('2026-10-25T02:00:00Z', nameless, second);
    await runAt('2026-10-26T02:00:00Z', nameless, { ...second, Students: 5 });
    await runAt('2026-10-26T03:00:00Z', renamed(first, 'Nowak'), { ...second, Students: 5 });
    await runAt('2026-10-27T02:00:00Z', nameless, withoutParents(second, ...Array.from({ length: 25 }, (_, at) => at)));
    const db = await openDatabase(nights.database.url, pipeline);
    const runs = (await nights.database.query('select id from runs order by began')).map(({ id }) => String(id));
    const [one, two, three, four, five] = runs;
    const days = [[], [one], [two], [three, four], [five], []] as string[][];
    /** What the runs themselves said. */
    const expected = (schools: readonly string[]) => {
      const latest = new Map<string, number>();
      return days.map((of, day) => {
        const met = of
          .flatMap((run) => results[runs.indexOf(run)] ?? [])
          .filter(({ school }) => schools.includes(school ?? ''));
        const well = met.filter(({ status }) => status === 'loaded' || status === 'unchanged');
        for (const { school, sections } of well)
          latest.set(
            school ?? '',
            records.reduce((sum, name) => sum + (sections[name]?.not ?? 0), 0),
          );
        const changes =
          day === 1 ? [] : well.flatMap((one) => Object.values(one.changes).flatMap((of) => Object.values(of)));
        const ids = (status: string) =>
          new Set(met.filter((one) => one.status === status).map(({ school }) => school)).size;
        return {
          troubled: { failed: ids('failed'), held: ids('held'), unseen: 0 },
          changed: of.length === 0 ? null : changes.reduce((sum, one) => sum + one, 0),
          notThrough: of.length === 0 ? null : [...latest.values()].reduce((sum, one) => sum + one, 0),
        };
      });
    };
    const both = expected([a, b]);
    assert.deepEqual(
      both.map(({ changed, notThrough }) => [changed, notThrough]),
      [
        [null, null],
        [0, 0],
        [2, 1],
        [2, 0],
        [2, 1],
        [null, null],
      ],
      'the reference itself',
    );
    assert.deepEqual(
      both.map(({ troubled: { failed, held } }) => [failed, held]),
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    );
    assert.deepEqual(await readNights(db, null, days), both);
    assert.deepEqual(await readNights(db, new Set([a, b]), days), both);
    assert.deepEqual(await readNights(db, new Set([a]), days), expected([a]));
    await db.close();
  });

  test(`a school's page says whether all is well, how it differs from a week before, and what to correct first, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(12, a);
    const other = nights.file(smallSchool(2, b), 'other.json');
    const night = async (day: string, extract: unknown) =>
      cli(['run', nights.file(extract), other, '--database', nights.database.url], {
        now: new Date(`${day}T02:00:00Z`),
      });
    await night('2026-10-01', school);
    await night('2026-10-09', withoutParents(school, 3));
    const now = new Date('2026-10-09T08:00:00Z');
    const { get } = await siteOf(nights.database.url, shipped, now);
    const page = await get(`/schools/${a}`);
    assert.deepEqual(page.rows[0], ['Records', 'Come through', 'Since then', 'Do not come through']);
    assert.deepEqual(
      page.rows.find(([kind]) => kind === 'Parents'),
      ['Parents', '11', '1 fewer', '0'],
    );
    assert.deepEqual(
      page.rows.find(([kind]) => kind === 'Students'),
      ['Students', '12', 'the same', '0'],
    );
    assert.match(page.text, /Compared with the run of Thu 1 Oct/);
    assert.match(page.text, /To correct first\s*1 document: ExtractedAt/);
    await night('2026-10-10', renamed(withoutParents(school, 3), ' '));
    const worse = await get(`/schools/${a}`);
    assert.deepEqual(
      worse.rows.find(([kind]) => kind === 'Parents'),
      ['Parents', '10', '2 fewer', '1'],
    );
    assert.match(worse.text, /To correct first\s*1 parent: Surname is blank/);
    assert.match((await get('/schools')).html, /between 0 and 1 since 1 Oct/);
    assert.match((await get(`/schools/${a}/to-correct`)).text, /Surname is blank/);
  });
}
