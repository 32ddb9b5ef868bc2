import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { documentProblems } from '../../src/extract/extract.js';
import { databaseProblemCodes } from '../../src/load/database-error.js';
import { operators } from '../../src/pipeline/vocabulary/operators.js';
import { problemCodes } from '../../src/pipeline/problem.js';
import { builtInRules } from '../../src/pipeline/rules/rule.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { assertShown } from '../support/shown.js';

const folder = temporaryFolder();
const readme = readFileSync('README.md', 'utf8');

/** The blocks of plain output in the README. */
const shown = readme
  .split(/^```/m)
  .filter((_, index) => index % 2 === 1)
  .filter((block) => block.startsWith('\n'))
  .map((block) => block.slice(1));

test('the first output in the README is what npm start prints', async () => {
  const { code, stdout } = await cli(['run', '--database', `sqlite:${join(folder, 'a.db')}`]);
  assert.equal(code, 0);
  assertShown(stdout, shown[0] ?? '', 'npm start');
});

test('the second output in the README is what pullthrough run examples prints', async () => {
  const { code, stdout } = await cli(['run', 'examples', '--database', `sqlite:${join(folder, 'b.db')}`]);
  assert.equal(code, 1);
  assertShown(stdout, shown[1] ?? '', 'run examples');
});

test('every source file that a document names is there', () => {
  const sources = ['src', 'test', 'bench', 'tools'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  );
  const documents = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((file) => `docs/${file}`)];
  const named = documents
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/`([a-z\d/-]+\.tsx?)`/g)].map(([, name = '']) => ({ file, name })),
    );
  assert.ok(named.length > 50);
  const wrong = named.filter(({ name }) => !sources.some((source) => source === name || source.endsWith(`/${name}`)));
  assert.deepEqual(wrong, []);
});

test('docs/errors.md lists every code, with the line that the program has', () => {
  const errors = readFileSync('docs/errors.md', 'utf8');
  const listed = [...errors.matchAll(/^\| `([a-z-]+)` \| ([^|]*) \|$/gm)].map(([, code, meaning]) => [code, meaning]);
  assert.deepEqual(
    listed,
    [problemCodes, databaseProblemCodes].flatMap((codes) => Object.entries(codes)),
  );
  for (const [code, { means, toDo }] of Object.entries(documentProblems))
    assert.ok(errors.includes(`\n| \`${code}\` | ${means} | ${toDo} |\n`), code);
  for (const rule of Object.values(builtInRules)) assert.match(errors, new RegExp(`^\\| \`${rule}\` \\|`, 'm'));
});

test('docs/rules.md lists every operator', () => {
  const rules = readFileSync('docs/rules.md', 'utf8');
  for (const { name, meaning, example } of operators)
    assert.ok(rules.includes(`| \`${name}\` | ${meaning} | \`${example}\` |`), name);
});

for (const file of ['README.md', 'docs/explain.md', 'docs/data-pages.md', 'docs/mapping.md']) {
  test(`the commands in ${file} print what stands there`, async () => {
    const database = `sqlite:${join(folder, `${file.replace(/\W/g, '-')}.db`)}`;
    assert.equal((await cli(['run', 'examples/oakfield.json', '--database', database])).code, 0);
    // What `init` writes has its own test.
    const shown = [
      ...readFileSync(file, 'utf8').matchAll(/^```console\n\$ npx pullthrough (?!init )(.*)\n([^]*?)^```$/gm),
    ];
    assert.ok(shown.length > 0);
    for (const [, command = '', output] of shown) {
      const { stdout } = await cli([...command.split(' '), '--database', database]);
      assertShown(stdout, output ?? '', command);
    }
  });
}
