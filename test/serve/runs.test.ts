import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { openDatabase } from '../../src/load/database.js';
import { renderPage } from '../../src/report/html/render.js';
import { createApp } from '../../src/serve/app.js';
import { daysOfRuns } from '../../src/serve/days-of-runs.js';
import type { Visit } from '../../src/serve/route.js';
import { Query } from '../../src/serve/requests.js';
import { routes } from '../../src/serve/routes.js';
import { Throttle } from '../../src/serve/throttle.js';
import { cli } from '../support/cli.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { watchWrites } from '../support/forbid-writes.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { isFull } from '../support/numbers.js';
import { ended, start } from '../support/process.js';
import { elements, textIn } from '../support/site.js';
import { first, smallSchool, withoutParents, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const host = '127.0.0.1:8080';
const school = '/schools/9360001';

type Element = DefaultTreeAdapterTypes.Element;

interface Shown {
  readonly status: number;
  readonly text: string;
  /** The rows of each table but the calendar's, each as the texts of its cells. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** What the days of the calendar say, and where they lead; the page has the latest month first. */
  readonly days: readonly (readonly [string, string | undefined])[];
  /** Each day on which schools need somebody, with how many do. */
  readonly needing: readonly (readonly string[])[];
  readonly plots: readonly string[];
  /** Those that a hold keeps from going and changing, one after the other. */
  readonly held: readonly string[];
  readonly links: readonly (readonly [string, string])[];
  readonly fields: Readonly<Record<string, string>>;
  readonly cookie: string;
  readonly html: string;
}

interface Site {
  readonly get: (path: string) => Promise<Shown>;
  readonly post: (path: string, from: Shown, form?: Record<string, string>) => Promise<readonly [number, string]>;
}

function attribute(node: DefaultTreeAdapterTypes.Node, name: string): string | undefined {
  return (node as Element).attrs.find((one) => one.name === name)?.value;
}

function shownIn(status: number, html: string, cookie = ''): Shown {
  const [main] = elements(parse(html), 'main');
  assert.ok(main !== undefined, html);
  const has = (node: DefaultTreeAdapterTypes.Node, of: string): boolean =>
    (attribute(node, 'class') ?? '').split(' ').includes(of);
  const calendars = elements(main, 'div').filter((node) => has(node, 'calendar'));
  const inCalendar = new Set(calendars.flatMap((node) => elements(node, 'table')));
  const days = calendars.flatMap((node) => elements(node, 'a', 'span')).filter((node) => has(node, 'day'));
  const countOf = (node: DefaultTreeAdapterTypes.Node): string[] =>
    attribute(node, 'aria-hidden') === 'true' ? [textIn(node)] : [];
  const inputs = elements(main, 'input').map((node): [string, string] => [
    attribute(node, 'name') ?? '',
    attribute(node, 'value') ?? '',
  ]);
  return {
    status,
    html,
    text: textIn(main),
    tables: elements(main, 'table')
      .filter((table) => !inCalendar.has(table))
      .map((table) => elements(table, 'tr').map((row) => elements(row, 'th', 'td').map(textIn))),
    days: days
      .map((node) => [attribute(node, 'title') ?? '', attribute(node, 'href')] as const)
      .sort(([one], [other]) => dayOfTitle(one) - dayOfTitle(other)),
    needing: days
      .map((node) => [attribute(node, 'title')?.split(':')[0] ?? '', elements(node, 'span').flatMap(countOf).join('')])
      .filter(([, count]) => count !== ''),
    plots: elements(main, 'svg').flatMap((svg) => elements(svg, 'title', 'desc').map(textIn)),
    held: elements(main, 'ul')
      .filter((list) => has(list, 'held-names'))
      .flatMap((list) => elements(list, 'li').map(textIn)),
    links: elements(main, 'a').map((node) => [textIn(node), attribute(node, 'href') ?? '']),
    fields: Object.fromEntries(inputs),
    cookie,
  };
}

function dayOfTitle(title: string): number {
  return Date.parse(title.replace(/:.*/, ' UTC'));
}

async function siteOf({ url }: TestDatabase, now: string): Promise<Site> {
  const db = await openDatabase(url, configuration.pipeline);
  const app: FastifyInstance = await createApp({ db, configuration, now: () => new Date(now), hosts: [host] });
  after(async () => {
    await app.close();
    await db.close();
  });
  return {
    get: async (path) => {
      const { statusCode, body, headers } = await app.inject({ url: path, headers: { host } });
      return shownIn(statusCode, body, String(headers['set-cookie'] ?? '').split(';')[0]);
    },
    post: async (path, { fields, cookie }, form = {}) => {
      const { statusCode, headers } = await app.inject({
        method: 'POST',
        url: path,
        payload: new URLSearchParams({ ...fields, ...form }).toString(),
        headers: { host, cookie, 'content-type': 'application/x-www-form-urlencoded' },
      });
      return [statusCode, headers.location ?? ''];
    },
  };
}

/** A run that begins at a time. */
async function runAt(nights: Nights, now: string, ...extracts: readonly unknown[]): Promise<string> {
  const files = extracts.map((extract, at) => nights.file(extract, `${String(at)}.json`));
  await cli(['run', ...files, '--database', nights.database.url], { now: new Date(now) });
  const runs = await nights.database.query('select max(id) as id from runs');
  return String(runs[0]?.id);
}

const people = smallSchool(60);
const renamed: SmallSchool = {
  ...people,
  Students: people.Students.map((row, at) => (at === 0 ? { ...row, Surname: 'O\u2019Neill' } : row)),
};
const oneLess = withoutParents(renamed, 7);
const twentyLess = withoutParents(renamed, 7, ...first(20, 20));

/** A school's first load, a change, nothing new, a hold, a failure, and one who returns. */
async function sixNights(nights: Nights): Promise<string[]> {
  return [
    await runAt(nights, '2026-10-24T23:30:00Z', people),
    await runAt(nights, '2026-10-25T23:30:00Z', oneLess),
    await runAt(nights, '2026-10-26T02:00:00Z', oneLess),
    await runAt(nights, '2026-10-27T02:00:00Z', twentyLess),
    await runAt(nights, '2026-10-28T02:00:00Z', { ...renamed, Students: undefined }),
    await runAt(nights, '2026-10-29T02:00:00Z', renamed),
  ];
}

for (const backend of backends()) {
  const on = (name: string, body: (nights: Nights) => Promise<void>): void => {
    test(`${name}, on ${backend.name}`, async () => body(await begin(backend)));
  };

  on('a school has its runs by day, newest first, with what changed and why', async (nights) => {
    const ids = await sixNights(nights);
    const { get } = await siteOf(nights.database, '2026-10-30T12:00:00Z');
    const { tables, days, plots, links } = await get(`${school}/runs`);
    const [table = []] = tables;
    assert.deepEqual(
      table.map((row) => row.slice(0, 3)),
      [
        ['When', 'Outcome', 'What changed'],
        ['Thu 29 Oct 2026, 02:00', 'loaded', '1 added and 1 returned'],
        ['Wed 28 Oct 2026, 02:00', 'failed', 'nothing'],
        ['Tue 27 Oct 2026, 02:00', 'held', 'would be 40 removed'],
        ['Mon 26 Oct 2026, 02:00', 'unchanged', 'nothing'],
        ['Sun 25 Oct 2026, 23:30', 'loaded', '1 changed and 2 removed'],
        ['Sun 25 Oct 2026, 00:30', 'loaded', '319 added'],
      ],
    );
    assert.match(table[2]?.[3] ?? '', /Students/);
    assert.match(table[3]?.[3] ?? '', /^20 parents would go\.$/);
    const at = (run: number) => `${school}/runs/${ids[run] ?? ''}`;
    assert.deepEqual(
      links.filter(([text]) => / 2026, /.test(text)).map(([, to]) => to),
      [5, 4, 3, 2, 1, 0].map(at),
    );
    assert.equal(days.length, 30, 'months before the first run say nothing');
    assert.deepEqual(days[0], ['Thu 1 Oct 2026: no run', undefined]);
    assert.deepEqual(days.slice(-7), [
      ['Sat 24 Oct 2026: no run', undefined],
      ['Sun 25 Oct 2026: loaded, the gravest of 2 runs', at(1)],
      ['Mon 26 Oct 2026: unchanged', at(2)],
      ['Tue 27 Oct 2026: held', at(3)],
      ['Wed 28 Oct 2026: failed', at(4)],
      ['Thu 29 Oct 2026: loaded', at(5)],
      ['Fri 30 Oct 2026: no run', undefined],
    ]);
    assert.deepEqual(plots.slice(0, 4), [
      'Students',
      '60 on 25 Oct, 60 on 29 Oct; between 60 and 60.',
      'Parents',
      '60 on 25 Oct, 60 on 29 Oct; between 59 and 60.',
    ]);
    assert.equal(plots.length, 10);
  });

  on('a run says what it did to a school, record by record', async (nights) => {
    const ids = await sixNights(nights);
    const { get } = await siteOf(nights.database, '2026-10-30T12:00:00Z');
    const of = (run: number, query = '') => get(`${school}/runs/${ids[run] ?? ''}${query}`);
    const changed = await of(1);
    const record = (kind: string, id: number) => `${school}/${kind}/record?id=${String(id)}`;
    const [sums, byKind, differences] = changed.tables;
    assert.deepEqual(sums?.[2], ['Parents', '59', '0', '59', '0', '0', '0']);
    assert.deepEqual(byKind?.slice(0, 3), [
      ['Of', 'Added', 'Changed', 'Removed', 'Returned'],
      ['Students', '0', '1', '0', '0'],
      ['Parents', '0', '0', '1', '0'],
    ]);
    assert.deepEqual(differences, [
      ['Who or what', 'Kind', 'Change', 'Fields'],
      ['Known0 O\u2019Neill', 'student', 'changed', 'Surname: Surname0 → O\u2019Neill'],
      [
        'Mrs Forename7 Parent7',
        'parent',
        'removed',
        'Title: Mrs; Forename: Forename7; Surname: Parent7; Email: parent7@example.org; Phone: 01632 960007; Relationship: Mother',
      ],
      [
        'student Known7 Surname7 and parent Mrs Forename7 Parent7',
        'parent link',
        'removed',
        'Relationship: Mother; Priority: 1',
      ],
    ]);
    const people = changed.links.filter(([, to]) => to.includes('record?id='));
    assert.deepEqual(people, [
      ['Known0 O\u2019Neill', record('students', 100)],
      ['Mrs Forename7 Parent7', record('contacts', 5007)],
      ['Known7 Surname7', record('students', 107)],
      ['Mrs Forename7 Parent7', record('contacts', 5007)],
    ]);
    for (const [, to] of people) assert.equal((await get(to)).status, 200);
    const kinds = async (run: number, query: string) =>
      ((await of(run, query)).tables.at(-1) ?? []).slice(1).map((row) => row.slice(1, 3));
    assert.deepEqual(await kinds(1, '?kind=contacts'), [['parent', 'removed']]);
    assert.deepEqual(await kinds(1, '?change=changed'), [['student', 'changed']]);
    assert.deepEqual(await kinds(5, ''), [
      ['parent', 'returned'],
      ['parent link', 'added'],
    ]);
    assert.match((await of(1, '?kind=classes')).text, /0 found/);
    assert.match((await of(1, '?kind=x&change=y&page=z')).text, /3 found/);
    assert.match((await of(0)).text, /It was the first load of this school/);
    assert.match((await of(2)).text, /Nothing about this school was different/);
    assert.match((await of(3)).text, /It was held, so nothing of this school was changed/);
    assert.match((await of(4)).text, /It failed, so nothing of this school was changed/);
    assert.match((await of(1)).text, /The whole run1 school, \d+\.\d seconds/);
  });

  on('differences come in parts; what was typed by hand is no run', async (nights) => {
    await runAt(nights, '2026-10-24T02:00:00Z', smallSchool(12));
    const run = await runAt(nights, '2026-10-25T02:00:00Z', smallSchool(72));
    await nights.command('edit', 'teacher', '30', 'room', 'B12');
    const { get } = await siteOf(nights.database, '2026-10-25T12:00:00Z');
    const names = async (query: string) =>
      ((await get(`${school}/runs/${run}?kind=students&change=added${query}`)).tables.at(-1) ?? [])
        .slice(1)
        .map(([name]) => name);
    const [one, two] = [await names(''), await names('&page=2')];
    assert.deepEqual([one.length, two.length], [50, 10]);
    assert.deepEqual(
      [...one, ...two].sort(),
      first(60, 12)
        .map((at) => `Known${String(at)} Surname${String(at)}`)
        .sort(),
    );
    const [edit] = await nights.database.query(`select run_id from changes where run_id like 'edit-%'`);
    assert.ok(edit !== undefined);
    const others = [String(edit.run_id), `${run}x`, '%00', '%2E%2E%2F', `${run.slice(0, -1)}%00`, '%F0%9F%98%80', "'"];
    for (const other of others) {
      assert.equal((await get(`${school}/runs/${other}`)).status, 404, other);
      assert.equal((await get(`/runs/${other}`)).status, 404, other);
    }
    assert.equal((await get('/schools/%00/runs')).status, 404);
    assert.equal((await get(`${school}/runs?page=7`)).tables[0]?.length, 3);
  });

  on('an id in an address is a school\u2019s, whatever it holds', async (nights) => {
    const id = 'a/b?c#d%20&e\u00e9';
    const run = await runAt(nights, '2026-10-24T02:00:00Z', smallSchool(12, id));
    const { get } = await siteOf(nights.database, '2026-10-25T12:00:00Z');
    const at = `/schools/${encodeURIComponent(id)}/runs`;
    const { status, links, days } = await get(at);
    assert.equal(status, 200);
    assert.deepEqual(links.at(-1), ['Sat 24 Oct 2026, 03:00', `${at}/${run}`]);
    assert.deepEqual(days.at(-2)?.[1], `${at}/${run}`);
    assert.match((await get(`${at}/${run}`)).text, /It was the first load/);
    assert.ok((await get(`/runs/${run}`)).links.some(([, to]) => to === `${at}/${run}`));
  });

  on('what is held is shown by name, and released by a person who looked at it', async (nights) => {
    await runAt(nights, '2026-10-24T02:00:00Z', people);
    await runAt(nights, '2026-10-25T02:00:00Z', withoutParents(people, ...first(15)));
    const { get, post } = await siteOf(nights.database, '2026-10-25T12:00:00Z');
    for (const path of [school, `${school}/runs`, `${school}/held`]) {
      const { text } = await get(path);
      assert.match(text, /Held since Sun 25 Oct 2026, 02:00/, path);
      assert.match(text, /is it complete\? 15 of 60 parents would go\. At most 10 % may go without approval\./, path);
      assert.doesNotMatch(text, /pullthrough release/, path);
    }
    const looked = await get(`${school}/held`);
    assert.deepEqual(looked.tables[0]?.slice(0, 3), [
      ['Kind', 'Before', 'Would go', 'New', 'Would change', 'After'],
      ['Students', '60', '0', '0', '0', '60'],
      ['Parents', '60', '15', '0', '0', '45'],
    ]);
    assert.equal(looked.held.length, 15);
    assert.equal(looked.held[0], 'Mrs Forename0 Parent0');
    assert.equal((await get(`${school}/held?kind=contactLinks`)).held.length, 15);
    const [release, back] = [`${school}/held/release`, `${school}/held/take-back`];
    const approved = async () =>
      (await nights.database.query('select fingerprint from hold_answers where ended is null')).length;

    assert.deepEqual(await post(release, { ...looked, cookie: '' }, { why: 'x' }), [403, '']);
    assert.deepEqual(await post(release, looked, { why: ' \u00a0 ' }), [400, '']);
    for (const other of [{ run: 'x' }, { part: 'x' }])
      assert.deepEqual(await post(release, looked, { why: 'x', ...other }), [409, '']);
    assert.deepEqual(await post(back, looked), [409, '']);
    assert.equal(await approved(), 0);

    await runAt(nights, '2026-10-26T02:00:00Z', withoutParents(people, ...first(16)));
    assert.deepEqual(await post(release, looked, { why: 'x' }), [409, '']);
    assert.equal(await approved(), 0);

    const again = await get(`${school}/held`);
    const why = '<b>They have moved</b> \u0000';
    assert.deepEqual(await post(release, again, { why }), [303, `${school}/held`]);
    const said = await get(`${school}/runs`);
    assert.match(said.text, /Approved on Sun 25 Oct 2026, 12:00: “<b>They have moved<\/b> \ufffd”/);
    assert.match((await get('/schools?search=9360001&status=held')).text, /held approved, goes through tonight/);
    assert.deepEqual(await post(back, await get(`${school}/held`)), [303, `${school}/held`]);
    assert.equal(await approved(), 0);
    assert.match((await get(`${school}/held`)).text, /Your decision/);

    assert.deepEqual(await post(release, await get(`${school}/held`), { why: 'x' }), [303, `${school}/held`]);
    await runAt(nights, '2026-10-27T02:00:00Z', withoutParents(people, ...first(30)));
    assert.match((await get(school)).text, /30 of 60 parents would go/);
    assert.doesNotMatch((await get(school)).text, /goes through tonight/);
    assert.match((await get(school)).text, /has ended: the next run would have removed or changed other records too/);
    await runAt(nights, '2026-10-28T02:00:00Z', withoutParents(people, ...first(14)));
    assert.deepEqual(await post(release, await get(`${school}/held`), { why: 'x' }), [303, `${school}/held`]);
    await runAt(nights, '2026-10-28T02:00:00Z', withoutParents(people, ...first(14)));
    assert.equal(await nights.count('contacts'), 46);
    assert.match((await get(`${school}/held`)).text, /Nothing of this school is held/);
    assert.doesNotMatch((await get(school)).text, /Held since/);
  });

  on(
    'what is held is shown by kind, each of it once, and the form of every kind releases all of it',
    async (nights) => {
      await runAt(nights, '2026-10-24T02:00:00Z', people);
      const Students = people.Students.map((row) => ({ ...row, Surname: 'Lim' }));
      const Contacts = people.Contacts.map((row) => ({ ...row, Email: null, Surname: 'Ong' }));
      await runAt(nights, '2026-10-25T02:00:00Z', { ...people, Students, Contacts, Groups: [] });
      const { get, post } = await siteOf(nights.database, '2026-10-25T12:00:00Z');
      const at = (place: number) => String(place);
      const students = people.Students.map((_, place) => `Known${at(place)} Surname${at(place)} Surname would change`);
      const contacts = people.Contacts.map(
        (_, place) => `Mrs Forename${at(place)} Parent${at(place)} Surname, Email would change`,
      );
      const members = people.Students.map((_, place) => `Red House and Known${at(place)} Surname${at(place)}`);
      const look = async (kind: string): Promise<readonly string[]> => (await get(`${school}/held?kind=${kind}`)).held;
      assert.deepEqual(await look(''), students);
      assert.deepEqual(await look('contacts'), contacts);
      assert.deepEqual(await look('groups'), ['Red House']);
      assert.deepEqual(await look('groupStudents'), members);
      assert.deepEqual((await get(`${school}/held?kind=contacts&search=parent7 mrs`)).held, [contacts[7]]);
      const last = await get(`${school}/held?kind=groupStudents`);
      assert.equal(last.fields.part, (await get(`${school}/held`)).fields.part);
      assert.deepEqual(await post(`${school}/held/release`, last, { why: 'x' }), [303, `${school}/held`]);
      await runAt(nights, '2026-10-26T02:00:00Z', { ...people, Students, Contacts, Groups: [] });
      assert.equal(await nights.count('groups'), 0);
      assert.deepEqual(await nights.database.query('select * from held_items'), []);
    },
  );

  on('that a school is held, and how much, is told without reading each of what is', async (nights) => {
    await runAt(nights, '2026-10-24T02:00:00Z', people);
    await runAt(nights, '2026-10-25T02:00:00Z', withoutParents(people, ...first(15)));
    const { get } = await siteOf(nights.database, '2026-10-25T12:00:00Z');
    await nights.database.query('alter table held_items rename to not_to_be_read');
    for (const path of [school, `${school}/runs`]) assert.match((await get(path)).text, /15 of 60 parents would go/);
  });

  on('of the same hold, night after night, and of what was approved before, nothing is kept twice', async (nights) => {
    const items = () => nights.database.query('select fingerprint from held_items');
    const heldAt = async (day: number, gone: number) =>
      runAt(nights, `2026-10-${String(day)}T02:00:00Z`, withoutParents(people, ...first(gone)));
    await runAt(nights, '2026-10-24T02:00:00Z', people);
    await heldAt(25, 15);
    const writes = await watchWrites(backend.name, nights.database, ['holds', 'held_items']);
    await heldAt(26, 15);
    assert.deepEqual(await writes(), ['holds']);
    assert.equal((await items()).length, 30);
    const { get, post } = await siteOf(nights.database, '2026-10-26T12:00:00Z');
    assert.match((await get(school)).text, /Held since Sun 25 Oct 2026, 02:00/);
    const release = async () => post(`${school}/held/release`, await get(`${school}/held`), { why: 'x' });
    await release();
    await heldAt(27, 20);
    assert.equal((await items()).length, 40);
    await release();
    assert.equal((await items()).length, 40);
    await heldAt(28, 25);
    await post(`${school}/held/take-back`, await get(`${school}/held`));
    assert.equal((await items()).length, 50);
  });

  on('a section that came empty, and a column that is lost, are told as such', async (nights) => {
    await runAt(nights, '2026-10-24T02:00:00Z', people);
    const Contacts = people.Contacts.map((row) => ({ ...row, Email: null }));
    await runAt(nights, '2026-10-25T02:00:00Z', { ...people, Contacts, Groups: [] });
    const { get } = await siteOf(nights.database, '2026-10-25T12:00:00Z');
    const heldOf = async (kind: string) => (await get(`${school}/held?kind=${kind}`)).held;
    assert.deepEqual(await heldOf('groups'), ['Red House']);
    const emails = await heldOf('contacts');
    assert.equal(emails.length, 60);
    assert.equal(emails[0], 'Mrs Forename0 Parent0 Email would change');
    const { text } = await get(`${school}/held`);
    assert.match(text, /The extract came without any groups\. ?The extract came without any students of groups\./);
    assert.match(
      text,
      /The extract came without any groups: does the MIS still give them to the export\? The only group would go\. 60 of 60 parents would change\. At most 75 % may change without approval\./,
    );
  });

  on('all runs are told by how many schools they loaded, held and failed', async (nights) => {
    const other = smallSchool(12, '9360002');
    const ids = [
      await runAt(nights, '2026-10-24T02:00:00Z', people, other),
      await runAt(nights, '2026-10-25T02:00:00Z', withoutParents(people, ...first(20)), other, '{}'),
    ];
    const { get } = await siteOf(nights.database, '2026-10-25T12:00:00Z');
    const { tables, days, needing } = await get('/runs');
    assert.deepEqual(needing, [['Sun 25 Oct 2026', '2']], 'a day says how many schools need somebody');
    assert.deepEqual(tables, [
      [
        ['When', 'Failed', 'Held', 'Loaded', 'Unchanged', 'Run'],
        ['Sun 25 Oct 2026, 02:00', '1', '1', '0', '1', 'ended'],
        ['Sat 24 Oct 2026, 03:00', '0', '0', '2', '0', 'ended'],
      ],
    ]);
    assert.deepEqual(days.slice(-3), [
      ['Fri 23 Oct 2026: no run', undefined],
      ['Sat 24 Oct 2026: 2 loaded', `/runs/${ids[0] ?? ''}`],
      ['Sun 25 Oct 2026: 1 failed, 1 held, 1 unchanged', `/runs/${ids[1] ?? ''}`],
    ]);
    const run = await get(`/runs/${ids[1] ?? ''}`);
    assert.deepEqual(
      run.tables[0]?.map((row) => row.slice(0, 2)),
      [
        ['School', 'Outcome'],
        ['(its document does not say which)', 'failed'],
        ['School 9360001 9360001', 'held'],
      ],
    );
    assert.match(run.text, /1 up to date/);
    assert.deepEqual(run.tables[1]?.[1], ['School 9360002 9360002', 'unchanged']);
    // A run that was killed has no counts of its own.
    await nights.database.query('update runs set counts = null, finished_at = null, status = ?', 'running');
    assert.deepEqual((await get('/runs')).tables[0]?.[1], ['Sun 25 Oct 2026, 02:00', '1', '1', '0', '1', 'not ended']);
    await nights.database.query('update runs set part = ?', '3/16');
    assert.equal((await get('/runs')).tables[0]?.[1]?.at(-1), 'part 3/16, not ended');
    assert.match((await get(`/runs/${ids[1] ?? ''}`)).text, /Part of the night\s*3\/16/);
  });

  on('who sees one school sees of all runs what they made of that one', async (nights) => {
    const run = await runAt(nights, '2026-10-24T02:00:00Z', people, smallSchool(12, '9360002'));
    const alone = await runAt(nights, '2026-10-25T02:00:00Z', smallSchool(12, '9360002'));
    const db = await openDatabase(nights.database.url, configuration.pipeline);
    after(() => db.close());
    const seen = async (path: string, params: Record<string, string>, ...schools: string[]) => {
      const answer = await routes
        .find((route) => route.method === 'GET' && route.path === path)
        ?.answer({
          ...{
            db,
            configuration,
            params,
            hosts: [],
            query: new Query({}),
            form: {},
            session: null,
            begun: null,
            away: null,
            unsaved: '',
            url: '/',
            throttle: new Throttle(),
            howOld: { readAt: new Date(0), behind: null },
            address: '127.0.0.1',
            origin: 'http://127.0.0.1:8080',
          },
          now: () => new Date('2026-10-25T12:00:00Z'),
          pipeline: configuration.pipeline,
          visitor: { name: 'a', role: 'viewer', schools: new Set(schools) },
          kept: () => undefined,
          token: () => assert.fail('a viewer gets no form'),
          note: () => Promise.resolve(),
        } satisfies Visit);
      if (answer === null || answer === undefined || !('page' in answer)) return null;
      return shownIn(200, renderPage(answer.page)).tables[0]?.slice(1) ?? [];
    };
    assert.deepEqual(await seen('/runs', {}, '9360001'), [['Sat 24 Oct 2026, 03:00', '0', '0', '1', '0', 'ended']]);
    assert.deepEqual(await seen('/runs', {}), []);
    assert.deepEqual(await seen('/runs/:run', { run }, '9360001'), [['School 9360001 9360001', 'loaded']]);
    assert.equal(await seen('/runs/:run', { run: alone }, '9360001'), null);
  });

  on('what the pages release is loaded by the next run', async (nights) => {
    const { url } = nights.database;
    const run = (extract: unknown) => nights.command('run', nights.file(extract));
    const less = withoutParents(people, ...first(20));
    assert.equal((await run(people)).code, 0);
    assert.equal((await run(less)).code, 1);
    const serving = start(['serve', '--port', '0', '--database', url]);
    let said = '';
    serving.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    while (!said.includes('Ctrl+C')) await once(serving.stdout, 'data');
    const [, origin = ''] = /: (http:\/\/127\.0\.0\.1:\d+)\/\n/.exec(said) ?? [];
    const page = await fetch(`${origin}${school}/held`);
    const { fields } = shownIn(page.status, await page.text());
    const released = await fetch(`${origin}${school}/held/release`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, why: 'The school has split' }),
      headers: { cookie: (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '' },
    });
    assert.match(await released.text(), /Approved/);
    assert.equal(await nights.count('contacts'), 60);
    assert.equal((await run(less)).code, 0);
    assert.equal(await nights.count('contacts'), 40);
    serving.kill('SIGINT');
    assert.equal((await ended(serving)).code, 0);
  });
}

