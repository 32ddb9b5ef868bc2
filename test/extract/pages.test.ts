import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { Configuration } from '../../src/pipeline/configuration.js';
import { readText } from '../support/decide-text.js';
import { configurationOf, extractOf, rowsOf } from '../support/views.js';

const pipeline = (from: string) =>
  configurationOf(`
records:
  staff: { one: member, from: ${from}, id: id, keep: { surname: last } }
links:
  knows:
    one: known
    from: { section: links, optional: true }
    joins: { a: { to: staff, from: a }, b: { to: staff, from: b } }
`);

const inData = pipeline('staff.data');
const plain = pipeline('staff');

async function reason(configuration: Configuration, text: string): Promise<string> {
  const [result] = await readText(text, planReading(configuration.pipeline), 5);
  return result?.type === 'broken' ? result.broken.reason : JSON.stringify(result);
}

async function staffOf(configuration: Configuration, staff: unknown): Promise<string[] | undefined> {
  return rowsOf(await extractOf(configuration, { staff })).staff;
}

const [lim, ash] = [
  { id: 1, last: 'Lim' },
  { id: 2, last: 'Ash' },
];

test('a list of pages is one section', async () => {
  const meta = { total: [3], data: 'x' };
  for (const staff of [
    { data: [lim, ash] },
    [{ data: [lim] }, { meta, data: [ash] }],
    [{ data: [] }, { data: [lim, ash] }, { data: [] }],
  ])
    assert.deepEqual(await staffOf(inData, staff), ['1 Lim', '2 Ash'], JSON.stringify(staff));
  assert.deepEqual(await staffOf(inData, []), []);
  const deep = pipeline('staff.list.data');
  assert.deepEqual(await staffOf(deep, [{ list: { data: [lim] } }, { list: [{ data: [] }, { data: [ash] }] }]), [
    '1 Lim',
    '2 Ash',
  ]);
});

test('where an extract may have the list or an envelope around it, neither lacks a path', async () => {
  const either = pipeline('[{ section: staff, optional: true }, { section: staff.data, optional: true }]');
  for (const staff of [[lim, ash], { data: [lim, ash] }, [{ data: [lim] }, { data: [ash] }]]) {
    const extract = await extractOf(either, { staff });
    assert.deepEqual(rowsOf(extract).staff, ['1 Lim', '2 Ash']);
    assert.deepEqual(
      extract.findings.map(({ rule, field }) => `${rule} ${String(field)}`),
      [],
    );
  }
});

test('positions run on from page to page', async () => {
  const extract = await extractOf(inData, { staff: [{ data: [lim, 'x'] }, { data: [{}] }] });
  assert.deepEqual(
    extract.findings.filter(({ rule }) => rule === 'no-id').map(({ position }) => position),
    [1, 2],
  );
});

test('a page without its list, or that is none, fails the document', async () => {
  const lack = 'A section is missing or is no list: staff.data';
  for (const [staff, why] of [
    [[{ data: [lim] }, {}], 'missing on a page'],
    [[{ data: [lim] }, null], 'missing on a page'],
    [[{ data: [lim] }, [lim]], 'missing on a page'],
    [[{ data: [lim] }, { data: null }], 'no list'],
    [[{ data: [lim] }, { data: 5 }], 'no list'],
  ] as const)
    assert.equal(
      await reason(inData, JSON.stringify({ school: 1, staff })),
      `a text: ${lack} (${why}). Export it with every section; one that has nothing is an empty list. No table was touched.`,
    );
});

test('a key that is twice on a page counts once, and what other pages have stays', async () => {
  const text =
    '{"school":1,"staff":[{"data":[{"id":1}]},{"data":[{"id":2},{}],"data":[{"id":3}]},{"data":[{"id":4}]}]}';
  const [result] = await readText(text, planReading(inData.pipeline), 4);
  if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
  assert.deepEqual(rowsOf(result.extract).staff, ['1 -', '3 -', '4 -']);
  assert.equal(result.extract.rejected.get('staff'), 0);
  assert.deepEqual(
    result.extract.findings.filter(({ rule }) => rule === 'repeated-key').map(({ field }) => field),
    ['staff.data'],
  );
});

