import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantOf } from '../../src/pipeline/text/instant.js';
import { cases } from '../support/numbers.js';
import { checked } from '../support/checked.js';

/** What a text names in London, as ISO 8601 of UTC. */
function inLondon(text: string): string | null {
  return iso(instantOf(text, 'Europe/London'));
}

function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

const forms: readonly [text: string, instant: string][] = [
  ['2026-11-20T02:00:00Z', '2026-11-20T02:00:00.000Z'],
  ['2026-11-20t02:00:00z', '2026-11-20T02:00:00.000Z'],
  ['2026-11-20 02:00:00 Z', '2026-11-20T02:00:00.000Z'],
  [' 2026-11-20T02:00:00Z\n', '2026-11-20T02:00:00.000Z'],
  ['2026-11-20T02:00Z', '2026-11-20T02:00:00.000Z'],
  ['2026-11-20T02:00', '2026-11-20T02:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
  // Fractions of a second count to the millisecond, and are cut there.
  ['2026-11-20T02:00:00.5Z', '2026-11-20T02:00:00.500Z'],
  ['2026-11-20T02:00:00,25Z', '2026-11-20T02:00:00.250Z'],
  ['2026-11-20T02:00:00.1239999Z', '2026-11-20T02:00:00.123Z'],
  ['2026-11-20T02:00:00.0000000+00:00', '2026-11-20T02:00:00.000Z'],
  // Offsets in each form, also over midnight.
  ['2026-11-20T02:00:00+01:00', '2026-11-20T01:00:00.000Z'],
  ['2026-11-20T02:00:00+0130', '2026-11-20T00:30:00.000Z'],
  ['2026-11-20T02:00:00+05', '2026-11-19T21:00:00.000Z'],
  ['2026-11-20T22:00:00-03:30', '2026-11-21T01:30:00.000Z'],
  ['2026-11-20T02:00:00-00:00', '2026-11-20T02:00:00.000Z'],
];

for (const [text, instant] of forms)
  test(`${JSON.stringify(text)} is ${instant}`, () => {
    assert.equal(inLondon(text), instant);
  });

const none = [
  ...['', ' ', 'yesterday', '20/11/2026', '20261120T020000Z', '2026-11-20T', '2026-11-20Z', '2026-11-20T2:00'],
  ...['2026-02-29T00:00:00Z', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '0000-00-00'],
  ...['2026-11-20T24:00:00Z', '2026-11-20T02:60:00Z', '2026-11-20T02:00:60Z', '2026-11-20T02', '2026-11-20T02:00:00.Z'],
  ...['2026-11-20T02:00:00+24:00', '2026-11-20T02:00:00+01:60', '2026-11-20T02:00:00+1', '2026-11-20T02:00:00 GMT'],
  ...['2026-11-20T02:00:00Z or so', '\u0662026-11-20', '+2026-11-20', '2026-11-20T02:00:00\u22121:00'],
];

for (const text of none)
  test(`${JSON.stringify(text)} is no instant`, () => {
    assert.equal(inLondon(text), null);
  });

test('without an offset it is a time of the zone given, in summer as in winter', () => {
  assert.equal(inLondon('2026-07-01T02:00:00'), '2026-07-01T01:00:00.000Z');
  assert.equal(inLondon('2026-07-01'), '2026-06-30T23:00:00.000Z');
  assert.equal(iso(instantOf('2026-07-01T02:00:00', 'America/St_Johns')), '2026-07-01T04:30:00.000Z');
  assert.equal(iso(instantOf('2026-01-01T00:00:00', 'Asia/Kathmandu')), '2025-12-31T18:15:00.000Z');
  assert.equal(iso(instantOf('2026-01-01T00:00:00', 'UTC')), '2026-01-01T00:00:00.000Z');
});

test('an offset counts, whatever the zone', () => {
  for (const zone of ['Europe/London', 'Asia/Kathmandu', 'UTC'])
    assert.equal(iso(instantOf('2026-07-01T02:00:00+02:00', zone)), '2026-07-01T00:00:00.000Z');
});

test('on the nights when the clocks change, the hours before and after are their own', () => {
  // At 01:00 the clocks go to 02:00 on the 29th of March, and at 02:00 to 01:00 on the 25th of October.
  assert.equal(inLondon('2026-03-29T00:59:59'), '2026-03-29T00:59:59.000Z');
  assert.equal(inLondon('2026-03-29T02:00:00'), '2026-03-29T01:00:00.000Z');
  assert.equal(inLondon('2026-10-25T00:59:59'), '2026-10-24T23:59:59.000Z');
  assert.equal(inLondon('2026-10-25T02:00:00'), '2026-10-25T02:00:00.000Z');
});

test('an hour that the clocks leave out or go through twice is within an hour of what it says', () => {
  const minute = 60_000;
  for (const text of ['2026-03-29T01:30:00', '2026-10-25T01:30:00']) {
    const instant = instantOf(text, 'Europe/London') ?? 0;
    assert.ok(Math.abs(instant - Date.parse(`${text}Z`)) <= 60 * minute, text);
    assert.equal(instant % (30 * minute), 0);
  }
});

test('what a clock of the zone shows at an instant names it again, but for the hour that comes twice', async () => {
  const clock = (instant: number, timeZone: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);
  const zones = fc.constantFrom('Europe/London', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
  const seconds = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2037, 0) / 1000 });
  await checked(
    fc.property(seconds, zones, (second, zone) => {
      const instant = second * 1000;
      const named = instantOf(clock(instant, zone), zone);
      assert.ok(named !== null);
      assert.equal(clock(named, zone), clock(instant, zone));
      assert.ok(Math.abs(named - instant) <= 3_600_000);
    }),
    { numRuns: cases(500) },
  );
});
