import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ReportedCorrection, Duplicate, Group } from '../../src/report/findings/report.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const oakfield = 'examples/oakfield.json';
let number = 0;

function given(document: object): string {
  const path = join(folder, `${String(number++)}.json`);
  writeFileSync(path, JSON.stringify({ ExtractedAt: '2026-11-20T02:00:00Z', ...document }));
  return path;
}

interface School {
  readonly school: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly toCorrect: ReportedCorrection[];
  readonly mistakes: Group[];
  readonly choices: Group[];
  readonly warnings: Group[];
  readonly duplicates: Duplicate[];
  readonly endsOut: Record<string, number>;
  readonly names: Record<string, Record<string, string>> | null;
}

async function reported(...args: string[]): Promise<School[]> {
  const { stdout } = await cli(['report', '--json', ...args]);
  return (JSON.parse(stdout) as { schools: School[] }).schools;
}

/** A teacher without a title, whose class goes with her, and the class's students and their parents with it. */
const chain = {
  SchoolID: '1',
  SchoolName: 'A school',
  Students: [
    { StudentID: 101, KnownName: 'Sam', Surname: 'Okoro' },
    { StudentID: 102, KnownName: 'Mia', Surname: 'Okoro' },
  ],
  Contacts: [{ ContactID: 5001, Title: 'Mr and Mrs', Forename: 'Ben and Ife', Surname: 'Okoro' }],
  ContactLinks: [
    { StudentID: 101, ContactID: 5001 },
    { StudentID: 102, ContactID: 5001 },
  ],
  Staff: [{ StaffID: 31, Title: ' ', Forename: 'Ada', Surname: 'Lim' }],
  Classes: [
    { ClassID: 9, ClassCode: '4B', Type: 'Registration', StaffID1: 31, StudentIDs: [101, 102] },
    { ClassID: 10, ClassCode: 'Club', Type: 'Club', StaffID1: 31, StudentIDs: [101] },
  ],
  Groups: [],
};

test('what stays out is grouped by rule and by what is at the end of its chain, mistakes apart from choices', async () => {
  const [school] = await reported(given(chain));
  const short = (groups: readonly Group[] = []) =>
    groups.map(({ kind, rule, cause, count, records, file, line }) => [
      kind,
      rule,
      cause,
      count,
      records.map(({ id, position }) => [id, position]),
      `${String(file)}:${String(line)}`,
    ]);
  const teacher = { kind: 'teachers', id: '31', rule: 'teacher-title', because: 'Title is blank' };
  assert.deepEqual(short(school?.mistakes), [
    [
      'students',
      'student-in-a-class',
      teacher,
      2,
      [
        ['101', 0],
        ['102', 1],
      ],
      'rules/students.yaml:2',
    ],
    [
      'contacts',
      'contact-has-a-student',
      teacher,
      2,
      [
        ['5001', 0],
        ['5001#2', 0],
      ],
      'rules/contacts.yaml:25',
    ],
    ['teachers', 'teacher-title', null, 1, [['31', 0]], 'rules/teachers.yaml:2'],
    ['classes', 'class-has-a-teacher', teacher, 1, [['9', 0]], 'rules/classes.yaml:18'],
  ]);
  assert.deepEqual(short(school?.choices), [['classes', 'class-type', null, 1, [['10', 1]], 'rules/classes.yaml:2']]);
  assert.deepEqual(school?.endsOut, { contactLinks: 4, classStudents: 3, classTeachers: 2 });
});

test('links that one rule keeps out are one cause, not one for each person', async () => {
  const [school] = await reported(oakfield, '--set', 'parentalResponsibilityOnly=true');
  const contacts = school?.choices.filter(({ kind }) => kind === 'contacts');
  assert.deepEqual(
    contacts?.map(({ cause, count }) => [cause, count]),
    [
      [
        {
          kind: 'contactLinks',
          id: null,
          rule: 'parental-responsibility',
          because: 'No parental responsibility for the student',
        },
        9,
      ],
    ],
  );
});

test('the list to correct names the one to mend, where it stands, and how many wait for it', async () => {
  const [school] = await reported(given(chain));
  assert.deepEqual(school?.toCorrect, [
    {
      who: 'school',
      kind: 'teachers',
      id: '31',
      other: null,
      rule: 'teacher-title',
      wrong: 'Title is blank',
      fix: 'Give the member of staff a title',
      section: 'Staff',
      position: 0,
      fields: ['Title'],
      out: true,
      keepsOut: { students: 2, contacts: 2, classes: 1 },
    },
  ]);
});

test('both halves of a combined record are one record to correct', async () => {
  const [school] = await reported(given({ ...chain, Contacts: [{ ...chain.Contacts[0], Surname: '' }] }));
  assert.deepEqual(
    school?.toCorrect.map(({ kind, id }) => [kind, id]),
    [
      ['teachers', '31'],
      ['contacts', '5001'],
    ],
  );
});

