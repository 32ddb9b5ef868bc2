import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();

interface Sections {
  readonly schools: readonly {
    readonly status: string;
    readonly sections: Readonly<Record<string, { readonly read: number; readonly through: number }>>;
  }[];
}

/** Starts from a sample, checks what was written, and runs it on the sample. */
async function startFrom(
  name: string,
  sample: string,
): Promise<{ pipeline: string; through: Record<string, number>; status: string | undefined }> {
  const folder = join(root, name);
  const started = await cli(['init', 'pipeline', folder, '--from', sample]);
  assert.equal(started.code, 0, started.stderr);
  const config = join(folder, 'pipeline.yaml');
  const checked = await cli(['check', '--config', config, '--json']);
  assert.deepEqual([checked.code, JSON.parse(checked.stdout)], [0, []]);
  const database = `sqlite:${join(folder, 'x.db')}`;
  const run = await cli(['run', '--config', config, '--json', '--database', database, '--date', '2026-11-20']);
  const { schools } = JSON.parse(run.stdout) as Sections;
  const sections = Object.entries(schools[0]?.sections ?? {});
  return {
    pipeline: readFileSync(config, 'utf8'),
    through: Object.fromEntries(sections.map(([kind, { through }]) => [kind, through])),
    status: schools[0]?.status,
  };
}

test('a start from the shipped example has its kinds and links, and loads it', async () => {
  const { through, status } = await startFrom('integris', 'examples/oakfield.json');
  assert.equal(status, 'loaded');
  const { students = 0, contacts = 0, teachers = 0, classes = 0, groups = 0, ...links } = through;
  assert.ok(students > 50 && contacts > 70 && teachers > 8 && classes > 9 && groups > 5, JSON.stringify(through));
  assert.deepEqual(Object.keys(links), ['contactLinks', 'classTeachers', 'classStudents', 'groupStudents']);
  assert.ok(Object.values(links).every((count) => count > 10));
});

test('a start from a nested extract has it too, with values that are chosen from lists', async () => {
  const { pipeline, through, status } = await startFrom('nested', 'examples/arbor/extract.json');
  assert.equal(status, 'loaded');
  assert.deepEqual(through, {
    students: 7,
    contacts: 9,
    teachers: 4,
    classes: 5,
    groups: 4,
    contactLinks: 10,
    classStudents: 12,
    classTeachers: 7,
    groupStudents: 7,
  });
  assert.match(pipeline, /email: \{ from: \{ list: emailAddresses, value: address, lowest: priority \} \}/);
});

for (const [name, extract, found] of [
  [
    'OneRoster: the school among the orgs, and the birthday of a list beside the users',
    'oneroster/extract-1.1',
    [
      'id: { list: orgs, where: { type: school }, value: sourcedId }',
      'dateOfBirth: { from: { lookup: demographics, match: { sourcedId: sourcedId }, value: birthDate }, type: date } # ?',
      'class: { to: classes, from: class.sourcedId }',
    ],
  ],
  [
    'Ed-Fi: an id of several parts, at both ends, and the year group of the last enrolment',
    'edfi/extract',
    [
      'id: studentUniqueId # ?',
      'yearGroup: { from: { lookup: studentSchoolAssociations, match: { studentReference.studentUniqueId: studentUniqueId }, highest: { from: entryDate, type: date }, value: entryGradeLevelDescriptor }, text: { part: "#" } } # ?',
      'id: { key: [sectionIdentifier, courseOfferingReference.localCourseCode, courseOfferingReference.schoolId, courseOfferingReference.schoolYear, courseOfferingReference.sessionName] } # ?',
      'class: { to: classes, from: { key: [sectionReference.sectionIdentifier, sectionReference.localCourseCode, sectionReference.schoolId, sectionReference.schoolYear, sectionReference.sessionName] } }',
    ],
  ],
  [
    'Bromcom: emails, telephones and year groups of lists beside the people, and members by another key',
    'bromcom/extract',
    [
      'yearGroup: { from: { lookup: StudentFlatView.data, match: { studentId: studentId }, value: yearGroup } } # ?',
      'email: { from: { lookup: Emails.data, match: { personId: personId }, lowest: priority, value: emailAddress } } # ?',
      'phone: { from: { lookup: Telephones.data, match: { personId: personId }, lowest: priority, value: telephoneNumber } } # ?',
      'student: { to: students, from: personId, by: personId }',
    ],
  ],
] as const)
  test(`a start from a shipped extract, which has mistakes as extracts have: ${name}`, async () => {
    const { pipeline, status, through } = await startFrom(extract.replace('/', '-'), `examples/${extract}.json`);
    assert.equal(status, 'loaded');
    assert.ok((through.students ?? 0) > 3, JSON.stringify(through));
    for (const line of found) assert.ok(pipeline.includes(line), `${line}\n${pipeline}`);
  });

test('what is there already stays, and a sample that is none is refused before anything is written', async () => {
  const folder = join(root, 'integris');
  const again = await cli(['init', 'pipeline', folder, '--from', 'examples/oakfield.json']);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /already: it stays as it is/);
  const broken = join(root, 'broken.json');
  writeFileSync(broken, '{"Students":[{"id":1,"Surname":"SECRET');
  for (const [args, message] of [
    [['pipeline', join(root, 'none'), '--from', broken], /broken\.json is no sample: cut short at byte 38/],
    [
      ['pipeline', join(root, 'none'), '--from', 'package.json'],
      /No list of records with ids is found in package\.json/,
    ],
    [['school', '1', '--from', broken], /--from belongs to init pipeline/],
    [['pipeline', join(root, 'none'), '--from', join(root, 'missing')], /There is no file or folder/],
  ] as const) {
    const { code, stderr } = await cli(['init', ...args]);
    assert.equal(code, 2);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /SECRET/);
  }
  assert.ok(!existsSync(join(root, 'none')));
});

