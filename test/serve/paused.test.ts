import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNightState } from '../../src/browse/night-state.js';
import { openDatabase } from '../../src/load/database.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { siteOf } from '../support/site.js';
import { smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();
const root = temporaryFolder();
const [paused, held, well] = ['9370011', '9370012', '9370013'];
const named = (id: string, name: string, students = 3) => ({ ...smallSchool(students, id), SchoolName: name });
const many = Array.from({ length: 30 }, (_, at) => at);

for (const backend of backends()) {
  test(`a paused school is in a state of its own on all pages, and needs nobody, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { config } = configured(root, {
      [`rules/schools/${paused}.yaml`]: 'pause: { from: 2026-11-28, until: 2026-12-05 }\n',
    });
    const schools = [named(paused, 'Ash', 60), named(held, 'Beech', 60), named(well, 'Cedar')] as const;
    const runAt = async (day: string, ...extracts: readonly unknown[]) => {
      const now = new Date(`2026-11-${day}T02:00:00Z`);
      await cli(['run', nights.file(extracts), '--config', config, '--database', nights.database.url], { now });
    };
    const siteAt = async (day: string) => {
      const now = new Date(`2026-11-${day}T08:00:00Z`);
      const configuration = readConfiguration(config, { set: [], today: () => `2026-11-${day}` });
      return { configuration, ...(await siteOf(nights.database.url, configuration, now)) };
    };
    await runAt('26', ...schools);
    await runAt('28', ...schools);
    {
      const { get } = await siteAt('28');
      const morning = await get('/');
      assert.match(morning.text, /2 of 3 schools are up to date\.\s*1 is paused\./);
      assert.doesNotMatch(morning.text, /need somebody/i);
      assert.match(morning.text, /Paused 1 ?Up to date 2 ?All 3/);
    }
    await runAt('29', schools[0], withoutParents(schools[1], ...many), schools[2]);
    const { get, configuration } = await siteAt('29');
    const said = /Paused until Sat 5 Dec 2026, by its own file/;

    const morning = await get('/');
    assert.match(morning.text, /1 of 3 schools is up to date\.\s*1 is held\.\s*1 is paused\./);
    assert.match(morning.text, /Need somebody 1 ?Held 1 ?Paused 1 ?Up to date 1 ?All 3/);
    assert.deepEqual(
      morning.rows.slice(1).map(([name]) => name),
      [`Beech ${held}`],
    );
    assert.match(morning.text, /Schools that failed, were held \(or paused\) or were not seen/);

    const namesAt = async (status: string) =>
      (await get(`/schools?status=${status}`)).rows.slice(1).map(([name]) => name?.replace(/ \d+$/, ''));
    assert.deepEqual(await namesAt('paused'), ['Ash']);
    assert.deepEqual(await namesAt('held'), ['Beech']);
    assert.deepEqual(await namesAt('needing'), ['Beech']);
    assert.deepEqual(await namesAt('well'), ['Cedar']);
    const list = await get('/schools');
    const row = list.rows.find(([name]) => name?.startsWith('Ash') === true) ?? [];
    assert.match(row[1] ?? '', /^paused$/);
    assert.match(row[2] ?? '', said);

    const school = await get(`/schools/${paused}`);
    assert.match(
      school.text,
      /Ash is paused until Sat 5 Dec 2026, by its own file: nothing of it is loaded until then\./,
    );
    assert.doesNotMatch(school.text, /is held|somebody|2026-12-05/);

    const ofHold = await get(`/schools/${paused}/held`);
    assert.match(ofHold.text, said);
    assert.doesNotMatch(ofHold.text, /Nothing of this school is held/);
    const all = await get('/held');
    assert.match(all.text, /1 school\. What they have is still in use/);
    assert.deepEqual(
      all.rows.slice(1).map(([name]) => name),
      [`Beech ${held}`],
    );

    const [{ id }] = (await nights.database.query('select id from runs order by began desc')) as { id: string }[];
    for (const path of [`/runs/${id}`, `/schools/${paused}/runs`, `/schools/${paused}/runs/${id}`]) {
      const { text } = await get(path);
      assert.match(text, /paused.*Paused until Sat 5 Dec 2026\./s, path);
      assert.doesNotMatch(text, /2026-12-05/, path);
    }

    assert.match((await get('/runs')).text, /The number is how many schools failed, were held \(or paused\)/);
    const db = await openDatabase(nights.database.url, configuration.pipeline);
    assert.equal((await readNightState(db)).schools.get('held'), 2, 'for machines a paused school is still held');
    await db.close();
  });
}
