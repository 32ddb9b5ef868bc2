import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { formatYaml } from '../../src/pipeline/yaml/format-yaml.js';
import { didYouMean } from '../../src/pipeline/text/did-you-mean.js';
import { cli, type CliResult } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const root = temporaryFolder();
let number = 0;

/** A copy of the shipped configuration, with these files in it. */
function configured(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(number++));
  mkdirSync(join(folder, 'rules', 'schools'), { recursive: true });
  cpSync('pipeline.yaml', join(folder, 'pipeline.yaml'));
  cpSync('rules', join(folder, 'rules'), { recursive: true, filter: (path) => path !== join('rules', 'tests') });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const run = (command: string, folder: string, ...args: string[]): Promise<CliResult> =>
  cli([command, ...args, '--config', join(folder, 'pipeline.yaml')]);

const untidy = `# The school's own words stay.
options:   {parentalResponsibilityOnly:   true}
disable:
    -   contact-title   # no titles here
`;
const tidy = `# The school's own words stay.
options: { parentalResponsibilityOnly: true }
disable:
  - contact-title # no titles here
`;
const file = join('rules', 'schools', '9361234.yaml');

test('fmt formats what is read, keeps comments, and a second time changes nothing', async () => {
  const folder = configured({ [file]: untidy });
  const checked = await run('fmt', folder, '--check');
  assert.equal(checked.code, 1);
  assert.match(checked.stdout, /^Not formatted: .*9361234\.yaml\n/m);
  assert.match(checked.stdout, /\n\d+ of \d+ files would change; `npx pullthrough fmt` writes them\.\n$/);
  assert.equal(readFileSync(join(folder, file), 'utf8'), untidy);
  const first = await run('fmt', folder);
  assert.equal(first.code, 0);
  assert.match(first.stdout, /^Formatted: .*9361234\.yaml\n/m);
  assert.equal(readFileSync(join(folder, file), 'utf8'), tidy);
  const again = await run('fmt', folder, '--check', '--json');
  assert.equal(again.code, 0);
  assert.deepEqual((JSON.parse(again.stdout) as { changed: string[] }).changed, []);
});

test('fmt keeps a byte order mark, the ends of lines, and a link', async () => {
  const folder = configured({});
  writeFileSync(join(folder, 'own.yaml'), `\ufeff${untidy.replaceAll('\n', '\r\n')}`);
  symlinkSync('../../own.yaml', join(folder, file));
  assert.equal((await run('fmt', folder)).code, 0);
  assert.equal(readFileSync(join(folder, 'own.yaml'), 'utf8'), `\ufeff${tidy.replaceAll('\n', '\r\n')}`);
});

test('fmt leaves a file that is no YAML, says where, and formats the others', async () => {
  const other = join('rules', 'schools', '9361235.yaml');
  const folder = configured({ [file]: 'options: {\n', [other]: untidy });
  const { code, stdout, stderr } = await run('fmt', folder);
  assert.equal(code, 1);
  assert.match(stderr, /9361234\.yaml:\d+:\d+ {2}yaml-syntax/);
  assert.match(stdout, /1 file cannot be read as YAML, and stays? as/);
  assert.equal(readFileSync(join(folder, file), 'utf8'), 'options: {\n');
  assert.equal(readFileSync(join(folder, other), 'utf8'), tidy);
});

test('fmt takes the files that are named, and refuses one that is not of the configuration', async () => {
  const folder = configured({ [file]: untidy, 'notes.yaml': untidy });
  assert.equal((await run('fmt', folder, join(folder, 'notes.yaml'))).code, 2);
  assert.equal((await run('fmt', folder, join(folder, file))).code, 0);
  assert.equal(readFileSync(join(folder, file), 'utf8'), tidy);
  assert.equal(readFileSync(join(folder, 'notes.yaml'), 'utf8'), untidy);
});

test('formatted, the shipped files and the examples are as right as before, and their cases pass', async () => {
  const examples = ['arbor', 'bromcom', 'edfi', 'oneroster', 'wonde'].map((name) => join('examples', name));
  for (const folder of ['.', ...examples].slice(0, cases(6, 1))) {
    const copy = join(root, String(number++));
    cpSync(join(folder, 'rules'), join(copy, 'rules'), { recursive: true });
    cpSync(join(folder, 'pipeline.yaml'), join(copy, 'pipeline.yaml'));
    assert.equal((await run('fmt', copy)).code, 0);
    const { code, stdout } = await run('test', copy);
    assert.equal(code, 0, stdout);
  }
});

