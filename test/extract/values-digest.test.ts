import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '../../src/table/value.js';
import { valuesDigest } from '../../src/extract/items/values-digest.js';
import { Tables } from '../../src/table/tables.js';

/** Of an extract whose only records have these rows. */
function digestOf(rows: Value[][], extractedAt = '2026-11-20T02:00:00Z'): string {
  const people = rows.map((values, at) => ({ ids: [String(at)], position: at, key: '', values }));
  const kind = { name: 'people', type: 'record', fields: rows[0] ?? [] } as const;
  return valuesDigest({
    school: '1',
    name: null,
    extractedAt,
    extractedInstant: null,
    tables: Tables.of([kind], new Map([['people', people]])),
    outside: new Map(),
    leftOut: [],
    absent: [],
    rejected: new Map([['people', 0]]),
    findings: [],
    furtherFindings: 0,
  });
}

test('values that differ in anything have digests of their own', () => {
  const long = 'x'.repeat(10_000);
  const contents: Value[][][] = [
    ...[
      null,
      '',
      '1',
      1,
      1.5,
      -1,
      2 ** 32,
      true,
      'true',
      false,
      'é',
      'e\u0301',
      '日',
      '\u65e4',
      '\ud83d\ude00',
      '\ud83d\ude01',
    ],
    ...[long, `${long}x`, `${'x'.repeat(9_999)}y`, `${'x'.repeat(9_999)}é`, '\u0080', '\u0081', '\u8081', '\u0000'],
  ].map((value) => [[value]]);
  contents.push([], [[]], [['a', 'b']], [['ab']], [['a'], ['b']], [['b'], ['a']], [['ab'], ['ab']], [['a', null, 'b']]);
  const digests = contents.map((rows) => digestOf(rows));
  assert.equal(new Set(digests).size, contents.length);
  for (const digest of digests) assert.match(digest, /^[0-9a-f]{64}$/);
});

test('when an extract was made is no part of its digest, and the last row of many is', () => {
  const rows = Array.from({ length: 20_000 }, (_, index): Value[] => [`Ann ${String(index)}`, 'Lee', null]);
  assert.equal(digestOf(rows), digestOf(structuredClone(rows), '2026-11-21'));
  const changed = structuredClone(rows);
  changed[19_999] = ['Ann 19999', 'Leigh', null];
  assert.notEqual(digestOf(rows), digestOf(changed));
});
