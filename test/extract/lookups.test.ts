import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checked } from '../support/checked.js';
import { cases } from '../support/numbers.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { configurationOf, extractOf, rowsOf } from '../support/views.js';

const pipeline = (from: string, more = '') =>
  configurationOf(`
records:
  people: { one: person, from: people, id: id, keep: { email: { from: ${from}${more} } } }
`);

const emails = async (from: string, document: object, more = '') =>
  rowsOf(await extractOf(pipeline(from, more), document)).people;

const people = [{ id: 1, mail: 'own@x' }, { id: '2' }, { id: 3 }];
const mails = [
  { owner: 1, address: 'a@x', rank: 2, kind: 'Home', since: '2026-01-01' },
  { owner: '1', address: 'b@x', rank: 1, kind: 'Work', since: '2027-01-01', until: '2026-11-20' },
  { owner: 2, address: ' ', rank: 1 },
  { owner: 2, address: 'c@x', kind: 'Home' },
  { owner: [3], address: 'd@x' },
  'x',
];

test('a look-up takes the value of an entry that names the record, wherever its section stands', async () => {
  const home = '{ lookup: mails, match: { owner: id }, where: { kind: Home }, value: address }';
  for (const document of [
    { people, mails },
    { mails, people },
  ])
    assert.deepEqual(await emails(home, document), ['1 a@x', '2 c@x', '3 -']);
  const lowest = '{ lookup: mails, match: { owner: id }, lowest: rank, value: address }';
  assert.deepEqual(await emails(lowest, { people, mails }), ['1 b@x', '2 c@x', '3 -']);
  const latest = '{ lookup: mails, match: { owner: id }, highest: { from: since, type: date }, value: address }';
  assert.deepEqual(await emails(latest, { people, mails }), ['1 b@x', '2 c@x', '3 -']);
  assert.deepEqual(await emails(latest, { people, mails }, ', text: upper'), ['1 B@X', '2 C@X', '3 -']);
  const current =
    '{ lookup: mails, match: { owner: id }, where: { until: { not: { before: { fact: today } } }, since: { not: { after: { fact: today } } } }, first: true, value: address }';
  assert.deepEqual(await emails(current, { people, mails }), ['1 a@x', '2 c@x', '3 -']);
});

test('it may come before or after other places', async () => {
  const home = '{ lookup: mails, match: { owner: id }, where: { kind: Home }, value: address }';
  assert.deepEqual(await emails(`[${home}, mail]`, { people, mails: [] }), ['1 own@x', '2 -', '3 -']);
  assert.deepEqual(await emails(`[${home}, mail]`, { people, mails }), ['1 a@x', '2 c@x', '3 -']);
  assert.deepEqual(await emails(`[mail, ${home}]`, { people, mails }), ['1 own@x', '2 c@x', '3 -']);
  const work = home.replace('Home', 'Work');
  assert.deepEqual(await emails(`[${work}, ${home}]`, { people, mails }), ['1 b@x', '2 c@x', '3 -']);
});

test('several values that differ are a finding unless an order is meant; so are bad ones, and none at all', async () => {
  const plain = '{ lookup: mails, match: { owner: id }, value: address }';
  const found = async (from: string, document: object, more = '') =>
    (await extractOf(pipeline(from, more), document)).findings
      .filter(({ rule }) => rule !== 'unread-path')
      .map(({ rule, recordId, field, position }) => [rule, recordId, field, position]);
  const path = 'mails[].address';
  assert.deepEqual(await found(plain, { people, mails }), [['lookup-differs', '1', path, 0]]);
  assert.deepEqual(await found(plain, { people, mails: [mails[0], mails[0]] }), []);
  assert.deepEqual(await found(plain.replace('value', 'first: true, value'), { people, mails }), []);
  const bad = { owner: 3, address: { x: 1 } };
  assert.deepEqual(await found(plain, { people, mails: [bad] }), [['bad-value', '3', path, 2]]);
  // Once, however often the extract has who is looked up.
  assert.deepEqual(await found(plain, { people: [people[2], people[2]], mails: [bad] }), [['bad-value', '3', path, 0]]);
  assert.deepEqual(await found(plain, { people, mails: [{ owner: 7, address: 'x' }] }), [
    ['empty-lookup', null, path, null],
  ]);
});

