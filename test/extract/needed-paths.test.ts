import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();

interface Said {
  readonly left?: string;
  readonly until?: string;
  readonly over?: string;
}

function planOf({ left = 'left', until = 'ends', over = 'over' }: Said = {}) {
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(
    file,
    `name: needed
source: { school: { id: school } }
rules: none
database: "sqlite::memory:"
records:
  students:
    one: student
    from: { section: people, where: { role: student } }
    id: id
    read: { left: { from: ${left}, type: date, onBad: out } }
  staff: { one: teacher, from: { section: people, where: { role: staff } }, id: id }
  classes: { one: class, from: classes, id: id }
links:
  places:
    one: place
    from: places
    period: { from: starts, until: ${until} }
    joins: { class: { to: classes, from: class }, student: { to: students, from: student } }
  helpers:
    one: helper
    within: classes
    joins:
      class: { count: helpedCount }
      student: { to: students, from: { list: helpers, value: student }, count: helperCount }
    read: { over: { from: ${over}, type: date, onBad: out } }
`,
  );
  return planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
}

const student = { id: 1, role: 'student', left: null };
const place = { class: 9, student: 1, starts: '2026-09-01', ends: '2026-10-01' };
const classOf = (helpers: readonly object[] = [{ student: 1, over: null }]) => ({ id: 9, helpers });

interface School {
  readonly people?: readonly unknown[];
  readonly classes?: readonly unknown[];
  readonly places?: readonly unknown[];
}

/** Why a document fails, and of which paths it is warned. */
async function said(school: School, plan = planOf()): Promise<string[]> {
  const document = { school: 1, people: [student], classes: [classOf()], places: [place], ...school };
  const [result] = await readText(JSON.stringify(document), plan);
  if (result?.type === 'broken')
    return [`${result.broken.code}: ${result.broken.reason.replaceAll(`${folder}/`, '').split('. ')[0] ?? ''}`];
  const findings = result?.extract.findings.filter(({ rule }) => rule === 'unread-path') ?? [];
  return findings.map(({ rule, field }) => `${rule} ${String(field)}`);
}

const failed = (what: string) => [`missing-path: a text: A path that decides is in no entry: ${what}`];

test('a path that decides and is in no entry fails the document, and says where it is and what may be meant', async () => {
  assert.deepEqual(await said({}), []);
  assert.deepEqual(
    await said({}, planOf({ until: 'end' })),
    failed('end in places (period.until of places, pipeline.yaml:17; did you mean ends?)'),
  );
  // The key that is meant may be read by another field.
  assert.deepEqual(
    await said({}, planOf({ until: 'stats' })),
    failed('stats in places (period.until of places, pipeline.yaml:17; did you mean starts?)'),
  );
  assert.deepEqual(
    await said({}, planOf({ left: 'leavingDate' })),
    failed('leavingDate in people (left of students, pipeline.yaml:10)'),
  );
  assert.deepEqual(
    await said({}, planOf({ over: 'ovr' })),
    failed('helpers[].ovr in classes (over of helpers, pipeline.yaml:25; did you mean helpers[].over?)'),
  );
  assert.deepEqual(
    await said({}, planOf({ left: '{ list: leavings, where: { kind: end }, value: day }' })),
    failed('leavings[].day in people (left of students, pipeline.yaml:10)'),
  );
  const chosen = planOf({ left: '{ list: leavings, where: { knd: end }, value: day }' });
  assert.deepEqual(
    await said({ people: [{ ...student, leavings: [{ kind: 'end', day: '2026-07-01' }] }] }, chosen),
    failed('leavings[].knd in people (left of students, pipeline.yaml:10; did you mean leavings[].kind?)'),
  );
});

test('one entry with the key is enough, a null too, and of several paths one', async () => {
  const other = { ...place, ends: undefined };
  assert.deepEqual(await said({ places: [other, { ...place, ends: null }, other] }), []);
  assert.deepEqual(await said({}, planOf({ left: '[gone, left]' })), []);
});

test('where nobody is to be kept out by it, nothing fails: no entry, none that the view takes, or no list', async () => {
  assert.deepEqual(await said({ places: [], classes: [classOf([])] }), []);
  const staff = { id: 2, role: 'staff' };
  assert.deepEqual(await said({ people: [staff] }), ['unread-path left']);
  assert.deepEqual(await said({ people: [staff, student] }), []);
  assert.deepEqual(await said({ people: [staff, { ...student, left: undefined }] }), [
    ...failed('left in people (left of students, pipeline.yaml:10)'),
  ]);
});

