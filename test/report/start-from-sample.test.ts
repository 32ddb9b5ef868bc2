import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLikelyWords } from '../../src/cli/likely-words.js';
import { textInput } from '../../src/extract/bytes/input.js';
import { surveyOf } from '../../src/extract/survey/survey.js';
import { checkConfiguration } from '../../src/pipeline/lint/check-configuration.js';
import { knownKeys } from '../../src/report/init/likely-words.js';
import { startFromSample } from '../../src/report/init/sample/write-pipeline.js';
import { write } from '../support/configured.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { repeated } from '../support/random.js';

const root = temporaryFolder();
const words = readLikelyWords();

async function startOf(document: unknown): Promise<Map<string, string> | null> {
  const { root: tree } = await surveyOf(textInput('x', JSON.stringify(document)), knownKeys(words), 1);
  return startFromSample(tree, { inputs: 'x.json', isFirst: false }, words);
}

/** Every problem, warnings too. */
function problemsOf(files: ReadonlyMap<string, string>): string[] {
  const folder = mkdtempSync(join(root, 'start-'));
  write(folder, Object.fromEntries(files));
  const { problems } = checkConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today }, []);
  return problems.map(({ code, message, line }) => `${code} ${String(line)} ${message}`);
}

/** Without the `#` of the lines that are turned off. */
function turnedOn(files: ReadonlyMap<string, string>): Map<string, string> {
  const pipeline = files.get('pipeline.yaml') ?? '';
  return new Map([...files, ['pipeline.yaml', pipeline.replaceAll(/^( *)#(?=read:|keep:| {2}\S)/gm, '$1')]]);
}

const odd = [
  'a.b',
  'x[]',
  '^y',
  '^',
  'Ref #',
  'with space',
  '__proto__',
  'ctid',
  'énée',
  'x: y',
  '- z',
  '?',
  "it's",
  'fields',
  'fooCount',
  '*',
];
const ofFields = Object.values(words.fields).flatMap((fields) => Object.values(fields).flat());
const key = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...ofFields,
      'id',
      'studentId',
      'ContactID',
      'role',
      'startDate',
      'endDate',
      'courseCode',
      'setNumber',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...odd, '101') },
);
const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
  fc.constantFrom(
    'SECRET one',
    'SECRET two',
    '',
    '2018-03-09',
    '09/03/2018',
    'yes',
    'SECRET@x',
    '/people/3',
    '1,2',
    true,
    null,
  ),
);
const inner = fc.dictionary(key, value, { maxKeys: 3 });
const entry = fc.dictionary(
  key,
  fc.oneof({ weight: 6, arbitrary: value }, inner, fc.array(fc.oneof(value, inner), { maxLength: 3 })),
  { maxKeys: 8 },
);
const section = fc.tuple(entry, fc.array(entry, { maxLength: 4 })).map(([first, more]) =>
  // Records of a section mostly have the same keys.
  [first, ...more.map((one) => ({ ...first, ...one }))].map((one, index) => ({ ...one, id: index + 1 })),
);
const name = fc.constantFrom(
  'Students',
  'pupils',
  'Contacts',
  'staff',
  'classes',
  'groups',
  'enrollments',
  'ContactLinks',
  'clubs',
  'x y',
  'schools',
  'demographics',
);
const document = fc
  .tuple(
    fc.dictionary(name, section, { minKeys: 1, maxKeys: 6 }),
    fc.dictionary(key, value, { maxKeys: 3 }),
    fc.boolean(),
  )
  .map(([{ demographics, ...others }, values, isWrapped]) => {
    // It says more of the students, if there are any.
    const more = demographics?.map(({ id, ...entry }) => ({ ...entry, studentId: id }));
    const sections = more === undefined ? others : { ...others, demographics: more };
    return { ...values, ...(isWrapped ? { data: sections } : sections) };
  });

test('what is written of any sample is right at once, also with all that is turned off, and has no value', async () => {
  await fc.assert(
    fc.asyncProperty(document, async (sample) => {
      const files = await startOf(sample);
      if (files === null) return;
      const text = [...files].flat().join('\n');
      assert.doesNotMatch(text, /SECRET|people\/3/, text);
      assert.deepEqual(problemsOf(files), [], text);
      assert.deepEqual(problemsOf(turnedOn(files)), [], [...turnedOn(files)].flat().join('\n'));
    }),
    { numRuns: cases(600), ...repeated },
  );
});

