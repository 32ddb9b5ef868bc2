import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { cli } from '../support/cli.js';
import { write } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { pagesOf } from '../support/shown-pages.js';
import { query } from '../support/tables.js';

const folder = temporaryFolder();
write(folder, {
  'pipeline.yaml': `name: two sections
source: { school: { id: school } }
database: sqlite:x.db
records:
  students:
    one: student
    from: [{ section: pupils }, { section: leavers }]
    id: id
    keep: { name: name, born: { from: born, type: date } }
  classes: { one: class, from: classes, id: id }
links:
  members:
    one: member
    from: [{ section: sets }, { section: forms }]
    period: { from: from, until: until }
    joins: { student: { to: students, from: pupil }, class: { to: classes, from: class } }
`,
  'rules/students.yaml': `- name: has-a-name
  because: The name is blank
  fix: Type the name
  conditions: { all: [{ fact: name, operator: notEqual, value: null }] }
  event: { type: require }
`,
  'rules/members.yaml': `- name: member-now
  because: It is not of today
  conditions: { all: [{ fact: period, operator: equal, value: now }] }
  event: { type: require }
`,
});
const extract = join(folder, 'x.json');
writeFileSync(
  extract,
  JSON.stringify({
    school: 'a',
    pupils: [{ id: 1, name: 'x' }, { id: 2 }, { name: 'none' }],
    leavers: [{ id: 3 }, { id: 1, name: 'other', born: 'never' }, {}],
    classes: [{ id: 9 }],
    sets: [{ pupil: 1, class: 9, from: '2026-09-01', until: null }],
    forms: [
      { pupil: 1, class: 9, from: null, until: '2026-09-01' },
      { pupil: 4, class: 9 },
    ],
  }),
);
const config = ['--config', join(folder, 'pipeline.yaml'), '--database', `sqlite:${join(folder, 'x.db')}`];
const date = ['--date', '2026-11-20'];

interface Group {
  rule: string;
  records: { id: unknown; position: number | null; section?: string }[];
}
interface Report {
  schools: [Record<'mistakes' | 'choices' | 'rejected' | 'warnings' | 'conflicts', Group[]>];
}
const validate = new Ajv({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object,
);

const places = [
  'bad-value ["1"] leavers[1]',
  'dangling [["4","9"]] forms[1]',
  'has-a-name ["2","3"] pupils[1] leavers[0]',
  'member-now [["1","9"]] forms[0]',
  'no-id [null,null] pupils[2] leavers[2]',
  'repeat-differs ["1"] leavers[1]',
];

function placesIn(text: string): string[] {
  const report = JSON.parse(text) as Report;
  assert.ok(validate(report), JSON.stringify(validate.errors));
  const [{ mistakes, choices, rejected, warnings, conflicts }] = report.schools;
  return [mistakes, choices, rejected, warnings, conflicts]
    .flat()
    .filter(({ records }) => records.some(({ position }) => position !== null))
    .map(({ rule, records }) => {
      const at = records.map(({ section, position }) => `${section ?? ''}[${String(position)}]`);
      return `${rule} ${JSON.stringify(records.map(({ id }) => id))} ${at.join(' ')}`;
    })
    .sort();
}

test('of a kind that is read from several sections, each finding says which one its position is in', async () => {
  const report = async (...args: string[]) => (await cli(['report', ...config, ...date, ...args])).stdout;
  assert.deepEqual(placesIn(await report(extract, '--json')), places);
  await cli(['run', extract, ...config, ...date]);
  assert.deepEqual(placesIn(await report('--json')), places);
  const rows = query(join(folder, 'x.db'), "select section, position from findings where rule = 'has-a-name'");
  assert.deepEqual(rows, [
    { section: 'pupils', position: 1 },
    { section: 'leavers', position: 0 },
  ]);
  for (const format of ['text', 'junit']) assert.match(await report('--format', format), /leavers\[2\]/, format);
  const html = await report('--format', 'html');
  for (const place of ['pupils.name', 'leavers.name', 'leavers.born', 'forms[1]'])
    assert.ok(html.includes(place), `html ${place}`);
  for (const [format, at] of [
    ['markdown', ['', '', '']],
    ['csv', ['[1]', '[0]', '[1]']],
  ] as const)
    for (const place of [`pupils${at[0]}.name`, `leavers${at[1]}.name`, `leavers${at[2]}.born`, 'forms[1]'])
      assert.ok((await report('--format', format)).replaceAll('\\', '').includes(place), `${format} ${place}`);
});

test('pages name it too', async () => {
  const configuration = readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => '2026-11-20' });
  const { get } = await pagesOf(`sqlite:${join(folder, 'x.db')}`, configuration);
  const of = async (kind: string, rule: string, among: string) =>
    (await get(`/schools/a/not-coming-through/records?severity=excluded&kind=${kind}&rule=${rule}&among=${among}`))
      .text;
  const students = await of('students', 'has-a-name', 'mistakes');
  for (const place of ['pupils[1]', 'leavers[0]']) assert.ok(students.includes(place), students);
  const toCorrect = (await get('/schools/a/to-correct')).text;
  for (const place of ['pupils.name', 'leavers.name', 'leavers.born']) assert.ok(toCorrect.includes(place), place);
  assert.match((await get('/schools/a/why?kind=members&id=1&id=9')).text, /forms\[0\]/);
});

