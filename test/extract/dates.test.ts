import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ReadingPlan } from '../../src/extract/json/reading.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();

function plan(): ReadingPlan {
  const file = join(folder, 'pipeline.yaml');
  const yaml = `name: dates
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  people:
    one: person
    from: people
    id: id
    keep: { born: { from: born.date, type: date }, noted: { from: born.date } }
    read: { left: { from: left, type: date } }
`;
  writeFileSync(file, yaml);
  return planReading(readConfiguration(file, { set: [], today: () => today }).pipeline);
}

const reading = plan();

interface Said {
  readonly rule: string;
  readonly field: string | null;
  readonly recordId: string | null;
  readonly position: number | null;
}

/** The days of people who were born at a time, and what is said of them. */
async function bornOn(...texts: readonly unknown[]): Promise<{ days: unknown[]; said: Said[] }> {
  const people = texts.map((date, id) => ({ id, born: { date } }));
  const [result] = await readText(JSON.stringify({ school: 1, people }), reading);
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  const { tables, findings } = result.extract;
  const days = Array.from(tables.of('people'), ({ values: [day] }) => day);
  const found = findings.filter(({ rule }) => rule !== 'unread-path');
  return { days, said: found.map(({ rule, field, recordId, position }) => ({ rule, field, recordId, position })) };
}

const midnights = [
  '',
  'T00:00',
  ' 00:00',
  ' 00:00:00.000000',
  'T00:00:00Z',
  'T00:00:00,0+05:30',
  ' 00:00-0100',
  'T00:00+01',
];
const times = [' 13:45', 'T00:00:00.000001', 'T23:59:59.9+0530', ' 00:01Z', 'T00:00:01'];
const none = [
  'T',
  ' ',
  'Tea',
  'T24:00',
  't00:00',
  '  00:00',
  'T00:60',
  'T0000',
  'T00',
  'T00:00z',
  'T00:00:00.',
  'T00:00 Z',
];

test('A7: a day has a time behind a T or a space, and the day counts as it is written', async () => {
  const { days, said } = await bornOn(...midnights.map((time) => `2018-03-09${time}`));
  assert.deepEqual(new Set(days), new Set(['2018-03-09']));
  assert.deepEqual(said, []);
  assert.deepEqual((await bornOn('2018-02-30 00:00:00')).days, [null]);
  assert.deepEqual((await bornOn(' \u00a02018-03-09 00:00\n')).days, ['2018-03-09']);
});

test('A7: a time that is not midnight is warned about, once a field', async () => {
  for (const time of times) {
    const { days, said } = await bornOn('2018-03-09', `2018-03-09${time}`, `2018-03-10${time}`);
    assert.deepEqual(days, ['2018-03-09', '2018-03-09', '2018-03-10'], time);
    assert.deepEqual(said, [{ rule: 'date-with-time', field: 'born.date', recordId: null, position: null }], time);
  }
});

test('A7: what is no time behind a day is bad, and so is the value', async () => {
  const written = [...none.map((time) => `2018-03-09${time}`), '09/03/2018 00:00'].filter(
    (text) => text.trim() === text,
  );
  const { days, said } = await bornOn(...written);
  assert.deepEqual(new Set(days), new Set([null]), JSON.stringify(days));
  assert.deepEqual(new Set(said.map(({ rule }) => rule)), new Set(['bad-value']));
  assert.equal(said.length, written.length);
});
