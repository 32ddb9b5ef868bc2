import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { allIn, linksIn, pagesOf, textOf, type Node, type Pages } from '../support/shown-pages.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const at = '/schools/9360001/not-coming-through';
const why = '/schools/9360001/why';

/** A class without a teacher takes its students along, and these their contacts; a club is not wanted. */
function mistaken(students = 12): SmallSchool {
  const school = smallSchool(students);
  Object.assign(school.Staff[1], { Title: null, Forename: 'Hidden', Surname: 'Person' });
  Object.assign(school.Contacts[2], { Forename: ' ', Surname: 'Secret' });
  school.Classes.push({
    ClassID: 900,
    ClassCode: 'C',
    ClassDescription: 'Choir',
    Type: 'Club',
    StaffID1: 30,
    StudentIDs: [100],
  });
  school.Groups[0].StudentIDs = [...(school.Groups[0].StudentIDs as number[]), 'gone', 'away'];
  return school;
}

interface Json {
  readonly rule: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly of: { readonly kind: string; readonly id: unknown };
  readonly because: string;
  readonly why: readonly Json[];
}

type Told = readonly [depth: number, rule: string, place: string, says: string];

function toldByJson(reasons: readonly Json[], depth = 0): Told[] {
  return reasons.flatMap(({ rule, file, line, because, why: below }): Told[] => [
    [depth, rule, file === null ? '' : `${file}:${String(line)}`, because.replace(/\.$/, '')],
    ...toldByJson(below, depth + 1),
  ]);
}

/** The tree of a page, read off its lists. */
function toldByPage(list: Node, depth = 0): Told[] {
  const children = 'childNodes' in list ? list.childNodes : [];
  return children.flatMap((item): Told[] => {
    // The first of them is the record's own.
    const rule = allIn(item, 'details').find((one) => textOf(one).startsWith('Details'));
    if (rule === undefined) return [];
    const head = allIn(item, 'summary').find((one) => textOf(one) !== 'Details') ?? item;
    const [below] = allIn(item, 'ul');
    const says = /: (.*?)\./s.exec(textOf(head))?.[1] ?? '';
    const place = allIn(rule, 'span')
      .map((one) => textOf(one).trim())
      .find((text) => /:\d+$/.test(text));
    const own: Told = [depth, textOf(allIn(rule, 'code')[0] ?? rule), place ?? '', says];
    return [own, ...(below === undefined ? [] : toldByPage(below, depth + 1))];
  });
}