test('whatever values YAML has, formatting keeps them, and what is formatted stays as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.boolean(), async (value, isFlow) => {
      const text = stringify(value, isFlow ? { collectionStyle: 'flow' } : {});
      const formatted = await formatYaml(text);
      assert.equal(await formatYaml(formatted), formatted);
    }),
    { numRuns: cases(1000, 50) },
  );
});

const misspelt = `optoins: { parentalResponsibilityOnli: true }
disable: ['contact-titel']
add:
  classes:
    - { name: no-clubs, becuase: Clubs are not wanted, conditions: { all: [{ fact: cod, operator: startWith, value: CLUB }] }, event: { type: exclude } }
`;

test('check --fix shows and corrects what can only be meant in one way, also what is seen only after that', async () => {
  const folder = configured({ [file]: misspelt });
  const { code, stdout, stderr } = await run('check', folder, '--fix');
  assert.equal(code, 0, stdout + stderr);
  for (const [written, meant] of [
    ['optoins', 'options'],
    ['parentalResponsibilityOnli', 'parentalResponsibilityOnly'],
    ['contact-titel', 'contact-title'],
    ['becuase', 'because'],
    ['cod', 'code'],
    ['startWith', 'startsWith'],
  ])
    assert.match(stderr, new RegExp(`9361234\\.yaml:\\d+:\\d+  [a-z-]+  "${written}" becomes "${meant}"\n`));
  assert.match(stderr, /6 names corrected\.\n$/);
  const text = readFileSync(join(folder, file), 'utf8');
  assert.match(text, /^options: \{ parentalResponsibilityOnly: true \}\ndisable: \['contact-title'\]\n/);
});

test('check --fix leaves what can be meant in two ways, and what would be there twice', async () => {
  const twice = 'disable: [contact-title]\ndisabel: [contact-forename]\n';
  const folder = configured({ [file]: twice });
  const { code, stderr } = await run('check', folder, '--fix');
  assert.equal(code, 1);
  assert.match(stderr, /taken back/);
  assert.equal(readFileSync(join(folder, file), 'utf8'), twice);
  const unclear = configured({ [file]: 'disable: [student-has-a-class, group-has-a-studen, contact-nam]\n' });
  const found = await run('check', unclear, '--fix');
  assert.match(found.stderr, /"group-has-a-studen" becomes "group-has-a-student"/);
  assert.doesNotMatch(found.stderr, /"contact-nam"/);
});

test('check --fix leaves a name of the extract on which the cases and the pipeline differ: either may be wrong', async () => {
  const folder = join(temporaryFolder(), 'arbor');
  cpSync('examples/arbor', folder, { recursive: true });
  const config = join(folder, 'pipeline.yaml');
  const shipped = readFileSync(config, 'utf8');
  const misspelt = shipped.replace('data.guardians', 'data.gaurdians').replace('type: Mobile', 'tpye: Mobile');
  writeFileSync(config, misspelt);
  const line = misspelt.split('\n').findIndex((one) => one.includes('data.gaurdians')) + 1;
  const cases = () =>
    readdirSync(join(folder, 'rules/tests')).map((name) => readFileSync(join(folder, 'rules/tests', name), 'utf8'));
  const before = cases();
  const { code, stdout, stderr } = await cli(['check', '--config', config, '--fix']);
  assert.equal(code, 1);
  assert.deepEqual(cases(), before);
  assert.match(stderr, /^Nothing is corrected/);
  assert.ok(
    stdout.includes(`pipeline.yaml:${String(line)} has data.gaurdians, the case data.guardians: correct the one`),
  );
  assert.match(stdout, /pipeline\.yaml:\d+ has tpye, the case type: correct the one/);
});

test('check --fix corrects the others of a round in which one is taken back', async () => {
  const folder = configured({
    [file]: 'disable: [contact-titel]\noptions: { titles: { add: [Squire], ad: [Sgt Major] } }\n',
  });
  const { code, stderr } = await run('check', folder, '--fix');
  assert.equal(code, 1);
  assert.match(stderr, /taken back/);
  assert.match(stderr, /\n1 name corrected\.\n$/);
  assert.equal(
    readFileSync(join(folder, file), 'utf8'),
    'disable: [contact-title]\noptions: { titles: { add: [Squire], ad: [Sgt Major] } }\n',
  );
});

test('letters that changed places are one slip: "form" is as near to "from" as to "for"', () => {
  assert.equal(didYouMean('form', ['for', 'from', 'format']), 'Did you mean "for" or "from"?');
  assert.equal(didYouMean('form', ['from', 'format', 'fold']), 'Did you mean "from"?');
  assert.equal(didYouMean('emial', ['email', 'trial']), 'Did you mean "email"?');
  assert.equal(didYouMean('ab', ['ba']), 'Did you mean "ba"?');
});
