import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const host = '127.0.0.1:8080';
const students = '/schools/9360001/students';

interface Site {
  readonly nights: Nights;
  readonly app: FastifyInstance;
  readonly get: (path: string) => Promise<Shown>;
}

interface Shown {
  readonly status: number;
  readonly html: string;
  /** All text of the page's content. */
  readonly text: string;
  /** The rows of its tables, each as the texts of its cells. */
  readonly rows: readonly (readonly string[])[];
  readonly token: string;
  readonly cookie: string;
}

function textOf(node: DefaultTreeAdapterTypes.Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function all(node: DefaultTreeAdapterTypes.Node, ...names: string[]): DefaultTreeAdapterTypes.Node[] {
  const inner = 'childNodes' in node ? node.childNodes.flatMap((child) => all(child, ...names)) : [];
  return names.includes(node.nodeName) ? [node, ...inner] : inner;
}

async function siteOf(nights: Nights): Promise<Site> {
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  const app = await createApp({ db, configuration, now: () => new Date(), hosts: [host] });
  after(async () => {
    await app.close();
    await db.close();
  });
  const get = async (path: string): Promise<Shown> => {
    const { statusCode, body, headers } = await app.inject({ url: path, headers: { host } });
    const [main] = all(parse(body), 'main');
    assert.ok(main !== undefined, path);
    return {
      status: statusCode,
      html: body,
      text: textOf(main),
      rows: all(main, 'tr').map((row) => all(row, 'th', 'td').map(textOf)),
      token: /name="_csrf" value="([^"]*)"/.exec(body)?.[1] ?? '',
      cookie: String(headers['set-cookie'] ?? '').split(';')[0] ?? '',
    };
  };
  return { nights, app, get };
}

