import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isShort, searchWords, typedWords } from '../../src/pipeline/text/search-words.js';
import { checked } from '../support/checked.js';
import { cases } from '../support/numbers.js';

/** Whether somebody who types this finds the value. */
function finds(typed: string, value: string): boolean {
  const words = searchWords(value);
  const asked = typedWords(typed);
  return (
    asked.length > 0 &&
    asked.every((word) => words.some((one) => (isShort(word) ? one === word : one.startsWith(word))))
  );
}

for (const [value, found, missed] of [
  ['Łukasz', ['lukasz', 'LUK', 'łukasz'], ['kasz', 'lu']],
  ['Anne-Marie', ['anne', 'marie', 'annemarie', 'anne-marie', 'anne marie', 'mar'], ['ann e', 'emarie']],
  ['O’Brien', ['obrien', "o'brien", 'brien', 'o brien'], ['rien']],
  ['de la Cruz', ['cruz', 'delacruz', 'de la cruz', 'lacruz'], ['acruz']],
  ['Jo Ng', ['jo', 'ng', 'jong', 'ng jo'], ['j', 'n']],
  ['Strauß', ['strauss', 'strauß'], ['auss']],
  ['Zoë', ['zoe', 'zoë'], ['zo']],
  ['Ben.Okoro@example.org', ['ben', 'ben.okoro@', 'benokoro@example.org'], ['okoro', 'example', 'org']],
  ['伟 王', ['王', '伟'], []],
  ['O’B Smith', ["o'b", 'ob', 'o’b smith', 'b', 'o'], ['sm']],
  ['--', [], ['--', '']],
] as const) {
  test(`${value} is found by its beginnings`, () => {
    for (const typed of found) assert.ok(finds(typed, value), typed);
    for (const typed of missed) assert.ok(!finds(typed, value), typed);
  });
}

test('who types all of a value, or one of its words, finds it, whatever it is', async () => {
  const values = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc
      .array(fc.constantFrom('Łoś', 'O’Neill', 'Ng', '-', 'ʻOkina', 'ﬁ', '王'), { maxLength: 6 })
      .map((all) => all.join(' ')),
  );
  await checked(
    fc.property(values, (value) => {
      const words = searchWords(value);
      assert.equal(new Set(words).size, words.length);
      assert.ok(words.every((word) => word !== '' && word.length <= 60 && word.isWellFormed()));
      if (typedWords(value).length > 0 && typedWords(value).length < 10 && !value.includes('@'))
        assert.ok(finds(value, value), value);
    }),
    { numRuns: cases(5000) },
  );
});

test('a value without end has as many words as a long name', () => {
  assert.ok(searchWords('ab '.repeat(100_000)).length <= 21);
  assert.equal(
    typedWords('abc def '.repeat(100) + Array.from({ length: 50 }, (_, at) => `w${String(at)}`).join(' ')).length,
    10,
  );
});
