import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { Ajv } from 'ajv';
import { cli, type CliResult } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf } from '../support/numbers.js';

const folder = temporaryFolder();
const extract = 'examples/oakfield.json';
const database = `sqlite:${join(folder, 'loaded.db')}`;
const matchesSchema = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync('schemas/explain.schema.json', 'utf8')) as object,
);

before(async () => {
  assert.equal((await cli(['run', extract, '--database', database])).code, 0);
});

async function explain(...args: string[]): Promise<CliResult> {
  return cli(['explain', ...args, '--database', database]);
}

async function explainAsJson(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await explain(...args, '--json');
  assert.equal(code, 0, stderr);
  const value = JSON.parse(stdout) as Record<string, unknown>;
  assert.ok(matchesSchema(value), JSON.stringify(matchesSchema.errors));
  return value;
}

test('a student who stays out is explained down to the teacher whose title is blank, and by what would be enough', async () => {
  const { code, stdout, stderr } = await explain('student', '156', extract);
  assert.equal(code, 0);
  assert.equal(stderr, 'School 9361234, from examples/oakfield.json.\n');
  assert.equal(
    stdout,
    `Student 156 does not come through.

  student-in-a-class: None of the student's classes comes through        rules/students.yaml:2
  └─ class 206  class-has-a-teacher: None of its teachers comes through  rules/classes.yaml:18
     └─ teacher 38  teacher-title: Title is blank                        rules/teachers.yaml:2

Any one of these brings it through:
  1. Give the member of staff a title (teacher 38)
  2. Add a teacher with title, forename and surname to the class (class 206)
  3. Put the student in a class that comes through (student 156)
`,
  );
});

test('the JSON of it has the same tree, with where each rule is written', async () => {
  const of = (kind: string, id: string) => ({ kind, id });
  const plain = { options: [], field: null };
  const { why, fixes, through, from } = await explainAsJson('students', '156', extract);
  assert.deepEqual({ through, from }, { through: false, from: 'extract' });
  assert.deepEqual(why, [
    {
      rule: 'student-in-a-class',
      because: "None of the student's classes comes through",
      fix: 'Put the student in a class that comes through',
      file: 'rules/students.yaml',
      line: 2,
      of: of('students', '156'),
      ...plain,
      why: [
        {
          rule: 'class-has-a-teacher',
          because: 'None of its teachers comes through',
          fix: 'Add a teacher with title, forename and surname to the class',
          file: 'rules/classes.yaml',
          line: 18,
          of: of('classes', '206'),
          ...plain,
          why: [
            {
              rule: 'teacher-title',
              because: 'Title is blank',
              fix: 'Give the member of staff a title',
              file: 'rules/teachers.yaml',
              line: 2,
              of: of('teachers', '38'),
              ...plain,
              why: [],
            },
          ],
        },
      ],
    },
  ]);
  assert.deepEqual(
    (fixes as { kind: string; id: string; rule: string }[][]).map((set) => set.map(({ id, rule }) => [id, rule])),
    [[['38', 'teacher-title']], [['206', 'class-has-a-teacher']], [['156', 'student-in-a-class']]],
  );
});

test('without an extract the last run answers with the chain alone, and says what an extract would add', async () => {
  const { code, stdout, stderr } = await explain('student', '156');
  assert.equal(code, 0);
  assert.match(stderr, /^School 9361234, from the last loaded run \(.*Z\)\. Give the extract as well/);
  assert.match(stdout, /student-in-a-class.*\n.*class 206 {2}class-has-a-teacher.*\n.*teacher 38 {2}teacher-title/);
  assert.match(stdout, /To correct at the source:\n {2}Give the member of staff a title \(teacher 38\)\n$/);
  const json = await explainAsJson('student', '156');
  assert.deepEqual([json['from'], json['fixes'], json['searchedAll']], ['last run', [], false]);
});

