import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkConfiguration } from '../../src/pipeline/lint/check-configuration.js';
import { write } from '../support/configured.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

/** What `check` says of a link with these keys and a rule of it, each with the text that it underlines. */
function problemsOf(keys: string, condition: string | null, room = 'room'): string[] {
  const folder = join(root, String(number++));
  write(folder, {
    'pipeline.yaml': `name: period
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  rooms: { one: room, from: rooms, id: id, keep: { label: label } }
  people: { one: person, from: people, id: id }
links:
  sits:
    one: sit
    from: sits
    joins: { ${room}: { to: rooms, from: room }, person: { to: people, from: who } }
    ${keys}
`,
    ...(condition === null
      ? {}
      : {
          'rules/sits.yaml': `- name: sits-now
  because: It is over
  conditions: { all: [${condition}] }
  event: { type: require }
`,
        }),
  });
  const { problems } = checkConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });
  return problems
    .filter(({ code }) => code !== 'changes-nothing')
    .map(({ code, source, column, length, message }) => {
      const at = source.slice(column - 1, column - 1 + length);
      return `${code} at ${at}: ${message}`;
    });
}

const now = '{ fact: period, operator: equal, value: now }';
const days = 'period: { from: begins, until: { from: ends, format: DD/MM/YYYY } }';

test('rules read where the day is to a period, and its two days', () => {
  assert.deepEqual(problemsOf(days, now), []);
  assert.deepEqual(problemsOf(days, '{ fact: period, operator: in, value: [now, future] }'), []);
  assert.deepEqual(problemsOf(days, '{ fact: period.until, operator: after, value: { fact: today } }'), []);
  assert.deepEqual(problemsOf('period: { until: { from: ends, type: day-of-instant } }', now), []);
});

test('a period for which no rule asks is a warning: it decides nothing', () => {
  const said = 'period-unused at period: No rule asks for the period of sits: who left stays in.';
  assert.deepEqual(problemsOf(days, null), [said]);
  assert.deepEqual(problemsOf(days, '{ fact: room.label, operator: notEqual, value: null }'), [said]);
});

test('what a period can never be is refused', () => {
  assert.deepEqual(problemsOf(days, '{ fact: period, operator: equal, value: nwo }'), [
    'wrong-type at nwo: It is never "nwo".',
  ]);
  assert.deepEqual(problemsOf(days, '{ fact: period, operator: notIn, value: [past, later] }'), [
    'wrong-type at [past, later]: It is never "later".',
  ]);
  assert.deepEqual(problemsOf(days, '{ fact: period, operator: before, value: 2026-01-01 }'), [
    'wrong-type at period: "before" compares days, and "period" is past, now or future.',
  ]);
});

test('without a period there is no such fact, and a field or an end may be called so', () => {
  assert.match(problemsOf('rows: each', now).join(), /^unknown-fact at period/);
  assert.deepEqual(problemsOf('read: { period: term }', '{ fact: period, operator: equal, value: Autumn }'), []);
  const ofEnd = '{ fact: period.label, operator: equal, value: Autumn }';
  assert.deepEqual(problemsOf('rows: each', ofEnd, 'period'), []);
  assert.match(problemsOf(days, now, 'period').join(), /^reserved-name at period: An end or a field of these/);
  assert.match(problemsOf(`${days}\n    read: { period: term }`, now).join(), /^reserved-name at period/);
});

test('what cannot be meant of a period is refused', () => {
  assert.deepEqual(problemsOf(`${days}\n    rows: each`, now), ['excludes at rows: `period` includes `rows: each`.']);
  assert.deepEqual(problemsOf('period: {}', now), ['missing-key at {}: A period needs a key "from" or "until".']);
  assert.match(problemsOf('period: { from: begins, end: ends }', now).join(), /^unknown-key at end/);
  assert.match(problemsOf('period: { from: { from: begins, type: text } }', now).join(), /^wrong-type at text/);
  assert.match(problemsOf('rows: some', now).join(), /^wrong-type at some/);
});
