import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured, write } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf, unlessFull } from '../support/numbers.js';

const root = temporaryFolder();
const oakfield = 'examples/oakfield.json';
const own = 'options: { parentalResponsibilityOnly: true }\n';

function git(folder: string, ...args: string[]): string {
  const name = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...name, ...args], { cwd: folder, encoding: 'utf8' });
}

/** A repository with the shipped configuration and a school's file in a folder of it, not yet committed. */
function repository(): { top: string; folder: string; config: string } {
  const top = mkdtempSync(join(root, 'repository-'));
  git(top, 'init', '--quiet', '--initial-branch=main');
  return { top, ...configured(top, { 'rules/schools/9361234.yaml': own }) };
}

function commit(top: string): void {
  git(top, 'add', '--all');
  git(top, 'commit', '--quiet', '--message=Start');
}

function impact(config: string, against: string, env: Record<string, string> = {}, ...args: string[]) {
  return cli(['impact', '--against', against, '--config', config, oakfield, '--json', ...args], { env });
}

test('C11: no hook, filter, monitor or other setting of a repository runs, and the answer is that of its files', async () => {
  const { top, folder, config } = repository();
  commit(top);
  const marker = join(top, 'ran');
  const waits = join(root, 'waits.sh');
  writeFileSync(waits, `#!/bin/sh\ntouch '${marker}'\nsleep 600\n`);
  chmodSync(waits, 0o755);
  for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman'])
    symlinkSync(waits, join(top, '.git', 'hooks', hook));
  writeFileSync(join(top, '.git', 'info', 'attributes'), '*.yaml filter=slow diff=slow\n');
  for (const [name, value] of [
    ['core.fsmonitor', waits],
    ['core.hooksPath', join(top, '.git', 'hooks')],
    ['core.sshCommand', waits],
    ['core.pager', waits],
    ['filter.slow.smudge', waits],
    ['filter.slow.process', waits],
    ['filter.slow.required', 'true'],
    ['diff.slow.textconv', waits],
  ] as const)
    git(top, 'config', name, value);
  write(folder, { 'rules/schools/9361234.yaml': 'disable: [contact-title]\n' });
  const { code, stdout, stderr } = await impact(config, 'main');
  assert.equal(code, 0, stderr);
  assert.ok(!existsSync(marker));
  const { schools } = JSON.parse(stdout) as { schools: { school: string; by: Record<string, number> }[] };
  assert.deepEqual(
    schools.map(({ school }) => school),
    ['9361234'],
  );
  assert.ok('contact-title' in (schools[0]?.by ?? {}));
});

test('C11: a repository that gives no answer is not waited for', { skip: unlessFull('it takes seconds') }, async () => {
  const { top, config } = repository();
  commit(top);
  execFileSync('mkfifo', [join(top, '.git', 'refs', 'heads', 'slow')]);
  const { code, stderr } = await impact(config, 'slow', { PULLTHROUGH_GIT_SECONDS: '1' });
  assert.equal(code, 2);
  assert.match(stderr, /git rev-parse gave no answer for 1 s/);
  assert.equal((await impact(config, 'main', { PULLTHROUGH_GIT_SECONDS: '0' })).code, 2);
});

test('C6: a link in a revision is what it leads to there, and leads nowhere else', async () => {
  const secret = join(root, 'secret.yaml');
  writeFileSync(secret, 'pass: [hunter2\n');
  const { top, folder, config } = repository();
  const rules = join(folder, 'rules');
  mkdirSync(join(folder, 'texts', 'schools'), { recursive: true });
  renameSync(join(rules, 'contact-links.yaml'), join(folder, 'texts', 'links.txt'));
  symlinkSync('../texts/links.txt', join(rules, 'contact-links.yaml'));
  renameSync(join(rules, 'schools', '9361234.yaml'), join(folder, 'texts', 'schools', '9361234.yaml'));
  rmSync(join(rules, 'schools'), { recursive: true });
  symlinkSync('../texts/schools', join(rules, 'schools'));
  commit(top);
  const same = await impact(config, 'main');
  assert.equal(same.code, 0, same.stderr);
  assert.deepEqual((JSON.parse(same.stdout) as { schools: unknown[] }).schools, []);
  rmSync(join(rules, 'schools'));
  const without = await impact(config, 'main');
  assert.equal((JSON.parse(without.stdout) as { schools: unknown[] }).schools.length, 1, without.stderr);
  git(top, 'checkout', '--quiet', '--', '.');
  const targets: readonly (readonly [string, RegExp])[] = [
    [secret, /leads out of the configuration's folder/],
    ['/proc/self/environ', /leads out of the configuration's folder/],
    ['../../../../../../../../../../../../etc/passwd', /leads/],
    ['groups.yaml.not', /leads nowhere/],
  ];
  for (const [target, words] of someOf(targets, 2)) {
    rmSync(join(rules, 'groups.yaml'));
    symlinkSync(target, join(rules, 'groups.yaml'));
    git(top, 'commit', '--all', '--quiet', '--message=Link');
    git(top, 'checkout', '--quiet', 'HEAD~1', '--', '.');
    const { code, stdout, stderr } = await impact(config, 'HEAD');
    assert.deepEqual([code, stdout], [2, ''], target);
    assert.match(stderr, /HEAD:configuration-\w+\/rules\/groups\.yaml:1:1 {2}unread-file/);
    assert.match(stderr, words);
    assert.ok(!/hunter2|PATH=|root:/.test(stderr), target);
    git(top, 'checkout', '--quiet', 'HEAD', '--', '.');
    git(top, 'reset', '--quiet', '--hard', 'HEAD~1');
  }
  const shared = join(top, 'shared');
  mkdirSync(shared);
  writeFileSync(join(shared, 'strict.yaml'), own);
  write(folder, { 'texts/schools/9361234.yaml': 'extends: ../../../shared/strict.yaml\n' });
  commit(top);
  assert.equal((await impact(config, 'main', {}, '--root', top)).code, 0);
  const refused = await impact(config, 'main');
  assert.equal(refused.code, 1);
  assert.ok(!refused.stdout.includes('pullthrough-impact-'), refused.stdout);
  assert.equal(readFileSync(join(shared, 'strict.yaml'), 'utf8'), own);
});