for (const inputs of [[extract], []]) {
  const from = inputs.length > 0 ? 'the extract' : 'the last run';

  test(`what comes through is shown with its links, from ${from}`, async () => {
    const { code, stdout } = await explain('student', '101', ...inputs);
    assert.equal(code, 0);
    assert.match(stdout, /^Student 101 comes through\.\n\nIts links that come through:\n/);
    const { why, joined } = await explainAsJson('student', '101', ...inputs);
    assert.deepEqual(why, []);
    assert.deepEqual(
      (joined as { link: string; ids: string[] }[]).map(({ link, ids }) => [link, [...ids].sort()]),
      [
        ['contactLinks', ['5001', '5001#2']],
        ['classStudents', ['203', '211']],
        ['groupStudents', ['70']],
      ],
    );
  });

  test(`a link is named by both its ids, from ${from}`, async () => {
    const { id, why } = await explainAsJson('contactLink', '156', '5078', ...inputs);
    assert.deepEqual(id, ['156', '5078']);
    const [reason] = why as { rule: string; of: unknown; why: { of: unknown }[] }[];
    assert.equal(reason?.rule, 'end-stays-out');
    assert.deepEqual(reason.of, { kind: 'contactLinks', id: ['156', '5078'] });
    assert.deepEqual(reason.why[0]?.of, { kind: 'students', id: '156' });
  });

  test(`a record that links name and that is not there is said to be named, with exit code 1, from ${from}`, async () => {
    const { code, stdout, stderr } = await explain('student', '998', ...inputs, '--json');
    assert.equal(code, 1);
    assert.match(stderr, /has no student 998\. .*It is named by class student of class 205 and student 998: correct/);
    const value: unknown = JSON.parse(stdout);
    assert.ok(matchesSchema(value), JSON.stringify(matchesSchema.errors));
  });

  test(`an id that is nearly one there is gets the near ones, from ${from}`, async () => {
    const { code, stdout, stderr } = await explain('contact', '05001', ...inputs);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /has no parent 05001\. Did you mean 5001, /);
  });
}

test('where no mistake is to be corrected, the choice of the school is named, with what it reads', async () => {
  const { stdout } = await explain('class', '212', extract);
  assert.doesNotMatch(stdout, /No correction/);
  assert.match(
    stdout,
    /\nIt is the school's choice, by class-type \(rules\/classes\.yaml:2\)\.\nIf what that reads is wrong at the source, this brings it through:\n {2}1\. Correct Type \(class 212\)\n/,
  );
  const { fixes, ifWrong, searchedAll, gaveUp } = await explainAsJson('class', '212', extract);
  const correction = { kind: 'classes', id: '212', rule: 'class-type', fix: 'Correct Type' };
  assert.deepEqual([fixes, ifWrong, searchedAll, gaveUp], [[], [[correction]], true, false]);
});

test('a correction of a half is made on the contact that the source has', async () => {
  const { fixes } = await explainAsJson('contact', '5086#2', extract);
  assert.deepEqual(fixes, [
    [{ kind: 'contacts', id: '5086', rule: 'contact-forename', fix: 'Give the parent a forename' }],
  ]);
});

test('values are shown only where they are asked for', async () => {
  const secret = 'Unusualtype';
  const school = JSON.parse(readFileSync('test/cases/01-everything-comes-through.json', 'utf8')) as {
    Classes: { ClassID: number; Type: string }[];
  };
  for (const one of school.Classes) one.Type = secret;
  const input = join(folder, 'secret.json');
  writeFileSync(input, JSON.stringify(school));
  const id = String(school.Classes[0]?.ClassID);
  for (const more of [[], ['--json']]) {
    const without = await explain('class', id, input, ...more);
    assert.equal(without.code, 0, without.stderr);
    assert.doesNotMatch(without.stdout + without.stderr, new RegExp(secret));
    const asked = await explain('class', id, input, '--values', ...more);
    assert.match(asked.stdout, new RegExp(secret));
  }
  const { why } = await explainAsJson('class', id, input, '--values');
  assert.deepEqual((why as { saw: unknown }[])[0]?.saw, [
    { fact: 'type', operator: 'in', value: { fact: 'option.classTypes' }, saw: secret, holds: false },
  ]);
});

