import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byNaturalOrder, fold, naturalKey, wordsOf } from '../../src/pipeline/text/folding.js';
import { checked } from '../support/checked.js';

/** Each line one folding, in as many spellings. */
const same: readonly (readonly string[])[] = [
  ['lukasz', 'Łukasz', 'ŁUKASZ', 'łukasz', 'Lukasz'],
  ['sorenorsted', 'Søren Ørsted', 'SØREN ØRSTED', 'Soren-Orsted'],
  ['dang', 'Đặng', 'đa\u0323\u0306ng', 'Dang'],
  ['strauss', 'Strauß', 'STRAUẞ', 'Strauss', 'STRAUSS', 'Strauſs'],
  ['ipekyildiz', 'İpek Yıldız', 'IPEK YILDIZ', 'ipek yildiz', 'İPEK YILDIZ'],
  ['aegir', 'Ægir', 'ÆGIR', 'Aegir'],
  ['oeuvre', 'Œuvre', 'œuvre'],
  ['thorgudrun', 'Þór Guðrún', 'ÞÓR-GUÐRÚN', 'Thor Gudrun'],
  ['annemarie', 'Anne-Marie', 'Anne Marie', 'AnneMarie', 'ANNE\u00a0MARIE', 'Anne\u00ad-\u200bMarie'],
  ['desilva', 'De Silva', 'DeSilva', 'de silva'],
  ['obrien', 'O Brien', 'OBrien', "O'Brien", 'O’Brien', 'O‘Brien', 'Oʼbrien', 'O`Brien'],
  ['hamrun', 'Ħamrun', 'ħamrun'],
  ['οδοσ', 'ΟΔΟΣ', 'οδος', 'Οδός'],
  ['οδοσοδοσ', 'ΟΔΟΣ ΟΔΟΣ', 'οδος οδος', 'οδοσοδος'],
  ['n', 'ŉ', "'N"],
  ['j', 'ǰ', 'J'],
  ['fischer', 'ﬁscher'],
  ['и', 'Й', 'й'],
  ['01632960001', '01632 960001', '(01632) 960-001', '٠١٦٣٢٩٦٠٠٠١', '𝟎𝟙𝟨𝟹𝟚９60001'],
  ['', '', '-', ' .,', '😀', '\u0301'],
];

test('B13: names that differ in case, accents, letters with a stroke, punctuation and white space fold to one text', () => {
  for (const [folded, ...spellings] of same) for (const one of spellings) assert.equal(fold(one), folded, one);
});

test('what is folded is folded no further', async () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...same.flat()));
  await checked(fc.property(texts, (text) => assert.equal(fold(fold(text.toWellFormed())), fold(text.toWellFormed()))));
});

test('the words of a search are folded, each once; punctuation is none', () => {
  assert.deepEqual(wordsOf(" O'Brien  - obrien \u3000Ørsted"), ['obrien', 'orsted']);
  assert.deepEqual(wordsOf(' ,.'), []);
});

test('B14: Year 1, Year 2, Year 10; 7A before 10A; by value, however long and however many zeros stand before it', () => {
  const sorted = (...texts: string[]) => texts.sort(byNaturalOrder);
  assert.deepEqual(sorted('Year 10', 'year 9', 'Year 1', 'Year 11', 'Reception', 'Year 2'), [
    ...['Reception', 'Year 1', 'Year 2', 'year 9', 'Year 10', 'Year 11'],
  ]);
  assert.deepEqual(sorted('10A', '7b', '7A', '10 B', '7B'), ['7A', '7B', '7b', '10A', '10 B']);
  assert.deepEqual(sorted('Year 01', 'Year 1', 'Year 001', 'Year 0', 'Year 2'), [
    ...['Year 0', 'Year 001', 'Year 01', 'Year 1', 'Year 2'],
  ]);
  assert.deepEqual(sorted('4/10', '4/2', '41', '4.1', '5'), ['4.1', '4/2', '4/10', '5', '41']);
  const long = [1, 9, 10, 13, 14, 15, 99, 100, 240].map((length) => '1'.padEnd(length, '0'));
  assert.deepEqual(sorted(...long.toReversed()), long);
  assert.deepEqual(sorted('Łoś', 'Lot', 'LOS', 'Los', 'Löw'), ['LOS', 'Los', 'Łoś', 'Lot', 'Löw']);
});

test('B14: numbers within one text stand by their value, as numbers do, before letters', async () => {
  await checked(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), fc.bigInt({ min: 0n, max: 10n ** 60n }), (a, b) => {
      const text = (number: bigint) => `Set ${String(number)} a`;
      assert.equal(Math.sign(byNaturalOrder(text(a), text(b))), a < b ? -1 : a > b ? 1 : 0);
      assert.equal(naturalKey(`set 000${String(a)}A`), naturalKey(text(a)));
    }),
  );
  assert.ok(byNaturalOrder('9', 'a') < 0);
});

test('B14: a key has no more than any database compares, and cuts no character in two', () => {
  for (const text of ['x'.repeat(2000), '𝔄'.repeat(2000), `a${'𝔄'.repeat(2000)}`, '9'.repeat(5000), '字'.repeat(900)]) {
    const key = naturalKey(text);
    assert.ok(Buffer.from(key).length <= 1024 && key.isWellFormed(), text.slice(0, 5));
  }
});