test('what brings most through comes first, and what is the extract is a question to the supplier', async () => {
  const [school] = await reported(oakfield);
  const who = (wanted: string) =>
    school?.toCorrect.filter((one) => one.who === wanted).map(({ kind, id, rule }) => [kind, id, rule]);
  assert.deepEqual(who('school')?.slice(0, 3), [
    ['teachers', '38', 'teacher-title'],
    ['students', '158', 'student-in-a-class'],
    ['contacts', '5086', 'contact-forename'],
  ]);
  assert.deepEqual([...new Set(who('supplier')?.map(([, , rule]) => rule))].sort(), [
    'dangling',
    'half-id-taken',
    'likely-duplicate',
    'no-id',
    'repeat-differs',
  ]);
});

test('likely duplicates come with the fields that differ and the children of each', async () => {
  const [school] = await reported(oakfield);
  assert.deepEqual(school?.duplicates, [
    {
      kind: 'contacts',
      ids: ['5019', '5083'],
      fields: ['Title', 'Forename', 'Surname', 'Email', 'Phone'],
      linked: { students: [['117'], ['117']] },
    },
    {
      kind: 'contacts',
      ids: ['5081', '5082'],
      fields: ['Title', 'Email', 'Phone'],
      linked: { students: [['104'], ['105']] },
    },
  ]);
});

