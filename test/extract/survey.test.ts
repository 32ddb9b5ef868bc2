import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { fileInput, textInput } from '../../src/extract/bytes/input.js';
import { mostDistinct } from '../../src/extract/survey/distinct.js';
import { surveyOf, type Survey } from '../../src/extract/survey/survey.js';
import { foldedKey, wordsOf } from '../../src/extract/survey/words-of.js';
import { isBlank } from '../../src/pipeline/text/text.js';
import { rowsBelow } from '../../src/report/paths/rows.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { repeated } from '../support/random.js';

const folder = temporaryFolder();
const fields = new Set(['alpha', 'beta', 'gamma', 'delta', 'epsilon']);
const isField = (key: string): boolean => fields.has(key);

async function survey(text: string): Promise<Survey> {
  return surveyOf(textInput('x', text), isField);
}

interface Simple {
  count: number;
  filled: number;
  readonly values: Set<string>;
}

/** The same counts, with all of the document in memory. */
function simply(value: unknown, path: string, found: Map<string, Simple>): void {
  const at = found.get(path) ?? { count: 0, filled: 0, values: new Set<string>() };
  found.set(path, at);
  at.count++;
  if (Array.isArray(value)) {
    for (const entry of value) simply(entry, `${path}[]`, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) simply(inner, path === '' ? key : `${path}.${key}`, found);
  } else if (!isBlank(value)) {
    at.filled++;
    at.values.add(String(value).trim());
  }
}

const value = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom('one', ' two', '', '  ', '2018-03-09', '7', 'a@b', 'x/1'),
  fc.boolean(),
  fc.constant(null),
);
const { document } = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, value, fc.array(tie('any'), { maxLength: 4 }), tie('document')),
  document: fc.dictionary(fc.constantFrom(...fields), tie('any'), { maxKeys: 5 }),
}));

test('every path has the counts that a reading of the whole document gives, in any layout', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 3 }), fc.boolean(), async (documents, isList) => {
      const text = isList ? JSON.stringify(documents) : documents.map((one) => JSON.stringify(one)).join('\n');
      const found = new Map<string, Simple>();
      for (const one of documents) simply(one, '', found);
      const seen = await survey(text);
      assert.equal(seen.fault, null);
      assert.equal(seen.documents, documents.length);
      found.delete('');
      const counted = rowsBelow(seen.root).map(({ path, count, distinct }) => [path, count, distinct ?? 0]);
      // A list that is never anything else has its line with its entries.
      const named = new Set(counted.map(([path]) => path));
      const expected = [...found]
        .filter(([path, { filled }]) => named.has(path) || filled > 0)
        .map(([path, { count, values }]) => [path, count, values.size]);
      assert.deepEqual(new Map(counted.map((one) => [one[0], one])), new Map(expected.map((one) => [one[0], one])));
    }),
    { numRuns: cases(1000), ...repeated },
  );
});

test('keys that are ids, and keys that are values elsewhere, are counted and never named', async () => {
  const { root } = await survey(
    JSON.stringify({
      alpha: { '101': { beta: 1 }, '102': { beta: 2 }, 'b7f3-1': { beta: 3 } },
      gamma: { Okoro: 1, Lim: 2, beta: 3 },
      delta: [{ beta: 'Okoro' }, { beta: 'Lim' }],
      epsilon: { Trescott: { beta: 1, gamma: 2 }, Nair: { beta: 1, gamma: 2 }, Bianchi: { beta: 1, gamma: 2 } },
    }),
  );
  const rows = rowsBelow(root);
  assert.doesNotMatch(JSON.stringify(rows), /Okoro|Lim|Trescott|Nair|Bianchi|10[12]|b7f3/);
  assert.deepEqual(
    rows.filter(({ keys }) => keys !== null).map(({ path, keys }) => [path, keys]),
    [
      ['alpha{}', 3],
      ['gamma{}', 2],
      ['epsilon{}', 3],
    ],
  );
});

