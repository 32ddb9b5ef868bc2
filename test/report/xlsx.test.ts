import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { readSheet } from 'read-excel-file/node';
import { spreadsheet } from '../../src/report/writers/spreadsheet.js';
import { TooManyRowsError, xlsx } from '../../src/report/writers/xlsx.js';
import { cases } from '../support/numbers.js';

async function readBack(heading: string[], rows: (string | number | null)[][]): Promise<unknown[][]> {
  return readSheet(Buffer.from(await spreadsheet({ name: 'Parents', heading, rows })), { trim: false });
}

test('a text stays the text that it is in a spreadsheet, and a number a number', async () => {
  const texts = [
    '01632 960001',
    '3/4',
    '7E1',
    '=1+1',
    '+44',
    '@x',
    '0',
    'TRUE',
    '2018-03-09',
    'Łukasz',
    '_x0041_',
    '<b>',
    'constructor',
    '__proto__',
  ];
  const rows = await readBack(
    ['Text', 'Number'],
    texts.map((text, at) => [text, at]),
  );
  assert.deepEqual(rows, [['Text', 'Number'], ...texts.map((text, at) => [text, at])]);
});

test('whatever can be kept of a text is read back from a spreadsheet', async () => {
  const cell = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((text) => text.trim() === text && text !== '' && !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text));
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 30 }), async (texts) => {
      const rows = await readBack(
        ['Text'],
        texts.map((text) => [text]),
      );
      assert.deepEqual(
        rows.slice(1).map(([text]) => text),
        texts,
      );
    }),
    { numRuns: cases(200, 20) },
  );
});

test('what a cell cannot hold is cut, and says so; what a sheet cannot hold is refused', async () => {
  const [, [text]] = await readBack(['Text'], [['x'.repeat(40_000)]]);
  assert.equal(String(text).length, 32_767);
  assert.match(String(text), /cut: a cell holds no more\)$/);
  const many = { name: 'Many', heading: ['Text'], rows: new Array<string[]>(1_048_576).fill([]) };
  await assert.rejects(xlsx(many), TooManyRowsError);
});

test('while a large spreadsheet is made, others have their turns', async () => {
  const rows = Array.from({ length: 3000 }, (_, at) => [`Ada ${String(at)}`, '01632 960001', at]);
  let made: Buffer | null = null;
  const making = (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of await xlsx({ name: 'Parents', heading: ['Name', 'Phone', 'Number'], rows }))
      chunks.push(chunk as Buffer);
    made = Buffer.concat(chunks);
    return made;
  })();
  let turns = 0;
  for (; made === null; turns++) await turn();
  assert.ok(turns > 10);
  assert.deepEqual((await readSheet(await making, { trim: false }))[3000], rows[2999]);
});
