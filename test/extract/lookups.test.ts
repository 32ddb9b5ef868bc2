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

test('where no look-up finds anything, `where` is asked about too, with how many entries nearly fit', async () => {
  const asked = async (from: string, document: object) =>
    (await extractOf(pipeline(from), document)).findings
      .filter(({ rule }) => rule === 'empty-lookup')
      .map(({ because }) => /mails\. (.*)/.exec(because)?.[1]);
  const home = '{ lookup: mails, match: { owner: id }, where: { kind: Home }, value: address }';
  const small = home.replace('Home', 'home');
  assert.deepEqual(await asked(home, { people, mails }), []);
  const objects = mails.filter((mail) => typeof mail === 'object');
  const homes = objects.filter(({ kind }) => kind === 'Home').length;
  const nearly = `${String(homes)} ${homes === 1 ? 'entry' : 'entries'} would fit in other letters or with other spaces.`;
  assert.deepEqual(await asked(small, { people, mails }), [`Is \`where\` right? Nearly: ${nearly}`]);
  assert.deepEqual(await asked(home.replace('Home', 'Other'), { people, mails }), ['Is `where` right?']);
  const others = objects.map((mail) => ({ ...mail, owner: 70 }));
  assert.deepEqual(await asked(home, { people, mails: others }), ['Are `match` and `where` right?']);
  assert.deepEqual(await asked(home.replace('where: { kind: Home }, ', ''), { people, mails: others }), [
    'Is `match` right?',
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
  assert.equal(problem('{ lookup: m, match: { a: id }, value: d }', ', type: date, onBad: out'), null);
  assert.equal(problem('{ lookup: m, match: { a: id }, value: d }', ', optional: true'), null);
  assert.equal(problem('{ lookup: m, match: { a: ^.id }, value: d }')?.split(':')[0], 'path-form');
});

test('one object where the list belongs is a list of one, if it has what is matched', async () => {
  const plain = '{ lookup: mails, match: { owner: id }, value: address }';
  const document = { people, mails: { owner: 2, address: 'a@x' } };
  assert.deepEqual(await emails(plain, document), ['1 -', '2 a@x', '3 -']);
  const wrapped = emails(plain, { people, mails: { data: [mails[0]] } });
  await assert.rejects(wrapped, /mails \(an object without owner: an envelope\? try mails\.data\)/);
});

const said = async (from: string, document: object, more = '') =>
  (await extractOf(pipeline(from, more), document)).findings.map(({ rule, recordId, field, position }) =>
    [rule, recordId, field, position].join(' '),
  );

test('an id of the record that no record has is an unread path, also in a list of ids', async () => {
  const found = async (id: string, of: readonly object[], more = '') =>
    (
      await extractOf(pipeline(`{ lookup: mails, match: { owner: ${id} }, value: address }`, more), {
        people: of,
        mails,
      })
    ).findings
      .filter(({ rule }) => rule === 'unread-path')
      .map(({ because }) => because);
  const all = [{ id: 1, ids: [{ v: 1 }] }];
  assert.deepEqual(await found('idd', [{ id: 1 }]), ['No record of people has idd. Did you mean id?']);
  const inList = (list: string, value: string) => `{ list: ${list}, value: ${value} }`;
  assert.deepEqual(await found(inList('idss', 'v'), all), ['No record of people has idss[].v. Did you mean ids?']);
  assert.deepEqual(await found(inList('ids', 'w'), all), ['No record of people has ids[].w. Did you mean ids[].v?']);
  assert.deepEqual(await found(inList('ids', 'v'), all), []);
  assert.deepEqual(await found(inList('ids', 'w'), [{ id: 1, ids: [] }]), []);
  assert.deepEqual(await found('idd', all, ', optional: true'), []);
});

test('a bad value under where, lowest or highest is a finding of the record that asks, once for each path', async () => {
  const people = [{ id: 1 }, { id: 2 }];
  const mails = [
    { owner: 1, kind: 'Home', until: '2026-13-01', rank: 'high', address: 'a@x' },
    { owner: 1, kind: 'Home', until: 'soon', rank: 1, address: 'b@x' },
    { owner: 1, kind: 'Home', until: null, rank: 'low', address: 'c@x' },
    // What does not fit anyway does not matter.
    { owner: 2, kind: 'Work', until: 'soon', rank: 'x', address: 'd@x' },
    { owner: 3, kind: 'Home', until: 'soon', rank: 'x', address: 'e@x' },
  ];
  const from =
    '{ lookup: mails, match: { owner: id }, where: { until: { not: { before: { fact: today } } }, kind: Home }, lowest: rank, value: address }';
  assert.deepEqual(await emails(from, { people, mails }), ['1 c@x', '2 -']);
  assert.deepEqual(await said(from, { people, mails }), ['bad-value 1 mails[].until 0', 'bad-value 1 mails[].rank 0']);
  const yes =
    '{ lookup: mails, match: { owner: id }, where: { main: true }, highest: { from: since, type: date }, value: address }';
  const main = { owner: 2, main: 'yes', since: 'x', address: 'f@x' };
  assert.deepEqual(await said(yes, { people, mails: [{ ...main, main: 'maybe' }, main] }), [
    'bad-value 2 mails[].main 1',
    'bad-value 2 mails[].since 1',
  ]);
});

test('values that differ where their entries come first alike are a finding', async () => {
  const people = [{ id: 1 }];
  const from = '{ lookup: mails, match: { owner: id }, lowest: rank, value: address }';
  const of = (...ranks: readonly (number | null)[]) => ({
    people,
    mails: ranks.map((rank, at) => ({ owner: 1, rank, address: `${String(at)}@x` })),
  });
  const differs = ['lookup-differs 1 mails[].address 0'];
  assert.deepEqual(await said(from, of(2, 1, 1)), differs);
  assert.deepEqual(await said(from, of(null, null)), differs);
  assert.deepEqual(await said(from, of(2, 1, 2)), []);
  assert.deepEqual(await said(from, of(2, 1, null, null)), []);
});

test('where a bad value of a look-up keeps out, a mark says so, unless a good one takes its place', async () => {
  const marks = async (from: string, document: object) => emails(from, document, ', type: date, onBad: out');
  const from = '{ lookup: exits, match: { p: id }, where: { main: true }, value: day }';
  const people = [{ id: 1, own: '2026-01-02' }, { id: 2 }, { id: 3 }];
  const exits = [
    { p: 1, main: true, day: '2026-13-01' },
    { p: 2, main: true, day: '2026-13-01' },
    { p: 2, main: true, day: '2026-02-01' },
    { p: 3, main: 'maybe', day: '2026-03-01' },
  ];
  assert.deepEqual(await marks(from, { people, exits }), ['1 - true', '2 2026-02-01 -', '3 - true']);
  assert.deepEqual(await marks(from, { people, exits: [{ p: 1, main: true, day: null }] }), [
    '1 - -',
    '2 - -',
    '3 - -',
  ]);
  assert.deepEqual(await marks(`[own, ${from}]`, { people: people.slice(0, 1), exits }), ['1 2026-01-02 -']);
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