test('what the document says of its school is not on a page', async () => {
  const configuration = configurationOf('records: { staff: { one: member, from: s.data, id: id } }\n');
  const { pipeline: read } = configuration;
  const id = { said: 's.school', places: [{ path: 's.school' }] };
  const school = { id, name: null, extractedAt: null, isMany: false };
  const inPages = { ...read, source: { ...read.source, school } };
  const text = JSON.stringify({ s: [{ data: [], school: 5 }] });
  const [result] = await readText(text, planReading(inPages));
  assert.equal(result?.type === 'broken' && result.broken.code, 'no-school-id');
});

test('a page that lacks an optional list which another page has is a broken one, unless it says an empty list', async () => {
  const optional = configurationOf(
    'records: { staff: { one: member, from: { section: staff.data, optional: true }, id: id } }\n',
  );
  const either = configurationOf(
    'records: { staff: { one: member, from: [{ section: staff, optional: true }, { section: staff.data, optional: true }], id: id } }\n',
  );
  const text = (staff: unknown) => JSON.stringify({ school: 1, staff });
  for (const configuration of [optional, either])
    for (const page of [{}, { data: null }, { error: 'x' }]) {
      assert.match(await reason(configuration, text([{ data: [lim] }, page])), /staff\.data \(missing on a page\)/);
      assert.match(await reason(configuration, text([page, { data: [lim] }])), /staff\.data \(missing on a page\)/);
    }
  for (const configuration of [optional, either])
    assert.deepEqual(rowsOf(await extractOf(configuration, { staff: [{ data: [lim] }, { data: [] }] })).staff, ['1']);
  assert.deepEqual(rowsOf(await extractOf(optional, { staff: [{}, { data: null }] })).staff, []);
});

test('one object where a list belongs is a list of one, if it has an id or, as a link, an end', async () => {
  assert.deepEqual(await staffOf(plain, lim), ['1 Lim']);
  assert.deepEqual(await staffOf(inData, { data: lim }), ['1 Lim']);
  assert.deepEqual(await staffOf(inData, [{ data: lim }, { data: [ash] }]), ['1 Lim', '2 Ash']);
  const { knows } = rowsOf(await extractOf(plain, { staff: [lim, ash], links: { a: 1, b: 2 } }));
  assert.deepEqual(knows, ['1 2']);
});

test('an object without an id is an envelope, and the message says which list may be meant', async () => {
  const lack = (what: string) =>
    `a text: A section is missing or is no list: ${what}. Export it with every section; one that has nothing is an empty list. No table was touched.`;
  const text = (staff: unknown, links: unknown = []) => JSON.stringify({ school: 1, staff, links });
  assert.equal(
    await reason(plain, text({ meta: { of: [1] }, rows: [lim] })),
    lack('staff (an object without id: an envelope? try staff.rows)'),
  );
  assert.equal(await reason(plain, text({ id: null })), lack('staff (an object without id: an envelope?)'));
  assert.equal(
    await reason(plain, text([], { data: [] })),
    lack('links (an object without a or b: an envelope? try links.data)'),
  );
  assert.equal(
    await reason(plain, text({ StaffMember: [], staff: [lim] })),
    lack('staff (an object without id: an envelope?)'),
  );
  assert.equal(
    await reason(plain, text({ Staff: [lim] })),
    lack('staff (an object without id: an envelope? try staff.Staff)'),
  );
  // Whoever these are, no message names them.
  for (const who of ['ada.lim@example.org', 'Okoro', '101', 'Ada Lim'])
    assert.equal(await reason(plain, text({ [who]: [lim] })), lack('staff (an object without id: an envelope?)'));
});

test('an object where a list belongs that is only the way to others is named by what leads to them', async () => {
  const inner = configurationOf('records: { staff: { one: member, from: "teams[].staff", id: id } }\n');
  assert.match(
    (await reason(inner, JSON.stringify({ school: 1, teams: { data: [] } }))) ?? '',
    /teams \(an object without staff: an envelope\? try teams\.data\)/,
  );
});