test('a half has its own name where it comes through, and that of the whole record where it does not', async () => {
  const staff = [{ StaffID: 31, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' }];
  const [through] = await reported(given({ ...chain, Staff: staff }), '--names', '--set', 'singleSignOn=true');
  assert.deepEqual(through?.names?.contacts, { '5001': 'Mr and Mrs Ben and Ife Okoro', '5001#2': 'Mrs Ife Okoro' });
  const [out] = await reported(given(chain), '--names');
  assert.deepEqual(out?.names?.contacts, {
    '5001': 'Mr and Mrs Ben and Ife Okoro',
    '5001#2': 'Mr and Mrs Ben and Ife Okoro',
  });
});

test('what a combined contact keeps out counts its second half, and nobody twice, in every form', async () => {
  const [school] = await reported(oakfield);
  const listed = school?.toCorrect.filter(({ rule }) => rule === 'contact-forename');
  assert.deepEqual(
    listed?.map(({ id, out, keepsOut }) => [id, out, keepsOut]),
    [
      ['5086', true, { contacts: 1 }],
      ['5018', true, {}],
      ['5031', true, {}],
    ],
  );
  const out = school?.mistakes.filter(({ kind, rule }) => kind === 'contacts' && rule === 'contact-forename');
  assert.deepEqual(
    out?.map(({ count }) => count),
    [4],
  );
  const as = async (format: string) => (await cli(['report', oakfield, '--format', format])).stdout;
  assert.match(await as('csv'), /,5086,.*,1 parent\r\n/);
  assert.match(await as('text'), /5086, keeps out 1 parent; 5018; 5031/);
  assert.match((await as('mail')).replace(/\s+/g, ' '), /- 5086, [^-]*, keeps out 1 parent - 5018/);
  assert.match(await as('html'), /Forename is blank\..*?Keeps out 4 parents\./s);
});

test('text shows the first eight of a sort and how many more, the other formats all of them', async () => {
  const contacts = Array.from({ length: 10 }, (_, index) => ({
    ContactID: 6000 + index,
    Title: '',
    Forename: 'A',
    Surname: 'B',
  }));
  const file = given({ ...chain, Contacts: contacts, ContactLinks: [] });
  const { stdout: text } = await cli(['report', file]);
  assert.match(
    text,
    /^ {4}10 parents +Title is blank\. .*\n +6000; 6001; 6002; 6003; 6004; 6005; 6006; 6007; 2 more$/m,
  );
  const { stdout: html } = await cli(['report', file, '--format', 'html']);
  for (const { ContactID } of contacts) assert.ok(html.includes(`<li><bdi>${String(ContactID)}</bdi>, Title`));
  assert.match(html, /<li id="school-1-correct-\w{12}"><h4>10 parents: Title is blank\.<\/h4>/);
});

test('a broken document is a failed school, red in CI; the mistakes of the others are not', async () => {
  const { code, stdout, stderr } = await cli(['report', 'examples', '--format', 'junit']);
  assert.equal(code, 1);
  assert.match(stderr, /^School 9361236: .*cut short/m);
  assert.match(stdout, /<testsuite name="report" tests="4" failures="1"/);
  assert.match(
    stdout,
    /name="Ash Lane Primary \(9361236\)"><failure message="examples\/three\.ndjson, line 2: cut short/,
  );
});

test('without inputs it reports the last loaded run, and says so', async () => {
  const database = `sqlite:${join(folder, 'last.db')}`;
  await cli(['run', oakfield, '--database', database]);
  const { code, stdout, stderr } = await cli(['report', '--database', database]);
  assert.equal(code, 0);
  assert.match(stderr, /^From the last loaded runs in .*; give the extract for what it has now, and for names\.$/m);
  assert.match(stdout, /From the last loaded run, \d{4}-\d\d-\d\dT[\d:.]+Z; give the extract/);
  const fromExtract = await cli(['report', oakfield]);
  const below = (text: string) => text.slice(text.indexOf('To correct'));
  assert.equal(below(stdout), below(fromExtract.stdout));
});

test('a database that is not there is not made', async () => {
  const path = join(folder, 'none.db');
  const { code, stdout, stderr } = await cli(['report', '--database', `sqlite:${path}`]);
  assert.deepEqual([code, stdout, stderr], [1, '', `There is no database ${path} yet: pullthrough run makes it.\n`]);
  assert.equal(existsSync(path), false);
});

test('a school that is not there is a failure, with its reason', async () => {
  const database = `sqlite:${join(folder, 'unknown.db')}`;
  await cli(['run', oakfield, '--database', database]);
  for (const args of [[oakfield], ['--database', database]]) {
    const { code, stderr } = await cli(['report', ...args, '--school', '7', '--school', '9361234']);
    assert.equal(code, 1);
    assert.match(stderr, /^School 7: /m);
  }
});

const wrong: readonly [args: string[], message: RegExp][] = [
  [['--names'], /^Names come from an extract, and none is given/],
  [['--json', '--format', 'html'], /^--json and --format html are two formats/],
  [['--format', 'htm'], /^There is no format "htm"\. Did you mean "html"\?/],
  [[oakfield, '--out', 'examples'], /^--out examples is a folder/],
  [[oakfield, '--out', 'nowhere/report.html'], /^--out nowhere\/report\.html cannot be written \(ENOENT\)/],
  [['nowhere.json'], /^There is no file or folder nowhere\.json/],
];

for (const [args, message] of wrong) {
  test(`report ${args.join(' ')} is a wrong call`, async () => {
    const { code, stdout, stderr } = await cli(['report', ...args]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, message);
  });
}

test('with --out the file is whole, and nothing else is left beside it', async () => {
  const outs = join(folder, 'outs');
  mkdirSync(outs);
  const out = join(outs, 'report.md');
  writeFileSync(out, 'an older report');
  const { code, stdout } = await cli(['report', oakfield, '--format', 'markdown', '--out', out]);
  const direct = await cli(['report', oakfield, '--format', 'markdown']);
  assert.deepEqual([code, stdout], [0, '']);
  assert.equal(readFileSync(out, 'utf8'), direct.stdout);
  assert.deepEqual(readdirSync(outs), ['report.md']);
});

test('a choice of the school is no error: it is told apart, with what goes because of it', async () => {
  const club = { ...chain, Staff: [{ StaffID: 31, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' }] };
  const [school] = await reported(given({ ...club, Classes: [{ ...club.Classes[0], Type: 'Club' }] }));
  assert.deepEqual(school?.toCorrect, []);
  assert.deepEqual(school?.mistakes, []);
  assert.deepEqual(
    school?.choices.map(({ kind, cause, count }) => [kind, cause?.id ?? null, count]),
    [
      ['students', '9', 2],
      ['contacts', '9', 2],
      ['teachers', '9', 1],
      ['classes', null, 1],
    ],
  );
});

test('a warning about a record that is out for another reason keeps nobody out', async () => {
  const [school] = await reported(
    given({
      ...chain,
      Staff: [{ StaffID: 31, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' }],
      Classes: [{ ClassID: 9, ClassDescription: ['a list'], Type: 'Club', StaffIDs: [31], StudentIDs: [101, 102] }],
    }),
  );
  const warned = school?.toCorrect.filter(({ rule }) => rule === 'bad-value');
  assert.deepEqual(
    warned?.map(({ out, keepsOut }) => [out, keepsOut]),
    [[false, {}]],
  );
});

test('B8: an extract from the future has the findings that its run has, wherever it is decided without being loaded', async () => {
  const path = given({ ...chain, ExtractedAt: '2099-01-01T00:00:00Z' });
  const now = new Date('2026-11-20T06:00:00Z');
  const database = `sqlite:${join(folder, 'future.db')}`;
  const ran = await cli(['run', path, '--database', database, '--json'], { now });
  const [{ warnings }] = (JSON.parse(ran.stdout) as { schools: { warnings: Record<string, number> }[] }).schools;
  assert.equal(warnings['bad-value'], 1);
  const reports = [
    ['report', '--json', '--database', database],
    ['report', path, '--json', '--database', database],
  ].map((args) => cli(args, { now }));
  const [ofRun, ofExtract] = (await Promise.all(reports)).map(
    ({ stdout }) => JSON.parse(stdout) as { schools: School[] },
  );
  const future = (school: School | undefined) => school?.toCorrect.filter(({ rule }) => rule === 'bad-value');
  assert.equal(future(ofExtract?.schools[0])?.length, 1);
  assert.deepEqual(future(ofExtract?.schools[0]), future(ofRun?.schools[0]));
});

test('B6: what a choice of the school keeps out is no mistake, whatever else is wrong with it', async () => {
  const club = { ClassID: 2, ClassCode: 'CL', Type: 'Club', StudentIDs: [1] };
  const document = {
    SchoolID: '1',
    Students: [
      { StudentID: 1, KnownName: 'A', Surname: 'B' },
      { StudentID: 2, KnownName: 'C', Surname: 'D' },
    ],
    Contacts: [],
    ContactLinks: [],
    Staff: [{ StaffID: 1, Title: 'Mr', Forename: 'A', Surname: 'B' }],
    Classes: [
      { ClassID: 1, ClassCode: '4B', Type: 'Registration', StaffID1: 1, StudentIDs: [1] },
      club,
      { ...club, ClassID: 3, StudentIDs: [2] },
    ],
    Groups: [],
  };
  const path = given(document);
  const [school] = await reported(path);
  const own = ({ kind, rule, cause }: Group) => [kind, rule, cause?.rule ?? null];
  assert.deepEqual([school?.toCorrect, school?.mistakes], [[], []]);
  assert.deepEqual(school?.choices.map(own), [
    ['students', 'student-in-a-class', 'class-type'],
    ['classes', 'class-type', null],
    ['classes', 'class-has-a-teacher', null],
  ]);

  const database = join(folder, 'club.db');
  await cli(['run', path, '--database', `sqlite:${database}`]);
  const { stdout } = await cli(['explain', 'class', '2', '--database', `sqlite:${database}`]);
  assert.match(stdout, /It is the school's choice, by class-type/);
  assert.doesNotMatch(stdout, /To correct at the source/);
});

test('a type with one wrong letter ranks by what it perhaps keeps out, which stays among the choices', async () => {
  const document = {
    ...chain,
    Staff: [...chain.Staff, { StaffID: 32, Title: 'Mr', Forename: 'Bo', Surname: 'Lim' }],
    Classes: chain.Classes.slice(0, 1).map((one) => ({ ...one, Type: 'Teaching Set', StaffID1: 32 })),
  };
  const path = given(document);
  const [school] = await reported(path);
  assert.deepEqual(
    school?.toCorrect.slice(0, 1).map(({ rule, id, out, keepsOut, perhaps }) => [rule, id, out, keepsOut, perhaps]),
    [['class-type-near-miss', '9', false, {}, { classes: 1, students: 2, contacts: 2, teachers: 1 }]],
  );
  assert.ok(school.toCorrect.slice(1).every(({ perhaps }) => perhaps === undefined));
  assert.deepEqual(
    school.choices.map(({ kind, rule, count }) => [kind, rule, count]),
    [
      ['students', 'student-in-a-class', 2],
      ['contacts', 'contact-has-a-student', 2],
      ['teachers', 'teacher-has-a-class', 1],
      ['classes', 'class-type', 1],
    ],
  );
  const kept = '2 students, 2 parents, 1 teacher and 1 class';
  const { stdout: text } = await cli(['report', path]);
  assert.match(text, /To correct by the school\n {4}1 class +The type differs from a listed one/);
  assert.match(text, new RegExp(`\\n +9, perhaps keeps out ${kept}\\n`));
  assert.match(text, /Out by the school's choice, some perhaps because of a mistake above\n/);
  const { stdout: markdown } = await cli(['report', path, '--format', 'markdown']);
  assert.match(
    markdown,
    new RegExp(`Write the type exactly as listed\\\\: “Teaching set”, not “Teaching Set”\\. \\| perhaps ${kept}`),
  );
  const { stdout: html } = await cli(['report', path, '--format', 'html']);
  assert.match(
    html,
    new RegExp(`Write the type exactly as listed: “Teaching set”, not “Teaching Set”\\. Perhaps keeps out ${kept}\\.`),
  );
  for (const all of [markdown, html]) {
    assert.match(all, /But for what is named above, nothing is wrong with them/);
    assert.doesNotMatch(all, /Nothing is wrong with these/);
  }
  const { stdout: mail } = await cli(['report', path, '--format', 'mail']);
  assert.match(mail.replaceAll(/\s+/g, ' '), new RegExp(`perhaps keeps out ${kept}`));
});
