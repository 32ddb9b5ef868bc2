import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertTaken } from '../support/editor-schemas.js';
import { cases } from '../support/numbers.js';
import { temporaryFolder } from '../support/folder.js';
import { layOut, recipesOf } from '../support/recipes.js';

const examples = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join('examples', entry.name)).includes('pipeline.yaml'))
  .map(({ name }) => join('examples', name));

const folders = ['.', 'test/inputs/dates-with-a-space', ...examples];

for (const folder of folders.slice(0, cases(folders.length, 4))) {
  test(`the schemas made from ${folder} take its files`, () => {
    assertTaken(join(folder, 'pipeline.yaml'));
  });
}

const root = temporaryFolder();

const recipes = recipesOf('docs/cookbook.md');

for (const { title, files } of recipes.slice(0, cases(recipes.length, 3))) {
  test(`the schemas take the recipe "${title}"`, () => {
    assertTaken(layOut(join(root, title.replaceAll(/\W+/g, '-')), files));
  });
}
