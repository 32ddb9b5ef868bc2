import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { isFull, unlessFull } from '../support/numbers.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
import { query } from '../support/tables.js';
import { installTools, readWorkflow, runJob, type JobRun, type Workflow } from '../support/workflow.js';

const root = temporaryFolder();
const nightly = readWorkflow('examples/ci/nightly-parts.yml');
/** With few numbers only as many parts as there are processes to spare. */
const parts = isFull ? 16 : 2;
const held = smallSchool(60, '9360002');

function checkedOut(): { folder: string; database: string } {
  const { folder } = configured(root, {}, false);
  mkdirSync(join(folder, 'extracts'));
  for (const at of first(6)) give(folder, String(at), smallSchool(3, `936100${String(at)}`));
  give(folder, 'held', held);
  return { folder, database: join(folder, 'school.db') };
}

function give(folder: string, name: string, extract: unknown): void {
  const text = typeof extract === 'string' ? extract : JSON.stringify(extract);
  writeFileSync(join(folder, 'extracts', `${name}.json`), text);
}

/** One night: the parts one after the other, what they keep, and the join. */
function runNight(
  folder: string,
  database: string,
  spoil: (folder: string) => void = () => undefined,
): { readonly parts: readonly JobRun[]; readonly join: JobRun } {
  const day = runJob(nightly, 'night', folder, {}).outputs.day ?? '';
  assert.match(day, /^\d{4}-\d\d-\d\d$/);
  const secrets = { 'secrets.PULLTHROUGH_DATABASE': `sqlite:${database}` };
  rmSync(join(folder, 'parts'), { recursive: true, force: true });
  const runs = first(parts, 1).map((part) => {
    const expressions = { ...secrets, 'matrix.part': String(part), 'needs.night.outputs.day': day };
    const run = runJob(nightly, 'part', folder, expressions, { EXTRACTS: 'extracts', PARTS: String(parts) });
    for (const path of run.kept) cpSync(join(folder, path), join(folder, 'parts', `part-${String(part)}`, 'part.json'));
    return run;
  });
  spoil(folder);
  return { parts: runs, join: runJob(nightly, 'join', folder, secrets) };
}