test('a section that is looked up is needed, unless it is optional; it is none of the sums', async () => {
  const plain = '{ lookup: mails.data, match: { owner: id }, value: address }';
  await assert.rejects(emails(plain, { people }), /mails\.data \(missing\)/);
  assert.deepEqual(await emails(plain.replace('value', 'optional: true, value'), { people }), ['1 -', '2 -', '3 -']);
  const extract = await extractOf(pipeline(plain), { people, mails: [{ data: mails.slice(0, 1) }, { data: mails }] });
  assert.deepEqual(rowsOf(extract), { people: ['1 a@x', '2 c@x', '3 -'] });
  assert.deepEqual([...extract.rejected, ...extract.outside], [['people', 0]]);
});

test('a list of ids matches by any of them, and all pairs must agree', async () => {
  const configuration = configurationOf(`
records:
  classes:
    one: class
    from: classes
    id: id
    keep:
      term: { from: { lookup: terms, match: { id: { list: terms, value: ref }, year: year }, lowest: start, value: name } }
links:
  stays: { one: stay, from: "classes[].stays", joins: { a: { to: classes, from: ^.id }, b: { to: classes, from: to } },
    keep: { name: { from: { lookup: terms, match: { id: ^.year }, value: name } } } }
`);
  const extract = await extractOf(configuration, {
    terms: [
      { id: 't1', year: 7, name: 'late', start: 9 },
      { id: 't2', year: 7, name: 'early', start: 1.5 },
      { id: 't3', year: 7, name: 'other', start: 0 },
      { id: 't1', year: 8, name: 'next', start: -1 },
      { id: 8, year: 0, name: 'of 8' },
    ],
    classes: [
      { id: 1, year: 7, terms: [{ ref: 't1' }, { ref: 't2' }, { ref: 'x' }], stays: [{ to: 2 }] },
      { id: 2, year: 8, terms: [{ ref: 't1' }, { ref: 't2' }], stays: [{ to: 1 }] },
      { id: 3, year: 9, terms: null },
    ],
  });
  assert.deepEqual(rowsOf(extract), { classes: ['1 early', '2 next', '3 -'], stays: ['1 2 -', '2 1 of 8'] });
});

test('what a look-up cannot mean is refused', () => {
  const problem = (from: string, more = '') => {
    try {
      pipeline(from, more);
      return null;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map(({ code, message }) => `${code}: ${message}`).join(' ');
    }
  };
  assert.equal(
    problem('{ lookup: m, match: { a: { lookup: n, match: { b: id }, value: c } }, value: d }'),
    'lookup-chain: The match of a look-up cannot be a look-up.',
  );
  assert.equal(
    problem('{ lookup: m, list: n, match: { a: id }, value: d }'),
    'excludes: `lookup` and `list` exclude each other.',
  );
  assert.equal(
    problem('{ lookup: m, match: { a: id }, lowest: x, first: true, value: d }'),
    'excludes: `lowest` and `first` exclude each other.',
  );
  assert.match(
    problem('{ lookup: m, match: { a: id }, where: { b: { fact: option.x } }, value: d }') ?? '',
    /^view-where/,
  );
  assert.match(problem('{ lookup: m, match: { a: id }, value: d }', ', type: date, onBad: out') ?? '', /^excludes/);
  assert.equal(problem('{ lookup: m, match: { a: ^.id }, value: d }')?.split(':')[0], 'path-form');
});

test('look-ups find what a plain search of the list finds', async () => {
  const entry = fc.record(
    {
      owner: fc.constantFrom(1, '1', ' 2', 2, 3, null),
      kind: fc.constantFrom('a', 'b', null),
      rank: fc.constantFrom(1, '2', 3, null, 'x'),
      value: fc.constantFrom('p', 'q', '', null),
    },
    { requiredKeys: [] },
  );
  const from = '{ lookup: list, match: { owner: id }, where: { kind: { notEqual: b } }, highest: rank, value: value }';
  const configuration = pipeline(from);
  await checked(
    fc.asyncProperty(fc.array(entry, { maxLength: 8 }), async (list) => {
      const rankOf = ({ rank }: { rank?: unknown }) => (rank == null || rank === 'x' ? -1 : Number(rank));
      const expected = [1, 2, 3].map((id) => {
        const fitting = list.filter(({ owner, kind }) => String(owner ?? '').trim() === String(id) && kind !== 'b');
        const [first] = fitting.toSorted((a, b) => rankOf(b) - rankOf(a)).filter(({ value }) => Boolean(value));
        return `${String(id)} ${first?.value ?? '-'}`;
      });
      const extract = await extractOf(configuration, { people: [{ id: 1 }, { id: 2 }, { id: 3 }], list });
      assert.deepEqual(rowsOf(extract).people, expected);
    }),
    { numRuns: cases(200) },
  );
});
