import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { approveHeld } from '../../src/load/hold/release.js';
import { turnAfterFailure } from '../../src/words/failure-words.js';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { siteOf, type Shown } from '../support/site.js';
import { smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();
const shipped = shippedConfiguration();

const named = (id: string, name: string, students = 3) => ({ ...smallSchool(students, id), SchoolName: name });
const broken = (id: string, name: string) => ({ ...named(id, name), Students: 5 });
const zebra = named('9360001', 'Zebra', 60);
const withoutMany = withoutParents(zebra, ...Array.from({ length: 30 }, (_, at) => at));

/** The bars say in words what they show. */
const barsOf = ({ html }: Shown): string =>
  /<figcaption>(.*?)<\/figcaption>/s.exec(html)?.[1].replace(/<[^>]+>/g, '') ?? '';

for (const backend of backends()) {
  test(`"is all well this morning?" is answered in a sentence, with who needs somebody, since when and for what, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { get } = await siteOf(nights.database.url, shipped);
    assert.match((await get('/')).text, /No school has been loaded yet/);
    await nights.run([zebra, named('9360002', 'Ångström'), named('9360003', 'Beech'), named('9360004', 'Cedar')]);
    const well = await get('/');
    assert.match(well.text, /All 4 schools are up to date\./);
    assert.doesNotMatch(well.text, /Schools that need somebody/);
    assert.match(well.text, /On none of these days a school failed/);
    await nights.run([withoutMany, named('9360003', 'Beech'), broken('9360004', 'Cedar')]);
    await nights.run([withoutMany, named('9360003', 'Beech'), broken('9360004', 'Cedar')]);
    const morning = await get('/');
    assert.match(
      morning.text,
      /1 of 4 schools is up to date\.\s*1 failed, 1 is held and 1 was not seen\./,
      'the answer in one sentence',
    );
    const [head, ...rows] = morning.rows;
    assert.deepEqual(head, ['School', 'Outcome', 'Since', 'What happened', 'Next step']);
    assert.deepEqual(
      rows.map(([name, outcome]) => [name, outcome?.trim()]),
      [
        ['Cedar 9360004', 'failed'],
        ['Zebra 9360001', 'held'],
        ['Ångström 9360002', 'not seen'],
      ],
    );
    const [failed, held, unseen] = rows;
    assert.match(failed[2] ?? '', /1 night$/);
    assert.match(
      failed[3] ?? '',
      /^The file has no list of students\. The data of \w+ \d+ \w+ \d+ is still in use\. ?Details for administrators ?[\w-]+\.json: /,
      'the file, without its folder, for administrators',
    );
    assert.equal(failed[4], 'Send the file again, or ask the school');
    assert.match(unseen[3] ?? '', /^No file has come since \w+ \d+ \w+ \d+\. The data of that day is still in use\.$/);
    assert.match(
      held[3] ?? '',
      /^30 parents are no longer in the extract: is it complete\? 30 of \d+ parents would go/,
    );
    assert.match(held[4] ?? '', /^You, or who may approve it/);
    assert.equal(unseen[4], 'Send the file, or ask the school for it');
    assert.match(barsOf(morning), /The most were 3, on .*: 1 failed, 1 held and 1 not seen\./);
    for (const [status, name] of [
      ['failed', 'Cedar'],
      ['held', 'Zebra'],
      ['unseen', 'Ångström'],
    ] as const) {
      assert.ok(morning.html.includes(`/schools?status=${status}`), status);
      assert.deepEqual(
        (await get(`/schools?status=${status}`)).rows.slice(1).map(([one]) => one?.replace(/ \d+$/, '')),
        [name],
      );
    }
    assert.equal((await get('/schools?status=needing')).rows.length, 4);
  });

  test(`since when a school is not seen is the first night that missed it, and all pages say when its last file came, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const runAt = async (now: string, ...extracts: readonly unknown[]) =>
      cli(['run', nights.file(extracts), '--database', nights.database.url], { now: new Date(now) });
    await runAt('2026-10-19T02:00:00Z', named('9360002', 'Ångström'), named('9360003', 'Beech'));
    for (const day of [21, 22, 23]) await runAt(`2026-10-${String(day)}T02:00:00Z`, named('9360003', 'Beech'));
    const { get } = await siteOf(nights.database.url, shipped, new Date('2026-10-23T08:00:00Z'));
    const [, row] = (await get('/')).rows;
    assert.equal(row[2], 'Wed 21 Oct 2026 3 nights, last file Mon 19 Oct 2026');
    assert.equal((await get('/schools?status=unseen')).rows[1]?.[1], 'not seen, last file Mon 19 Oct 2026');
    const school = await get('/schools/9360002');
    assert.match(school.text, /not seen, last file Mon 19 Oct 2026/);
    assert.match(school.text, /Since Wed 21 Oct 2026, 3 nights\. Next: Send the file, or ask the school for it/);
    const [latest] = await nights.database.query('select id from runs order by began desc');
    assert.match((await get(`/runs/${String(latest?.id)}`)).text, /not seen, last file Mon 19 Oct 2026/);

    const later = await siteOf(nights.database.url, shipped, new Date('2027-03-01T08:00:00Z'));
    const [, longAgo] = (await later.get('/')).rows;
    assert.equal(longAgo[2], 'For more than 90 days, last file Mon 19 Oct 2026');
  });

  test(`who sees one school reads on its page since when it needs somebody, for how many nights, and the next step, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const runAt = async (day: number, extract: unknown) =>
      cli(['run', nights.file(extract), '--database', nights.database.url], {
        now: new Date(`2026-11-${String(day)}T02:00:00Z`),
      });
    const elm = named('9360002', 'Elm');
    await runAt(27, elm);
    const { get } = await siteOf(nights.database.url, shipped, new Date('2026-11-30T08:00:00Z'));
    assert.doesNotMatch((await get('/schools/9360002')).text, /Since \w+ \d+ \w+ \d+,/);
    for (const day of [28, 29, 30]) await runAt(day, JSON.stringify(elm).slice(0, -200));
    const failed = await get('/schools/9360002');
    assert.match(
      failed.text,
      /Since Sat 28 Nov 2026, 3 nights\. Next: Send the file again, or ask the school/,
      'a fault of the file',
    );
    await runAt(30, { ...elm, ExtractedAt: '2020-01-01T00:00:00Z' });
    const [, turn = ''] = /Next: (.*?)Latest run/.exec((await get('/schools/9360002')).text) ?? [];
    assert.equal(turn, turnAfterFailure({ code: 'older-extract' }));
    const said = (await get('/schools/9360002')).text.split(turn).length - 1;
    assert.equal(said, 1, 'once');
  });

  test(`of a day with several runs the plot says that it has what any of them found, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const runAt = async (hour: string, ...extracts: readonly unknown[]) =>
      cli(['run', nights.file(extracts), '--database', nights.database.url], {
        now: new Date(`2026-11-${hour}:00:00Z`),
      });
    const cedar = named('9360004', 'Cedar');
    await runAt('27T02', zebra, cedar);
    await runAt('28T02', withoutMany, broken('9360004', 'Cedar'));
    const { get } = await siteOf(nights.database.url, shipped, new Date('2026-11-28T20:00:00Z'));
    assert.match(barsOf(await get('/')), /On the last day: 1 failed and 1 held\./);
    await runAt('28T12', withoutMany, cedar);
    const morning = await get('/');
    assert.match(morning.text, /1 of 2 schools is up to date\.\s*1 is held\./, 'as it is now');
    assert.match(barsOf(morning), /On the last day, in any of its 2 runs: 1 failed and 1 held\./);
  });

  test(`a hold that is approved by as many as it takes needs nobody until it goes through, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const other = named('9360002', 'Other');
    await nights.run([zebra, other]);
    await nights.run([withoutMany, other]);
    const db = await openDatabase(nights.database.url, shipped.pipeline);
    after(() => db.close());
    const approve = async (by: string) => {
      const { approved } = await approveHeld(db, '9360001', { at: new Date(), by, why: 'They left' });
      assert.ok(approved);
    };
    const one = await siteOf(nights.database.url, shipped);
    const { serve } = shipped.pipeline;
    const ofTwo = { ...shipped, pipeline: { ...shipped.pipeline, serve: { ...serve, approvals: 2 } } };
    const two = await siteOf(nights.database.url, ofTwo);
    await approve('ben@example.org');

    const waiting = await two.get('/');
    assert.match(waiting.text, /1 of 2 schools is up to date\.\s*1 is held\./);
    assert.match(waiting.text, /Need somebody 1 ?Held 1 ?Up to date 1 ?All 2/);
    assert.match(
      waiting.rows[1]?.[4] ?? '',
      /^approved by 1 of 2, first by ben@example\.org on .*: somebody else has to/,
    );

    const namesAt = async (status: string) =>
      (await one.get(`/schools?status=${status}`)).rows.slice(1).map(([name]) => name?.replace(/ \d+$/, ''));
    const approvedBy = async ({ get }: typeof one) => {
      const morning = await get('/');
      assert.match(morning.text, /1 of 2 schools is up to date\.\s*1 is approved and goes through tonight\./);
      assert.doesNotMatch(morning.text, /need somebody/i);
      assert.match(morning.text, /Held 1 ?Approved 1 ?Up to date 1 ?All 2/);
      assert.match((await get('/schools/9360001')).text, /Zebra is held, and approved: it goes through tonight\./);
      assert.match((await get('/held')).text, /1 school\..*approved, goes through tonight/);
    };
    await approvedBy(one);
    assert.deepEqual(await namesAt('approved'), ['Zebra']);
    assert.deepEqual(await namesAt('held'), ['Zebra']);
    assert.deepEqual(await namesAt('needing'), []);
    assert.deepEqual(await namesAt('well'), ['Other']);
    await approve('Ben@example.org');
    assert.match((await two.get('/')).text, /1 is held\./, 'the same person counts once');
    await approve('ana@example.org');
    await approvedBy(two);

    await nights.run([other]);
    const missing = await one.get('/');
    assert.match(missing.text, /1 was not seen\./);
    assert.equal(missing.rows[1]?.[4], 'Send the file, or ask the school for it');
    await nights.run([withoutMany, other]);
    assert.match((await one.get('/')).text, /All 2 schools are up to date/);
  });
}
