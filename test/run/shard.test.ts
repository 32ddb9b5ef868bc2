import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { textInput } from '../../src/extract/bytes/input.js';
import { documentNumber } from '../../src/run/places.js';
import { shardIn, shardOf, shareOf } from '../../src/run/shard.js';
import { checked } from '../support/checked.js';
import { cases } from '../support/numbers.js';

test('the shard of a name is the same for ever, whatever its folder and its normal form', () => {
  const names = ['9361234.json', '9361235.json', '9361236.json.gz', 'Zoë.json', ''];
  assert.deepEqual(
    names.map((name) => shardOf({ name }, 16)),
    [15, 9, 12, 7, 13],
  );
  assert.equal(shardOf({ name: '/srv/extracts/9361234.json' }, 16), shardOf({ name: '9361234.json' }, 16));
  assert.equal(shardOf({ name: 'Zoe\u0308.json' }, 16), shardOf({ name: 'Zo\u00eb.json' }, 16));
});

test('what is fetched falls to a part by its whole name, and an object of S3 as a file does', () => {
  const fetched = (name: string) => {
    const source = { key: null, begin: () => undefined, validators: () => null, release: () => Promise.resolve() };
    return { name, source };
  };
  const parts = new Set<number>();
  for (let school = 0; school < 20; school++)
    parts.add(shardOf(fetched(`https://mis.example.org/schools/${String(school)}/extract`), 16));
  assert.ok(parts.size > 5);
  for (const folder of ['s3://extracts/2026-11-20/', 's3://extracts/2026-11-21/'])
    assert.equal(shardOf(fetched(`${folder}9361234.json`), 16), shardOf({ name: '9361234.json' }, 16));
});

test('every input falls to just one part, with its place among all', async () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 });
  await checked(
    fc.property(names, fc.integer({ min: 1, max: 20 }), (all, of) => {
      const inputs = all.map((name) => textInput(name, ''));
      const parts = Array.from({ length: of }, (_, at) => shareOf(inputs, { number: at + 1, of }));
      const taken = parts.flatMap((part) => part.inputs.map((input) => [part.places.of.get(input), input]));
      taken.sort(([a], [b]) => Number(a) - Number(b));
      assert.deepEqual(
        taken,
        inputs.map((input, at) => [at + 1, input]),
      );
    }),
    { numRuns: cases(300, 50) },
  );
});

test('no two documents of a run have one number', () => {
  const numbers = new Set<number>();
  for (let place = 1; place <= 7; place++) for (let at = 0; at < 5; at++) numbers.add(documentNumber(place, at, 7));
  assert.equal(numbers.size, 35);
  assert.deepEqual([documentNumber(3, 0, 7), documentNumber(1, 4, 1)], [3, 5]);
});

test('a shard is K/N with K from 1 to N', () => {
  assert.deepEqual(shardIn('3/16'), { number: 3, of: 16 });
  assert.deepEqual(shardIn('1/1'), { number: 1, of: 1 });
  for (const text of [
    '',
    '3',
    '0/16',
    '17/16',
    '3/0',
    '-1/2',
    '3/16/2',
    '1.5/2',
    ' 1/2',
    '1/2 ',
    'a/b',
    '1/9999999999',
  ])
    assert.equal(shardIn(text), null, text);
});
