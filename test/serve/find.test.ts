import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { addAccount, type Account } from '../../src/load/people/accounts.js';
import { startSession } from '../../src/load/people/sessions.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { LookUps } from '../../src/serve/look-ups.js';
import { digestOf, newSessionToken } from '../../src/serve/session-token.js';
import { Browser } from '../support/browser.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { siteOf } from '../support/site.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const [oak, elm] = ['9360001', '9360002'];

/** A school of twelve; some of its people have a name of their own. */
function named(
  id: string,
  name: string,
  people: Readonly<Record<string, readonly [at: number, row: object][]>>,
): SmallSchool {
  const school = smallSchool(12, id);
  for (const [section, rows] of Object.entries(people))
    for (const [at, row] of rows) Object.assign(school[section as 'Students'][at] ?? {}, row);
  return { ...school, SchoolName: name };
}

const oakfield = named(oak, 'Oakfield', {
  Students: [
    [0, { KnownName: 'Łukasz', Surname: 'Nowak' }],
    [1, { KnownName: 'Anne-Marie', Surname: 'O’Brien' }],
  ],
  Contacts: [
    [0, { Forename: 'Agnieszka', Surname: 'Wiśniewska', Email: 'aga@example.org' }],
    [2, { Title: null, Forename: 'Missing', Surname: 'Nowakowska' }],
  ],
  Staff: [[0, { Forename: 'Jo', Surname: 'Ng' }]],
});
const elmgrove = named(elm, 'Elm Grove', {
  Students: [
    [0, { KnownName: 'Lukas', Surname: 'Nowakowski' }],
    [1, { KnownName: 'Nowa', Surname: 'Kowal' }],
  ],
});

/** Each with what is found, in the order of the page: the name or id, the school, and what is beside. */
const table: readonly (readonly [query: string, found: readonly string[], said: RegExp])[] = [
  ['q=luk+now', ['Łukasz Nowak Oakfield', 'Lukas Nowakowski Elm Grove'], /2 people found/],
  ['q=now+luk', ['Lukas Nowakowski Elm Grove', 'Łukasz Nowak Oakfield'], /2 people found/],
  [`q=luk+now&school=${elm}`, ['Lukas Nowakowski Elm Grove', 'Łukasz Nowak Oakfield'], /2 people found/],
  ['q=LUKASZ', ['Łukasz Nowak Oakfield'], /1 person found/],
  ['q=obrien', ['Anne-Marie O’Brien Oakfield'], /1 person/],
  ['q=marie', ['Anne-Marie O’Brien Oakfield'], /1 person/],
  ['q=jo+ng', ['Mr Jo Ng Oakfield'], /1 person/],
  ['q=j+ng', [], /Nobody found/],
  ['q=aga@exam', ['Mrs Agnieszka Wiśniewska Oakfield'], /1 person/],
  ['q=example', [], /Nobody found/],
  ['q=nowakowska', [], /Nobody found/],
  ['q=5002', ['5002 Oakfield', 'Mrs Forename2 Parent2 Elm Grove'], /2 people/],
  ['q=100', ['Łukasz Nowak Oakfield', 'Lukas Nowakowski Elm Grove'], /2 people/],
  ['q=', [], /Type a name/],
  ['q=...', [], /Nobody found/],
  ['q=%25', [], /Nobody found/],
  ['q=surname', [], /20 people found/],
  ['', [], /Type a name/],
];

