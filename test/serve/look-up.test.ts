import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SchoolFiles } from '../../src/extract/bytes/school-files.js';
import { openDatabase, type Database } from '../../src/load/database.js';
import { renderPage } from '../../src/report/html/render.js';
import { LookUps } from '../../src/serve/look-ups.js';
import type { Visit } from '../../src/serve/route.js';
import { Query } from '../../src/serve/requests.js';
import { routes } from '../../src/serve/routes.js';
import { Throttle } from '../../src/serve/throttle.js';
import { whoeverIsHere } from '../../src/serve/visitor.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { allIn, shownPage, textOf, type ShownPage } from '../support/shown-pages.js';
import { siteOf } from '../support/site.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const folder = temporaryFolder();
const school = '9360001';

type Note = Parameters<NonNullable<Visit['note']>>[0];

function withLim(): SmallSchool {
  const small = smallSchool(12);
  Object.assign(small.Staff[1], { Title: null, Forename: 'Zo\u00eb', Surname: 'O\u2019Lim' });
  Object.assign(small.Contacts[2], { Title: '', Forename: 'Ada', Surname: 'Lim' });
  Object.assign(small.Contacts[4], { Forename: 'Through', Surname: 'Lim' });
  return small;
}

interface Desk {
  readonly notes: Note[];
  readonly ask: (path: string, query?: Record<string, unknown>, form?: Record<string, string>) => Promise<ShownPage>;
  /** Where a search by name leads, if it finds one person. */
  readonly led: (path: string, words: string) => Promise<string>;
  readonly written: (path: string, query: Record<string, unknown>) => Promise<string>;
}

async function deskOf(nights: Nights, inputs: readonly string[]): Promise<Desk> {
  const db: Database = await openDatabase(nights.database.url, configuration.pipeline);
  after(() => db.close());
  const notes: Note[] = [];
  const lookUps = new LookUps(inputs, configuration, () => new Date(today));
  const answer = async (path: string, query: Record<string, unknown>, form?: Record<string, string>) => {
    const route = routes.find((one) => one.path === `/schools/:school/${path}`);
    assert.ok(route !== undefined && route.method === (form === undefined ? 'GET' : 'POST'), path);
    return route.answer({
      db,
      configuration,
      lookUps,
      now: () => new Date(),
      hosts: [],
      pipeline: configuration.pipeline,
      visitor: whoeverIsHere,
      params: { school },
      query: new Query(query),
      form: form ?? {},
      kept: () => undefined,
      token: () => 'token',
      session: null,
      begun: null,
      away: null,
      unsaved: '',
      url: '/',
      throttle: new Throttle(),
      howOld: { readAt: new Date(0), behind: null },
      address: '127.0.0.1',
      origin: 'http://127.0.0.1:8080',
      note: (entry) => Promise.resolve(void notes.push(entry)),
    } satisfies Visit);
  };
  return {
    notes,
    ask: async (path, query = {}, form) => {
      const answered = await answer(path, query, form);
      assert.ok(answered !== null && 'page' in answered, path);
      return shownPage(renderPage(answered.page));
    },
    led: async (path, words) => {
      const answered = await answer(path, {}, { words });
      assert.ok(answered !== null && 'to' in answered, path);
      return answered.to;
    },
    written: async (path, query) => {
      const answered = await answer(path, query);
      assert.ok(answered !== null && 'download' in answered, path);
      let text = '';
      for await (const part of answered.download) text += String(part);
      return text;
    },
  };
}

const search = 'not-coming-through/search';
const tables = ['schools', 'runs', 'school_runs', 'findings', 'changes', 'students', 'contacts', 'teachers', 'classes'];

async function everythingIn({ database }: Nights): Promise<unknown> {
  const rows = [];
  for (const table of tables) rows.push([table, await database.query(`select * from "${table}" order by 1, 2`)]);
  return rows;
}

