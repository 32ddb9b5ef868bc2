import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { decideText } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { configurationOf, extractOf, rowsOf } from '../support/views.js';

const docs = readFileSync('docs/mapping.md', 'utf8');

function blocksOf(heading: string): string[] {
  const section = docs.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^```(?:json|yaml)\n([^]*?)^```$/gm)].map(([, block = '']) => block);
}

test('the keys in docs/mapping.md read the extract beside them as the page says', async () => {
  const [extract = '', kinds = ''] = blocksOf('Ids of several parts, and other keys');
  const configuration = configurationOf(kinds);
  assert.deepEqual(rowsOf(await extractOf(configuration, JSON.parse(extract) as object)), {
    classes: ['MA|2027|1', 'EN|2027|1'],
    teachers: ['12 Lim'],
    students: ['101 Okoro A7'],
    classTeachers: ['MA|2027|1 12'],
    classStudents: ['EN|2027|1 A7'],
  });
  const { through } = await decideText(extract, configuration);
  assert.deepEqual(through.get('classStudents')?.idsAt(0), ['EN|2027|1', '101']);
});

test('the period in docs/mapping.md decides the extract beside it as the page says', async () => {
  const [extract = '', kinds = '', rule = ''] = blocksOf('Links with a period');
  const folder = join(temporaryFolder(), 'period');
  mkdirSync(join(folder, 'rules'), { recursive: true });
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(file, `name: period\nsource: { school: { id: school } }\ndatabase: "sqlite::memory:"\n${kinds}`);
  writeFileSync(join(folder, 'rules', 'class-students.yaml'), rule);
  const configuration = readConfiguration(file, { set: [], today: () => '2026-11-20' });
  const { through, sums, findings } = await decideText(extract, configuration);
  const links = through.get('classStudents');
  assert.deepEqual([links?.length, links?.idsAt(0), links?.valueAt(0, 0)], [1, ['c1', 's1'], 'pupil']);
  const { read, not, merged } = sums.get('classStudents') ?? {};
  assert.deepEqual({ read, not, merged }, { read: 3, not: 2, merged: 0 });
  const positions = findings.filter(({ rule: name }) => name === 'enrolled-now').map(({ position }) => position);
  assert.deepEqual(positions.sort(), [0, 2]);
});