test('lines that are turned off are what they would be, with one # taken away', async () => {
  const files = await startOf({
    SchoolID: 'x',
    Students: [{ StudentID: 1, Surname: 'SECRET', UPN: 'SECRET', left: '2026-01-02' }],
  });
  const pipeline = turnedOn(files ?? new Map<string, string>()).get('pipeline.yaml') ?? '';
  assert.match(
    pipeline,
    /^ {4}keep:\n {6}surname: Surname\n {6}# also .*\n {6}upn: UPN\n {6}left: \{ from: left, type: date \} # \? the last day\? .*$/m,
  );
});

test('an object whose keys are ids is named as what no mapping can read, and not by these', async () => {
  const files = await startOf({
    Students: [{ id: 1 }, { id: 2 }],
    marks: { '101': { x: 1 }, '102': { x: 2 } },
    meta: [{ id: 'x', Okoro: 1 }, { id: 'Okoro' }],
  });
  const pipeline = files?.get('pipeline.yaml') ?? '';
  assert.match(pipeline, /^# \? marks\{\}: keys that look like ids/m);
  assert.match(pipeline, /^# \? meta\[\]\{\}: keys/m);
  assert.doesNotMatch(pipeline, /10[12]|Okoro/);
});

test('an entry that names several records in one text is no link, because an entry of a section is one', async () => {
  const sample = {
    classes: [{ id: 1 }],
    enrollments: [
      { 'x: y': 1, id: 1 },
      { 'x: y': 1, tutorgroup: '1,2', id: 2 },
    ],
    'x y': [{ id: 1 }],
    Students: [{ id: 1 }],
  };
  assert.match(await pipelineOf(sample), /^ {4}within: enrollments\n {4}joins:\n.*\n.* split: ","/m);
  const two = { 'x: y': 1, tutorgroup: '1,2' };
  const withoutId = { ...sample, enrollments: [two, two] };
  const text = [...((await startOf(withoutId)) ?? [])].flat().join('\n');
  assert.doesNotMatch(text, /split/);
  const said = 'enrollments (2 entries) has no id, and its entries do not name one record each of two kinds';
  assert.ok(text.includes(said), text);
});

test('a sample without a list of records gives nothing', async () => {
  assert.equal(await startOf({ SchoolID: 1, about: { name: 'x' }, list: [1, 2] }), null);
});

/** The lines of the pipeline without comments. */
async function pipelineOf(sample: unknown): Promise<string> {
  const files = await startOf(sample);
  assert.deepEqual(problemsOf(files ?? new Map<string, string>()), []);
  return (files?.get('pipeline.yaml') ?? '').replaceAll(/ *#.*$/gm, '').replaceAll(/\n\n+/g, '\n');
}

test('an id of several parts is found where another section has them side by side', async () => {
  const course = (code: string, number: string) => ({
    localCourseCode: code,
    schoolYear: 2027,
    sectionIdentifier: number,
  });
  const pipeline = await pipelineOf({
    schoolId: '1',
    students: ['P4', 'P5', 'P6'].map((studentUniqueId) => ({ studentUniqueId, lastSurname: 'x' })),
    sections: [
      ['a', 'A'],
      ['b', 'A'],
      ['b', 'B'],
    ].map(([code = '', number = '']) => {
      const { sectionIdentifier, ...courseOffering } = course(code, number);
      return { sectionIdentifier, courseOffering };
    }),
    studentSectionAssociations: [
      { studentReference: { studentUniqueId: 'P4' }, sectionReference: course('a', 'A'), beginDate: '2026-08-20' },
      { studentReference: { studentUniqueId: 'P5' }, sectionReference: course('b', 'A'), beginDate: '2026-08-20' },
      { studentReference: { studentUniqueId: 'P6' }, sectionReference: course('b', 'B'), beginDate: '2026-08-20' },
    ],
  });
  const key = (around: string, other: string) =>
    `{ key: [${around}sectionIdentifier, ${other}localCourseCode, ${other}schoolYear] }`;
  assert.ok(pipeline.includes(`    id: ${key('', 'courseOffering.')}\n`), pipeline);
  assert.ok(
    pipeline.includes(`      class: { to: classes, from: ${key('sectionReference.', 'sectionReference.')} }\n`),
    pipeline,
  );
});

for (const [how, entryOf, id] of [
  ['a cursor', (cursor: string, node: object) => ({ cursor, node }), 'node.id'],
  ['a number', (rowNumber: string, attributes: object) => ({ rowNumber, attributes }), 'attributes.id'],
] as const)
  test(`what counts the entries of each list anew (${how}) is no id, and no link is made of it`, async () => {
    const connection = (nodes: readonly object[]) => ({
      edges: nodes.map((node, index) => entryOf(`c${String(index)}`, node)),
    });
    const numbers = [0, 1, 2, 3, 4, 5];
    const students = numbers.map((n) => ({ id: `s${String(n)}`, lastName: 'x', classId: `k${String(n % 3)}` }));
    const classes = [0, 1, 2].map((n) => ({ id: `k${String(n)}`, code: 'x', teacherId: `t${String(n)}` }));
    const staff = [0, 1, 2].map((n) => ({ id: `t${String(n)}`, lastName: 'x' }));
    const pipeline = await pipelineOf({
      schoolId: 1,
      students: connection(students),
      classes: connection(classes),
      staff: connection(staff),
    });
    assert.deepEqual(
      [...pipeline.matchAll(/^ {4}id: (\S+)/gm)].map(([, path]) => path),
      ['schoolId', id, id, id],
      pipeline,
    );
    const ends = [...pipeline.matchAll(/^ {6}\w+: \{ to: \w+, from: (.+?) \}/gm)];
    const before = id.split('.')[0] ?? '';
    assert.deepEqual(
      ends.map(([, from]) => from),
      [`${before}.classId`, `${before}.teacherId`],
      pipeline,
    );
  });

test('what has links with students and teachers is a class, whatever it is called; parts of its id may be in an object within', async () => {
  const connection = (nodes: readonly object[]) => ({
    edges: nodes.map((node, at) => ({ cursor: `c${String(at)}`, node })),
  });
  const unit = (at: number) => ({
    subject: { code: at < 3 ? 'MA' : 'EN' },
    year: at % 3 === 2 ? '2026' : '2027',
    set: String((at % 3) % 2),
  });
  const numbers = [0, 1, 2, 3, 4, 5];
  const learner = (n: number) => ({ admissionNo: `000${String(n)}` });
  const pipeline = await pipelineOf({
    schoolId: 1,
    learners: connection(numbers.map((n) => ({ ...learner(n), last: 'x' }))),
    staff: connection(numbers.map((n) => ({ payrollNo: `W${String(n)}`, last: 'x' }))),
    units: connection(numbers.map((n) => ({ ...unit(n), label: 'x' }))),
    placements: connection(numbers.map((n) => ({ unit: unit(n), learner: learner(n) }))),
    assignments: connection(numbers.map((n) => ({ unit: unit(n), staff: { payrollNo: `W${String(n)}` } }))),
    census: connection(numbers.map((n) => ({ learner: learner(n), dateOfBirth: '2017-03-09' }))),
  });
  assert.match(pipeline, /^ {4}id: node\.admissionNo$/m);
  const born =
    '{ lookup: census.edges, match: { node.learner.admissionNo: node.admissionNo }, value: node.dateOfBirth }';
  assert.ok(pipeline.includes(`      dateOfBirth: { from: ${born}, type: date }\n`), pipeline);
  assert.match(pipeline, /^ {2}classes:\n {4}one: class\n {4}label: Classes\n {4}from: units\.edges$/m);
  assert.match(pipeline, /^ {4}id: \{ key: \[node\.subject\.code, node\.year, node\.set\] \}$/m);
  const key = 'from: { key: [node.unit.subject.code, node.unit.year, node.unit.set] }';
  assert.equal(pipeline.split(`      class: { to: classes, ${key} }\n`).length, 3, pipeline);
  assert.match(pipeline, /^ {2}classStudents:$/m);
  assert.match(pipeline, /^ {2}classTeachers:$/m);
});

test('links that begin and end have a period, and a rule that asks for it', async () => {
  const startOfEnds = (blank: null | undefined) =>
    startOf({
      SchoolID: 1,
      Students: [1, 2, 3].map((StudentID) => ({ StudentID, Surname: 'x' })),
      Classes: [7, 8, 9].map((ClassID) => ({ ClassID, Code: 'x' })),
      ClassMemberships: [1, 2, 3].map((id) => ({
        ClassID: id + 6,
        StudentID: id,
        starts: '01/09/2026',
        ends: id === 1 ? '30/09/2026' : blank,
      })),
    });
  const files = await startOfEnds(null);
  const period =
    'period: { from: { from: starts, format: DD/MM/YYYY }, until: { from: ends, format: DD/MM/YYYY } } # ? ';
  assert.ok(files);
  assert.ok(files.get('pipeline.yaml')?.includes(period), files.get('pipeline.yaml'));
  assert.match(files.get('rules/class-students.yaml') ?? '', /fact: period, operator: equal, value: now/);
  assert.deepEqual(problemsOf(files), []);
  // Who leaves out the key where there is no day may have an extract without one.
  const leftOut = (await startOfEnds(undefined))?.get('pipeline.yaml') ?? '';
  assert.match(leftOut, /until: \{ from: ends, format: DD\/MM\/YYYY, optional: true \} \} # \?/);
});

test('a day by its name stays one where a few values are none, and how many is said', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }), async (days, wrong) => {
      const bad = Math.min(days, wrong);
      const count = days + bad;
      const ids = Array.from({ length: count + 3 }, (_, index) => index + 1);
      const dayOf = (id: number) => (id <= bad ? '2016-13-01' : `2016-01-${String(id).padStart(2, '0')}`);
      const files = await startOf({
        SchoolID: 1,
        Students: ids.map((id) => ({ id, surname: 'x', birthDate: id > count ? null : dayOf(id) })),
        Classes: ids.map((id) => ({ id: 100 + id, code: 'x' })),
        Enrolments: ids.map((id) => ({
          classId: 100 + id,
          studentId: id,
          startDate: '2016-01-01',
          endDate: id > count ? null : dayOf(id),
        })),
      });
      const pipeline = files?.get('pipeline.yaml') ?? '';
      const said = bad === 0 ? '' : `${String(bad)} of ${String(count)} ${bad === 1 ? 'is no day' : 'are no days'}`;
      const [, birth = ''] =
        /^ {6}dateOfBirth: \{ from: birthDate, type: date \} (.*)$/m.exec(pipeline) ?? assert.fail(pipeline);
      const [, until = ''] =
        /^ {4}period: \{ from: startDate, until: endDate \} # \? (.*)$/m.exec(pipeline) ?? assert.fail(pipeline);
      assert.equal(birth, `${bad > 0 ? '# ?' : '#'} 3 of ${String(ids.length)} blank${bad > 0 ? `; ${said}` : ''}`);
      assert.equal(until, `${bad > 0 ? `until: ${said}; ` : ''}a rule lets through what is in effect on the day`);
    }),
    { numRuns: cases(100, 4), ...repeated },
  );
});

