import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf } from '../support/numbers.js';
import { layOut, recipesOf } from '../support/recipes.js';

const recipes = recipesOf('docs/cookbook.md');
/** A school's file that says nothing, so that cases of that school can be read without it. */
const nothing = 'options: {}\n';

for (const { title, files } of someOf(recipes, 15)) {
  const cases = [...files.keys()].filter((path) => path.startsWith('rules/tests/'));
  const schools = [...files.keys()].filter((path) => path.startsWith('rules/schools/'));

  test(`"${title}" is right, and does what its cases say`, async () => {
    assert.ok(cases.length > 0 && schools.length > 0, 'a recipe has a file of a school and one of cases');
    const folder = temporaryFolder();
    const config = layOut(folder, files);
    const checked = await cli(['check', '--config', config]);
    assert.match(checked.stdout, /^0 errors in \d+ files\n$/);
    const tested = await cli(['test', ...cases.map((path) => join(folder, path)), '--config', config]);
    assert.equal(tested.code, 0, tested.stdout);
    assert.match(tested.stdout, /^(\d+) cases?: \1 passed, 0 failed\./);
  });

  test(`without its school files, the cases of "${title}" fail`, async () => {
    const folder = temporaryFolder();
    const config = layOut(folder, files);
    for (const path of schools) writeFileSync(join(folder, path), nothing);
    const { code } = await cli(['test', ...cases.map((path) => join(folder, path)), '--config', config]);
    assert.equal(code, 1);
  });
}

test('every block of YAML in docs/cookbook.md belongs to a recipe, and the list at its beginning names each', () => {
  const docs = readFileSync('docs/cookbook.md', 'utf8');
  const laid = recipes.flatMap(({ files }) => [...files.values()]);
  assert.equal(docs.match(/^```yaml$/gm)?.length, laid.length);
  const anchors = [...docs.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
  const headings = [...docs.matchAll(/^## (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
  assert.deepEqual(anchors.toSorted(), headings.toSorted());
});
