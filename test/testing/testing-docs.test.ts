import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testFormats } from '../../src/testing/report/formats.js';
import { withCases } from '../support/cases.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const docs = readFileSync('docs/testing.md', 'utf8');
const cases = [...docs.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = '']) => text);
const commands = [...docs.matchAll(/^```console\n\$ npx pullthrough (.*)\n([^]*?)^```$/gm)];

/** What a command of the docs prints where the last block of cases is rules/tests/mine.yaml. */
async function printed(command: string): Promise<string> {
  if (!/mine\.yaml|^init/.test(command)) return (await cli(command.split(' '))).stdout;
  const folder = temporaryFolder();
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  cpSync('rules', join(folder, 'rules'), { recursive: true });
  const mine = join(folder, 'rules/tests/mine.yaml');
  writeFileSync(mine, cases.at(-1) ?? '');
  const args = command.replace('rules/tests/mine.yaml', mine).split(' ');
  const { stdout } = await cli([...args, '--config', join(folder, 'pipeline.yaml')]);
  const written = /^Written: (.*)$/m.exec(stdout)?.[1];
  if (written !== undefined) assert.ok(cases.includes(readFileSync(written, 'utf8')), written);
  return stdout.replaceAll(`${folder}/`, '');
}

for (const [, command = '', output] of commands) {
  test(`pullthrough ${command} prints what docs/testing.md shows`, async () => {
    assert.equal(await printed(command), output);
  });
}

test('the cases that docs/testing.md begins with pass', async () => {
  assert.equal(commands.length, 3);
  const file = join(temporaryFolder(), 'first.yaml');
  writeFileSync(file, cases[0] ?? '');
  const { code, stdout } = await cli(['test', file]);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^2 cases: 2 passed/);
});

test('the case for all schools of a trust is decided for each', async () => {
  const folder = temporaryFolder();
  const config = withCases(folder, {
    'rules/tests/trust.yaml': cases[1] ?? '',
    'rules/shared/oak-trust.yaml': 'disable: [contact-title]\n',
    'rules/schools/1.yaml': 'extends: ../shared/oak-trust.yaml\n',
    'rules/schools/2.yaml': 'extends: ../shared/oak-trust.yaml\n',
    'rules/schools/3.yaml': 'options: { singleSignOn: true }\n',
  });
  const { code, stdout } = await cli(['test', '--verbose', '--config', config]);
  assert.equal(code, 0, stdout);
  assert.deepEqual(
    [...stdout.matchAll(/\(school (\d)\)/g)].map(([, school]) => school),
    ['1', '2'],
  );
});

test('docs/testing.md lists every format and every key of a case', () => {
  for (const { name } of testFormats) assert.ok(docs.includes(`\`${name}\``), name);
  const schema = JSON.parse(readFileSync('schemas/test.schema.json', 'utf8')) as {
    definitions: { case: { properties: object } };
  };
  for (const key of Object.keys(schema.definitions.case.properties)) assert.ok(docs.includes(`| \`${key}\` |`), key);
});