test(
  'a night in parts: its result is that of the join, which has all schools, and keeps every report',
  { skip: unlessFull('it takes seconds') },
  () => {
    const { folder, database } = checkedOut();
    const well = runNight(folder, database);
    assert.deepEqual(
      [...well.parts, well.join].map(({ outcome }) => outcome),
      [...well.parts, well.join].map(() => 'success'),
      well.join.log,
    );
    assert.match(well.join.summary, /^### 7 schools: 7 loaded, in /);
    assert.deepEqual(well.join.kept, ['results/']);
    for (const name of ['run.json', 'junit.xml', 'report.html', 'summary.md'])
      assert.ok(existsSync(join(folder, 'results', name)), name);
    give(folder, 'held', withoutParents(held, ...first(9)));
    give(folder, '0', '{"SchoolID":"9361000","Students":[');
    const bad = runNight(folder, database);
    assert.ok(bad.parts.every(({ outcome }) => outcome === 'success'));
    assert.equal(bad.join.outcome, 'failure');
    assert.match(bad.join.summary, /^### 7 schools: 1 failed, 5 unchanged, 1 held, in /);
    assert.match(bad.join.annotations.join('\n'), /^::error title=School 9361000 failed::/);
    assert.equal(query(database, 'select distinct part from runs').length, parts);
  },
);

test(
  'a part that kept nothing makes the join fail, and the join names it',
  { skip: unlessFull('it runs a night once more') },
  () => {
    const { folder, database } = checkedOut();
    const { join: joined } = runNight(folder, database, () =>
      rmSync(join(folder, 'parts', 'part-2'), { recursive: true }),
    );
    assert.equal(joined.outcome, 'failure');
    assert.match(joined.log, new RegExp(`1 part of ${String(parts)} is missing: 2/${String(parts)}\\.`));
    assert.match(joined.summary, /^The parts could not be joined/);
    assert.deepEqual(joined.kept, []);
    const broken = runJob(nightly, 'part', folder, { 'secrets.PULLTHROUGH_DATABASE': '', 'matrix.part': '1' });
    assert.deepEqual([broken.outcome, broken.kept], ['failure', []]);
  },
);

test('nightly-parts.yml has as many parts as it says, and gives the database only to steps that use it', () => {
  const { part, join: joined } = nightly.jobs as Workflow['jobs'] & Record<string, { strategy?: unknown }>;
  const { matrix } = part?.strategy as { matrix: { part: number[] } };
  assert.deepEqual(matrix.part, first(16, 1));
  assert.equal(String(part?.env?.PARTS), '16');
  assert.equal(joined?.needs, 'part');
  for (const { steps, env } of Object.values(nightly.jobs)) {
    assert.ok(!JSON.stringify(env ?? {}).includes('secrets.'));
    for (const step of steps) {
      assert.doesNotMatch(step.run ?? '', /\$\{\{/);
      const usesDatabase = /pullthrough (?:run|report --format)\b/.test(step.run ?? '');
      assert.equal(JSON.stringify(step).includes('secrets.'), usesDatabase, step.name);
    }
  }
  assert.deepEqual(nightly.permissions, { contents: 'read' });
});

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly name: string }[];
}

interface CronJob {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly schedule: string;
    readonly concurrencyPolicy: string;
    readonly jobTemplate: {
      readonly spec: {
        readonly completionMode?: string;
        readonly completions?: number;
        readonly podFailurePolicy: { readonly rules: readonly { onExitCodes?: { containerName: string } }[] };
        readonly template: {
          readonly spec: {
            readonly restartPolicy: string;
            readonly containers: readonly Container[];
            readonly volumes: readonly { readonly name: string }[];
          };
        };
      };
    };
  };
}

const manifest = parseAllDocuments(readFileSync('examples/kubernetes/indexed-job.yaml', 'utf8')).map(
  (document) => document.toJS() as CronJob,
);

test('the manifest for Kubernetes is of the form that a CronJob has, with one container in each', () => {
  assert.deepEqual(
    manifest.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name]),
    [
      ['batch/v1', 'CronJob', 'pullthrough-parts'],
      ['batch/v1', 'CronJob', 'pullthrough-join'],
    ],
  );
  for (const { spec } of manifest) {
    const { template, podFailurePolicy } = spec.jobTemplate.spec;
    const { containers, volumes, restartPolicy } = template.spec;
    assert.equal(containers.length, 1);
    // What podFailurePolicy demands.
    assert.equal(restartPolicy, 'Never');
    const [{ name, volumeMounts }] = containers;
    for (const { onExitCodes } of podFailurePolicy.rules)
      if (onExitCodes !== undefined) assert.equal(onExitCodes.containerName, name);
    assert.deepEqual(
      volumeMounts.map((mount) => mount.name),
      volumes.map((volume) => volume.name),
    );
    assert.equal(spec.concurrencyPolicy, 'Forbid');
    assert.match(spec.schedule, /^17 \d \* \* \*$/);
  }
  const { completionMode, completions } = manifest[0].spec.jobTemplate.spec;
  assert.deepEqual([completionMode, completions], ['Indexed', 16]);
  assert.equal(containerOf(0).env.find(({ name }) => name === 'PARTS')?.value, '16');
});

function containerOf(at: number): Container {
  return manifest[at].spec.jobTemplate.spec.template.spec.containers[0];
}

/** Runs a container's command as a node would, with the built program in the place of the installed one. */
function runContainer(at: number, folder: string, env: Readonly<Record<string, string>>) {
  const { command, args } = containerOf(at);
  const [shell = '', ...options] = command;
  return spawnSync(shell, [...options, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: [installTools(join(folder, '.tools')), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
      EXTRACTS: 'extracts',
      RESULTS: folder,
      PARTS: '2',
      ...env,
    },
  });
}

test(
  'what the pods run loads each part and joins them; a school that failed is no reason to try a part again',
  { skip: unlessFull('it takes seconds') },
  () => {
    const { folder, database } = checkedOut();
    give(folder, '0', '{"SchoolID":"9361000","Students":[');
    const env = { PULLTHROUGH_DATABASE: `sqlite:${database}` };
    for (const index of ['0', '1']) {
      const { status, stderr } = runContainer(0, folder, { ...env, JOB_COMPLETION_INDEX: index });
      assert.equal(status, 0, stderr);
    }
    const joined = runContainer(1, folder, {});
    assert.equal(joined.status, 1, joined.stderr);
    assert.match(joined.stdout, /7 schools: 1 failed, 6 loaded|7 schools: 6 loaded, 1 failed/);
    assert.match(readFileSync(join(folder, 'night.md'), 'utf8'), /^### 7 schools/);
    const wrong = runContainer(0, folder, { PULLTHROUGH_DATABASE: '', JOB_COMPLETION_INDEX: '0' });
    assert.equal(wrong.status, 2);
    assert.equal(runContainer(1, folder, {}).status, 2);
  },
);
