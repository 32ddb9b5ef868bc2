import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rowDigest } from '../../src/load/compare/row-digest.js';
import type { SqlColumn, Stored, PipelineTable } from '../../src/load/tables/tables.js';
import { cases } from '../support/numbers.js';
import { checked } from '../support/checked.js';

const text = (name: string): SqlColumn => ({ name, type: 'text' });

function tableOf(kept: readonly SqlColumn[]): PipelineTable {
  return {
    name: 'pupils',
    kind: 'pupils',
    key: ['id'],
    kept,
    emptied: [],
    local: [],
    keepsLeft: true,
    isSearched: true,
    lookedUpBy: null,
    found: [],
  };
}

/** Rows as columns with their values, no name twice. */
const rows = fc.uniqueArray(
  fc.record({
    name: fc.oneof(
      fc.constantFrom('title', 'surname', 'email', 'phone'),
      fc.string({ unit: 'grapheme-ascii', minLength: 1 }),
    ),
    value: fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.integer(), fc.constant(null)),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
);

type Row = readonly { readonly name: string; readonly value: Stored }[];

function digestOf(row: Row): string {
  return rowDigest(
    tableOf(row.map(({ name }) => text(name))),
    row.map(({ value }) => value),
  );
}

test('the order of the columns is no matter', async () => {
  const inTwoOrders = rows.chain((row) =>
    fc.tuple(fc.constant(row), fc.shuffledSubarray(row, { minLength: row.length })),
  );
  await checked(fc.property(inTwoOrders, ([row, other]) => assert.equal(digestOf(other), digestOf(row))));
});

test('a column that is blank adds nothing, whether it is null or came to the table later', async () => {
  await checked(
    fc.property(rows, (row) => {
      assert.equal(digestOf([...row, { name: 'a new column', value: null }]), digestOf(row));
      assert.equal(digestOf(row.filter(({ value }) => value !== null)), digestOf(row));
    }),
  );
  assert.equal(
    rowDigest(tableOf([text('title'), text('surname')]), ['Mrs']),
    digestOf([{ name: 'title', value: 'Mrs' }]),
  );
});

test('any other value of a column makes another sum, also one that is longer by a blank or a U+0000', async () => {
  const changed = rows.chain((row) =>
    fc.tuple(
      fc.constant(row),
      fc.nat({ max: row.length - 1 }),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(null, '', ' ', '\0', 'Lim', 'lim', 'Lim ')),
    ),
  );
  await checked(
    fc.property(changed, ([row, at, value]) => {
      fc.pre(String(row[at].value) !== String(value) || (row[at].value === null) !== (value === null));
      const other = row.map((column, index) => (index === at ? { ...column, value } : column));
      assert.notEqual(digestOf(other), digestOf(row));
    }),
    { numRuns: cases(2000) },
  );
});

test('two columns that trade their values make another sum', async () => {
  await checked(
    fc.property(fc.string(), fc.string(), (one, other) => {
      fc.pre(one !== other);
      const row = (title: string, surname: string) => [
        { name: 'title', value: title },
        { name: 'surname', value: surname },
      ];
      assert.notEqual(digestOf(row(one, other)), digestOf(row(other, one)));
    }),
  );
});

test('thousands of names that are nearly alike make a sum each', () => {
  const digests = new Set<string>();
  for (let number = 0; number < 20_000; number++)
    digests.add(digestOf([{ name: 'surname', value: `Lim${String(number)}` }]));
  assert.equal(digests.size, 20_000);
});

test('a number and the same in digits make one sum: columns say which it is', () => {
  assert.equal(digestOf([{ name: 'priority', value: 1 }]), digestOf([{ name: 'priority', value: '1' }]));
});

test('a sum is written as earlier versions wrote it, so that no row of theirs seems edited', () => {
  const table = tableOf([text('title'), text('surname')]);
  const known: readonly [Stored[], string][] = [
    [['Mrs', 'Lim'], '1rgx7o.3326sd'],
    [[null, null], '0.0'],
    [['Mr', null], '27pzin.441pgu'],
    [[null, 'Őze-Łukasz'], '1vao85w.1eo7fia'],
  ];
  for (const [values, digest] of known) assert.equal(rowDigest(table, values), digest);
  const digits = fc.sample(rows, 2000).flatMap((row) => digestOf(row).split('.'));
  for (const written of digits) assert.equal(parseInt(written, 36).toString(36), written);
  // Of a row that begins anywhere in a list, the same.
  assert.equal(rowDigest(table, ['1', '31', 'Mrs', 'Lim'], 2), rowDigest(table, ['Mrs', 'Lim']));
});
