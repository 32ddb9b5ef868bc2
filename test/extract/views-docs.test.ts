import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { configurationOf, extractOf, rowsOf } from '../support/views.js';

const docs = readFileSync('docs/mapping.md', 'utf8');

/** The block of a language that has a text in it. */
function block(language: string, text: string): string {
  const all = [...docs.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, inner = '']) => inner,
  );
  const found = all.find((one) => one.includes(text));
  assert.ok(found, text);
  return found;
}

test('the views in docs/mapping.md read the extract beside them as the page says', async () => {
  const configuration = configurationOf(block('yaml', 'section: people'));
  const extract = await extractOf(configuration, JSON.parse(block('json', '"people"')) as object);
  assert.deepEqual(rowsOf(extract), {
    students: ['1 Okoro'],
    teachers: ['2 Lim'],
    classes: ['s1 Maths 1 class', 'g1 4B registration'],
    classStudents: ['s1 1', 'g1 1'],
  });
  assert.deepEqual(Object.fromEntries(extract.outside), { students: 2, teachers: 2, classes: 1, classStudents: 1 });
  assert.deepEqual(
    extract.findings.map(({ rule, field }) => `${rule} ${String(field)}`),
    ['outside-views people', 'outside-views groups'],
  );
});

test('the links in lists of entries in docs/mapping.md are those that the page means', async () => {
  const configuration = configurationOf(block('yaml', 'people[].relatives'));
  const extract = await extractOf(configuration, JSON.parse(block('json', '"relatives"')) as object);
  assert.deepEqual(rowsOf(extract), {
    students: ['1', '2'],
    contacts: ['5'],
    contactLinks: ['1 5 mother', '2 5 son'],
  });
});

test('the look-ups in docs/mapping.md find what the page says', async () => {
  const configuration = configurationOf(block('yaml', 'lookup: emails'));
  const extract = await extractOf(configuration, JSON.parse(block('json', '"emails": [\n    { "owner"')) as object);
  assert.deepEqual(rowsOf(extract).people, ['1 first@example.org Year 4', '2 - -']);
  assert.deepEqual(extract.findings, []);
});
