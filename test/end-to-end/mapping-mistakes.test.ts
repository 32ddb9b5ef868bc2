import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const findings = `select severity, kind, record_id, rule, because, field, position, fix from findings
  where rule in ('unread-path', 'all-dangle', 'dangling') order by "number"`;

test('A8: a misspelt path is a warning, with the key that may be meant, in the run, its JSON, the report and the table', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8').replace('forename: Forename', 'forename: Forenam');
  const { config } = configured(root, { 'pipeline.yaml': pipeline });
  const night = await newNights(sqlite);
  const school = night.file(smallSchool(3));
  const text = await night.command('run', school, '--config', config);
  assert.match(text.stdout, /^ {8}parents +no record of Contacts has Forenam\. Did you mean Forename\?$/m);
  assert.deepEqual((await night.runFiles(school, '--config', config)).only.warnings, {
    'unread-path': 1,
    'none-through': 1,
  });
  const report = await night.command('report', '--config', config);
  const said = 'No record of Contacts has Forenam. Did you mean Forename?';
  assert.match(
    report.stdout,
    /Other warnings\n {4}parents +No record of Contacts has Forenam\. Did you mean Forename\?\n/,
  );
  assert.deepEqual(await night.database.query(findings), [
    {
      ...{ severity: 'warning', kind: 'contacts', record_id: null, rule: 'unread-path', because: said },
      ...{ field: 'Forenam', position: null, fix: null },
    },
  ]);
});

test('a misspelt section that may be missing is a warning of the run, with the key that may be meant', async () => {
  const pipeline = readFileSync('pipeline.yaml', 'utf8').replace(
    'from: Groups',
    'from: { section: Grops, optional: true }',
  );
  const { config } = configured(root, { 'pipeline.yaml': pipeline });
  const night = await newNights(sqlite);
  const { stdout } = await night.command('run', night.file(smallSchool(3)), '--config', config);
  assert.match(
    stdout,
    /^ {6}1 document +the section Grops, which is optional, is not there, .* Did you mean Groups\?$/m,
  );
});

for (const backend of backends()) {
  test(`A8: where every reference dangles it is said once, and nobody is told to correct each (${backend.name})`, async () => {
    const night = await newNights(backend);
    const school = smallSchool(9);
    const [house] = school.Groups;
    const other = { ...house, GroupID: 71, StudentIDs: [100, 999] };
    house.StudentIDs = school.Students.map((_, at) => `S-${String(at)}`);
    const run = await night.run(school);
    assert.equal(run.only.warnings['all-dangle'], 1, run.stdout);
    const rows = await night.database.query(findings);
    const said = rows.filter(({ rule }) => rule === 'all-dangle');
    assert.deepEqual(said, [
      {
        ...{ severity: 'warning', kind: 'groupStudents', record_id: null, rule: 'all-dangle', field: 'StudentIDs' },
        ...{ position: null, fix: null },
        because:
          'All 9 references of groupStudents under StudentIDs dangle: none is the id of one of students. Is `from` right?',
      },
    ]);
    const dangling = rows.filter(({ rule }) => rule === 'dangling');
    assert.deepEqual(new Set(dangling.map(({ fix }) => fix)), new Set([null]));
    assert.equal(dangling.length, 9);
    const report = await night.command('report');
    assert.doesNotMatch(report.stdout, /Correct the reference/);
    // One that joins shows that the others are mistakes of their own.
    await night.run({ ...school, Groups: [house, other] });
    const fixes = (await night.database.query(findings)).map(({ rule, fix }) => `${String(rule)} ${String(fix)}`);
    assert.deepEqual(fixes, Array(10).fill('dangling Correct the reference, or add the record, in the MIS'));
  });
}

test('A8: each reference is judged by itself, and one alone, or one without anybody to name, is no mistake of the mapping', async () => {
  const school = smallSchool(2);
  const staff = { StaffIDs: ['Mr A', 'Mrs B'], StaffID2: 77 };
  const classes = school.Classes.map((one) => ({ ...one, ...staff }));
  const night = await newNights(sqlite);
  const allOf = async (extract: unknown): Promise<string[]> => {
    const result = await cli(['plan', night.file(extract), '--json', '--database', `sqlite:${join(root, 'none.db')}`]);
    const report = await cli(['report', night.file(extract), '--format', 'json']);
    assert.equal(result.code < 2, true, result.stderr);
    return [...report.stdout.matchAll(/"(All \d+ references[^"]*)"/g)].map(([, said]) => said ?? '');
  };
  assert.deepEqual(await allOf({ ...school, Classes: classes }), [
    'All 2 references of classTeachers under StaffIDs dangle: none is the id of one of teachers. Is `from` right?',
  ]);
  assert.deepEqual(await allOf({ ...school, Contacts: [] }), [
    'All 2 references of contactLinks under ContactID dangle: the extract has no contacts.',
  ]);
});

test('A8: where every reference is an object it is said once, and the extract is not to correct', async () => {
  const school = smallSchool(3);
  const links = school.ContactLinks.map((one) => ({ ...one, ContactID: { value: one.ContactID } }));
  const night = await newNights(sqlite);
  const { only, stdout } = await night.run({ ...school, ContactLinks: links });
  assert.equal(only.warnings['all-no-id'], 1, stdout);
  const line = /^ {6}contact: .*from: ContactID/m.exec(readFileSync('pipeline.yaml', 'utf8'));
  const place = `pipeline.yaml:${String(line?.input.slice(0, line.index).split('\n').length)}`;
  const said = await night.command('report');
  assert.match(
    said.stdout,
    /None of the 3 values of ContactID in ContactLinks is a usable id: each is an object or a list/,
  );
  assert.ok(said.stdout.includes(place), `${place}\n${said.stdout}`);
  assert.doesNotMatch(said.stdout, /Have the extract give it an id/);
});
