import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeXml } from '../../src/report/writers/escape-xml.js';
import { inert, inertJson } from '../../src/report/writers/inert.js';
import { checked } from '../support/checked.js';

const evil = fc
  .array(
    fc.constantFrom(
      ...['\u001b[31m', '\u001b]0;title\u0007', '\u009b2J', '\u202e', '\u2028', '\r', '\n', '\t', ' ', '\u00a0'],
      ...['::error::x', '##[stop-commands]y', '##vso[task]', '##teamcity[x', '###[', 'Lim', '"', '\\', '😀', '\ud800'],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

function assertInert(text: string): void {
  assert.equal(text.match(/(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/u), null, JSON.stringify(text));
  for (const line of text.split('\n')) {
    assert.ok(!line.trim().startsWith('::'), JSON.stringify(line));
    assert.doesNotMatch(line, /##(?:\[|vso\[|teamcity\[)/i);
  }
}

test('C9: whatever text holds, a terminal and the log of a CI see text', async () => {
  await checked(fc.property(evil, (text) => assertInert(inert(text))));
  await checked(fc.property(evil, (text) => assertInert(escapeXml(text))));
});

test('C9: JSON is as inert, and says the same', async () => {
  await checked(
    fc.property(evil, fc.constantFrom(undefined, 2), (text, indent) => {
      const json = inertJson({ [text]: text }, indent);
      assertInert(json);
      assert.deepEqual(JSON.parse(json), { [text]: text });
    }),
  );
});

test('C9: the colours of the program itself stay where there are any, and no others', () => {
  const text = '\u001b[31mfailed\u001b[39m \u001b[2J';
  assert.equal(inert(text, true), '\u001b[31mfailed\u001b[39m \ufffd[2J');
  assert.equal(inert(text), '\ufffd[31mfailed\ufffd[39m \ufffd[2J');
});

test('C9: what is harmless stays as it is', () => {
  const text = 'A::B, # # [x], ## Heading, 10:00\n  Łukasz\t😀 a: :b\n';
  assert.equal(inert(text), text);
});