test('what people are called by has a second path where the likeliest is blank in some', async () => {
  const numbers = [1, 2, 3, 4];
  const knownName = async (more: (n: number) => object): Promise<string> => {
    const pipeline = await pipelineOf({
      SchoolID: 1,
      Students: numbers.map((id) => ({ id, surname: 'x', ...more(id) })),
    });
    return /^ {6}knownName: (.*)$/m.exec(pipeline)?.[1] ?? '';
  };
  const preferred = (n: number) => (n === 1 ? null : 'x');
  assert.equal(
    await knownName((n) => ({ names: { preferredFirst: preferred(n), legalFirst: 'x' } })),
    '{ from: [names.preferredFirst, names.legalFirst] }',
  );
  assert.equal(await knownName(() => ({ names: { preferredFirst: 'x', legalFirst: 'x' } })), 'names.preferredFirst');
  assert.equal(await knownName((n) => ({ preferredName: preferred(n), yearGroup: { name: 'x' } })), 'preferredName');
});

test('rules of contacts with a title say where the rule is that splits two of them', async () => {
  const contacts = [1, 2].map((id) => ({ id, surname: 'x' }));
  const titled = await startOf({ SchoolID: 1, Contacts: contacts.map((one) => ({ ...one, title: 'x' })) });
  const untitled = await startOf({ SchoolID: 1, Contacts: contacts });
  const said = /^# .*"Mr and Mrs".*rules\/contacts\.yaml of the shipped pipeline.*`titles`/m;
  assert.match(titled?.get('rules/contacts.yaml') ?? '', said);
  assert.doesNotMatch(untitled?.get('rules/contacts.yaml') ?? '', said);
});

