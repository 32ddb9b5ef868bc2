import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const root = temporaryFolder();
const newNights = nightsIn();
const [sqlite] = backends();

const leavers = `
- name: leavers
  because: The student has left
  conditions: { all: [{ fact: left, operator: before, value: { fact: today } }] }
  event: { type: exclude }
`;

/** The shipped configuration, whose students have a leaving date that decides. */
function withLeavers(left: string, more: Readonly<Record<string, string>> = {}): string {
  const pipeline = readFileSync('pipeline.yaml', 'utf8');
  const before = '      dateOfBirth: { from: DateOfBirth, type: date }\n';
  assert.ok(pipeline.includes(before));
  return configured(root, {
    'pipeline.yaml': pipeline.replace(before, `${before}    read:\n      left: ${left}\n`),
    'rules/students.yaml': readFileSync('rules/students.yaml', 'utf8') + leavers,
    ...more,
  }).config;
}

const out = '{ from: LeavingDate, type: date, onBad: out }';

/** Three students: one left, one stays, and of one nobody can read when. */
function school() {
  const three = smallSchool(3);
  ['2026-07-01', null, '2026-13-01'].forEach((LeavingDate, at) =>
    Object.assign(three.Students[at] ?? {}, { LeavingDate }),
  );
  return three;
}

test('A7: a bad value in a field that decides keeps the student out, and all say what to correct', async () => {
  const config = withLeavers(out);
  const night = await newNights(sqlite);
  const file = night.file(school());
  const { only } = await night.runFiles(file, '--config', config);
  const { read, through, not } = only.sections.students;
  assert.deepEqual({ read, through, not }, { read: 3, through: 1, not: 2 });
  assert.deepEqual([only.excluded['bad-value'], only.excluded.leavers, only.warnings['bad-value']], [1, 1, 1]);
  const rows = await night.database.query(
    "select severity, kind, record_id, rule, because, fix, field, position, among from findings where rule = 'bad-value' order by severity",
  );
  const because = 'A bad value is in LeavingDate, which decides whether it comes through';
  const about = { kind: 'students', record_id: '102', rule: 'bad-value', field: 'LeavingDate', position: 2 };
  assert.deepEqual(rows, [
    { severity: 'excluded', ...about, because, fix: 'Correct LeavingDate', among: 'mistakes' },
    {
      ...{ severity: 'warning', ...about, fix: null, among: null },
      because:
        'LeavingDate is not an existing day (YYYY-MM-DD, alone or with a time after a T or a space); it counts as blank.',
    },
  ]);
  for (const inputs of [[file], []]) {
    const said = await night.command('explain', 'student', '102', ...inputs, '--config', config);
    assert.equal(said.code, 0, said.stderr);
    assert.match(said.stdout, /bad-value/);
    assert.match(said.stdout, /Correct LeavingDate/);
    assert.doesNotMatch(said.stdout, /2026-13/);
  }
  const json = await night.command('explain', 'student', '102', file, '--config', config, '--json');
  const { why, fixes } = JSON.parse(json.stdout) as {
    why: { rule: string; file: string; line: number }[];
    fixes: unknown;
  };
  assert.equal(why[0]?.rule, 'bad-value');
  assert.match(why[0].file, /pipeline\.yaml$/);
  const line =
    readFileSync(config, 'utf8')
      .split('\n')
      .findIndex((one) => one.includes('LeavingDate')) + 1;
  assert.equal(why[0].line, line);
  assert.deepEqual(fixes, [[{ kind: 'students', id: '102', rule: 'bad-value', fix: 'Correct LeavingDate' }]]);
  const report = await night.command('report', '--config', config);
  assert.match(report.stdout, /Correct the value/);
  const reported = JSON.parse((await night.command('report', file, '--config', config, '--json')).stdout) as {
    schools: { toCorrect: { rule: string; id: string; out: boolean; fields: string[] }[] }[];
  };
  const corrections = reported.schools[0]?.toCorrect.filter(({ rule }) => rule === 'bad-value');
  assert.deepEqual(
    corrections?.map(({ id, out: isOut, fields }) => [id, isOut, fields]),
    [['102', true, ['LeavingDate']]],
  );
});

test('A7: without onBad the student comes through, and check asks for it; what it says ends the warning', async () => {
  const night = await newNights(sqlite);
  const file = night.file(school());
  const problemsOf = async (config: string) => {
    const { stdout } = await cli(['check', '--config', config, '--json']);
    const problems = JSON.parse(stdout) as { code: string; severity: string; line: number; message: string }[];
    return problems
      .filter(({ code }) => code !== 'untested-rule')
      .map(({ code, severity, message }) => [code, severity, message]);
  };
  const open = withLeavers('{ from: LeavingDate, type: date }');
  const { only } = await night.runFiles(file, '--config', open);
  assert.equal(only.sections.students.through, 2);
  assert.deepEqual(await problemsOf(open), [
    ['bad-opens', 'warning', '"left" decides by its absence: rule "leavers" lets a blank through, and so a bad value.'],
  ]);
  assert.deepEqual(await problemsOf(withLeavers(out)), []);
  assert.deepEqual(await problemsOf(withLeavers('{ from: LeavingDate, type: date, onBad: blank }')), []);
});

test('a case may expect that a bad value keeps a record out', async () => {
  const tests = `- name: a leaving date that nobody can read
  extract: { Students: [{ StudentID: 1, LeavingDate: soon }] }
  expect: { out: { students: [{ id: 1, rule: bad-value }] } }
- name: an extract of a case has only what it is about, so the date may be missing
  extract: { Students: [{ StudentID: 1 }] }
  expect: { through: { students: [1] } }
`;
  const config = withLeavers(out, { 'rules/tests/leavers.yaml': tests });
  const { code, stdout } = await cli([
    'test',
    join(dirname(config), 'rules/tests/leavers.yaml'),
    '--config',
    config,
    '--json',
  ]);
  assert.equal(code, 0, stdout);
});
