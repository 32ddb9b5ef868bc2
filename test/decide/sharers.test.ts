import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Sharers } from '../../src/decide/sharers.js';
import { checked } from '../support/checked.js';
import { unlessFull } from '../support/numbers.js';

test('as many share a text as have it', { skip: unlessFull('it takes seconds') }, async () => {
  const text = fc.oneof(fc.constantFrom('', 'a@b', 'A@b', '__proto__'), fc.string({ unit: 'binary', maxLength: 3 }));
  await checked(
    fc.property(fc.array(fc.option(text)), fc.array(text), (texts, others) => {
      const sharers = new Sharers(texts.length, (index) => texts[index]);
      for (const one of [...texts, ...others]) {
        if (one !== null) assert.equal(sharers.of(one), texts.filter((other) => other === one).length);
      }
    }),
  );
});

test('of texts that share a place each is counted by itself', () => {
  const texts = Array.from({ length: 5000 }, (_, index) => String(index % 3000));
  const sharers = new Sharers(texts.length, (index) => texts[index]);
  assert.deepEqual(
    ['0', '1999', '2000', '2999', '3000'].map((text) => sharers.of(text)),
    [2, 2, 1, 1, 0],
  );
});