for (const backend of backends()) {
  test(`who does not come through is found by name, and each look-up is written down, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const file = nights.file(withLim());
    await nights.runFiles(file);
    const before = await everythingIn(nights);
    const { ask, led, notes, written } = await deskOf(nights, [file]);
    const lims = [
      ['Name', 'What', 'Id'],
      ['Ada Lim', 'parent', '5002'],
      ['Zo\u00eb O\u2019Lim', 'teacher', '31'],
    ];
    const looked = { what: 'look-up', school, detail: 'search by name' };
    assert.deepEqual((await ask(search, {}, { words: 'lim' })).tables, [lims]);
    assert.deepEqual(notes.splice(0), [
      { ...looked, kind: 'contacts', recordId: '5002' },
      { ...looked, kind: 'teachers', recordId: '31' },
    ]);
    for (const words of ['ZOE', "  o'LIM zoe ", 'zo\u00eb']) {
      assert.equal(await led(search, words), `/schools/${school}/why?kind=teachers&id=31&values=yes`, words);
      assert.deepEqual(notes.splice(0), [{ ...looked, kind: 'teachers', recordId: '31' }]);
    }
    assert.equal(
      await led(search, 'PARENT2@example'),
      `/schools/${school}/why?kind=contacts&id=5002&values=yes`,
      'by the beginning of an email address',
    );
    assert.match((await ask(search, {}, { words: 'example.org' })).text, /Nobody called/);
    assert.deepEqual(notes.splice(0), [{ ...looked, kind: 'contacts', recordId: '5002' }, looked]);
    const nobody = await ask(search, {}, { words: 'nobody lim' });
    assert.match(nobody.text, /Nobody called ‘nobody lim’ stays out at/);
    assert.doesNotMatch(/<title>.*<\/title>/.exec(nobody.html)?.[0] ?? '', /nobody lim/, 'a browser remembers titles');
    assert.deepEqual(notes.splice(0), [looked]);
    assert.match((await ask(search, {}, { words: ' ,.' })).text, /Which name\?/);
    assert.deepEqual(notes, []);

    const student = { kind: 'students', id: '110' };
    assert.doesNotMatch((await ask('why', student)).text, /Lim|Known10/);
    assert.deepEqual(notes, []);
    const explained = await ask('why', { ...student, values: 'yes' });
    assert.match(explained.text, /Known10 Surname10 does not come through/);
    assert.match(explained.text, /It begins with Zo\u00eb O\u2019Lim \(teacher 31\): Title is blank\./);
    assert.match(explained.text, /teacher 31 \(Zo\u00eb O\u2019Lim\): Title is blank\./);
    assert.deepEqual(allIn(explained.main, 'ol').map(textOf), [
      [
        'Zo\u00eb O\u2019Lim (teacher 31): Give the member of staff a title',
        '4-1 Year 4, 1 (class 201): Add a teacher with title, forename and surname to the class',
        'Known10 Surname10 (student 110): Put the student in a class that comes through',
      ].join(''),
    ]);
    const saw = allIn(explained.main, 'ul')
      .filter((list) => 'attrs' in list && list.attrs.some(({ value }) => value === 'saw'))
      .map(textOf);
    assert.deepEqual(saw, [
      'It has no classes that come through; at least 1 is asked for',
      'It has no teachers that come through; at least 1 is asked for',
      'Title is blank',
    ]);
    const valued = { what: 'look-up', school, detail: 'explanation with values' };
    assert.deepEqual(notes.splice(0), [{ ...valued, kind: 'students', recordId: '110' }]);
    await ask('why', { kind: 'contactLinks', id: ['110', '5010'], values: 'yes' });
    assert.deepEqual(notes.splice(0), [{ ...valued, kind: 'contactLinks', recordId: '["110","5010"]' }]);

    const found = { severity: 'excluded', among: 'mistakes', kind: 'contacts', rule: 'contact-title', waitsFor: '' };
    assert.deepEqual((await ask('not-coming-through/records', found)).tables[0]?.[1]?.[0], '5002');
    assert.deepEqual(notes, []);
    const named = await ask('not-coming-through/records', { ...found, names: 'yes' });
    assert.deepEqual(named.tables[0]?.[1]?.[0], '5002 (Ada Lim)');
    assert.match(await written('to-correct.csv', { names: 'yes' }), /,parent,5002,Ada Lim,/);
    assert.match(await written('to-correct.txt', { names: 'yes' }), /- 5002 \(Ada Lim\), Title/);
    assert.match((await ask('to-correct', { names: 'yes' })).text, /5002 \(Ada Lim\)/);
    assert.deepEqual(notes.splice(0), [
      { what: 'look-up', school, kind: 'contacts', detail: 'names of contact-title, part 1' },
      { what: 'look-up', school, detail: 'names in to-correct.csv' },
      { what: 'look-up', school, detail: 'names in to-correct.txt' },
      { what: 'look-up', school, detail: 'names of what to correct' },
    ]);
    assert.deepEqual(await everythingIn(nights), before);
  });

  test(`a combined record that stays out has the name that the MIS has, unless a half was erased, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const couple = smallSchool(12);
    Object.assign(couple.Contacts[6] ?? {}, { Title: 'Mr & Mrs', Forename: 'Ben and Ife', Surname: '' });
    const whole = structuredClone(couple);
    Object.assign(whole.Contacts[6] ?? {}, { Surname: 'Okoro' });
    await nights.run(whole);
    const file = nights.file(couple);
    await nights.runFiles(file);
    const shown = async () => {
      const { ask, written } = await deskOf(nights, [file]);
      return [
        (await ask('to-correct', { names: 'yes' })).text,
        await written('to-correct.csv', { names: 'yes' }),
        await written('to-correct.txt', { names: 'yes' }),
      ].map((text) => /5006[ ,]+\(?(M[^,)]*)/.exec(text)?.[1]);
    };
    assert.deepEqual(await shown(), Array(3).fill('Mr & Mrs Ben and Ife'));
    assert.match((await nights.command('report', file, '--names')).stdout, /5006 \(Mr & Mrs Ben and Ife\)/);
    assert.equal((await nights.command('forget', 'parent', '5006#2')).code, 0);
    assert.deepEqual(await shown(), Array(3).fill('Mr Ben'));
  });

  test(`who was erased is found by nobody, and has no name and no values, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const file = nights.file(withLim());
    await nights.runFiles(file);
    const { ask, led, written } = await deskOf(nights, [file]);
    assert.match(await led(search, 'ada lim'), /kind=contacts&id=5002/);
    for (const [kind, id] of [
      ['parent', '5002'],
      ['teacher', '31'],
    ] as const)
      assert.equal((await nights.command('forget', kind, id)).code, 0);
    assert.equal((await ask(search, {}, { words: 'lim' })).tables.length, 0);
    const pages = [
      (await ask('why', { kind: 'contacts', id: '5002', values: 'yes' })).html,
      (await ask('why', { kind: 'contactLinks', id: ['102', '5002'], values: 'yes' })).html,
      (await ask('why', { kind: 'students', id: '110', values: 'yes' })).html,
      (await ask('to-correct', { names: 'yes' })).html,
      await written('to-correct.csv', { names: 'yes' }),
      await written('to-correct.txt', { names: 'yes' }),
    ];
    for (const page of pages) assert.doesNotMatch(page, /Ada|Lim\b/);
    assert.match(pages[0] ?? '', /was erased on request/);
  });
}

test('where no extract holds the school, or it is broken, the last run answers and it is said', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(withLim());
  const other = nights.file(smallSchool(2, '1'), 'other.json');
  const asked = { kind: 'teachers', id: '31', values: 'yes' };
  const without = await deskOf(nights, [other]);
  const page = await without.ask('why', asked);
  assert.match(page.text, /The extract cannot be read: None of the extracts has this school\./);
  assert.match(page.text, /Teacher 31 does not come through/);
  assert.doesNotMatch(page.html, /values=yes/, 'what cannot be looked into is not offered again');
  assert.match((await without.ask(search, {}, { words: 'lim' })).text, /None of the extracts has this school/);
  assert.deepEqual(without.notes, []);
  const file = nights.file(`{"SchoolID": "${school}", "Staff": [`, 'broken.json');
  const broken = await deskOf(nights, [file]);
  for (const { text } of [
    await broken.ask('why', asked),
    await broken.ask('to-correct', { names: 'yes' }),
    await broken.ask(search, {}, { words: 'lim' }),
  ]) {
    assert.match(text, /Cut short at/);
    assert.ok(!text.includes(basename(file)), text);
    assert.ok(!text.includes(dirname(file)), 'where a file is on the server is for nobody who reads a page');
  }
  const gone = await deskOf(nights, [join(folder, 'nothing-here')]);
  assert.match((await gone.ask('why', asked)).text, /There are no extracts at the moment/);
});

test('what was typed for an id and is none is not kept, and leads to the search of the list', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const file = nights.file(withLim());
  await nights.runFiles(file);
  const { ask, notes } = await deskOf(nights, [file]);
  for (const id of ['Mrs Ada Lim', 'x'.repeat(200)])
    assert.match((await ask('why', { kind: 'contacts', id, values: 'yes' })).text, /There is no parent/);
  await ask('why', { kind: 'contactLinks', id: ['Ada', 'Lim'], values: 'yes' });
  const looked = { what: 'look-up', school, detail: 'explanation with values' };
  assert.deepEqual(notes.splice(0), [
    { ...looked, kind: 'contacts' },
    { ...looked, kind: 'contacts' },
    { ...looked, kind: 'contactLinks' },
  ]);
  const long = await ask('why', { kind: 'contacts', id: 'x'.repeat(201), values: 'yes' });
  assert.match(long.text, /Give its id, which has at most 200 characters/);
  assert.doesNotMatch(long.html, /xxx/);
  assert.deepEqual(notes, []);
  const unknown = await ask('why', { kind: 'contacts', id: 'Ada Lim' });
  assert.match(
    unknown.text,
    /This asks for an id, as the MIS has it\. If you typed a name: search the parents who come/,
  );
  assert.match(unknown.html, /href="\/schools\/9360001\/contacts\?search=Ada\+Lim"/);
  assert.match(unknown.text, /search by name for those who do not come through/);
  const { app } = await siteOf(nights.database.url, configuration);
  const plain = await app.inject({
    url: `/schools/${school}/why?kind=contacts&id=Ada+Lim`,
    headers: { host: '127.0.0.1:8080' },
  });
  assert.match(plain.body, /only if the pages have extracts/);
});

test('a search sees the extract of tonight, not the one that was looked into before', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  const file = nights.file(withLim());
  await nights.runFiles(file);
  const { ask, led } = await deskOf(nights, [file]);
  const found = async () => ((await ask(search, {}, { words: 'lim' })).tables[0] ?? []).slice(1).map(([name]) => name);
  assert.deepEqual(await found(), ['Ada Lim', 'Zo\u00eb O\u2019Lim']);
  const mended = withLim();
  Object.assign(mended.Contacts[2], { Title: 'Mrs', Surname: 'Lim' });
  nights.file({ ...mended, SchoolName: 'Written again' });
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  assert.match(await led(search, 'lim'), /kind=teachers&id=31/, 'only one of them is left');
});

test('the file of a school is found among many, whatever holds it and wherever its id stands', async () => {
  const many = join(folder, 'many');
  mkdirSync(many);
  const put = (name: string, content: string | Buffer) => {
    writeFileSync(join(many, name), content);
  };
  const text = (id: string) => JSON.stringify(smallSchool(3, id));
  const { SchoolID: last, ...rest } = smallSchool(2000, 'id-last');
  put('a-first.json', text('a'));
  put('b-packed.json.gz', gzipSync(text('b')));
  put('c-list.json', `[${text('c1')}, ${text('c2')}]`);
  put('d-lines.ndjson', `${text('d1')}\n${text('d2')}\n`);
  put('e-last.json', JSON.stringify({ ...rest, SchoolID: last }));
  put('f-mark.json', `\ufeff${text('f')}`);
  put('g-broken.json', '{"x": ');
  put('h-again.json', text('a'));
  const files = new SchoolFiles([many], configuration.pipeline);
  const nameOf = async (id: string) => (await files.find(id))?.path.slice(many.length + 1) ?? null;
  const expected = {
    a: 'a-first.json',
    b: 'b-packed.json.gz',
    c1: 'c-list.json',
    c2: 'c-list.json',
    d1: 'd-lines.ndjson',
    d2: 'd-lines.ndjson',
    'id-last': 'e-last.json',
    f: 'f-mark.json',
    none: null,
  };
  for (const round of [1, 2])
    for (const [id, name] of Object.entries(expected)) assert.equal(await nameOf(id), name, `${id}, ${String(round)}`);
  rmSync(join(many, 'a-first.json'));
  assert.equal(await nameOf('a'), 'h-again.json');
  put('h-again.json', text('another'));
  utimesSync(join(many, 'h-again.json'), new Date(), new Date(Date.now() + 5000));
  assert.equal(await nameOf('a'), null);
  assert.equal(await nameOf('another'), 'h-again.json');
});
