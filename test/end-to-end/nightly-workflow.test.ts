import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf, unlessFull } from '../support/numbers.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
import { query } from '../support/tables.js';
import { readWorkflow, runJob, type JobRun, type Workflow } from '../support/workflow.js';

const root = temporaryFolder();
const nightly = readWorkflow('examples/ci/nightly.yml');
const release = readWorkflow('examples/ci/release.yml');
const [good, held, broken] = [smallSchool(20, '9360001'), smallSchool(60, '9360002'), smallSchool(15, '9360003')];
const load = 'Load the extracts';

/** One night's run over the extracts that lie in the folder. */
function runNightly(folder: string, secrets: Readonly<Record<string, string>>): JobRun {
  return runJob(nightly, 'run', folder, secrets, { EXTRACTS: 'extracts' });
}

/** A folder with the configuration and one night's extracts; the database is what a secret says. */
function checkedOut(): { folder: string; database: string; secrets: Record<string, string> } {
  const { folder } = configured(root);
  mkdirSync(join(folder, 'extracts'));
  const database = join(folder, 'school.db');
  return { folder, database, secrets: { 'secrets.PULLTHROUGH_DATABASE': `sqlite:${database}` } };
}

function give(folder: string, name: string, extract: unknown): void {
  const text = typeof extract === 'string' ? extract : JSON.stringify(extract);
  writeFileSync(join(folder, 'extracts', `${name}.json`), text);
}

/** Two nights: all is well; then one school is well, one would lose parents, the file of one is cut short. */
function twoNights(): ReturnType<typeof checkedOut> & { readonly wellNight: JobRun; readonly badNight: JobRun } {
  const place = checkedOut();
  for (const [name, school] of Object.entries({ good, held, broken })) give(place.folder, name, school);
  const wellNight = runNightly(place.folder, place.secrets);
  give(place.folder, 'good', withoutParents(good, 3));
  give(place.folder, 'held', withoutParents(held, ...first(9)));
  give(place.folder, 'broken', JSON.stringify(broken).slice(0, 900));
  return { ...place, wellNight, badNight: runNightly(place.folder, place.secrets) };
}

const nights = twoNights();

/** The two nights once more, to go on from. */
function afterTwoNights(): ReturnType<typeof checkedOut> {
  const folder = join(root, `nights-${String(copies++)}`);
  cpSync(nights.folder, folder, { recursive: true });
  const database = join(folder, 'school.db');
  return { folder, database, secrets: { 'secrets.PULLTHROUGH_DATABASE': `sqlite:${database}` } };
}
let copies = 0;

