import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { Extract } from '../../src/extract/extract.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import type { Value } from '../../src/table/value.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const docs = readFileSync('docs/mapping.md', 'utf8');

function blocks(language: string): string[] {
  return [...docs.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block = '']) => block);
}

const [student = ''] = blocks('json');
const yaml = blocks('yaml');

function indent(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

/** What a pipeline reads of the student on the page. */
async function readStudent(name: string, keep: string, links: string): Promise<Extract> {
  const folder = join(root, name);
  mkdirSync(folder);
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(
    file,
    `name: docs
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  students:
    one: student
    from: students
    id: id.value
    keep:
${indent(keep, 6)}  contacts: { one: contact, from: contacts, id: id }
links:
${indent(links, 2)}`,
  );
  const { pipeline } = readConfiguration(file, { set: [], today: () => today });
  const document = `{ "school": 1, "students": [${student}], "contacts": [],
    "links": [{ "student": { "id": 101 }, "guardian": { "id": 5001 } }] }`;
  const [result] = await readText(document, planReading(pipeline));
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  return result.extract;
}

function asWritten(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

const examples = yaml.filter((block) => block.includes(' # → '));
const [inSection = '', inRecords = ''] = yaml.filter((block) => block.includes('joins:'));

test('what docs/mapping.md says is read of its example is what is read', async () => {
  const lines = examples.join('').trimEnd().split('\n');
  const expected = lines.map((line) => {
    const [, field, value] = /^(\w+): .* # → (.*)$/.exec(line) ?? [];
    return [field, value === 'blank' ? null : value];
  });
  assert.equal(expected.length, 26);
  const extract = await readStudent('values', examples.join(''), inSection);
  assert.deepEqual(
    extract.findings.map(({ rule, field }) => `${rule} ${String(field)}`),
    ['unread-path name.legal.middle'],
  );
  const values = extract.tables.of('students').values(0);
  assert.deepEqual(
    lines.map((line, index) => [line.split(':')[0], asWritten(values[index])]),
    expected,
  );
});

test('the links in docs/mapping.md are read from a section, and from lists within records with their values', async () => {
  const section = (await readStudent('section', 'first: name.legal.first\n', inSection)).tables.of('contactLinks');
  assert.deepEqual(
    Array.from(section, ({ ids }) => ids),
    [['101', '5001']],
  );
  const within = (await readStudent('within', 'first: name.legal.first\n', inRecords)).tables.of('contactLinks');
  assert.deepEqual(
    Array.from(within, ({ ids, key, values }) => ({ ids, key, values })),
    [
      { ids: ['101', '5001'], key: 'guardians', values: ['Mother', true] },
      { ids: ['101', '5002'], key: 'guardians', values: ['Uncle', false] },
    ],
  );
});
