import assert from 'node:assert/strict';
import { test } from 'node:test';
import Papa from 'papaparse';
import { toText } from '../../src/pipeline/text/stored-text.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { isFull } from '../support/numbers.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { allIn, attribute, linksIn, pagesOf, textOf, type Pages, type ShownPage } from '../support/shown-pages.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const at = '/schools/9360001/to-correct';

function spoilt(): SmallSchool {
  const school = smallSchool(12);
  Object.assign(school.Staff[1], { Title: null });
  Object.assign(school.Contacts[3], {
    Forename: 'Ann',
    Surname: 'Lee',
    Email: 'ann@example.org',
    Phone: '01632 960555',
  });
  school.Contacts.push({ ...school.Contacts[3], ContactID: 6000, Title: 'Ms', Phone: '01632 960556' });
  school.ContactLinks.push({ ...school.ContactLinks[3], ContactID: 6000 });
  school.ContactLinks.push({ StudentID: 100, ContactID: 7777 });
  return school;
}

for (const backend of backends()) {
  const on = (name: string, school: SmallSchool, body: (pages: Pages, nights: Nights) => Promise<void>): void => {
    test(`${name}, on ${backend.name}`, async () => {
      const nights = await begin(backend);
      await nights.run(school);
      await body(await pagesOf(nights.database.url, configuration), nights);
    });
  };

  on('one list says what the school corrects, and what its supplier', spoilt(), async ({ get }) => {
    const page = await get(at);
    assert.deepEqual(allIn(page.main, 'h2', 'h3').map(textOf), [
      'By the school',
      '1 teacher: Title is blank.',
      'For the MIS supplier',
      '1 parent link: The extract has no parent 7777.',
      '1 likely duplicate',
    ]);
    assert.deepEqual(
      allIn(page.main, 'ol').map((list) => [attribute(list, 'start'), ...allIn(list, 'li').map(textOf)].join(' | ')),
      [
        '1 | 1 teacher: Title is blank.',
        '2 | 1 parent link: The extract has no parent 7777. | 1 likely duplicate',
        '1 | 1 teacher: Title is blank.Give the member of staff a title. Keeps out 2 students, 2 parents, 1 teacher and 1 class.31, Title | 31, Title',
        '2 | 1 parent link: The extract has no parent 7777.Correct the reference, or add the record to the extract.' +
          'student 100, parent 7777, ContactLinks[13] | student 100, parent 7777, ContactLinks[13] | ' +
          textOf(allIn(page.main, 'li').at(-1) ?? page.main),
      ],
    );
    assert.deepEqual(linksIn(page, /^31$/), ['/schools/9360001/why?kind=teachers&id=31']);
  });

  on(
    'each number has a link to it, from the top of the list and from the page of the school',
    spoilt(),
    async ({ get }) => {
      const [page, school] = [await get(at), await get('/schools/9360001')];
      const ids = allIn(page.main, 'li').flatMap((item) => attribute(item, 'id') ?? []);
      assert.deepEqual(
        allIn(page.main, 'nav')
          .flatMap((nav) => allIn(nav, 'a'))
          .map((link) => attribute(link, 'href')),
        ids.map((id) => `#${id}`),
      );
      assert.equal(new Set(ids).size, 3);
      assert.deepEqual(linksIn(school, /^1 teacher$/), [`${at}#${ids[0] ?? ''}`]);
    },
  );

  const both = smallSchool(12);
  for (const teacher of both.Staff.slice(0, 2)) Object.assign(teacher, { Title: null });
  on('a number says what it keeps out in all, and each of its records its part', both, async ({ get }) => {
    const [point] = allIn((await get(at)).main, 'ol').map((list) => allIn(list, 'li').map(textOf));
    assert.deepEqual(point, [
      '2 teachers: Title is blank.Give the member of staff a title. ' +
        'Keeps out 12 students, 12 parents, 2 teachers, 2 classes and 1 group.' +
        '30, Title; keeps out 10 students, 10 parents, 1 class and 1 group' +
        '31, Title; keeps out 2 students, 2 parents and 1 class',
      '30, Title; keeps out 10 students, 10 parents, 1 class and 1 group',
      '31, Title; keeps out 2 students, 2 parents and 1 class',
    ]);
  });

  on('likely duplicates stand side by side, what differs marked', spoilt(), async ({ get }, nights) => {
    const page = await get(at);
    assert.deepEqual(page.tables[0], [
      ['Parent', '5003', '6000'],
      ['Title (differs)', 'Mrs', 'Ms'],
      ['Forename', 'Ann', 'Ann'],
      ['Surname', 'Lee', 'Lee'],
      ['Email', 'ann@example.org', 'ann@example.org'],
      ['Phone (differs)', '01632 960555', '01632 960556'],
      ['Relationship', 'Mother', 'Mother'],
      ['Students', 'Known3 Surname3', 'Known3 Surname3'],
    ]);
    assert.deepEqual(allIn(page.main, 'mark').map(textOf), ['Mrs', 'Ms', '01632 960555', '01632 960556']);
    assert.equal((await nights.command('forget', 'contact', '6000')).code, 0);
    const [pair] = (await get(at)).tables;
    assert.deepEqual(pair, undefined);
  });

  on(
    'the table and the text for a mail are those of the command, and hold no names',
    spoilt(),
    async ({ send }, nights) => {
      const table = await send(`${at}.csv`);
      assert.match(String(table.headers['content-type']), /^text\/csv/);
      assert.match(
        String(table.headers['content-disposition']),
        /^attachment; filename="To-correct-School-9360001-\d{4}-\d\d-\d\d\.csv"$/,
      );
      assert.equal(table.body, (await nights.command('report', '--format', 'csv')).stdout);
      assert.deepEqual(Papa.parse(table.body, { skipEmptyLines: true }).data, [
        [
          'School',
          'Who corrects it',
          'Kind',
          'Id',
          'Name',
          'Id of the other',
          'Name of the other',
          'What is wrong',
          'What to do',
          'In the extract',
          'Keeps out',
        ],
        [
          '9360001',
          'The school',
          'teacher',
          '31',
          '',
          '',
          '',
          'Title is blank.',
          'Give the member of staff a title.',
          'Staff[1].Title',
          '2 students, 2 parents and 1 class',
        ],
        [
          '9360001',
          'The MIS supplier',
          'parent link',
          'student 100, parent 7777',
          '',
          '',
          '',
          'The extract has no parent 7777.',
          'Correct the reference, or add the record to the extract.',
          'ContactLinks[13]',
          '',
        ],
        [
          '9360001',
          'The MIS supplier',
          'parent',
          '5003',
          '',
          '6000',
          '',
          'It is likely to be the same person as the other, spelt in two ways.',
          'Have the two made one record, with this pair as the example.',
          'Contacts[3].Title, Phone',
          '',
        ],
      ]);
      const { body } = await send(`${at}.txt`);
      const { stdout } = await nights.command('report', '--format', 'mail');
      const listOf = (text: string) => text.slice(text.indexOf('TO CORRECT IN THE MIS'));
      assert.equal(listOf(body), listOf(stdout));
      assert.equal(
        body.replace(/it, \w{3} \d+ \w{3} \d{4}, \d\d:\d\d\./, 'it, ….').replace(/\s+/g, ' '),
        'School 9360001 (9360001) As the last loaded run found it, …. ' +
          'TO CORRECT IN THE MIS ' +
          '1. 1 teacher: Title is blank. Give the member of staff a title. ' +
          '- 31, Title, keeps out 2 students, 2 parents and 1 class ' +
          'FOR THE MIS SUPPLIER Places count entries from 0. ' +
          '2. 1 parent link: The extract has no parent 7777. Correct the reference, or add the record to the extract. ' +
          '- student 100, parent 7777, in ContactLinks[13] ' +
          '3. 1 likely duplicate: Each pair is likely to be one person, spelt in two ways. Have the two made one record, with the pair as the example. ' +
          '- parents 5003 and 6000 differ in Title and Phone ',
      );
      assert.ok(body.split('\n').every((line) => line.length <= 72));
    },
  );

  const many = smallSchool(70);
  for (const contact of many.Contacts) Object.assign(contact, { Title: '' });
  on(
    'of more than eight of a kind the page shows the first, and all where they are asked for',
    many,
    async ({ get }) => {
      const listed = (of: ShownPage) => allIn(of.main, 'ul').map((list) => allIn(list, 'li').length);
      const page = await get(at);
      assert.deepEqual(listed(page), [8]);
      assert.match(page.text, /And 62 more: all 70 parents\./);
      const [all = ''] = linksIn(page, /^All of it/);
      assert.equal(all, `${at}?all=yes`);
      const [same = ''] = linksIn(page, /^all 70 parents$/);
      const [anchor] = allIn(page.main, 'li').flatMap((item) => attribute(item, 'id') ?? []);
      assert.equal(same, `${all}#${anchor ?? ''}`);
      const whole = await get(all);
      assert.deepEqual(listed(whole), [70]);
      assert.doesNotMatch(whole.text, /more/);
    },
  );
}