test('what is read only to decide is shown to nobody, asked or not', async () => {
  for (const more of [[], ['--json']]) {
    const { stdout } = await explain('contactLink', '101', '5001', extract, '--rules', '--values', ...more);
    assert.match(stdout, /parental-responsibility/);
    assert.doesNotMatch(stdout, /arental ?[rR]esponsibility[^\n]*(?:“|: (?:yes|true))|"saw":true/);
  }
  const { rules, values } = await explainAsJson('contactLink', '101', '5001', extract, '--values');
  const [{ saw }] = rules as { saw: { fact: string; saw?: unknown }[] }[];
  assert.deepEqual(
    saw.map((one) => [one.fact, 'saw' in one]),
    [
      ['option.parentalResponsibilityOnly', true],
      ['parentalResponsibility', false],
    ],
  );
  assert.deepEqual(
    (values as { field: string }[]).map(({ field }) => field),
    ['relationship', 'priority'],
  );
});

test('what comes through says which rules were asked, and what gave each value', async () => {
  const half = await explainAsJson('contact', '5001#2', extract);
  assert.doesNotMatch(JSON.stringify(half), /Okoro|Ife/);
  assert.deepEqual(
    (half['rules'] as { rule: string; deed: string; line: number }[]).map(({ rule, deed }) => [rule, deed]).slice(0, 3),
    [
      ['combined-contact', 'split'],
      ['contact-title', 'through'],
      ['contact-forename', 'through'],
    ],
  );
  const given = (
    half['values'] as { field: string; by: string; position: number; split: { half: number } | null }[]
  ).map(({ field, by, position, split }) => [field, by, position, split?.half ?? null]);
  assert.deepEqual(given.slice(0, 3), [
    ['title', 'source', 0, 2],
    ['forename', 'source', 0, 2],
    ['surname', 'source', 0, null],
  ]);
  const last = await explainAsJson('contact', '5001#2');
  assert.deepEqual([last['rules'], last['values']], [null, null]);
});

test('what rules, links, repeats, copies and text functions give is said of each value, with where it is written', async () => {
  const own = join(folder, 'given');
  cpSync('rules', join(own, 'rules'), { recursive: true });
  writeFileSync(
    join(own, 'pipeline.yaml'),
    readFileSync('pipeline.yaml', 'utf8')
      .replace(
        'forename: Forename, surname: Surname, email',
        'forename: { from: [Nick, Forename], text: upper }, surname: Surname, email',
      )
      .replace('email: PrimaryEmail }', 'email: PrimaryEmail, known: {} }'),
  );
  const rule = `- name: known-as
  conditions: { all: [{ fact: surname, operator: equal, value: Lim }] }
  event: { type: set, params: { known: { field: forename, text: lower } } }
`;
  appendFileSync(join(own, 'rules/teachers.yaml'), rule);
  const staff = [
    { StaffID: 2, Title: ' ', Forename: 'Ada', Surname: 'Lim' },
    { StaffID: 2, Title: 'Mrs', Forename: 'Ada' },
  ];
  const contacts = {
    Contacts: [{ ContactID: 5, Title: 'Mr', Forename: 'Bo', Surname: 'Lim' }],
    ContactLinks: [{ StudentID: 1, ContactID: 5, Relationship: 'Uncle' }],
  };
  const input = written('given.json', oneClass('Registration', { Staff: staff, ...contacts }));
  const config = ['--config', join(own, 'pipeline.yaml'), '--values'];
  const teacher = await explain('teacher', '2', input, ...config);
  assert.deepEqual(
    teacher.stdout.replaceAll(`${own}/`, '').split('Its values, and what gave them:\n')[1]?.split('\n'),
    [
      '  title     Mrs    Staff[1].Title, a repeat, because it is blank before',
      '  forename  ADA    Staff[0].Nick, or Forename: the first that has a value counts, in capital letters',
      '  surname   Lim    Staff[0].Surname',
      '  email     blank  nothing at Staff[0].PrimaryEmail',
      '  known     ada    the rule known-as (rules/teachers.yaml:43), a copy of forename, in small letters',
      '',
    ],
  );
  const contact = await explain('contact', '5', input, ...config);
  assert.match(
    contact.stdout,
    /relationship {2}Uncle {2}filled in from relationship of parent link of student 1 and parent 5\n$/,
  );
});

