import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonScanner } from '../../src/extract/json/json-scanner.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';
import { checked } from '../support/checked.js';
import { unlessFull } from '../support/numbers.js';

const plan = planReading(shippedConfiguration().pipeline);

/** A JSON text of ASCII with one thing put in, taken out or changed. */
const mutated = fc
  .tuple(
    fc.json({ maxDepth: 4 }).map((text) => text.replace(/[^\x20-\x7e]/g, '~')),
    fc.nat(),
    fc.constantFrom('insert', 'delete', 'replace'),
    fc.constantFrom(...'{}[]:,"\\u0123.eE+-tfn \t\n\x01x'),
  )
  .map(([text, at, how, character]) => {
    const index = at % (text.length + 1);
    if (how === 'insert') return text.slice(0, index) + character + text.slice(index);
    return text.slice(0, index) + (how === 'delete' ? '' : character) + text.slice(index + 1);
  });

/** Where the language's own parser says that a text stops being JSON; null where it only ends too early. */
function positionByJsonParse(text: string): number | null | undefined {
  // Padding makes the message leave out the text and give the position.
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    if (position === undefined) return /end of JSON/.test(message) ? null : Number.NaN;
    return Number(position) >= text.length ? null : Number(position);
  }
}

test('the scanner finds the first byte that cannot be where the parser of the language does, in whatever pieces', async () => {
  let compared = 0;
  await checked(
    fc.property(mutated, fc.integer({ min: 1, max: 9 }), (text, size) => {
      const expected = positionByJsonParse(text);
      const scanner = new JsonScanner();
      const bytes = Buffer.from(text);
      let found: number | null = null;
      for (let start = 0; start < bytes.length && found === null; start += size) {
        const fault = scanner.feed(bytes.subarray(start, start + size));
        if (fault !== null) found = start + fault.index;
      }
      if (Number.isNaN(expected)) return;
      compared++;
      if (expected === undefined || expected === null) assert.equal(found, null, JSON.stringify(text));
      // An unterminated string is told by its end there, and by nothing here.
      else if (found !== null || !/Unterminated/.test(messageOf(text)))
        assert.equal(found, expected, JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
  assert.ok(compared > 2500, String(compared));
});

function messageOf(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

async function reasonOf(text: string | Buffer, pieces?: number): Promise<string> {
  const results = await readText(text, plan, pieces);
  return results.map((result) => (result.type === 'broken' ? result.broken.reason : 'fine')).join(' | ');
}

const end = 'No table was touched.';

for (const pieces of [1, 5, 65536]) {
  test(`a fault is named by byte, line and column in characters, in pieces of ${String(pieces)}`, async () => {
    const say = (text: string | Buffer) => reasonOf(text, pieces);
    assert.equal(
      await say('{"SchoolID": "1",\n  "Österreich": tru }'),
      `a text: not JSON at byte 38 (line 2, column 20): a word that is not true, false or null. Export it again. ${end}`,
    );
    assert.equal(
      await say('{"SchoolID": "1",\n  "é": "a\tb"}'),
      `a text: not JSON at byte 28 (line 2, column 10): a control character in a string is not escaped. Export it again. ${end}`,
    );
    assert.equal(
      await say(Buffer.from('{"SchoolID": "1",\n "é\xe9": 1}'.replace('é', '\xc3\xa9'), 'latin1')),
      `a text: not UTF-8 at byte 22 (line 2, column 4): there is a byte here that UTF-8 text does not have. Save or export it as UTF-8. ${end}`,
    );
    assert.equal(
      await say('{"SchoolID": "1" "Students": []}'),
      `a text: not JSON at byte 17: a , or } should be here. Export it again. ${end}`,
    );
  });
}

test('a control character in a short text is no cut, although the parser waits for more', async () => {
  assert.match(await reasonOf('{"a":"\t"}'), /^a text: not JSON at byte 6: a control character/);
});

async function isTooDeep(text: string): Promise<boolean> {
  const results = await readText(text, plan);
  return results.some((result) => result.type === 'broken' && result.broken.code === 'too-deep');
}

/** Texts with a place for what nobody listed, and how many lists and objects that place is in. */
const places: readonly [string, number][] = [
  ['{"SchoolID":"1","x":?}', 1],
  ['{"SchoolID":?}', 1],
  ['[?,{"SchoolID":"1"}]', 1],
  ['[{"SchoolID":"1","x":?}]', 2],
  ['{"Students":[?]}', 2],
  ['{"Students":[{"StudentID":?}]}', 3],
  ['[{"Students":[{"StudentID":"1"},{"x":?}]}]', 4],
  ['{"Classes":[{"StudentIDs":["1",?]}]}', 4],
  ['{"Classes":[{"StudentIDs":["1"],"x":?}]}', 3],
];

for (const [text, around] of places) {
  test(`of ${text} no more than 100 lists and objects may be inside one another`, async () => {
    const nested = (depth: number, open: string, close: string) =>
      text.replace('?', open.repeat(depth) + close.repeat(depth));
    for (const [open, close] of [
      ['[', ']'],
      ['{"y":[', ']}'],
    ] as const) {
      const each = open.length > 1 ? 2 : 1;
      const most = Math.floor((100 - around) / each);
      assert.ok(!(await isTooDeep(nested(most, open, close))), open);
      assert.ok(await isTooDeep(nested(most + 1, open, close)), open);
    }
  });
}

test(
  'nesting and length have limits, inside what is passed over too',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const nested = (depth: number) => `{"SchoolID":"1","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    assert.match(await reasonOf(nested(99)), /section is missing/);
    assert.match(await reasonOf(nested(100)), /^a text: nested too deep at byte 119: more than 100 lists and objects/);
    const pieces = ['"x":"', '"SchoolName":"', '"'];
    // Wherever it begins in what the parser is given at once.
    for (const [piece, before] of pieces.flatMap((piece) =>
      [0, 40_000, 65_490].map((before) => [piece, before] as const),
    )) {
      const long = (length: number) =>
        `{"SchoolID":"1",${' '.repeat(before)}${piece}${'a'.repeat(length)}"${piece === '"' ? ':1' : ''}}`;
      assert.match(await reasonOf(long(1_000_000)), /section is missing/);
      // What nobody asked for may be of any length.
      const tooLong = /^a text: too long at byte \d+: a text or number of more than 1,000,000 characters/;
      assert.match(await reasonOf(long(1_000_001)), piece === pieces[1] ? tooLong : /section is missing/);
    }
  },
);
