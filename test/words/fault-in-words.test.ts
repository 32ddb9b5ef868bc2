import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { faultInWords } from '../../src/words/fault-in-words.js';

const require = createRequire(import.meta.url);

test('a package that is not installed is named, with what to do, however it is loaded', async () => {
  const name: string = 'no-package-of-ours';
  const words = `The program is not installed whole: ${name} is missing. Install it again (npm ci).`;
  await assert.rejects(import(name), (error) => faultInWords(error) === words);
  assert.throws(
    () => require(name) as unknown,
    (error) => faultInWords(error) === words,
  );
});

test('any other fault of the program is its place, without its message', () => {
  const words = faultInWords(new TypeError('Okoro'));
  assert.match(words, /^A fault of the program \(TypeError at .*fault-in-words\.test/);
  assert.doesNotMatch(words, /Okoro|\n/);
});
