import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool } from '../support/small-school.js';

const folder = temporaryFolder();
const evil = '\u001b[2J\u009b1m\n::error::x\n##[stop-commands]y ##vso[task.complete] \u202e';
const commands = /##(?:\[|vso\[)|^\s*::/m;
const steering = /(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/u;

/** The shipped configuration with a rule whose words, and a school whose name, try to steer whoever shows them. */
function prepare(): { config: string; input: string; wrong: string } {
  cpSync('rules', join(folder, 'rules'), { recursive: true });
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  mkdirSync(join(folder, 'rules/schools'), { recursive: true });
  const text = JSON.stringify(evil);
  writeFileSync(
    join(folder, 'rules/schools/9360001.yaml'),
    `add:\n  students:\n    - name: ${JSON.stringify('odd ::error:: rule')}\n      because: ${text}\n      fix: ${text}\n      conditions: { all: [{ fact: surname, operator: equal, value: Surname1 }] }\n      event: { type: exclude }\n`,
  );
  const wrong = join(folder, 'wrong');
  cpSync(join(folder, 'rules'), join(wrong, 'rules'), { recursive: true });
  writeFileSync(
    join(wrong, 'pipeline.yaml'),
    `${readFileSync('pipeline.yaml', 'utf8')}\n${JSON.stringify(`odd${evil}`)}: ##[error]z \u009b\n`,
  );
  const input = join(folder, 'school.json');
  writeFileSync(input, JSON.stringify({ ...smallSchool(20), SchoolName: `School${evil}` }));
  return { config: join(folder, 'pipeline.yaml'), input, wrong: join(wrong, 'pipeline.yaml') };
}

const { config, input, wrong } = prepare();
const database = ['--database', `sqlite:${join(folder, 'inert.db')}`];

function assertInert(text: string, what: string, isForGithub = false): void {
  // Directions change nothing beyond the element in which they stand.
  const steers = what.includes('html') ? /(?!\n)\p{Cc}/u : steering;
  assert.equal(text.match(steers), null, what);
  const foreign = isForGithub ? text.replace(/^::(?:error|warning) [^\n]*$/gm, '') : text;
  assert.doesNotMatch(foreign, commands, what);
}

test("C9: what a rule or a school's name says steers no terminal and no CI, in any format", async () => {
  for (const args of [
    ['run', input, '--report', 'github=-', '--report', 'markdown=-'],
    ['run', input, '--json'],
    ['plan', input],
    ['plan', input, '--format', 'markdown'],
    ['explain', 'student', '101'],
    ['explain', 'student', '101', '--json'],
    ['history', 'student', '102'],
    ['config'],
    ['config', '--json'],
    ['config', '--format', 'html'],
    ...['text', 'json', 'markdown', 'junit', 'mail', 'html'].map((format) => ['report', '--format', format]),
  ]) {
    const { code, stdout, stderr } = await cli([...args, '--config', config, '--school', '9360001', ...database]);
    assert.ok(code < 2, `${args.join(' ')}: ${stderr}`);
    assertInert(stdout, args.join(' '), args.includes('github=-'));
    assertInert(stderr, args.join(' '));
  }
});

test('C9: nor does a line of YAML that check shows', async () => {
  for (const format of ['text', 'json', 'github', 'sarif', 'junit']) {
    const { code, stdout } = await cli(['check', '--config', wrong, '--format', format]);
    assert.equal(code, 1, stdout);
    assertInert(stdout, format, format === 'github');
  }
  const { stderr } = await cli(['run', input, '--config', wrong, ...database]);
  assertInert(stderr, 'run');
});
