import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { withCases } from '../support/cases.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

/** A copy of the shipped configuration, and a command on it. */
function copied(files: Readonly<Record<string, string>> = {}) {
  const folder = join(root, String(number++));
  const config = withCases(folder, files);
  const call = (...args: string[]) => cli([...args, '--config', config]);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return { folder, config, call, read };
}

test('docs/editor.md shows what the command prints', async () => {
  const folder = join(root, 'docs');
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  cpSync('rules', join(folder, 'rules'), { recursive: true });
  const docs = readFileSync('docs/editor.md', 'utf8');
  const [, shown = ''] = /^```console\n\$ npx pullthrough schema\n([^]*?)^```$/m.exec(docs) ?? [];
  const { code, stdout } = await cli(['schema', '--config', join(folder, 'pipeline.yaml')]);
  const names = stdout.replaceAll(`${folder}/`, '').replaceAll(/ {2,}(?=#)/g, '  ');
  assert.deepEqual([code, names], [0, shown.replaceAll(/ {2,}(?=#)/g, '  ')]);
  const [, json = ''] = /^```json\n([^]*?)^```$/m.exec(docs) ?? [];
  const settings = JSON.parse(json) as Record<string, Record<string, unknown>>;
  for (const schema of Object.keys(settings['yaml.schemas'] ?? {})) assert.ok(existsSync(join(folder, schema)), schema);
});

test('the line of each file is written once, in the place of another, and keeps the rest as it was', async () => {
  const rest =
    '- name: a\r\n  because: B\r\n  conditions: { all: [{ fact: code, operator: equal, value: A }] }\r\n  event: { type: exclude }\r\n';
  const { call, read } = copied({
    'rules/schools/1.yaml': '\uFEFFdisable: [contact-title]\n',
    'rules/classes.yaml': `# Ours.\r\n# yaml-language-server: $schema=elsewhere.json\r\n${rest}`,
  });
  const first = await call('schema', '--lines');
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /Written: .*1\.yaml\n/);
  assert.equal(
    read('rules/schools/1.yaml'),
    '\uFEFF# yaml-language-server: $schema=../../.pullthrough/schemas/school.json\ndisable: [contact-title]\n',
  );
  assert.equal(
    read('rules/classes.yaml'),
    `# Ours.\r\n# yaml-language-server: $schema=../.pullthrough/schemas/rules/classes.json\r\n${rest}`,
  );
  assert.match((await call('schema', '--lines')).stdout, /\nEach file names its schema already\.\n/);
});

test('one schema goes to standard output; a name that is none is a wrong call', async () => {
  const { call, read } = copied();
  await call('schema');
  for (const name of ['rules/contacts.yaml', 'rules/contacts']) {
    const { code, stdout } = await call('schema', name);
    assert.deepEqual([code, stdout], [0, read('.pullthrough/schemas/rules/contacts.json')]);
  }
  const { code, stdout, stderr } = await call('schema', 'rules/contact');
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /No schema is that of "rules\/contact"\. Did you mean "rules\/contacts"\?/);
  assert.equal((await call('schema', 'school', '--lines')).code, 2);
});

test('what was written is also said as JSON', async () => {
  const { folder, call } = copied();
  const { stdout } = await call('schema', '--json', '--to', join(folder, 'elsewhere'));
  const said = JSON.parse(stdout) as { folder: string; schemas: string[]; files: unknown[]; written: string[] };
  assert.deepEqual([said.folder, said.written], [join(folder, 'elsewhere'), []]);
  assert.ok(said.schemas.every((name) => existsSync(join(folder, 'elsewhere', name))));
  assert.deepEqual(said.files[0], {
    file: join(folder, 'pipeline.yaml'),
    line: '# yaml-language-server: $schema=elsewhere/pipeline.json',
  });
});

test('check says when the schemas are not those of the configuration, and nothing if there are none', async () => {
  const { folder, config, call, read } = copied();
  const said = async () => {
    const { stdout } = await call('check', '--format', 'json');
    const all = JSON.parse(stdout) as { file: string; code: string; severity: string; message: string }[];
    return all.filter(({ code }) => code === 'old-schemas').map(({ severity, message }) => `${severity}: ${message}`);
  };
  assert.deepEqual(await said(), []);
  await call('schema');
  assert.deepEqual(await said(), []);
  writeFileSync(
    config,
    read('pipeline.yaml').replace('surname: Surname', 'surname: { from: Surname, label: Family name }'),
  );
  const [warning = '', ...more] = await said();
  assert.deepEqual(more, []);
  assert.match(warning, /^warning: Schemas for editors are not those of this configuration: .*rules\/students\.json/);
  await call('schema');
  assert.deepEqual(await said(), []);
  writeFileSync(join(folder, '.pullthrough/schemas/school.json'), '{}');
  assert.deepEqual(await said(), ['warning: Schemas for editors are not those of this configuration: school.json.']);
});

test('rules with errors are no reason to have no schemas, a pipeline that cannot be read is', async () => {
  const { call } = copied({
    'rules/groups.yaml': '- { name: a, because: B, conditions: {}, event: { type: require } }\n',
  });
  const { code, stdout, stderr } = await call('schema');
  assert.equal(code, 0);
  assert.match(stdout, /^Written: 14 schemas/);
  assert.match(stderr, /The rules have errors/);
  const broken = copied({ 'pipeline.yaml': 'name: 1\n' });
  assert.equal((await broken.call('schema')).code, 2);
});

test('init writes the line that names the schema, and the schemas', async () => {
  const { folder, config } = configured(root);
  assert.equal((await cli(['init', 'school', '7', '--config', config])).code, 0);
  assert.equal((await cli(['init', 'test', 'clubs', '--config', config])).code, 0);
  const own = join(root, 'own');
  assert.equal((await cli(['init', 'pipeline', own])).code, 0);
  const lines: readonly (readonly [string, string, string])[] = [
    [folder, 'rules/schools/7.yaml', '../../.pullthrough/schemas/school.json'],
    [folder, 'rules/tests/clubs.yaml', '../../.pullthrough/schemas/cases.json'],
    [own, 'pipeline.yaml', '.pullthrough/schemas/pipeline.json'],
    [own, 'rules/teams.yaml', '../.pullthrough/schemas/rules/teams.json'],
  ];
  for (const [where, file, schema] of lines) {
    const [first] = readFileSync(join(where, file), 'utf8').split('\n');
    assert.equal(first, `# yaml-language-server: $schema=${schema}`);
    assert.ok(existsSync(join(where, file, '..', schema)), schema);
  }
});