test('with optional: true the path may be missing, and nobody is warned; with onBad: blank it is a warning', async () => {
  const without = { places: [{ ...place, ends: undefined }] };
  assert.deepEqual(await said(without, planOf({ until: '{ from: ends, optional: true }' })), []);
  assert.deepEqual(await said(without, planOf({ until: '{ from: ends, onBad: blank }' })), ['unread-path ends']);
  const helpers = { classes: [classOf([{ student: 1 }])] };
  assert.deepEqual(await said(helpers, planOf({ over: 'over, optional: true' })), []);
});

test('the path that may be meant is written as one of its section, also where that is in entries', async () => {
  const file = join(folder, 'inner.yaml');
  writeFileSync(
    file,
    `name: inner
source: { school: { id: school } }
rules: none
database: "sqlite::memory:"
records:
  contacts: { one: contact, from: "students[].contacts", id: id, keep: { name: nmae, of: ^.surnam } }
`,
  );
  const plan = planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
  const text = JSON.stringify({ school: 1, students: [{ surname: 'x', contacts: [{ id: 5, name: 'y' }] }] });
  const [result] = await readText(text, plan);
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  assert.deepEqual(
    result.extract.findings.map(({ because }) => because),
    [
      'No record of students[].contacts has nmae. Did you mean name?',
      'No record of students[].contacts has ^.surnam. Did you mean ^.surname?',
    ],
  );
});

interface Asked {
  readonly students?: string;
  readonly until?: string;
}

function viewsOf({ students = '{ role: student }', until = 'ends' }: Asked): ReturnType<typeof planOf> {
  const file = join(folder, 'where.yaml');
  writeFileSync(
    file,
    `name: where
source: { school: { id: school } }
rules: none
database: "sqlite::memory:"
records:
  students: { one: student, from: { section: people, where: ${students} }, id: id }
  classes: { one: class, from: classes, id: id }
links:
  places:
    one: place
    from: places
    period: { until: { from: { lookup: stays, match: { place: id }, value: ${until} } } }
    joins: { class: { to: classes, from: class }, student: { to: students, from: student } }
`,
  );
  return planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
}

test('a path that the where of a view asks for fails the document where no entry has it, also where a blank fits', async () => {
  const people = [{ id: 1, role: 'student', left: null }, { id: 2 }];
  const stays = [{ place: 1, ends: null }];
  const asked = (students: string) => said({ people, stays, places: [] } as School, viewsOf({ students }));
  for (const right of ['{ role: student }', '{ left: null }', '{ role: { not: leaver } }', '[{ rol: x }, { role: y }]'])
    assert.deepEqual(await asked(right), [], right);
  const missing = (what: string) => failed(`${what} in people (where of students, where.yaml:6; did you mean role?)`);
  assert.deepEqual(await asked('{ rol: student }'), missing('rol'));
  assert.deepEqual(await asked('{ rol: { not: leaver } }'), missing('rol'));
  assert.deepEqual(await asked('[{ role: student }, { rol: { not: leaver } }]'), missing('rol'));
  assert.deepEqual(await asked('[{ rol: x }, { rolle: y }]'), missing('rol or rolle'));
  assert.deepEqual(await asked('{ rol: { equal: null, optional: true } }'), []);
  assert.deepEqual(await asked('{ rol: { equal: student, optional: true } }'), []);
  assert.deepEqual(
    await said({ people: [], stays: [], places: [] } as School, viewsOf({ students: '{ rol: x }' })),
    [],
  );
});

test('a day of a period that is looked up fails the document where no entry of that list has its path', async () => {
  const stays = [{ place: 1, ends: '2026-01-01' }];
  const looked = (until: string, id: object = { id: 1 }) =>
    said({ stays, places: [{ ...place, ...id }] } as School, viewsOf({ until }));
  assert.deepEqual(await looked('ends'), []);
  assert.deepEqual(
    await looked('end'),
    failed('end in stays (period.until of places, where.yaml:12; did you mean ends?)'),
  );
  assert.deepEqual(await looked('ends', {}), failed('id in places (period.until of places, where.yaml:12)'));
});

test('a look-up that decides fails the document where no record has the id that is looked for', async () => {
  const left = '{ lookup: stays, match: { place: idd }, value: ends }';
  const stays = [{ place: 1, ends: '2026-01-01' }];
  assert.deepEqual(
    await said({ stays } as School, planOf({ left })),
    failed('idd in people (left of students, pipeline.yaml:10; did you mean id?)'),
  );
  assert.deepEqual(await said({ stays } as School, planOf({ left: left.replace('idd', 'id') })), []);
});