test('objects whose keys differ from one to the next have no fields; those that share them have', async () => {
  const people = Array.from({ length: 40 }, (_, index) => ({
    [`K${'abcdefghij'[index % 10] ?? ''}${String.fromCharCode(97 + (index % 26))}${'xyz'[index % 3] ?? ''}`]: index,
  }));
  const { root } = await survey(
    JSON.stringify({ alpha: people, beta: [{ legal: { first: 1 } }, { legal: { first: 2 } }] }),
  );
  const paths = rowsBelow(root).map(({ path }) => path);
  assert.deepEqual(paths, ['alpha[]', 'alpha[]{}', 'beta[]', 'beta[].legal', 'beta[].legal.first']);
});

test('more different values than the bound are said to be more, and cost no more memory', async () => {
  const many = Array.from({ length: mostDistinct + 10 }, (_, index) => index);
  const { root } = await survey(JSON.stringify({ alpha: many }));
  const [row] = rowsBelow(root);
  assert.deepEqual([row?.count, row?.distinct, row?.isMore], [mostDistinct + 10, mostDistinct, true]);
});

test('a broken document says what it has until it breaks, and where that is', async () => {
  for (const [text, path, reason] of [
    ['{"alpha":[{"beta":1},{"beta":2', 'alpha[].beta', /^cut short at byte 30/],
    ['{"alpha":[{"beta":1}]\n "gamma":1}', 'alpha[].beta', /^not JSON at byte 23 \(line 2, column 2\): a , or }/],
    ['{"alpha":1}\n{"alpha":2}\n{"beta" 3}', 'beta', /^not JSON at byte 32 \(line 3, column 9\): a : should/],
    ['{"alpha":1}]', 'alpha', /^not JSON at byte 11/],
    ['', '', /^it is empty/],
  ] as const) {
    const { root, fault } = await survey(text);
    assert.match(fault ?? '', reason);
    if (path !== '' && path !== 'beta')
      assert.ok(
        rowsBelow(root).some((row) => row.path === path),
        text,
      );
  }
});

test('compressed bytes and a byte order mark are taken, and bytes that are no UTF-8 are not', async () => {
  const file = join(folder, 'x.json.gz');
  writeFileSync(file, gzipSync('\ufeff{"alpha":1}'));
  const { root, fault } = await surveyOf(fileInput(file), isField);
  assert.deepEqual([fault, rowsBelow(root).map(({ path }) => path)], [null, ['alpha']]);
  writeFileSync(join(folder, 'x.json'), Buffer.from([0x7b, 0x22, 0x61, 0xff, 0x22]));
  assert.match((await surveyOf(fileInput(join(folder, 'x.json')), isField)).fault ?? '', /^not UTF-8/);
});

test('forms of values are those that the mapping knows', async () => {
  const days = [{ alpha: '03/04/2018', beta: '2018-06-08T23:00:00Z', gamma: 20180309, delta: '101,102' }];
  const { root } = await survey(JSON.stringify({ alpha: days }));
  const forms = rowsBelow(root).slice(1);
  assert.deepEqual(
    forms.map(({ looksLike }) => looksLike),
    [['DD/MM/YYYY', 'MM/DD/YYYY', 'slash'], ['YYYY-MM-DD', 'time', 'instant'], ['YYYYMMDD', 'whole number'], ['comma']],
  );
});

test('keys are told by their words', () => {
  assert.deepEqual(wordsOf('PersonGUID'), ['person', 'guid']);
  assert.deepEqual(wordsOf('first_name2'), ['first', 'name2']);
  assert.equal(foldedKey('Registration Groups'), 'registrationgroup');
  assert.equal(foldedKey('classes'), 'class');
});

test('a key by itself that may be a name of a person is hidden, and one that extracts have is not', async () => {
  const paths = async (document: object) => {
    const { root } = await surveyOf(textInput('x', JSON.stringify(document)), (key) => key.startsWith('Year'));
    return rowsBelow(root).map(({ path }) => path);
  };
  for (const key of ['Zebedee Quillfeather', 'Quillfeather, Zebedee', "Ana de la O'Shea"])
    assert.deepEqual(
      await paths({ students: { [key]: { form: 'x' } } }),
      ['students', 'students{}', 'students{}.form'],
      key,
    );
  for (const key of ['Year Group', 'form', 'Form', 'date of birth'])
    assert.deepEqual(await paths({ students: { [key]: 'x' } }), ['students', `students.${key}`], key);
});