for (const backend of backends()) {
  test(`people are found in all schools by what they are called, by email and by id, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run([oakfield, elmgrove]);
    const { get } = await siteOf(nights.database.url, configuration);
    for (const [query, found, said] of table) {
      const { text, rows } = await get(`/find?${query}`);
      assert.match(text, said, query);
      const lines = rows.slice(1).map(([name = '', , school = '']) => `${name} ${school}`);
      if (query !== 'q=surname') assert.deepEqual(lines.sort(), [...found].sort(), query);
    }
    const [, nearest] = (await get(`/find?q=luk+now&school=${elm}`)).rows;
    assert.equal(nearest?.[0], 'Lukas Nowakowski', 'first those of the school that one comes from');
    const { rows, html } = await get('/find?q=lukasz+nowak');
    assert.deepEqual(rows[1], [
      'Łukasz Nowak',
      'Student, Year 4, 4-0',
      'Oakfield',
      'Mrs Agnieszka Wiśniewska (Mother)',
    ]);
    assert.match(html, /contacts\/record\?id=5000/, 'his mother is one action away');
    const [, mother] = (await get('/find?q=wisniewska')).rows;
    assert.deepEqual(mother?.slice(2), ['Oakfield', 'Mother of Łukasz Nowak, Year 4, 4-0']);
    const [, teacher] = (await get('/find?q=jo+ng')).rows;
    assert.match(teacher?.[3] ?? '', /^4-0 Year 4, 0, registration \(Role: main/);
    const alone = (await get('/find?q=known2+surname2')).rows.find(([, , school]) => school === 'Oakfield');
    assert.equal(alone?.[3], 'nobody', 'a parent without a title does not come through');
    assert.match((await get('/find?q=5002')).html, /why\?kind=contacts&amp;id=5002/);
  });

  test(`who left is found and said to have left, until the row is emptied or erased, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(oakfield);
    const without = (field: 'Students' | 'Contacts') => oakfield[field].slice(1);
    const left = { ...oakfield, Students: without('Students'), Contacts: without('Contacts') };
    await nights.run({ ...left, ContactLinks: oakfield.ContactLinks.slice(1), ExtractedAt: '2026-11-21T02:00:00Z' });
    const { get } = await siteOf(nights.database.url, configuration);
    assert.match((await get('/find?q=lukasz')).rows[1]?.[0] ?? '', /^Łukasz Nowak left .*\d{4}/);
    assert.equal((await nights.command('forget', 'student', '100')).code, 0);
    assert.match((await get('/find?q=lukasz')).text, /Nobody found/);
    assert.match((await get('/find?q=100')).text, /Nobody found/);
  });

  test(`more than fifty are said to be more, and a frequent name does not hide who has it whole, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const many = ['1', '2', '3'].map((id) => {
      const school = smallSchool(30, id);
      for (const row of school.Students) Object.assign(row, { Surname: 'Smithson' });
      return school;
    });
    Object.assign(many[2]?.Students[29] ?? {}, { Surname: 'Smith' });
    await nights.run(many);
    const { get } = await siteOf(nights.database.url, configuration);
    const { text, rows } = await get('/find?q=smith');
    assert.match(text, /More than 50 people found/);
    assert.equal(rows.length, 51);
    assert.ok(rows.some(([name]) => name === 'Known29 Smith'));
    assert.match((await get('/find?q=smith+known29')).text, /3 people found/);
  });
}

const accounts: readonly (readonly [role: Account['role'], schools: readonly string[] | null])[] = [
  ['viewer', null],
  ['viewer', [oak]],
  ['viewer', [elm]],
  ['editor', [elm]],
  ['admin', []],
  ['editor', [oak, elm]],
];

async function signedIn(nights: Nights): Promise<(name: string) => Promise<Browser>> {
  const files = [oakfield, elmgrove].map((school, at) => nights.file(school, `${String(at)}.json`));
  await nights.runFiles(...files);
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  const now = () => new Date();
  const lookUps = new LookUps(files, configuration, now);
  const app = await createApp({ db, configuration, now, hosts: ['127.0.0.1:8080'], lookUps });
  after(async () => {
    await app.close();
    await db.close();
  });
  const entry = () => auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' });
  return async (name) => {
    const [role, schools] = accounts[Number(name)] ?? [];
    assert.ok(role !== undefined && schools !== undefined);
    const account = {
      name,
      role,
      schools: schools === null ? null : new Set(schools),
      createdAt: '2026-11-20T00:00:00.000Z',
    };
    assert.ok(await addAccount(db, { ...account, password: 'none' }, entry()));
    const token = newSessionToken();
    const session = { digest: digestOf(token), account: name, password: 'none', from: 'here', now: new Date() };
    assert.ok(await startSession(db, session, entry()));
    const browser = new Browser(app);
    browser.cookies.set('session', token);
    return browser;
  };
}

test('everybody finds only those of the schools that they see, and only an editor searches an extract', async () => {
  const [sqlite] = backends();
  assert.ok(sqlite !== undefined);
  const as = await signedIn(await begin(sqlite));
  for (const [at, [role, schools]] of accounts.entries()) {
    const browser = await as(String(at));
    const seen = (school: string) => schools === null || schools.includes(school);
    for (const query of ['q=luk+now', 'q=100', 'q=now', `q=luk&school=${oak}`, 'q=5002']) {
      const { body } = await browser.get(`/find?${query}`);
      assert.equal(/Oakfield/.test(body), seen(oak), `${role} of ${String(schools)}: ${query}`);
      if (query !== 'q=5002')
        assert.equal(/Elm Grove/.test(body), seen(elm), `${role} of ${String(schools)}: ${query}`);
    }
    const { body } = await browser.get(`/find?q=missing&school=${oak}`);
    assert.match(body, /Nobody found/);
    const own = schools?.length === 1 ? schools : [];
    for (const school of [oak, elm])
      assert.equal(
        body.includes(`href="/schools/${school}/students"`),
        own.includes(school),
        'the menu of the only school',
      );
    const mayLookUp = role === 'editor' && seen(oak);
    assert.equal(body.includes(`/schools/${oak}/not-coming-through/search`), mayLookUp, role);
    if (!mayLookUp) continue;
    const found = await browser.post(`/schools/${oak}/not-coming-through/search`, { words: 'missing' });
    assert.match(found.to ?? '', /why\?kind=contacts&id=5002&values=yes/);
  }
});

test('whoever is found is in the order of the lists, by surname in the pipeline as it is', async () => {
  const [sqlite] = backends();
  assert.ok(sqlite !== undefined);
  const nights = await begin(sqlite);
  const lims = named(oak, 'Oakfield', {
    Contacts: [
      [0, { Title: 'Mr', Forename: 'René', Surname: 'Lim' }],
      [1, { Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' }],
      [2, { Title: 'Dr', Forename: 'Zoë', Surname: 'Limb' }],
      [3, { Title: 'Mrs', Forename: 'Carys', Surname: 'Lím' }],
    ],
    Students: [[0, { KnownName: 'Bea', Surname: 'Lim' }]],
  });
  await nights.run(lims);
  const { get } = await siteOf(nights.database.url, configuration);
  const names = (await get('/find?q=lim')).rows.slice(1).map(([name]) => name);
  assert.deepEqual(names, ['Mrs Ada Lim', 'Bea Lim', 'Mrs Carys Lím', 'Mr René Lim', 'Dr Zoë Limb']);
});

test('too many are narrowed to one kind or one school by links that count what was found', async () => {
  const [sqlite] = backends();
  assert.ok(sqlite !== undefined);
  const nights = await begin(sqlite);
  const many = [oak, elm].map((id, at) => {
    const school = { ...smallSchool(30, id), SchoolName: at === 0 ? 'Oakfield' : 'Elm Grove' };
    for (const row of school.Students) Object.assign(row, { Surname: 'Smith' });
    return school;
  });
  for (const row of many[0]?.Contacts.slice(0, 2) ?? []) Object.assign(row, { Surname: 'Smith' });
  await nights.run(many);
  const { get } = await siteOf(nights.database.url, configuration);
  const { text, html } = await get('/find?q=smith');
  assert.match(text, /All ?Students 60 ?Parents 2 ?All schools ?Oakfield 32 ?Elm Grove 30/);
  assert.match(html, /href="\/find\?q=smith&amp;kind=contacts"/);
  const parents = await get('/find?q=smith&kind=contacts');
  assert.match(parents.text, /2 people found/);
  assert.match(parents.html, /aria-current="true">Parents/);
  assert.match((await get(`/find?q=smith&in=${elm}`)).text, /30 people found/);
  assert.match((await get('/find?q=smith&in=other&kind=classes')).text, /More than 50 people found/, 'no such one');
});

test('schools of one name are told apart by their ids, and others are not', async () => {
  const [sqlite] = backends();
  assert.ok(sqlite !== undefined);
  const nights = await begin(sqlite);
  const named = (id: string, name: string) => ({ ...smallSchool(2, id), SchoolName: name });
  await nights.run([named(oak, 'Oakfield'), named(elm, 'Oakfield'), named('9360003', 'Ash')]);
  const { get } = await siteOf(nights.database.url, configuration);
  const where = (await get('/find?q=known0')).rows.slice(1).map(([, , school]) => school);
  assert.deepEqual(where.sort(), ['Ash', `Oakfield (${oak})`, `Oakfield (${elm})`]);
});