test('a name is looked for in the extract, and what has it is given by id; nothing of it is printed', async () => {
  const several = await explain('student', '--name', 'OKORO', extract);
  assert.equal(several.code, 0);
  assert.match(
    several.stdout,
    /^2 have that name:\n {2}student 101 {2}comes through\n {2}student 102 {2}comes through\n$/,
  );
  const one = await explain('teacher', '--name', 'ada lim', extract);
  assert.match(one.stdout, /^Teacher 31 /);
  const none = await explain('teacher', '--name', 'nobody of that name', extract);
  assert.deepEqual([none.code, none.stdout, none.stderr.split('\n').length], [1, '', 3]);
  for (const { stdout, stderr } of [several, one, none]) assert.doesNotMatch(stdout + stderr, /okoro|Lim|Ada/i);
});

test('wrong calls touch nothing and say what to do', async () => {
  for (const [args, message] of [
    [['studnet', '1'], /no kind "studnet"\. Did you mean "student"\?/],
    [['student'], /Which student\? Give its id, or --name TEXT/],
    [['contactLink', '1'], /named by both its ids: explain contactLink STUDENT CONTACT/],
    [['student', '156', '--values'], /give the extract too/],
    [['student', '156', '--rules'], /give the extract too/],
    [['student', '--name', 'x'], /give the extract too/],
    [['contactLink', '--name', 'x', extract], /of no field that it is a name/],
    [['student', '1', 'examples'], /more than one school: say which with --school ID/],
    [['student', '1', 'nowhere.json'], /no file or folder nowhere\.json/],
    [['student', '1', extract, '--school', '1', '--school', '2'], /takes one --school/],
  ] as const) {
    const { code, stdout, stderr } = await explain(...args);
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, message);
  }
});

test('a school that is broken, or not there, is said to be so with exit code 1', async () => {
  const broken = await explain('student', '1', 'examples', '--school', '9361236');
  assert.equal(broken.code, 1);
  assert.match(broken.stderr, /three\.ndjson, line 2: cut short/);
  const missing = await explain('student', '1', 'examples', '--school', '7');
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /None of the inputs has school 7/);
  const never = await explain('student', '1', '--school', '7');
  assert.equal(never.code, 1);
  assert.match(never.stderr, /School 7 was never loaded/);
});

test("a rule author's own rules are explained and corrected like the shipped ones: thresholds, exclusions, fields of links", async () => {
  const own = join(folder, 'own');
  mkdirSync(join(own, 'rules', 'schools'), { recursive: true });
  cpSync('pipeline.yaml', join(own, 'pipeline.yaml'));
  cpSync('rules', join(own, 'rules'), { recursive: true });
  writeFileSync(
    join(own, 'rules', 'schools', '1.yaml'),
    `
add:
  groups:
    - name: no-small-groups
      because: It has fewer than three students
      fix: Add students to the group
      conditions: { all: [{ fact: studentCount, operator: lessThan, value: 3 }] }
      event: { type: exclude }
  contactLinks:
    - name: relationship-known
      because: Nobody says how they are related
      fix: Say how the contact is related to the student
      conditions: { all: [{ fact: relationship, operator: notEqual, value: null }] }
      event: { type: require }
  teachers:
    - name: school-address
      because: The address is not one of the school
      fix: Give an address of the school
      conditions: { all: [{ fact: email, operator: endsWith, value: "@school.example" }] }
      event: { type: require }
`,
  );
  const document = {
    SchoolID: '1',
    Students: [{ StudentID: 1, KnownName: 'A', Surname: 'B' }],
    Contacts: [{ ContactID: 5, Title: 'Ms', Forename: 'C', Surname: 'B' }],
    ContactLinks: [{ StudentID: 1, ContactID: 5 }],
    Staff: [{ StaffID: 3, Title: 'Ms', Forename: 'D', Surname: 'E', PrimaryEmail: 'd@home.example' }],
    Classes: [{ ClassID: 9, Type: 'Registration', StaffID1: 3, StudentIDs: [1] }],
    Groups: [{ GroupID: 7, GroupType: 'House group', StudentIDs: [1] }],
  };
  const input = join(own, 'extract.json');
  writeFileSync(input, JSON.stringify(document));
  const sets = async (...args: string[]): Promise<string[][]> => {
    const { fixes } = await explainAsJson(...args, input, '--config', join(own, 'pipeline.yaml'));
    return (fixes as { id: string; rule: string }[][]).map((set) => set.map(({ id, rule }) => `${rule} ${String(id)}`));
  };
  assert.deepEqual(await sets('class', '9'), [['school-address 3'], ['class-has-a-teacher 9']]);
  assert.deepEqual(await sets('group', '7'), [['no-small-groups 7']]);
  assert.deepEqual(await sets('contactLink', '1', '5'), [
    ['relationship-known 1,5', 'school-address 3'],
    ['class-has-a-teacher 9', 'relationship-known 1,5'],
    ['relationship-known 1,5', 'student-in-a-class 1'],
  ]);
  const ofContact = await sets('contact', '5');
  assert.deepEqual(ofContact[0], ['contact-has-a-student 5']);
  assert.deepEqual(ofContact[1], ['relationship-known 1,5', 'school-address 3']);
});