test('whatever is in an id is the same id in the table, and no spreadsheet computes it', async () => {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const formulas = ['=1+1', '+44', '-7+1', '@SUM(A1)', '\uff1dx', '="a"', "=cmd|' /C calc'!A0"];
  const texts = [...formulas, ...naughtyStrings].filter((text) => [...text].length < 200);
  const ids = [...new Set(texts.map(toText))].filter((id) => id !== '');
  const school = smallSchool(10);
  for (const id of ids) school.Staff.push({ StaffID: id, Title: '', Forename: 'A', Surname: 'B' });
  const nights = await begin(backend);
  await nights.run(school);
  const { send, get } = await pagesOf(nights.database.url, configuration);
  const { body } = await send(`${at}.csv`);
  const rows = Papa.parse<string[]>(body.slice(1), { skipEmptyLines: true, header: false }).data.slice(1);
  const read = new Set(rows.filter((row) => row[7] === 'Title is blank.').map((row) => row[3] ?? ''));
  const stored = (await nights.database.query("select record_id from findings where rule = 'teacher-title'")).map(
    ({ record_id: id }) => id as string,
  );
  assert.ok(stored.length > (isFull ? 300 : 40));
  const missing = stored.filter((id) => !read.has(id) && !read.has(`'${id}`));
  assert.deepEqual(missing, []);
  for (const cell of read) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
  const page = await get(`${at}?all=yes`);
  assert.deepEqual(allIn(page.main, 'script', 'img', 'iframe', 'svg', 'object', 'style'), []);
});