test('a night in which all is well succeeds, is told in the summary and kept', () => {
  const { outcome, summary, annotations, kept, log, steps } = nights.wellNight;
  assert.equal(outcome, 'success', log);
  assert.deepEqual(Object.values(steps), [0, 0, 0, 0]);
  assert.match(summary, /^### 3 schools: 3 loaded, in /);
  assert.deepEqual(annotations, []);
  assert.deepEqual(kept, ['results/']);
});

test('a night with a school held and one that failed: the job fails once all is told and kept', () => {
  const { outcome, summary, annotations, kept, log, steps } = nights.badNight;
  assert.equal(outcome, 'failure');
  assert.equal(steps[load], 1, log);
  assert.deepEqual(Object.values(steps), [0, 1, 0, 0]);
  assert.deepEqual(kept, ['results/']);
  assert.equal(annotations.length, 2);
  assert.match(
    annotations[0] ?? '',
    /^::error title=School 9360003 failed::extracts\/broken\.json: cut short at byte 900/,
  );
  assert.match(
    annotations[1] ?? '',
    /^::warning title=School 9360002 held::9 of 60 contacts \(15 %25, at most 10 %25 may\)/,
  );
  assert.match(log, /^ {2}9360001 +School 9360001 +loaded/m);
  assert.match(summary, /^### 3 schools: 1 failed, 1 loaded, 1 held, in /);
  assert.ok(summary.indexOf('#### Failed') < summary.indexOf('#### Held back'));
  assert.match(summary, /- `9360002` School 9360002\\?: 9 of 60 contacts/);
  assert.match(summary, /pullthrough release 9360002/);
});

test('what is kept is the run as JSON and the report as HTML', () => {
  const results = join(nights.folder, 'results');
  assert.deepEqual(readdirSync(results).sort(), ['report.html', 'run.json', 'summary.md']);
  const { schools } = JSON.parse(readFileSync(join(results, 'run.json'), 'utf8')) as { schools: { status: string }[] };
  assert.deepEqual(schools.map(({ status }) => status).sort(), ['failed', 'held', 'loaded']);
  assert.match(readFileSync(join(results, 'report.html'), 'utf8'), /^<!doctype html>/i);
});

test('a held and a failed school keep all that they had, and the good one has its new night', () => {
  const through = (school: string): number =>
    query(nights.database, 'select id from contacts where left_at is null and school_id = ?', school).length;
  assert.deepEqual(['9360001', '9360002', '9360003'].map(through), [19, 60, 15]);
});

test('no secret and nobody of whom the extracts speak stands in a log, a summary or what is kept', () => {
  for (const { log, summary } of [nights.wellNight, nights.badNight]) assertDiscreet(`${log}${summary}`);
  for (const name of readdirSync(join(nights.folder, 'results')))
    assertDiscreet(readFileSync(join(nights.folder, 'results', name), 'utf8'));
});

test(
  'a server that is not there, with a password in the secret: the job fails and the password is nowhere',
  { skip: unlessFull('it takes seconds') },
  () => {
    const { folder } = checkedOut();
    give(folder, 'good', good);
    const secrets = { 'secrets.PULLTHROUGH_DATABASE': 'postgres://loader:hush-hush@127.0.0.1:1/school' };
    const { outcome, log, steps, kept, summary } = runNightly(folder, secrets);
    assert.equal(outcome, 'failure');
    assert.equal(steps[load], 1);
    assert.deepEqual(kept, []);
    assert.match(summary, /^The run could not begin/);
    assert.match(log, /127\.0\.0\.1:1/);
    assertDiscreet(log);
  },
);

for (const [what, prepare, secret] of [
  ['no extract', () => undefined, 'sqlite:x.db'],
  [
    'a fault in the shared rules',
    (folder: string) => writeFileSync(join(folder, 'rules', 'groups.yaml'), 'rule: ['),
    'sqlite:x.db',
  ],
  ['a secret that is not there', (folder: string) => give(folder, 'good', good), ''],
] as const) {
  const skip = what === 'no extract' ? false : unlessFull('it starts two programs');
  test(
    `with ${what} the job fails at once: nothing is read, told as done or kept, nor what an earlier night left`,
    { skip },
    () => {
      const { folder } = checkedOut();
      if (what !== 'no extract') give(folder, 'good', good);
      prepare(folder);
      mkdirSync(join(folder, 'results'));
      for (const left of ['run.json', 'summary.md']) writeFileSync(join(folder, 'results', left), 'of yesterday');
      const { outcome, steps, kept, summary } = runNightly(folder, { 'secrets.PULLTHROUGH_DATABASE': secret });
      assert.equal(outcome, 'failure');
      assert.deepEqual(Object.values(steps), [0, 2, 0]);
      assert.deepEqual(kept, []);
      assert.match(summary, /^The run could not begin, or did not end: the log of "Load the extracts" says why\.\n$/);
      assert.equal(existsSync(join(folder, 'x.db')), false);
      assert.equal(existsSync(join(folder, 'pullthrough.db')), false);
    },
  );
}

/** The release job after the plan job, with what that gave on. */
function releaseAfter(plan: JobRun, folder: string, expressions: Readonly<Record<string, string>>): JobRun {
  assert.equal(plan.outcome, 'success', plan.log);
  assert.match(plan.outputs.fingerprint ?? '', /^[0-9a-f]{32}$/);
  const planned = { 'needs.plan.outputs.fingerprint': plan.outputs.fingerprint ?? '' };
  return runJob(release, 'release', folder, { ...expressions, ...planned });
}

const goneOf = (database: string): number =>
  query(database, 'select id from contacts where left_at is not null and school_id = ?', '9360002').length;

test(
  'a person releases the held school: its plan is in the summary, and what it showed is loaded',
  { skip: unlessFull('it takes seconds') },
  () => {
    const { folder, secrets, database } = afterTwoNights();
    const expressions = { ...secrets, 'inputs.school': '9360002' };
    const plan = runJob(release, 'plan', folder, expressions);
    assert.match(plan.summary, /^### What a run would do\n\n#### `9360002` School 9360002: held\n/);
    assert.match(plan.summary, /\| parent 5000 \| would go \| It is no longer in the extract\. \|/);
    assert.equal(goneOf(database), 0);
    const released = releaseAfter(plan, folder, expressions);
    assert.equal(released.outcome, 'success', released.log);
    assert.match(released.summary, /^### 1 school: 1 loaded/);
    assert.equal(goneOf(database), 9);
    for (const { log, summary } of [plan, released]) assertDiscreet(`${log}${summary}`);
  },
);

test(
  'of an extract that came after the plan nothing is loaded, whatever a person approved',
  { skip: unlessFull('it runs three jobs') },
  () => {
    const { folder, secrets, database } = afterTwoNights();
    const expressions = { ...secrets, 'inputs.school': '9360002' };
    const plan = runJob(release, 'plan', folder, expressions);
    give(folder, 'held', withoutParents(held, ...first(57)));
    runJob(nightly, 'run', folder, secrets);
    const released = releaseAfter(plan, folder, expressions);
    assert.equal(released.outcome, 'failure');
    assert.match(released.log, /something other than was planned/);
    assert.equal(goneOf(database), 0);
  },
);

test(
  'a school that is not held, or that fails, needs no release: nobody is asked',
  { skip: unlessFull('it runs three jobs') },
  () => {
    const { folder, secrets } = afterTwoNights();
    const planned = (school: string, database = secrets['secrets.PULLTHROUGH_DATABASE']) =>
      runJob(release, 'plan', folder, { 'secrets.PULLTHROUGH_DATABASE': database, 'inputs.school': school });
    for (const plan of [planned('9360001'), planned('9369999'), planned('9360002', 'postgres://127.0.0.1:1/none')]) {
      assert.equal(plan.outcome, 'failure', plan.log);
      assert.deepEqual(plan.outputs, {});
    }
  },
);

test(
  'a school id that is a script or an option is only ever an id',
  { skip: unlessFull('it runs two jobs for each id') },
  () => {
    const { folder, secrets } = afterTwoNights();
    for (const school of someOf(['"; touch owned; $(touch owned) \'', '--config=other.yaml', '--help', "'"], 2)) {
      const expressions = { ...secrets, 'inputs.school': school };
      runJob(release, 'plan', folder, expressions);
      const { outcome, log } = runJob(release, 'release', folder, expressions);
      assert.equal(outcome, 'failure');
      assert.ok(log.includes('something other than was planned'), log);
    }
    assert.equal(existsSync(join(folder, 'owned')), false);
  },
);

for (const [name, workflow] of Object.entries({ nightly, release })) {
  test(`${name}.yml puts no expression into a script, and gives the database only to steps that use it`, () => {
    for (const { steps, env } of Object.values<Workflow['jobs'][string]>(workflow.jobs)) {
      assert.ok(!JSON.stringify(env ?? {}).includes('secrets.'));
      for (const step of steps) {
        assert.doesNotMatch(step.run ?? '', /\$\{\{/);
        const usesDatabase = /pullthrough (?:run|plan|release|report)\b/.test(step.run ?? '');
        assert.equal(JSON.stringify(step).includes('secrets.'), usesDatabase, step.name);
      }
    }
    assert.ok(!JSON.stringify(workflow.env ?? {}).includes('secrets.'));
    assert.deepEqual(workflow.permissions, { contents: 'read' });
    assert.equal(workflow.concurrency['cancel-in-progress'], false);
  });
}

test('a release waits for a person, after the plan', () => {
  assert.deepEqual(Object.keys(release.on), ['workflow_dispatch']);
  assert.equal(release.jobs.release?.needs, 'plan');
  assert.equal(release.jobs.release.environment, 'release');
  assert.equal(release.jobs.plan?.environment, undefined);
});

function assertDiscreet(text: string): void {
  assert.doesNotMatch(text, /hush-hush|Known\d|Surname\d|Forename\d|Parent\d|Teacher\d|Staff\d|example\.org|01632/);
}