test('words of SIF are known, and the list that says the school is no kind', async () => {
  const numbers = [1, 2, 3];
  const nameOf = { Name: { Title: 'Ms', FamilyName: 'x', GivenName: 'x' } };
  const pipeline = await pipelineOf({
    SchoolInfos: { SchoolInfo: [{ '@RefId': 'S1', SchoolName: 'x' }] },
    LearnerPersonals: {
      LearnerPersonal: numbers.map((n) => ({
        '@RefId': `L${String(n)}`,
        PersonalInformation: { ...nameOf, Demographics: { BirthDate: '2017-03-09' } },
        NCYearGroupActual: { Code: 'x' },
      })),
    },
    ContactPersonals: {
      ContactPersonal: numbers.map((n) => ({ '@RefId': `C${String(n)}`, PersonalInformation: nameOf })),
    },
    WorkforcePersonals: {
      WorkforcePersonal: numbers.map((n) => ({ '@RefId': `W${String(n)}`, PersonalInformation: nameOf })),
    },
    LearnerContacts: {
      LearnerContact: numbers.map((n) => ({
        '@RefId': `R${String(n)}`,
        LearnerPersonalRefId: `L${String(n)}`,
        ContactPersonalRefId: `C${String(n)}`,
        ContactRelationship: { Code: 'x' },
      })),
    },
    TeachingGroups: {
      TeachingGroup: numbers.map((n) => ({
        '@RefId': `T${String(n)}`,
        ShortName: 'x',
        TeacherList: { Teacher: [{ WorkforcePersonalRefId: `W${String(n)}` }] },
      })),
    },
    SchoolGroups: { SchoolGroup: [{ '@RefId': 'G1', Description: 'x' }] },
  });
  const kinds = [...pipeline.matchAll(/^ {2}(\w+):$/gm)].map(([, kind]) => kind);
  assert.deepEqual(
    kinds,
    ['school', 'students', 'contacts', 'teachers', 'classes', 'groups', 'contactLinks', 'classTeachers'],
    pipeline,
  );
  assert.match(pipeline, /^ {4}id: \{ list: SchoolInfos\.SchoolInfo, value: "@RefId" \}$/m);
  assert.match(pipeline, /^ {6}yearGroup: NCYearGroupActual\.Code$/m);
  assert.match(pipeline, /^ {6}dateOfBirth: \{ from: PersonalInformation\.Demographics\.BirthDate, type: date \}$/m);
  assert.match(pipeline, /^ {6}relationship: ContactRelationship\.Code$/m);
});

