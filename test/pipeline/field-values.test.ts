import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();

/** What is wrong with a field, and the text at the place where that is said. */
function problemsOf(field: string): string[] {
  const file = join(mkdtempSync(join(root, 'field-')), 'pipeline.yaml');
  const line = `      f: ${field}`;
  writeFileSync(
    file,
    `name: fields
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  things:
    one: thing
    from: things
    id: id
    keep:
${line}
`,
  );
  try {
    readConfiguration(file, { set: [], today: () => today });
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems.map(({ code, column, length, message, hint }) => {
      const at = line.slice(column - 1, column - 1 + length);
      return [code, at, message, hint].filter((part) => part !== null).join(' | ');
    });
  }
}

const formats = 'Formats are YYYY-MM-DD, YYYYMMDD, DD/MM/YYYY, MM/DD/YYYY, DD.MM.YYYY, DD-MM-YYYY.';

const refused: readonly (readonly [field: string, ...problems: string[]])[] = [
  ['{ from: a, type: dat }', 'wrong-type | dat | type cannot be "dat". | Did you mean "date"?'],
  [
    '{ from: a, format: DD/MM/YYYY }',
    'excludes | format | "format" is for days, and this is a text. | Write type: date.',
  ],
  [
    '{ from: a, type: day-of-instant, format: YYYYMMDD }',
    'excludes | format | "format" is for days, and this is a day-of-instant. | Write type: date.',
  ],
  [
    '{ from: a, type: date, format: YYYY/MM/DD }',
    `unknown-format | YYYY/MM/DD | There is no format "YYYY/MM/DD". | ${formats}`,
  ],
  ['{ from: a, type: date, format: [] }', 'missing-key | [] | format names no format.'],
  [
    '{ from: a, type: date, format: [YYYYMMDD, DD/MM/YYYY, MM/DD/YYYY] }',
    'excludes | MM/DD/YYYY | DD/MM/YYYY and MM/DD/YYYY cannot be told apart. | Keep one.',
  ],
  ['{ value: a, text: lower }', 'excludes | text | "text" says how a value is read, but there is "value".'],
  ['{ value: a, onBad: out }', 'excludes | onBad | "onBad" says how a value is read, but there is "value".'],
  ['{ onBad: out }', 'excludes | onBad | "onBad" says how a value is read, but there is no "from".'],
  ['{ from: a, onBad: away }', 'wrong-type | away | onBad cannot be "away". | There are: blank, out.'],
  ['{ from: [] }', 'missing-key | [] | from names no path.'],
  ['{ from: [a, [b]] }', 'wrong-type | [b] | from must be text.'],
  [
    '{ from: [a, { list: b, spilt: ";" }] }',
    'unknown-key | spilt | There is no key "spilt" in from. | Did you mean "split"?',
  ],
  ['{ from: { list: b, split: "" } }', 'blank-value | "" | split is empty: every text has that anywhere.'],
];

for (const [field, ...problems] of refused)
  test(`refused, where it stands: ${field}`, () => {
    assert.deepEqual(problemsOf(field), problems);
  });

test('ids in one text are refused where an entry is one link', () => {
  const file = join(mkdtempSync(join(root, 'ends-')), 'pipeline.yaml');
  const joins =
    'joins: { a: { to: things, from: a }, b: { to: things, from: { list: b, split: ";" }, count: bCount } }';
  const write = (where: string) => {
    writeFileSync(
      file,
      `name: ends
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  things: { one: thing, from: things, id: id }
links:
  pairs: { one: pair, ${where} }
`,
    );
  };
  write(`from: pairs, ${joins}`);
  assert.throws(
    () => readConfiguration(file, { set: [], today: () => today }),
    ({ problems }: ConfigurationError) => problems.length === 1 && problems[0]?.code === 'excludes',
  );
  write(`within: things, ${joins.replace('a: { to: things, from: a }', 'a: {}')}`);
  assert.equal(readConfiguration(file, { set: [], today: () => today }).pipeline.links.length, 1);
});

test('what can be meant is taken', () => {
  for (const field of [
    '{ from: [a, b.c, { list: d, value: e, split: "; " }], text: [lower, { part: " " }] }',
    '{ from: a, type: date, format: [YYYY-MM-DD, DD/MM/YYYY, YYYYMMDD, DD.MM.YYYY, DD-MM-YYYY], onBad: out }',
    '{ from: a, type: date, format: MM/DD/YYYY, text: { take: 10 }, onBad: blank }',
    '{ from: { list: a, split: " " }, type: number }',
  ])
    assert.deepEqual(problemsOf(field), [], field);
});
