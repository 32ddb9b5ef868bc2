import assert from 'node:assert/strict';
import { test } from 'node:test';
import Papa from 'papaparse';
import { csv, csvText } from '../../src/report/writers/csv.js';

const bom = '\ufeff';

/** A cell, and the same as it stands in the file. */
const cells: readonly (readonly [given: string, written: string])[] = [
  ['plain', 'plain'],
  ["O'Hara", "O'Hara"],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['a\nb', '"a\nb"'],
  ['a\rb', '"a\rb"'],
  ['a\r\nb', '"a\r\nb"'],
  ['a\u2028b', '"a\u2028b"'],
  ['a\u2029b', '"a\u2029b"'],
  ['a\u0085b', '"a\u0085b"'],
  ['a\vb', '"a\vb"'],
  ['=2', "'=2"],
  ['+44 1', "'+44 1"],
  ['-2', "'-2"],
  ['@a', "'@a"],
  ['\ta', "'\ta"],
  ['\ra', '"\'\ra"'],
  ['\uff1d2', "'\uff1d2"],
  ['\uff0b2', "'\uff0b2"],
  ['\uff0d2', "'\uff0d2"],
  ['\uff202', "'\uff202"],
  ['a\n=2', '"a\n\'=2"'],
  ['a\r=2', '"a\r\'=2"'],
  ['a\r\n=2\r\n+3', '"a\r\n\'=2\r\n\'+3"'],
  ['a\r\n\r\nb', '"a\r\n\r\nb"'],
  ['a\n\t=2', '"a\n\'\t=2"'],
  ['\n=2', '"\n\'=2"'],
  ['a\u2028=2', '"a\u2028\'=2"'],
  ['a\u2029\uff1d2', '"a\u2029\'\uff1d2"'],
  ['a=2', 'a=2'],
];

test('a cell is quoted where anything takes it for the end of a line, and begins no formula, after a line break either', () => {
  for (const [given, written] of cells)
    assert.equal(csvText(['a'], [[given, given]]), `${bom}a\r\n${written},${written}\r\n`, JSON.stringify(given));
});

test('a number is a number, and a blank nothing', () => {
  assert.equal(csvText(['a', 'b', 'c'], [[-1, null, '']]), `${bom}a,b,c\r\n-1,,\r\n`);
});

test('another reader finds as many rows and cells as were written, in parts too', async () => {
  const rows = cells.map(([given]) => [given, 'end']);
  let text = '';
  for await (const part of csv(['what', 'then'], [rows.slice(0, 5), rows.slice(5)])) text += part;
  assert.equal(text, csvText(['what', 'then'], rows));
  const { data, errors } = Papa.parse<string[]>(text.slice(1), { newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  const harmless = (written: string) =>
    written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
  assert.deepEqual(data, [['what', 'then'], ...cells.map(([, written]) => [harmless(written), 'end'])]);
});