for (const backend of backends()) {
  const on = (name: string, school: SmallSchool, body: (site: Site) => Promise<void>): void => {
    test(`${name}, on ${backend.name}`, async () => {
      const nights = await begin(backend);
      await nights.run(school);
      await body(await siteOf(nights));
    });
  };

  on('each kind has a list of all that is kept, and shows no id', smallSchool(12), async ({ get }) => {
    const lists = {
      students: ['Known name', 'Surname', 'Year group', 'Class', 'Date of birth', 'Parents'],
      contacts: ['Title', 'Forename', 'Surname', 'Email', 'Phone', 'Relationship', 'Children'],
      teachers: ['Title', 'Forename', 'Surname', 'Email', 'Room', 'Classes'],
      classes: ['Code', 'Description', 'Type', 'Students', 'Teachers'],
    };
    for (const [kind, headings] of Object.entries(lists)) {
      const { status, rows, text } = await get(`/schools/9360001/${kind}`);
      assert.equal(status, 200);
      assert.deepEqual(rows[0], headings);
      const withoutDay = text.replace(/, \w{3} \d{1,2} \w{3} \d{4}/, '');
      assert.doesNotMatch(withoutDay, /\b(1\d\d|50\d\d|3\d|20\d|70)\b/);
    }
    const { rows } = await get(students);
    assert.deepEqual(rows[1], ['Known0', 'Surname0', 'Year 4', '4-0', '9 Mar 2018', 'Mrs Forename0 Parent0']);
    assert.equal(rows.length, 13);
    const groups = await get('/schools/9360001/groups');
    assert.deepEqual(groups.rows, [
      ['Description', 'Type', 'Students'],
      ['House groups'],
      ['Red House', 'House group', '12'],
    ]);
  });

  const people = smallSchool(60);
  Object.assign(people.Students[7], { KnownName: 'Zo\u00eb', Surname: 'O\u2019Neill', CurrentYearGroup: 'Year 6' });
  Object.assign(people.Students[8], { KnownName: 'a%b_c!', Surname: null });
  on(
    'a list is searched in any case and without accents, filtered, sorted and shown in parts',
    people,
    async ({ get }) => {
      for (const words of ['zoe', 'ZO\u00cb', 'neill zo', '%20zoe%20%20year%206'])
        assert.deepEqual((await get(`${students}?search=${words.replaceAll(' ', '%20')}`)).rows.length, 2, words);
      assert.equal((await get(`${students}?search=nobody`)).rows.length, 0);
      assert.deepEqual((await get(`${students}?search=a%25b_c!`)).rows[1]?.[0], 'a%b_c!');
      assert.equal((await get(`${students}?search=%25`)).rows.length, 0);
      assert.deepEqual(
        (await get(`${students}?yearGroup=Year%206`)).rows.slice(1).map(([name]) => name),
        ['Zo\u00eb'],
      );
      assert.equal((await get(`${students}?className=4-0&search=surname`)).rows.length, 9);
      const first = await get(students);
      assert.equal(first.rows.length, 51);
      assert.match(first.text, /Page 1 of 2/);
      const second = await get(`${students}?page=2`);
      assert.equal(second.rows.length, 11);
      assert.equal(second.rows.at(-1)?.[0], 'a%b_c!', 'blanks come last');
      const down = await get(`${students}?sort=-knownName`);
      assert.equal(down.rows[1]?.[0], 'Zo\u00eb');
      assert.equal((await get(`${students}?sort=id&page=x&colour=red`)).rows.length, 51);
    },
  );

  on(
    'a record leads to its classes with their teachers, its contacts, its groups',
    smallSchool(12),
    async ({ get }) => {
      const { text, html } = await get(`${students}/record?id=100`);
      assert.match(text, /Known0 Surname0/);
      assert.match(text, /Mr Teacher0 Staff0 \(main\)/);
      assert.match(text, /Parent0Mother1/);
      assert.match(text, /Red House/);
      for (const path of [
        'contacts/record?id=5000',
        'classes/record?id=200',
        'teachers/record?id=30',
        'groups/record?id=70',
      ]) {
        assert.ok(html.includes(`href="/schools/9360001/${path}"`), path);
        const { status, text: other } = await get(`/schools/9360001/${path}`);
        assert.equal(status, 200);
        assert.match(other, /Surname0|4-0/);
      }
    },
  );

  on(
    'a room is typed by a form with its token, stays over the next night, and is in the history',
    smallSchool(12),
    async ({ get, app, nights }) => {
      const teachers = '/schools/9360001/teachers';
      const { token, cookie } = await get(teachers);
      const type = (payload: string, headers: Record<string, string>) =>
        app.inject({
          method: 'POST',
          url: `${teachers}/type`,
          payload,
          headers: { host, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        });
      const form = 'id=30&field=room&value=B12';
      for (const [payload, headers] of [
        [form, {}],
        [form, { cookie }],
        [`${form}&_csrf=x`, { cookie }],
        [`${form}&_csrf=${encodeURIComponent(token)}`, {}],
      ] as const)
        assert.equal((await type(payload, headers)).statusCode, 403);
      const sent = `&_csrf=${encodeURIComponent(token)}`;
      for (const other of ['id=30&field=surname&value=Ong', 'id=999&field=room&value=B12'])
        assert.equal((await type(other + sent, { cookie })).statusCode, 404);
      assert.deepEqual(await nights.database.query('select room from teachers where room is not null'), []);
      const { statusCode, headers } = await type(form + sent, { cookie });
      assert.deepEqual([statusCode, headers.location], [303, `${teachers}/record?id=30`]);
      const asked = `${teachers}?search=teacher&sort=-surname`;
      assert.ok((await get(asked)).html.includes(`name="to" value="${asked.replace('&', '&amp;')}"`));
      for (const [to, leads] of [
        [asked, asked],
        ['//evil.example/', '/'],
        ['https://evil.example/', '/'],
      ] as const) {
        const led = await type(`${form}${sent}&to=${encodeURIComponent(to)}`, { cookie });
        assert.deepEqual([led.statusCode, led.headers.location], [303, leads]);
      }
      await nights.run({ ...smallSchool(12), ExtractedAt: '2026-11-21T02:00:00Z', SchoolName: 'Renamed' });
      assert.ok((await get(teachers)).html.includes('value="B12"'));
      assert.match((await get(`${teachers}/record?id=30`)).text, /changed by hand; Room: \(blank\) → B12/);
    },
  );

  on(
    'the export of a page is that of the command, and of a search only what was found',
    smallSchool(12),
    async ({ app, nights }) => {
      const exported = async (query: string) => {
        const { headers, body } = await app.inject({
          url: `/schools/9360001/contacts/export.csv${query}`,
          headers: { host },
        });
        assert.match(String(headers['content-type']), /^text\/csv/);
        assert.match(
          String(headers['content-disposition']),
          query === ''
            ? /^attachment; filename="Parents-School-9360001-\d{4}-\d\d-\d\d\.csv"$/
            : /^attachment; filename="Some-parents-School-9360001-\d{4}-\d\d-\d\d\.csv"$/,
        );
        return body;
      };
      assert.equal(await exported(''), (await nights.command('export', 'contacts')).stdout);
      assert.equal((await exported('?search=parent3')).trimEnd().split('\r\n').length, 2);
    },
  );

  const mistaken = smallSchool(12);
  Object.assign(mistaken.Contacts[2], { Title: null });
  on('who does not come through is told of by rule, and what to correct', mistaken, async ({ get }) => {
    const { rows, text } = await get('/schools/9360001/not-coming-through');
    assert.deepEqual(rows[1]?.slice(0, 3), ['1 parent', 'Title is blank.', 'Give the parent a title.']);
    assert.doesNotMatch(text, /Forename2|Parent2|Surname2/);
    assert.match((await get('/schools/9360001')).html, /href="\/schools\/9360001\/not-coming-through"/);
  });

  on(
    'what is not there is not found, and a page asked for by another name of this machine is refused',
    smallSchool(3),
    async ({ get, app }) => {
      for (const path of [
        '/x',
        '/schools/1',
        '/schools/9360001/contactLinks',
        `${students}/record?id=1`,
        `${students}/record`,
      ])
        assert.equal((await get(path)).status, 404, path);
      for (const other of ['evil.example', '127.0.0.1:1', ''])
        assert.equal((await app.inject({ url: '/', headers: { host: other } })).statusCode, 421);
      const { headers } = await app.inject({ url: '/', headers: { host } });
      assert.equal(
        headers['content-security-policy'],
        "default-src 'none';style-src 'self';script-src 'self';connect-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
      );
      assert.equal(headers['cache-control'], 'no-store');
    },
  );
}

test('whatever is in a name or an id is text on every page', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const texts = naughtyStrings.filter((text) => text.trim() !== '').slice(0, 400);
  const school = smallSchool(texts.length);
  const named = (row: object, at: number) => ({
    ...row,
    KnownName: texts[at],
    Surname: texts[at],
    CurrentClass: texts[at],
  });
  const nights = await begin(backend);
  await nights.run({ ...school, SchoolName: '<script>alert(1)</script>', Students: school.Students.map(named) });
  const { get } = await siteOf(nights);
  const paths = ['/schools/9360001', '/schools/9360001/not-coming-through', `${students}/record?id=100`];
  for (let page = 1; page <= Math.ceil(texts.length / 50); page++) paths.push(`${students}?page=${String(page)}`);
  const found = new Set<string>();
  for (const path of paths) {
    const { status, html, rows } = await get(path);
    assert.equal(status, 200, path);
    assert.equal(all(parse(html), 'script').length, 1, path);
    assert.deepEqual(all(parse(html), 'img', 'iframe', 'object', 'style'), [], path);
    const signs = html.split('<span class="status ').length - 1;
    assert.equal(all(parse(html), 'svg').length, signs, path);
    for (const row of rows.slice(1)) found.add(row[1] ?? '');
  }
  const stored = (await nights.database.query('select surname from students')).map(({ surname }) => surname as string);
  const asShown = (text: string) => text.replace(/[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '\ufffd');
  const missing = stored.map(asShown).filter((text) => !found.has(text) && !/[\u2066-\u2069]/.test(text));
  assert.deepEqual(missing, []);
});