test('links may name records by another key than their id, and by the end of an address', async () => {
  const pipeline = await pipelineOf({
    SchoolID: 1,
    Students: { data: [8, 9, 10].map((id) => ({ studentId: id, personId: 70 + id, surname: 'x' })) },
    Staff: { data: [4, 5, 6].map((id) => ({ staffId: id, surname: 'x' })) },
    Classes: { data: [1, 2, 3].map((id) => ({ classId: id, teacher: { href: `/api/staff/${String(id + 3)}` } })) },
    ClassMembers: { data: [8, 9, 10].map((id) => ({ memberId: id, classId: id - 7, personId: 70 + id })) },
  });
  assert.match(pipeline, /^ {4}read:\n {6}personId: personId$/m);
  assert.match(pipeline, /^ {6}student: \{ to: students, from: personId, by: personId \}$/m);
  assert.match(pipeline, /^ {6}teacher: \{ to: teachers, from: teacher\.href, text: \{ part: "?\/"? \} \}$/m);
});

test('days are read as they are written, instants as their day, and numbers as numbers', async () => {
  const pipeline = await pipelineOf({
    SchoolID: 1,
    Students: [
      { id: 1, birthDate: '03/04/2018' },
      { id: 2, birthDate: '30/04/2018' },
    ],
    Contacts: [
      { id: 5, surname: 'x' },
      { id: 6, surname: 'x' },
      { id: 7, surname: 'x' },
    ],
    ContactLinks: [
      { studentId: 1, contactId: 5, priority: 1, since: '2018-06-08T23:00:00Z' },
      { studentId: 1, contactId: 6, priority: 2, since: '2018-06-08T23:00:00Z' },
      { studentId: 2, contactId: 7, priority: 1, since: '2018-06-08T23:00:00Z' },
    ],
  });
  assert.match(pipeline, /dateOfBirth: \{ from: birthDate, type: date, format: DD\/MM\/YYYY \}/);
  assert.match(pipeline, /priority: \{ from: priority, type: number \}/);
  const files = await startOf({ Students: [{ id: 1, seen: '2018-06-08T23:00:00Z' }, { id: 2 }] });
  assert.match(files?.get('pipeline.yaml') ?? '', /# {2}seen: \{ from: seen, type: day-of-instant \} # \? /);
});

const person = (sourcedId: string, role: unknown, agents: readonly string[] = []) => ({
  sourcedId,
  ...(Array.isArray(role) ? { roles: role.map((one: unknown) => ({ role: one })) } : { role }),
  familyName: 'SECRET',
  agents: agents.map((one) => ({ sourcedId: one })),
});

for (const [how, roleOf, where] of [
  ['a value', (role: string) => role, (is: string) => `{ role: ${is} }`],
  ['a list of objects', (role: string) => [role, 'SECRET'], (is: string) => `{ roles: { has: { role: ${is} } } }`],
] as const)
  test(`one list of people with a role (${how}) is a view for each kind, and so are the links that have one`, async () => {
    const enrollment = (sourcedId: string, role: string, user: string, of: string) => ({
      sourcedId,
      role,
      user: { sourcedId: user },
      class: { sourcedId: of },
    });
    const sample = {
      schoolId: 'o',
      users: [
        person('k1', roleOf('student'), ['g1']),
        person('k2', roleOf('student'), ['g2', 'g1']),
        person('g1', roleOf('parent'), ['k1']),
        person('g2', roleOf('guardian')),
        person('t1', roleOf('Teacher')),
        person('x1', roleOf('SECRET')),
      ],
      classes: [
        { sourcedId: 'q1', title: 'x' },
        { sourcedId: 'q2', title: 'x' },
      ],
      enrollments: [
        enrollment('e1', 'student', 'k1', 'q1'),
        enrollment('e2', 'student', 'k2', 'q2'),
        enrollment('e3', 'teacher', 't1', 'q1'),
        enrollment('e4', 'teacher', 't1', 'q2'),
      ],
    };
    const pipeline = await pipelineOf(sample);
    for (const [kind, is] of [
      ['students', 'student'],
      ['contacts', '[parent, guardian]'],
      ['teachers', 'Teacher'],
    ] as const)
      assert.match(
        pipeline,
        new RegExp(
          `^  ${kind}:\\n.*\\n.*\\n    from: \\{ section: users, where: ${where(is).replaceAll(/[[\]{}]/g, '\\$&')} \\}$`,
          'm',
        ),
      );
    assert.match(
      pipeline,
      /^ {2}classStudents:\n.*\n.*\n {4}from: \{ section: enrollments, where: \{ role: student \} \}$/m,
    );
    assert.match(
      pipeline,
      /^ {2}classTeachers:\n.*\n.*\n {4}from: \{ section: enrollments, where: \{ role: teacher \} \}$/m,
    );
    assert.match(pipeline, /^ {6}contact: \{ to: contacts, from: \{ list: agents, value: sourcedId \} \}$/m);
    assert.doesNotMatch(pipeline, /SECRET/);
  });

test('a list whose ids are those of another says more of its records: fields that these lack are looked up, as a guess', async () => {
  const numbers = [1, 2, 3, 4];
  const born = (n: number) => ({ sourcedId: `k${String(n)}`, birthDate: `2017-05-0${String(n)}`, sex: 'x' });
  const files = await startOf({
    schoolId: 'o',
    users: [
      ...numbers.map((n) => person(`k${String(n)}`, 'student')),
      ...numbers.map((n) => person(`t${String(n)}`, 'teacher')),
    ],
    demographics: numbers.map(born),
    classes: numbers.map((n) => ({ sourcedId: `q${String(n)}`, title: 'x' })),
  });
  assert.ok(files);
  const pipeline = files.get('pipeline.yaml') ?? '';
  const [, students = ''] = /^ {2}students:\n([^]*?)^ {2}\w/m.exec(pipeline) ?? [];
  const lookup = (value: string) => `{ lookup: demographics, match: { sourcedId: sourcedId }, value: ${value} }`;
  assert.ok(
    students.includes(
      `      dateOfBirth: { from: ${lookup('birthDate')}, type: date } # ? demographics has one entry for each\n`,
    ),
    pipeline,
  );
  assert.ok(students.includes(`    #  sex: { from: ${lookup('sex')} } # ? `), pipeline);
  assert.equal(pipeline.split('lookup').length, 3, pipeline);
  assert.doesNotMatch(pipeline, /says more of/);
  assert.deepEqual(problemsOf(files), []);
  assert.deepEqual(problemsOf(turnedOn(files)), []);
});

test('where a list may say several of one record, its priority or the day on which it begins says which comes first', async () => {
  const ids = [1, 1, 2, 3];
  const startWith = (more: (at: number) => object) =>
    pipelineOf({
      SchoolID: 1,
      Guardians: { data: [1, 2, 3, 4].map((guardianId) => ({ guardianId, surname: 'x' })) },
      Emails: {
        data: ids.map((guardianId, at) => ({
          guardianId,
          emailAddress: `SECRET${String(at)}@example.org`,
          ...more(at),
        })),
      },
    });
  const email = (order: string) =>
    `      email: { from: { lookup: Emails.data, match: { guardianId: guardianId }, ${order}, value: emailAddress } }\n`;
  for (const [order, more] of [
    ['lowest: priority', (at: number) => ({ priority: at })],
    ['highest: { from: startDate, type: date }', (at: number) => ({ startDate: `2026-09-0${String(at + 1)}` })],
    ['first: true', () => ({})],
  ] as const) {
    const pipeline = await startWith(more);
    assert.ok(pipeline.includes(email(order)), pipeline);
    assert.doesNotMatch(pipeline, /SECRET|^ {2}emails/m);
  }
});

test('where no code is different in each entry and two are together, these are the id, as a guess', async () => {
  const startWith = (sections: readonly object[], more: object = {}) =>
    startOf({ SchoolID: 1, Students: [1, 2, 3].map((id) => ({ id, surname: 'x' })), Sections: sections, ...more });
  const idOf = async (sections: readonly object[], more: object = {}): Promise<string> => {
    const files = await startWith(sections, more);
    assert.deepEqual(problemsOf(files ?? new Map<string, string>()), []);
    const [, id = ''] = /^ {2}classes:\n[^]*?^ {4}id: (.*)$/m.exec(files?.get('pipeline.yaml') ?? '') ?? [];
    return id;
  };
  const section = (courseCode: string, setNumber: number) => ({ courseCode, setNumber, teacherName: 'x' });
  const sections = [section('MA', 1), section('MA', 2), section('EN', 1), section('EN', 2)];
  assert.equal(await idOf(sections), '{ key: [courseCode, setNumber] } # ? no two have the same of all of these');
  // One that is by itself, two that repeat, and too few to tell are none.
  assert.doesNotMatch(await idOf(sections.map((one, at) => ({ ...one, ref: `r${String(at)}` }))), /key/);
  assert.doesNotMatch(await idOf([...sections, section('EN', 2)]), /key/);
  assert.doesNotMatch(await idOf(sections.slice(0, 2)), /key/);
  // A class with a row for each of its students has an id of its own, which its rows repeat.
  const rows = [1, 2, 3].flatMap((studentId) => [7, 8].map((sectionId) => ({ sectionId, studentId, title: 'x' })));
  assert.doesNotMatch(await idOf(rows), /key/);
  // So has what others name by it.
  const named = {
    Rooms: [
      { id: 1, courseCode: 'MA' },
      { id: 2, courseCode: 'EN' },
    ],
  };
  assert.doesNotMatch(await idOf(sections, named), /key/);
});

for (const sign of [',', ';'])
  test(`ids in one text, with ${sign} between, are several links; a code that is the id of a class is what it is called, too`, async () => {
    const pipeline = await pipelineOf({
      SchoolID: 1,
      Students: [1, 2, 3].map((StudentID) => ({ StudentID, Surname: 'x' })),
      Classes: ['1, 2', '3', '1,2,3'].map((ids, at) => ({
        ClassCode: `C${String(at)}`,
        StudentIDs: ids.replaceAll(',', sign),
      })),
    });
    const split = sign === ',' ? '","' : ';';
    assert.ok(pipeline.includes(`student: { to: students, from: { list: StudentIDs, split: ${split} } }`), pipeline);
    assert.match(pipeline, /^ {4}id: ClassCode\n {4}name: \[code\]\n {4}keep:\n {6}code: ClassCode$/m);
  });
