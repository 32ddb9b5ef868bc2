import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { periodOn } from '../../src/pipeline/kinds/period.js';
import { write } from '../support/configured.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { extractOf } from '../support/views.js';

const root = temporaryFolder();

function configured(rule: string) {
  write(root, {
    'pipeline.yaml': `name: rows
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  students: { one: student, from: students, id: id }
  classes: { one: class, from: classes, id: id }
links:
  classStudents:
    one: classStudent
    from: rows
    period: { from: begins, until: { from: ends, optional: true } }
    joins: { class: { to: classes, from: class }, student: { to: students, from: student } }
`,
    'rules/class-students.yaml': `- name: of-today
  because: It is not of today
  conditions: { all: [${rule}] }
  event: { type: require }
`,
  });
  return readConfiguration(join(root, 'pipeline.yaml'), { set: [], today: () => today });
}

async function decided(rule: string, rows: readonly object[]) {
  const configuration = configured(rule);
  const document = { students: [{ id: 's1' }, { id: 's2' }], classes: [{ id: 'c1' }], rows };
  const extract = await extractOf(configuration, document);
  const { through, findings } = await decide(extract, configuration.forSchool('1'), today, new RuleMemory());
  const said = findings.filter(({ rule: name }) => name === 'period-reversed');
  return { through: through.get('classStudents')?.length ?? 0, said };
}

const row = (student: string, begins: string | null, ends: string | null) => ({ class: 'c1', student, begins, ends });
const nextYear = row('s1', '2027-09-01', '2027-01-31');

test('a period that ends before it begins is past on every day, also for a rule that lets in what is to come', async () => {
  for (const day of ['2027-01-01', '2027-05-01', '2027-12-01'])
    assert.equal(periodOn(day, nextYear.begins, nextYear.ends), 'past');
  for (const rule of [
    'value: now, operator: equal',
    'value: past, operator: notEqual',
    'value: [now, future], operator: in',
  ])
    assert.equal((await decided(`{ fact: period, ${rule} }`, [nextYear])).through, 0, rule);
  const ahead = await decided('{ fact: period, operator: notEqual, value: past }', [
    row('s1', '2027-01-31', '2027-09-01'),
  ]);
  assert.deepEqual([ahead.through, ahead.said], [1, []]);
});

test('it is a warning once a kind of links, with the place of the first and how many there are, and no day', async () => {
  const now = '{ fact: period, operator: equal, value: now }';
  const one = await decided(now, [row('s2', '2026-09-01', null), nextYear, row('s2', '2026-09-01', '2026-09-01')]);
  const about = {
    severity: 'warning',
    kind: 'classStudents',
    recordId: '["c1","s1"]',
    position: 1,
    field: 'begins, ends',
  };
  const because = 'Its period ends (ends) before it begins (begins), so it counts as past on every day.';
  assert.equal(one.said.length, 1);
  assert.deepEqual({ ...one.said[0], ...about, because }, one.said[0]);
  const right = row('s2', '2026-09-01', '2026-09-02');
  const two = await decided(now, [nextYear, row('s2', '2026-09-02', '2026-09-01'), right, right]);
  assert.deepEqual(
    two.said.map((finding) => [finding.recordId, finding.because]),
    [['["c1","s1"]', `${because} So it is with 2 rows of classStudents; this is the first.`]],
  );
});

test('where most rows are reversed, the two days of the pipeline are asked about', async () => {
  const now = '{ fact: period, operator: equal, value: now }';
  const ask = 'are from and until of their period swapped in the pipeline?';
  const fix = 'Swap from and until of the period of classStudents in the pipeline, or correct begins and ends';
  const all = await decided(now, [nextYear, row('s2', '2026-09-02', '2026-09-01'), row('s2', '2026-09-01', null)]);
  assert.deepEqual(
    all.said.map((finding) => [finding.because?.endsWith(ask), finding.fix]),
    [[true, fix]],
  );
  const half = await decided(now, [nextYear, row('s2', '2026-09-01', '2026-09-02')]);
  assert.deepEqual(
    half.said.map((finding) => [finding.because?.endsWith(ask), finding.fix]),
    [[false, 'Correct begins or ends']],
  );
});