test('docs/mapping.md shows what is written and printed', async () => {
  const docs = readFileSync('docs/mapping.md', 'utf8').split('## Start from a sample')[1] ?? '';
  const [, output = ''] = /^\$ npx pullthrough init .*\n([^]*?)^```$/m.exec(docs) ?? [];
  const [, shown = ''] = /^```\n(records:[^]*?)^```$/m.exec(docs) ?? [];
  const folder = join(root, 'arbor');
  const { stdout } = await cli(['init', 'pipeline', folder, '--from', 'examples/arbor/extract.json']);
  assert.equal(stdout.replaceAll(folder, 'arbor'), output);
  const written = readFileSync(join(folder, 'pipeline.yaml'), 'utf8');
  for (const part of shown.split(/^ *…\n/m)) assert.ok(written.includes(part), part);
  assert.ok(shown.length > 500);
});

test('a start from pages, with people in lists within entries, loads them too', async () => {
  const contact = (id: string, relationship: string) => ({
    id,
    title: 'Mrs',
    forename: 'x',
    surname: 'y',
    relationship: { relationship },
  });
  const pupil = (id: string, ...contacts: object[]) => ({
    id,
    forename: 'x',
    surname: 'y',
    contacts: { data: contacts },
  });
  const sample = join(root, 'pages.json');
  const document = {
    school: { data: { id: 'A1', name: 'Ash' } },
    students: [
      { data: [pupil('B1', contact('P1', 'Mother')), pupil('B2', contact('P2', 'Mother'))], meta: { page: 1 } },
      { data: [pupil('B3', contact('P2', 'Aunt'), contact('P3', 'Mother'))], meta: { page: 2 } },
    ],
    employees: { data: [{ id: 'E1', title: 'Ms', forename: 'x', surname: 'y' }] },
    classes: {
      data: [
        {
          id: 'C1',
          code: 'x',
          students: { data: [{ id: 'B1' }, { id: 'B2' }, { id: 'B3' }] },
          employees: { data: [{ id: 'E1' }] },
        },
      ],
    },
  };
  writeFileSync(sample, JSON.stringify(document));
  const { pipeline, through, status } = await startFrom('pages', sample);
  assert.match(pipeline, /^ {4}from: "?students\.data\[\]\.contacts\.data"? #/m);
  assert.equal(status, 'loaded');
  assert.deepEqual(through, {
    students: 3,
    contacts: 3,
    teachers: 1,
    classes: 1,
    contactLinks: 4,
    classStudents: 3,
    classTeachers: 1,
  });
});

test('a sample of several documents is guessed from the first, which it says, and so does a run of what are pages of one school', async () => {
  const page = (at: number) => ({
    school: { id: 'S1', name: 'Oak' },
    students: [1, 2, 3].map((one) => ({ id: at * 10 + one, surname: `Ng ${String(one)}` })),
  });
  const several = join(root, 'several.json');
  writeFileSync(several, JSON.stringify([page(1), page(2)]));
  const one = join(root, 'one.json');
  writeFileSync(one, JSON.stringify([page(1)]));
  const folder = join(root, 'several');
  const started = await cli(['init', 'pipeline', folder, '--from', several]);
  assert.match(started.stdout, /^Guessed from the first document of several: /m);
  const config = join(folder, 'pipeline.yaml');
  assert.match(readFileSync(config, 'utf8'), /^# \? the first document of several: /m);
  const ofOne = await cli(['init', 'pipeline', join(root, 'of-one'), '--from', one]);
  assert.doesNotMatch(ofOne.stdout, /several/);
  const run = await cli(['run', '--config', config, '--database', `sqlite:${join(root, 'several.db')}`]);
  assert.match(run.stdout, /a second time in this run; .* pages of one answer: docs\/mapping\.md, "Pages"/);
});

test('a day on which people leave is marked although it is turned off, and so is a list that may only be looked into', async () => {
  const sample = join(root, 'leavers.json');
  const ids = ['101', '102', '103', '104'];
  const students = ids.map((id) => ({
    id,
    surname: `Ng ${id}`,
    exit: { exitDate: id === '101' ? '2026-07-01' : null },
  }));
  const directory = ids.map((owner) => ({ id: `D${owner}`, studentId: owner, address: `s${owner}@example.org` }));
  writeFileSync(sample, JSON.stringify({ schoolId: 'S1', students, directory }));
  const { pipeline } = await startFrom('leavers', sample);
  assert.match(pipeline, /^ +# +exitDate: .* # \? the last day\? /m);
  assert.match(pipeline, /^ +one: \w+ # \? .* look them up instead: docs\/mapping\.md/m);
});

test('a value within what is an object here and a list there is read of both, and marked', async () => {
  const sample = join(root, 'either.json');
  const mails = [1, 2, 3].map((at) => ({ text: `a${String(at)}@example.org` }));
  const staff = [mails[0], mails[1], mails].map((mail, at) => ({
    id: `T${String(at)}`,
    surname: 'Ng',
    email: { mail },
  }));
  writeFileSync(sample, JSON.stringify({ schoolId: 'S1', staff }));
  const { pipeline } = await startFrom('either', sample);
  assert.match(pipeline, /^ +email: \{ from: \{ list: email\.mail, value: text \} \} # \? in some entries an object/m);
});