test('a day is one of the timezone, also where it has 23 hours or 25', () => {
  const run = (time: string) => `${time.replace(/[-:.]/g, '')}-ab12cd`;
  const times = [
    '2026-03-28T23:59:59.999Z',
    '2026-03-29T00:00:00.000Z',
    '2026-03-29T22:59:59.999Z',
    '2026-03-29T23:00:00.000Z',
    '2026-10-24T22:59:59.999Z',
    '2026-10-24T23:00:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
    '2026-10-25T23:59:59.999Z',
    '2026-10-26T00:00:00.000Z',
  ];
  const on = (now: string) =>
    daysOfRuns(times.map(run), { idOf: (id) => id, timezone: 'Europe/London', now: new Date(now) });
  const filled = (now: string) =>
    on(now)
      .filter(({ runs }) => runs.length > 0)
      .map(({ day, runs }) => [day, runs.length]);
  assert.deepEqual(filled('2026-03-31T00:00:00Z'), [
    ['2026-03-28', 1],
    ['2026-03-29', 2],
    ['2026-03-30', 1],
  ]);
  assert.deepEqual(filled('2026-10-26T00:00:00Z'), [
    ['2026-10-24', 1],
    ['2026-10-25', 4],
    ['2026-10-26', 1],
  ]);
  const days = on('2026-10-25T23:30:00Z').map(({ day }) => day);
  assert.deepEqual([days.length, new Set(days).size, days[0], days.at(-1)], [90, 90, '2026-07-28', '2026-10-25']);
});

