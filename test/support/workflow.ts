import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

type Env = Readonly<Record<string, string>>;

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Env;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly needs?: string;
  readonly environment?: string;
  readonly env?: Env;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly env?: Env;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface JobRun {
  readonly outcome: 'success' | 'failure';
  /** The commands that ran, by the names of their steps, with how they ended. */
  readonly steps: Readonly<Record<string, number>>;
  readonly log: string;
  readonly summary: string;
  /** Lines of the log that GitHub shows as annotations. */
  readonly annotations: readonly string[];
  /** What the job's steps gave on to other jobs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The folders that are kept. */
  readonly kept: readonly string[];
}

export function readWorkflow(path: string): Workflow {
  return parse(readFileSync(path, 'utf8')) as Workflow;
}

const bin = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));

/**
 * Runs the scripts of a job as GitHub does, in a folder that stands for the checkout, with the built program in the place
 * of the installed one. Actions do nothing.
 * @param expressions what stands for `${{ … }}`
 */
export function runJob(workflow: Workflow, name: string, checkout: string, expressions: Env, outer: Env = {}): JobRun {
  const job = workflow.jobs[name];
  if (job === undefined) throw new Error(`no job ${name}`);
  const tools = installTools(join(checkout, '.tools'));
  const summary = join(checkout, '.tools', 'summary.md');
  const output = join(checkout, '.tools', 'output');
  for (const file of [summary, output]) writeFileSync(file, '');
  const steps: Record<string, number> = {};
  const kept: string[] = [];
  let [log, hasFailed] = ['', false];
  for (const step of job.steps) {
    if (!isDue(step.if, hasFailed, checkout)) continue;
    if (step.uses?.startsWith('actions/upload-artifact@') === true) kept.push(String(step.with?.path));
    if (step.run === undefined) continue;
    const given = evaluated({ ...workflow.env, ...job.env, ...step.env }, expressions);
    const script = join(checkout, '.tools', 'script.sh');
    writeFileSync(script, step.run);
    const { status, stdout, stderr } = spawnSync('bash', ['-e', script], {
      cwd: checkout,
      encoding: 'utf8',
      env: {
        PATH: [tools, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
        HOME: checkout,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_OUTPUT: output,
        ...given,
        ...outer,
      },
    });
    steps[step.name ?? step.run] = status ?? -1;
    log += stdout + stderr;
    hasFailed ||= status !== 0;
  }
  return {
    outcome: hasFailed ? 'failure' : 'success',
    steps,
    log,
    summary: readFileSync(summary, 'utf8'),
    annotations: log.split('\n').filter((line) => /^::(?:error|warning) /.test(line)),
    outputs: Object.fromEntries(
      readFileSync(output, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split('=') as [string, string]),
    ),
    kept,
  };
}

/** `npx pullthrough` is the built program, and `npm` has nothing to install. */
export function installTools(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const tools = { npx: `#!/bin/sh\nshift\nexec node '${bin}' "$@"\n`, npm: '#!/bin/sh\n' };
  for (const [name, text] of Object.entries(tools)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** Only the conditions that the workflows have: another one is no condition that a test may guess at. */
function isDue(condition: string | undefined, hasFailed: boolean, checkout: string): boolean {
  if (condition === undefined) return !hasFailed;
  const [, file] = /^always\(\) && hashFiles\('([^']+)'\) != ''$/.exec(condition) ?? [];
  if (file === undefined) throw new Error(`a condition that this does not know: ${condition}`);
  return existsSync(join(checkout, file));
}

function evaluated(env: Env, expressions: Env): Env {
  const value = (text: string): string =>
    text.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, expression: string) => expressions[expression] ?? '');
  return Object.fromEntries(Object.entries(env).map(([name, text]) => [name, value(text)]));
}