for (const backend of backends()) {
  const on = (name: string, school: SmallSchool, body: (pages: Pages, nights: Nights) => Promise<void>): void => {
    test(`${name}, on ${backend.name}`, async () => {
      const nights = await begin(backend);
      await nights.run(school);
      await body(await pagesOf(nights.database.url, configuration), nights);
    });
  };

  on('reasons are counted, mistakes apart from choices, with what to correct', mistaken(), async ({ get }) => {
    const { tables, text } = await get(at);
    const [mistakes, choices, noted] = tables;
    assert.deepEqual(mistakes, [
      ['How many', 'Why', 'What to correct', 'Rule'],
      [
        '1 parent',
        'Forename is blank.',
        'Give the parent a forename.',
        'Detailscontact-forename rules/contacts.yaml:15',
      ],
      [
        '1 teacher',
        'Title is blank.',
        'Give the member of staff a title.',
        'Detailsteacher-title rules/teachers.yaml:2',
      ],
      [
        '1 class',
        'None of its teachers comes through.',
        'Nothing here: correct what keeps out the teachers they are linked to.',
        'Detailsclass-has-a-teacher rules/classes.yaml:18',
      ],
      [
        '2 students',
        "None of the student's classes comes through.",
        'Nothing here: correct what keeps out the classes they are linked to.',
        'Detailsstudent-in-a-class rules/students.yaml:2',
      ],
      [
        '2 parents',
        "None of the parent's links to students comes through.",
        'Nothing here: correct what keeps out the students they are linked to.',
        'Detailscontact-has-a-student rules/contacts.yaml:25',
      ],
      [
        '2 students of groups',
        'It names a record that the extract does not have.',
        'Correct the reference, or add the record to the extract.',
        'Detailsdangling',
      ],
    ]);
    assert.deepEqual(choices, [
      ['How many', 'Why', 'Rule'],
      [
        '1 class',
        'It is not a registration group, a mixed group or a teaching set.',
        'Detailsclass-type rules/classes.yaml:2',
      ],
    ]);
    assert.deepEqual(noted?.[0], ['Of', 'Read', 'Split', 'Through', 'Not', 'Rejected', 'Merged']);
    assert.deepEqual(noted.slice(1, 3), [
      ['Students', '12', '0', '10', '2', '0', '0'],
      ['Parents', '12', '0', '9', '3', '0', '0'],
    ]);
    assert.match(text, /Links that go with one of their ends: 3 parent links/);
  });

  const noted = smallSchool(12);
  Object.assign(noted.Contacts[1], { Email: 'no address' });
  Object.assign(noted.Contacts[2], { Forename: null });
  on('what keeps nobody out is not called so on its own page', noted, async ({ get }) => {
    const page = await get(at);
    const titleOf = async (link: string) => /<title>(.*?)<\/title>/.exec((await get(link)).html)?.[1];
    const [out = '', warned = ''] = linksIn(page, /^1 parent$/);
    assert.match((await titleOf(out)) ?? '', /^Not coming through: 1 parent/);
    assert.match((await titleOf(warned)) ?? '', /^Also noted: 1 parent/);
  });

  const many = smallSchool(130);
  many.Contacts.forEach((contact, index) => index >= 10 && Object.assign(contact, { Title: '' }));
  on(
    'a reason leads to its records in parts of 50, and each of them to its explanation',
    many,
    async ({ get, send }) => {
      const [first = ''] = linksIn(await get(at), /^120 parents$/);
      const ids: string[] = [];
      for (let page: string | undefined = first, parts = 0; page !== undefined; parts++) {
        assert.ok(parts < 3);
        const shown = await get(page);
        const [rows = []] = shown.tables;
        ids.push(...rows.slice(1).map(([id = '']) => id));
        assert.ok(rows.length <= 51);
        const [lead = ''] = linksIn(shown, new RegExp(`^${ids.at(-1) ?? ''}$`));
        assert.match((await get(lead)).text, new RegExp(`Parent ${ids.at(-1) ?? ''} does not come through`));
        page = linksIn(shown, /^Next$/)[0];
      }
      assert.deepEqual(
        ids,
        Array.from({ length: 120 }, (_, index) => String(5010 + index)),
      );
      assert.equal((await get(`${first}&page=99`)).tables[0]?.length, 21);
      assert.equal((await send(first.replace('contact-title', 'no-such-rule'))).statusCode, 404);
    },
  );

  on('the explanation is that of explain, as a tree', mistaken(), async ({ get }, nights) => {
    for (const [kind, ...id] of [
      ['students', '110'],
      ['contacts', '5011'],
      ['classes', '201'],
      ['classes', '900'],
      ['teachers', '31'],
      ['contactLinks', '110', '5010'],
      ['groupStudents', '70', 'gone'],
    ] as const) {
      const { stdout } = await nights.command('explain', kind, ...id, '--json');
      const expected = toldByJson((JSON.parse(stdout) as { why: Json[] }).why);
      assert.ok(expected.length > 0, stdout);
      const page = await get(`${why}?kind=${kind}&${id.map((one) => `id=${one}`).join('&')}`);
      const tree = allIn(page.main, 'ul').find(
        (list) => 'attrs' in list && list.attrs.some(({ value }) => value === 'why'),
      );
      assert.ok(tree !== undefined);
      assert.deepEqual(toldByPage(tree), expected, kind);
      assert.match(page.text, /does not come through/);
    }
  });

  on(
    'what comes through is led to its page, and what is unknown to what may be meant',
    mistaken(),
    async ({ get, send }, nights) => {
      const through = await get(`${why}?kind=teachers&id=30`);
      assert.match(through.text, /Teacher 30 comes through/);
      assert.deepEqual(linksIn(through, /page/), ['/schools/9360001/teachers/record?id=30']);
      const link = await get(`${why}?kind=contactLinks&id=100&id=5000`);
      assert.match(link.text, /comes through/);
      assert.deepEqual(linksIn(link, /page/), [
        '/schools/9360001/students/record?id=100',
        '/schools/9360001/contacts/record?id=5000',
      ]);
      const unknown = await get(`${why}?kind=students&id=0100`);
      assert.match(unknown.text, /The last run has no student 0100\..*Did you mean student 100/s);
      assert.ok(linksIn(unknown, /^student 100$/)[0]?.endsWith('/why?kind=students&id=100'));
      const named = await get(`${why}?kind=students&id=gone`);
      assert.match(named.text, /It is named by group 70, student gone\..*Correct the reference/s);
      assert.match(
        (await get(`${why}?kind=contactLinks&id=100&id=`)).text,
        /Give both its ids: of the student and of the parent/,
      );
      for (const path of [`${why}?kind=x&id=1`, why, '/schools/1/why?kind=students&id=1'])
        assert.equal((await send(path)).statusCode, 404, path);
      await nights.run({
        ...mistaken(),
        ExtractedAt: '2026-11-21T02:00:00Z',
        Students: smallSchool(12).Students.slice(1),
      });
      const left = await get(`${why}?kind=students&id=100`);
      assert.match(left.text, /It came through once, and has left since\./);
    },
  );

  on('no page says the name of who does not come through', mistaken(), async ({ get, send }) => {
    const summary = await get(at);
    const paths = [
      at,
      ...linksIn(summary, /^\d+ /).flatMap((path) => [path, `${path}&names=yes`]),
      `${why}?kind=teachers&id=31&values=yes`,
      `${why}?kind=contacts&id=5002&values=yes`,
      `${why}?kind=students&id=110&values=yes`,
      ...['', '.csv', '.txt'].map((form) => `/schools/9360001/to-correct${form}?names=yes&all=yes`),
    ];
    for (const path of paths) {
      const { statusCode, body } = await send(path);
      assert.equal(statusCode, 200, path);
      assert.doesNotMatch(body, /Hidden|Person|Secret|Surname1\d|Known1\d|Parent1\d|Forename1\d/, path);
      assert.doesNotMatch(body, /Show names|values from the extract/, path);
    }
    assert.doesNotMatch(summary.html, /name="words"/);
  });

  const couple = mistaken();
  Object.assign(couple.Contacts[5], { Title: 'Mr and Mrs' });
  couple.ContactLinks = couple.ContactLinks.filter(({ ContactID: id }) => id !== 5005);
  on('the second parent of a couple is named by the id that the MIS has', couple, async ({ get }) => {
    const { text } = await get(`${why}?kind=contacts&id=${encodeURIComponent('5005#2')}`);
    assert.match(text, /The second parent of the couple 5005 does not come through/);
    assert.match(text, /The second parent of the couple 5005: Link the parent to a student/);
    assert.doesNotMatch(text, /5005#2/);
  });

  const misspelt = mistaken();
  Object.assign(misspelt.Classes[0] ?? {}, { Type: 'registration' });
  on('a type with one wrong letter is to be corrected, and nothing else is said of it', misspelt, async ({ get }) => {
    const page = await get(at);
    const parts = allIn(page.main, 'h2').map(textOf);
    assert.deepEqual(parts.slice(1, 4), [
      'Because of a mistake',
      'Perhaps because of a mistake',
      "By the school's choice",
    ]);
    assert.match(page.text, /exactly as listed/);
    assert.doesNotMatch(page.text, /Nothing is wrong with these|This keeps nobody out/);
    const near = await get(`${why}?kind=classes&id=200`);
    assert.match(
      near.text,
      /To correctClass 200: Write the type exactly as listed: “Registration”, not “registration”That may be all that keeps it out\. If it is right as it stands:It is the school's choice/,
    );
    assert.doesNotMatch(near.text, /Also noted/);
    const student = await get(`${why}?kind=students&id=100`);
    assert.match(student.text, /To correctClass 200: Write the type exactly as listed: “Registration”/);
    assert.match(
      (await get('/schools/9360001/to-correct')).text,
      /exactly as listed: “Registration”, not “registration”\./,
    );
    assert.doesNotMatch((await get(`${why}?kind=classes&id=900`)).text, /exactly as listed|may be all/);
  });

  on('a choice that nothing is wrong with is said to be one', mistaken(), async ({ get }) => {
    assert.match((await get(at)).text, /By the school's choice.*Nothing is wrong with these: a rule says/s);
  });
}