test('docs/json.md names every key that the schema of explain has', () => {
  const docs = readFileSync('docs/json.md', 'utf8').split('## explain')[1] ?? '';
  const { $defs } = JSON.parse(readFileSync('schemas/explain.schema.json', 'utf8')) as {
    $defs: Record<
      'explanation' | 'notFound' | 'named' | 'reason' | 'rule' | 'value' | 'correction' | 'noted',
      { properties: object }
    >;
  };
  for (const part of ['explanation', 'notFound', 'named', 'correction', 'noted'] as const)
    for (const key of Object.keys($defs[part].properties)) assert.ok(docs.includes(`\`${key}\``), key);
  for (const [part, list] of [
    ['reason', 'why'],
    ['rule', 'rules'],
    ['value', 'values'],
  ] as const)
    for (const key of Object.keys($defs[part].properties)) assert.ok(docs.includes(`\`${list}[].${key}\``), key);
});

const oneClass = (type: string, more: object = {}) => ({
  SchoolID: '1',
  Students: [{ StudentID: 1, KnownName: 'Sam', Surname: 'Okoro' }],
  Contacts: [],
  ContactLinks: [],
  Staff: [{ StaffID: 2, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' }],
  Classes: [{ ClassID: 3, Type: type, StaffIDs: [2], StudentIDs: [1] }],
  Groups: [],
  ...more,
});

function written(name: string, document: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(document));
  return path;
}

test('a choice that read a type with one wrong letter is said to be perhaps by a mistake, and to be corrected first', async () => {
  const near = written('near.json', oneClass('Teaching Set'));
  const place = "rules/classes.yaml:2  the school's choice, perhaps by a mistake";
  const type = 'class-type: It is not a registration group, a mixed group or a teaching set';
  const fromExtract = await explain('class', '3', near);
  assert.equal(
    fromExtract.stdout,
    `Class 3 does not come through.

  ${type} (option classTypes)  ${place}

This brings it through:
  1. Write the type exactly as listed: “Teaching set”, not “Teaching Set” (class 3)
`,
  );
  const database = `sqlite:${join(folder, 'near.db')}`;
  await cli(['run', near, '--database', database]);
  const fromLastRun = await cli(['explain', 'class', '3', '--database', database]);
  assert.equal(
    fromLastRun.stdout,
    `Class 3 does not come through.

  ${type}  ${place}

To correct at the source:
  Write the type exactly as listed: “Teaching set”, not “Teaching Set” (class 3)
That may be all that keeps it out. If it is right as it stands:
It is the school's choice, by class-type (rules/classes.yaml:2).
`,
  );
  const student = await cli(['explain', 'student', '1', '--database', database]);
  assert.match(
    student.stdout,
    /To correct at the source:\n {2}Write the type exactly as listed: “Teaching set”, not “Teaching Set” \(class 3\)\nThat may/,
  );
});

test('a choice that read a type like none of the listed is not said to be by a mistake', async () => {
  const { stdout } = await explain('class', '3', written('other.json', oneClass('Club')));
  assert.match(stdout, /the school's choice\n/);
  assert.doesNotMatch(stdout, /perhaps/);
});

test('a link whose ids two links have is what the table has of it', async () => {
  const database = `sqlite:${join(folder, 'half.db')}`;
  const input = written(
    'half.json',
    oneClass('Registration', {
      Contacts: [{ ContactID: 5, Title: 'Mr and Mrs', Forename: 'Ben and Ife', Surname: 'Okoro' }],
      ContactLinks: [
        { StudentID: 1, ContactID: 5 },
        { StudentID: 1, ContactID: '5#2' },
      ],
    }),
  );
  assert.equal((await cli(['run', input, '--database', database])).code, 0);
  for (const from of [[input], ['--database', database]]) {
    const { code, stdout } = await cli(['explain', 'contactLink', '1', '5#2', ...from, '--json']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(stdout) as { through: boolean }).through, true);
  }
});

test('a file in the place of an id, a blank name and a database without schools are said to be so', async () => {
  const input = written('plain.json', oneClass('Registration'));
  const empty = join(folder, 'no-school.db');
  assert.equal((await cli(['run', written('nobody.json', {}), '--database', `sqlite:${empty}`])).code, 1);
  const calls: readonly [string[], number, RegExp][] = [
    [['student', input], 2, /Which student\? .* is a file: give the id before it/],
    [['contactLink', '1', input], 2, /A link is named by both its ids/],
    [['contact', '--name', ' ', input], 2, /--name is blank/],
    [['student', '1', '--database', `sqlite:${empty}`], 1, /There is no school in .* yet/],
  ];
  for (const [args, expected, message] of calls) {
    const { code, stderr } = await cli(['explain', ...args]);
    assert.equal(code, expected, args.join(' '));
    assert.match(stderr, message);
  }
});

test('a link of which both ends are missing is one reference to correct', async () => {
  const input = written('both.json', oneClass('Registration', { ContactLinks: [{ StudentID: 55, ContactID: 66 }] }));
  const { fixes } = await explainAsJson('contactLink', '55', '66', input);
  const [[fix, ...others] = [], ...sets] = fixes as { rule: string; id: string[] }[][];
  assert.deepEqual([fix?.rule, fix?.id, others, sets], ['dangling', ['55', '66'], [], []]);
});

test('B7: of a link to a record that is not there, its own rules speak as well', async () => {
  const path = join(folder, 'dangling.json');
  const person = { Title: 'Mr', Forename: 'A', Surname: 'B' };
  const classOfOne = { ClassID: 1, ClassCode: '4B', Type: 'Registration', StaffID1: 1, StudentIDs: [2] };
  const sections = {
    Students: [{ StudentID: 2, KnownName: 'A', Surname: 'B' }],
    Contacts: [],
    ContactLinks: [{ StudentID: 2, ContactID: 5 }],
    Staff: [{ StaffID: 1, ...person }],
    Classes: [classOfOne],
    Groups: [],
  };
  writeFileSync(path, JSON.stringify({ SchoolID: '1', ...sections }));
  const args = ['contactLink', '2', '5', path, '--set', 'parentalResponsibilityOnly=true'];
  const { why, fixes } = await explainAsJson(...args);
  assert.deepEqual(
    (why as { rule: string }[]).map(({ rule }) => rule),
    ['parental-responsibility', 'dangling'],
  );
  assert.deepEqual(fixes, []);
  assert.match((await explain(...args)).stdout, /It is the school's choice, by parental-responsibility/);
});

const exampleRules = [
  {
    on: 'classTeachers',
    event: 'exclude',
    all: '[{ fact: class.type, operator: equal, value: Registration }, { fact: fields, operator: doesNotContain, value: StaffID1 }]',
  },
  { on: 'contactLinks', event: 'require', all: '[{ fact: student.yearGroup, operator: notEqual, value: null }]' },
  { on: 'contactLinks', event: 'require', all: '[{ fact: student.yearGroup, operator: in, value: [Year 4, Year 5] }]' },
  { on: 'contactLinks', event: 'require', all: '[{ fact: student.className, operator: startsWith, value: "4" }]' },
  {
    on: 'groupStudents',
    event: 'require',
    all: '[{ fact: student.yearGroup, operator: in, value: [Year 4, Year 5] }]',
  },
  { on: 'classTeachers', event: 'require', all: '[{ fact: class.code, operator: notEqual, value: null }]' },
  { on: 'classTeachers', event: 'exclude', all: '[{ fact: role, operator: equal, value: supervisor }]' },
];

test('B1: a rule of links denies no correction: one of those who come through is looked for before anybody is made up', async () => {
  const { config } = configured(folder, {
    'rules/schools/9361234.yaml': `add:\n  classTeachers:\n    - { name: added, because: A, conditions: { all: ${exampleRules[0].all} }, event: { type: exclude } }\n`,
  });
  const { fixes, gaveUp } = await explainAsJson('student', '158', extract, '--config', config);
  const said = {
    kind: 'students',
    id: '158',
    rule: 'student-in-a-class',
    fix: 'Put the student in a class that comes through',
  };
  assert.ok(
    (fixes as unknown[]).some((set) => JSON.stringify(set) === JSON.stringify([said])),
    JSON.stringify(fixes),
  );
  assert.equal(gaveUp, false);
});

for (const { on, event, all } of someOf(exampleRules, 4))
  test(`B1: what stays out of the example by ${event} ${on} ${all} is told how to come through`, async () => {
    const { config } = configured(folder, {
      'rules/schools/9361234.yaml': `add:\n  ${on}:\n    - { name: added, because: A, conditions: { all: ${all} }, event: { type: ${event} } }\n`,
    });
    const run = await cli(['report', extract, '--json', '--config', config, '--database', database]);
    const [{ mistakes, choices }] = (JSON.parse(run.stdout) as { schools: { mistakes: Group[]; choices: Group[] }[] })
      .schools;
    const out = [...mistakes, ...choices].filter(({ kind }) =>
      ['students', 'contacts', 'teachers', 'groups'].includes(kind),
    );
    assert.ok(out.length > 3);
    for (const { kind, records } of out.slice(0, 6)) {
      const { fixes } = await explainAsJson(kind, records[0].id, extract, '--config', config);
      assert.notDeepEqual(fixes, [], `${kind} ${records[0].id}`);
    }
  });

interface Group {
  readonly kind: string;
  readonly records: readonly { readonly id: string }[];
}

test('a record of another school of the document is no missing one: the answer says whose it is', async () => {
  const trust = join(folder, 'trust');
  mkdirSync(trust);
  const config = join(trust, 'pipeline.yaml');
  writeFileSync(
    config,
    `name: trust
source: { schools: { section: orgs, id: code } }
rules: none
database: "sqlite::memory:"
records:
  students: { one: student, from: pupils, id: id, school: org }
  classes: { one: class, from: sets, id: id, school: org }
links:
  members: { one: member, from: members, joins: { class: { to: classes, from: set }, student: { to: students, from: pupil } } }
`,
  );
  const document = join(trust, 'extract.json');
  writeFileSync(
    document,
    JSON.stringify({
      orgs: [{ code: 'A' }, { code: 'B C' }],
      pupils: [
        { id: 1, org: 'A' },
        { id: 2, org: 'B C' },
      ],
      sets: [
        { id: 'x', org: 'A' },
        { id: 'y', org: 'B C' },
      ],
      members: [
        { set: 'x', pupil: 1 },
        { set: 'y', pupil: 2 },
      ],
    }),
  );
  const inA = async (...args: string[]) => {
    const { code, stderr } = await cli(['explain', ...args, document, '--config', config, '--school', 'A']);
    return [code, stderr.split('\n')[1]];
  };
  const belongs = "It belongs to school B C: explain it with --school 'B C'.";
  assert.deepEqual(await inA('student', '2'), [1, `The extract has no student 2. ${belongs}`]);
  assert.deepEqual(await inA('member', 'y', '2'), [
    1,
    `The extract has no member of class y and student 2. ${belongs}`,
  ]);
  assert.deepEqual(await inA('student', '3'), [1, 'The extract has no student 3. Did you mean 1?']);
});
