import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import type { Field } from '../../src/pipeline/pipeline.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { typeOf } from '../../src/pipeline/vocabulary/source-types.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();

const lineOf = (field: string) => `      f: ${field}`;

/** The fields of a pipeline that has one field. */
function fieldsOf(field: string): readonly Field[] {
  const file = join(mkdtempSync(join(root, 'field-')), 'pipeline.yaml');
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
${lineOf(field)}
`,
  );
  const { pipeline } = readConfiguration(file, { set: [], today: () => today });
  return pipeline.records[0]?.fields ?? [];
}

/** What is wrong with a field, and the text at the place where that is said. */
function problemsOf(field: string): string[] {
  try {
    fieldsOf(field);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.problems.map(({ code, column, length, message, hint }) => {
      const at = lineOf(field).slice(column - 1, column - 1 + length);
      return [code, at, message, hint].filter((part) => part !== null).join(' | ');
    });
  }
}

const formats = 'Formats are YYYY-MM-DD, YYYYMMDD, DD/MM/YYYY, MM/DD/YYYY, DD.MM.YYYY, DD-MM-YYYY.';

const refused: readonly (readonly [field: string, ...problems: string[]])[] = [
  ['{ from: a, type: dat }', 'wrong-type | dat | type cannot be "dat". | Did you mean "date"?'],
  [
    '[a, b]',
    'wrong-type | [a, b] | f must be a path, or a map of keys and values. | Of several paths, the first that is not blank: f: { from: [...] }.',
  ],
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
  [
    '{ from: a, value: x }',
    'excludes | value | `from` and `value` exclude each other. | Keep one of them; what a blank becomes is for a rule with `set`.',
  ],
  [
    '{ from: a, otherwise: z }',
    'missing-key | otherwise | `otherwise` is for values that `store` does not list, and there is no `store`. | Give it a `store`, or remove it; what a blank becomes is for a rule with `set`.',
  ],
  ['{ from: [] }', 'missing-key | [] | from names no path.'],
  ['{ from: [a, [b]] }', 'wrong-type | [b] | from must be text.'],
  [
    '{ from: [a, { list: b, spilt: ";" }] }',
    'unknown-key | spilt | There is no key "spilt" in from. | Did you mean "split"?',
  ],
  ['{ from: { list: b, split: "" } }', 'blank-value | "" | split is empty: every text has that anywhere.'],
];

const aWholeNumber = 'is not a whole number (at most 2^53 either way).';
const aDay = `is not an existing day (YYYY-MM-DD, alone or with a time after a T or a space). | Write an existing day, YYYY-MM-DD.`;
const inText = 'Write type: decimal, or put it in quotes to store it as text.';
const inWhole = 'Write a whole number. A fraction needs type: decimal, and text no `type`.';
const asWhole =
  '"f" is stored as a whole number, and this is none. | Write a whole number in quotes, or read the field as text: leave its `type` off.';

const unfit: typeof refused = [
  ...['1.5', '1e300', '.nan', '9007199254740993.5'].map((value): (typeof refused)[number] => [
    `{ value: ${value} }`,
    `wrong-type | ${value} | The value of "f" ${aWholeNumber} | ${inText}`,
  ]),
  ...['Y', '1.5', 'true'].map((value): (typeof refused)[number] => [
    `{ value: ${value}, type: number }`,
    `wrong-type | ${value} | The value of "f" ${aWholeNumber} | ${inWhole}`,
  ]),
  ...['2026-13-01', '20261101', 'soon', '2026-11-01T09:00'].map((value): (typeof refused)[number] => [
    `{ value: ${value}, type: date }`,
    `wrong-type | ${value} | The value of "f" ${aDay}`,
  ]),
  ...['maybe', 'yes', '1'].map((value): (typeof refused)[number] => [
    `{ type: boolean, value: ${value} }`,
    `wrong-type | ${value} | The value of "f" is not a yes or no. | Write true or false.`,
  ]),
  [
    '{ value: x, type: decimal }',
    'wrong-type | x | The value of "f" is not a number (of at most 38 digits). | Write it in digits, like 12.5. Text needs no `type`.',
  ],
  ['{ from: a, type: number, store: { 1: x, 2: "3" } }', `wrong-type | x | ${asWhole}`],
  ['{ from: a, type: number, store: { 1: "2" }, otherwise: none }', `wrong-type | none | ${asWhole}`],
  ['{ value: 1, store: { 1: one } }', `wrong-type | one | ${asWhole}`],
];

for (const [field, ...problems] of [...refused, ...unfit])
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
    '{ from: a, type: number, store: { 1: "2" }, otherwise: null }',
    '{ from: a, type: boolean, store: { true: Y }, otherwise: N }',
    '{ type: date }',
  ])
    assert.deepEqual(problemsOf(field), [], field);
});

test('a constant has the form of its type, whole numbers that of their size', () => {
  for (const [said, constant, column] of [
    ['value: x', 'x', 'text'],
    ['value: "1.5"', '1.5', 'text'],
    ['value: true', 'true', 'text'],
    ['value: 1', 1, 'integer'],
    ['value: 0x10', 16, 'integer'],
    ['value: "7", type: number', 7, 'integer'],
    ['value: -3000000000', -3000000000, 'bigint'],
    ['value: 12.50, type: decimal', '12.5', 'text'],
    ['value: 12, type: decimal', '12', 'text'],
    ['value: 0.12345678901234567890123, type: decimal', '0.12345678901234567890123', 'text'],
    ['value: 2024-02-29, type: date', '2024-02-29', 'text'],
    ['value: false, type: boolean', false, 'text'],
  ] as const) {
    const [field] = fieldsOf(`{ ${said} }`);
    assert.deepEqual([said, field?.constant, field && typeOf(field).column], [said, constant, column]);
  }
});