test('explain names the section of a row, of a value and of what is noted', async () => {
  const explained = async (...args: string[]) => (await cli(['explain', ...args, ...config, ...date])).stdout;
  const member = JSON.parse(await explained('member', '1', '9', extract, '--json')) as {
    noted: { rule: string; section?: string; position: number }[];
    rules: { rule: string; section?: string; position?: number }[];
  };
  const at = (all: readonly { rule: string; section?: string; position?: number }[]) =>
    all.map(({ rule, section, position }) => `${rule} ${section ?? ''}[${String(position)}]`);
  assert.deepEqual(at(member.noted), ['member-now forms[0]']);
  const judged = member.rules.filter(({ rule }) => rule === 'member-now');
  assert.deepEqual(at(judged), ['member-now sets[0]', 'member-now forms[0]']);
  assert.match(await explained('member', '1', '9', extract), / forms\[0\] {2}member-now/);
  assert.match(await explained('member', '1', '9'), / forms\[0\] {2}member-now/);
  const student = JSON.parse(await explained('student', '3', extract, '--json')) as {
    values: { field: string; section: string | null; position: number | null }[];
  };
  assert.deepEqual(
    student.values.map(({ field, section, position }) => `${field} ${String(section)}[${String(position)}]`),
    ['name leavers[0]', 'born leavers[0]'],
  );
});

test('documents of several schools, and a kind of one section', async () => {
  const many = join(folder, 'many');
  write(many, {
    'pipeline.yaml': readFileSync(join(folder, 'pipeline.yaml'), 'utf8')
      .replace('{ school: { id: school } }', '{ schools: { section: schools, id: id } }')
      .replaceAll(/^( {4}one: student)$/gm, '$1\n    school: school')
      .replace('from: classes, id: id', 'from: classes, id: id, school: school'),
    'rules/students.yaml': readFileSync(join(folder, 'rules/students.yaml'), 'utf8'),
    'x.json': JSON.stringify({
      schools: [{ id: 'a' }, { id: 'b' }],
      pupils: [{ id: 1, school: 'a' }, { school: 'b' }],
      leavers: [{ id: 2, school: 'b' }, { school: 'a' }],
      classes: [{ school: 'b' }],
      sets: [],
      forms: [],
    }),
  });
  const { stdout } = await cli(['report', join(many, 'x.json'), '--json', '--config', join(many, 'pipeline.yaml')]);
  const report = JSON.parse(stdout) as { schools: Report['schools'][0][] };
  const at = report.schools.map(({ mistakes, rejected }) =>
    [mistakes, rejected].flat().flatMap(({ records }) => records.map((one) => [one.section ?? null, one.position])),
  );
  assert.deepEqual(at, [
    [
      ['pupils', 0],
      ['leavers', 1],
    ],
    [
      ['leavers', 0],
      ['pupils', 1],
      [null, 0],
    ],
  ]);
});
