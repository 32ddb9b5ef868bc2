import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { cli } from '../support/cli.js';

interface Workflow {
  readonly jobs: Record<string, { readonly steps: readonly { readonly run?: string }[] }>;
}

const workflow = parse(readFileSync('examples/ci/github-actions.yaml', 'utf8')) as Workflow;
const commands = Object.values(workflow.jobs)
  .flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run.split('\n')))
  .flatMap((line) => /^npx pullthrough (.*)$/.exec(line)?.[1] ?? [])
  .map((line) => line.split(' '));

test('the workflow for a repository with rules checks, tests and says whom a change moves, and touches no database', () => {
  assert.deepEqual([...new Set(commands.map(([name]) => name))], ['check', 'test', 'impact']);
});

test('every option that the workflow gives a command is in its help', async () => {
  const { stdout: help } = await cli(['--help']);
  const has = (name: string) => new RegExp(`^  ${name} `, 'm').test(help);
  assert.ok(has('check') && has('test'));
  for (const [name = '', ...args] of commands.filter(([name = '']) => has(name))) {
    const { stdout } = await cli([name, '--help']);
    for (const option of args.filter((arg) => arg.startsWith('--')))
      assert.match(stdout, new RegExp(`^  ${option}\\b`, 'm'), `${name} ${option}`);
  }
});

test('what the workflow asks of the rules and cases as shipped is met', async () => {
  // What --mutate finds of the shipped rules is compared with docs/testing.md.
  for (const [name = '', ...args] of commands.filter((words) => words[0] !== 'impact' && !words.includes('--mutate'))) {
    const { code, stdout, stderr } = await cli([name, ...args]);
    assert.equal(code, 0, `${[name, ...args].join(' ')}\n${stdout}${stderr}`);
  }
});