test('whatever is in a name, before and after, is text', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const texts = naughtyStrings.filter((text) => text.trim() !== '').slice(0, 200);
  const pages = Math.ceil(texts.length / 50);
  const of = (shift: number): SmallSchool => {
    const one = smallSchool(texts.length);
    const Students = one.Students.map((row, at) => ({ ...row, Surname: texts[(at + shift) % texts.length] }));
    return { ...one, Students };
  };
  await nights.run(of(0));
  await nights.run(of(1));
  const { get } = await siteOf(nights.database, new Date().toISOString());
  const found: string[] = [];
  const look = async (path: string) => {
    const { status, html, tables, held } = await get(path);
    assert.equal(status, 200, path);
    assert.equal(elements(parse(html), 'script').length, 1, path);
    assert.deepEqual(elements(parse(html), 'img', 'iframe', 'object', 'style'), [], path);
    return { rows: tables.at(-1)?.slice(1) ?? [], held };
  };
  const named = (await look(`${school}/held`)).held;
  assert.equal((await nights.command('release', '9360001', nights.file(of(1)))).code, 0);
  const [run] = await nights.database.query('select max(id) as id from runs');
  for (let page = 1; page <= pages; page++)
    for (const row of (await look(`${school}/runs/${String(run?.id)}?page=${String(page)}`)).rows)
      found.push(row[3] ?? '');
  const shown = (text: unknown) => String(text).replace(/[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '\ufffd');
  const rows = await nights.database.query('select fields from changes order by number');
  const expected = rows
    .map(({ fields }) => (JSON.parse(String(fields)) as Record<string, { before: unknown; after: unknown }>).surname)
    .map((surname) => `Surname: ${shown(surname?.before)} → ${shown(surname?.after)}`);
  const plain = (text: string) => !/[\u2066-\u2069\ufffd]/.test(text);
  assert.ok(expected.length > (isFull ? 150 : 25));
  assert.deepEqual(found.filter(plain), expected.filter(plain));
  assert.equal(named.length, rows.length);
});
