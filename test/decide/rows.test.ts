import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NamingKeys } from '../../src/decide/naming-keys.js';
import { Rows, Values } from '../../src/decide/rows.js';
import type { Value } from '../../src/extract/extract.js';
import { checked } from '../support/checked.js';

const value = fc.constantFrom<Value>(null, '', 'Lim', 'Ong', '1', 1, true, false);
const step = fc.oneof(
  fc.record({ type: fc.constant('put' as const), row: fc.nat(), field: fc.nat(), value }),
  fc.record({ type: fc.constant('add' as const), row: fc.nat() }),
);

/** Rows of which some were written and some added, as lists. */
function written(
  plain: Value[][],
  rows: Rows,
  steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
): void {
  for (const one of steps) {
    if (plain.length === 0) return;
    const row = one.row % plain.length;
    if (one.type === 'add') {
      assert.equal(rows.add(row), plain.length);
      plain.push([...plain[row]]);
    } else if (plain[row].length > 0) {
      const field = one.field % plain[row].length;
      rows.put(row, field, one.value);
      plain[row][field] = one.value;
    }
  }
}

function assertSame(rows: Rows, plain: readonly Value[][]): void {
  for (const [at, row] of plain.entries()) {
    assert.deepEqual(rows.of(at), row);
    for (const [field, expected] of row.entries()) {
      assert.equal(rows.at(at, field), expected);
      assert.deepEqual(rows.made(field, (one) => [one])(at), [expected]);
    }
  }
}

const given = fc.record({
  // What an extract has: the blank, and then values of which some have two numbers.
  read: fc.array(value, { maxLength: 6 }).map((rest): Value[] => [null, ...rest]),
  width: fc.nat({ max: 3 }),
  cells: fc.array(fc.nat(), { maxLength: 60 }),
  steps: fc.array(step, { maxLength: 30 }),
  kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }),
});

test('rows that are written, added and chosen hold what lists would, and what they were made of stays as it is', async () => {
  await checked(
    fc.property(given, ({ read, width, cells, steps, kept }) => {
      const length = width === 0 ? cells.length : Math.floor(cells.length / width);
      const numbers = Int32Array.from(cells.slice(0, length * width), (cell) => cell % read.length);
      const before = [numbers.slice(), [...read]];
      const rows = Rows.of(new Values(read), width, numbers, length);
      const plain = Array.from({ length }, (_, row) =>
        Array.from({ length: width }, (__, field) => read[numbers[row * width + field]]),
      );
      assertSame(rows, plain);
      const half = Math.floor(steps.length / 2);
      written(plain, rows, steps.slice(0, half));
      assertSame(rows, plain);
      const chosen = Int32Array.from(plain.keys()).filter((row) => kept[row % kept.length]);
      const [some, plainSome] = [rows.only(chosen), [...chosen].map((row) => [...plain[row]])];
      written(plainSome, some, steps.slice(half));
      assertSame(some, plainSome);
      assert.deepEqual([numbers, read], before);
    }),
  );
});

test('rows that are all the same one are, until one of them is written', async () => {
  await checked(
    fc.property(fc.array(value, { maxLength: 3 }), fc.nat({ max: 8 }), fc.array(step), (row, length, steps) => {
      const rows = Rows.same(new Values([null]), row, length);
      const plain = Array.from({ length }, () => [...row]);
      assertSame(rows, plain);
      written(plain, rows, steps);
      assertSame(rows, plain);
    }),
  );
});

test('the keys that named links are those that were noted, each once, in their order', async () => {
  const key = fc.constantFrom('StaffID1', 'StaffID2', 'StaffIDs');
  const noted = fc.oneof(
    fc.record({ type: fc.constant('push' as const), list: fc.uniqueArray(key, { maxLength: 2 }) }),
    fc.record({ type: fc.constant('add' as const), link: fc.nat(), key }),
    fc.record({ type: fc.constant('repeat' as const), link: fc.nat() }),
  );
  await checked(
    fc.property(fc.array(noted), fc.nat({ max: 5 }), (all, room) => {
      const keys = new NamingKeys(room);
      const plain: string[][] = [];
      for (const one of all) {
        if (one.type === 'push') {
          keys.push(one.list);
          plain.push([...one.list]);
        } else if (plain.length > 0) {
          const link = one.link % plain.length;
          if (one.type === 'repeat') {
            keys.repeat(link);
            plain.push([...plain[link]]);
          } else {
            keys.add(link, one.key);
            if (!plain[link].includes(one.key)) plain[link].push(one.key);
          }
        }
      }
      assert.deepEqual(
        plain.map((_, link) => keys.of(link)),
        plain,
      );
    }),
  );
});
