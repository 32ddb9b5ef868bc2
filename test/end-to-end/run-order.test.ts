import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { siteOf } from '../support/site.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();
const { config } = configured(temporaryFolder());
const configuration = readConfiguration(config, { set: [], today: () => today });

const inOrder = async ({ query }: TestDatabase): Promise<string[]> =>
  (await query('select id from runs order by began')).map(({ id }) => String(id));

async function runAt(nights: Nights, at: string, extract: unknown): Promise<string> {
  const args = ['run', nights.file(extract), '--database', nights.database.url, '--json'];
  const { stdout, stderr } = await cli(args, { now: new Date(at) });
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as { schools: { status: string }[] }).schools[0]?.status ?? '';
}

for (const backend of backends()) {
  test(`B17: ids of runs are unique and in order while the clock goes back by less than a day, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(3);
    for (const at of ['T02:00:00Z', 'T02:00:00Z', 'T01:59:00Z', 'T02:00:00Z', 'T03:00:00Z'])
      await runAt(nights, `2026-11-21${at}`, school);
    await runAt(nights, '2026-11-20T03:30:00Z', school);
    const ids = await inOrder(nights.database);
    assert.deepEqual([...ids].sort(), ids);
    assert.deepEqual(
      ids.map((id) => id.slice(9, 19)),
      ['020000000Z', '020000001Z', '020000002Z', '020000003Z', '030000000Z', '030000001Z'],
    );
    const started = await nights.database.query('select started_at from runs order by began');
    assert.equal(started[5]?.started_at, '2026-11-20T03:30:00.000Z');
  });

  test(`B17: after a night by a clock of 2099 the latest run is the one that began last, in every list, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(60);
    const night = (day: number) => ({ ...school, ExtractedAt: `2026-11-2${String(day)}T02:00:00Z` });
    const renamed = (to: string, day: number) => ({
      ...night(day),
      Staff: school.Staff.map((one, at) => (at === 0 ? { ...one, Surname: to } : one)),
    });
    await runAt(nights, '2026-11-20T03:00:00Z', night(0));
    assert.equal(await runAt(nights, '2099-11-21T03:00:00Z', renamed('Second', 1)), 'loaded');
    const edit = ['edit', 'teacher', '30', 'room', 'B12', '--database', nights.database.url];
    assert.equal((await cli(edit, { now: new Date('2099-11-21T09:00:00Z') })).code, 0);
    assert.equal(await runAt(nights, '2026-11-22T03:00:00Z', renamed('Third', 2)), 'loaded');
    assert.equal(
      await runAt(nights, '2026-11-23T03:00:00Z', withoutParents(renamed('Third', 3), ...first(30))),
      'held',
    );
    const days = (await inOrder(nights.database)).map((id) => id.slice(0, 8));
    assert.deepEqual(days, ['20261120', '20991121', '20261122', '20261123']);

    const { get } = await siteOf(nights.database.url, configuration);
    assert.match((await get('/schools/9360001')).text, /Latest runheld/);
    const runs = (await get('/schools/9360001/runs')).rows.filter(([when]) => /20\d\d/.test(when ?? ''));
    assert.deepEqual(
      runs.map(([, status]) => status),
      ['held', 'loaded', 'loaded', 'loaded'],
    );
    const all = (await get('/runs')).rows.flatMap(([when = '']) => /20\d\d/.exec(when) ?? []);
    assert.deepEqual(all, ['2026', '2026', '2099', '2026']);

    const history = ['history', 'teacher', '30', '--json', '--values', '--database', nights.database.url];
    const { events } = JSON.parse((await cli(history)).stdout) as {
      events: { values: Record<string, { after: string }> }[];
    };
    assert.deepEqual(
      events.flatMap(({ values }) => Object.values(values).map(({ after }) => after)),
      ['Second', 'B12', 'Third'],
    );
  });

  test(`B17: a run of a school's first load is known as such after a clock of 2099, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await runAt(nights, '2099-11-21T03:00:00Z', smallSchool(3));
    await runAt(nights, '2026-11-22T03:00:00Z', { ...smallSchool(4), ExtractedAt: '2026-11-22T02:00:00Z' });
    const [first = '', second = ''] = await inOrder(nights.database);
    await nights.database.query('delete from changes');
    const { get } = await siteOf(nights.database.url, configuration);
    assert.match((await get(`/schools/9360001/runs/${first}`)).text, /It was the first load of this school/);
    assert.match((await get(`/schools/9360001/runs/${second}`)).text, /They are no longer kept/);
  });
}
