import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { turnsOf } from '../../src/queue/lanes.js';
import { cases } from '../support/numbers.js';

test('lanes take turns, and a lane has its own in order', () => {
  assert.deepEqual(turnsOf([], ['a', 'a', 'b', 'a']), [0, 1, 0, 2]);
});

test('a lane that comes later begins beside those that wait', () => {
  assert.deepEqual(turnsOf([{ lane: 'large', first: 400, last: 999 }], ['small', 'large', 'small']), [400, 1000, 401]);
});

test('where nothing waits, nobody waits for more of another lane than it has itself', () => {
  const lanes = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 60 });
  fc.assert(
    fc.property(lanes, (night) => {
      const turns = turnsOf([], night);
      for (const [at, own] of night.entries()) {
        const before = night.filter((_, other) => (turns[other] ?? 0) < (turns[at] ?? 0));
        const mine = before.filter((lane) => lane === own).length;
        for (const other of ['a', 'b', 'c']) assert.ok(before.filter((lane) => lane === other).length <= mine);
      }
    }),
    { numRuns: cases(1000, 50) },
  );
});
