import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sourcesOf, textOf } from '../support/fetched.js';
import { send, sourceServer, type SourceServer } from '../support/source-server.js';

type Answer = SourceServer['answer'];

/** The document that a source gives whose one section is in pages, or why it gives none. */
async function document(pages: string, answer: Answer, more = ''): Promise<{ text: string; asked: string[] }> {
  const server = await sourceServer(answer);
  const list = `sources: [{ id: '1', sections: { s: { url: 'http://127.0.0.1:${String(server.port)}/s?x=1', pages: ${pages} } } }]\n`;
  const sources = sourcesOf(more, {}, { 'sources/a.yaml': list });
  const [input] = await sources.find(['source:1'], Readable.from([]));
  assert.equal(input.school, '1');
  return { text: await textOf(input), asked: server.asked.map(({ url }) => url) };
}

const entries = [{ id: 1 }, { id: 2 }, { id: 3 }];
const parameter = (url: string, name: string): string | null => new URL(url, 'http://x').searchParams.get(name);
const made = (section: unknown): string => JSON.stringify({ source: { id: '1' }, s: section });

test('pages by the path of a URL are one list of pages, as they came', async () => {
  const { text, asked } = await document('{ next: links.next, list: data }', ({ url }, response) => {
    const page = Number(parameter(url, 'p') ?? 1);
    const next = page < 3 ? { links: { next: `?p=${String(page + 1)}` } } : { links: { next: null } };
    const body = JSON.stringify({ data: [{ id: page, next: 'no' }], ...next });
    if (page === 2) send(response, gzipSync(`\ufeff ${body}\n`), { 'content-encoding': 'gzip' });
    else send(response, body);
  });
  const pages = (JSON.parse(text) as { s: { data: { id: number }[] }[] }).s;
  assert.deepEqual(
    pages.map(({ data }) => data[0]?.id),
    [1, 2, 3],
  );
  assert.deepEqual(asked, ['/s?x=1', '/s?p=2', '/s?p=3']);
});

test('pages by the header are one list, if each is a list', async () => {
  const { text, asked } = await document('{ link: header }', ({ url }, response) => {
    const page = Number(parameter(url, 'p') ?? 0);
    const bodies = [' [{"id":1}, {"id":2}]\n', '[ ]', '[{"id":3}]'];
    const link = `<http://127.0.0.1/first>; rel="first", </s?p=${String(page + 1)}>; title="a, b"; rel="prev next"`;
    send(response, bodies[page], page < 2 ? { link } : {});
  });
  assert.deepEqual(JSON.parse(text), { source: { id: '1' }, s: entries });
  assert.deepEqual(asked, ['/s?x=1', '/s?p=1', '/s?p=2']);
});

test('pages by cursor, number and offset keep the other parameters', async () => {
  const byCursor = await document('{ cursor: meta.cursor, as: after, list: data }', ({ url }, response) => {
    const after = parameter(url, 'after');
    send(response, after === null ? { meta: { cursor: 7 }, data: [1] } : { meta: {}, data: [2] });
  });
  assert.equal(
    byCursor.text,
    made([
      { meta: { cursor: 7 }, data: [1] },
      { meta: {}, data: [2] },
    ]),
  );
  assert.deepEqual(byCursor.asked, ['/s?x=1', '/s?x=1&after=7']);
  const byNumber = await document('{ number: page, list: data }', ({ url }, response) =>
    send(response, { data: entries.slice(Number(parameter(url, 'page')) - 1, Number(parameter(url, 'page'))) }),
  );
  assert.deepEqual(
    byNumber.asked,
    [1, 2, 3, 4].map((page) => `/s?x=1&page=${String(page)}`),
  );
  // What counts is how many came, not how many should have.
  const byOffset = await document('{ offset: skip, list: data, total: of }', ({ url }, response) => {
    const skip = Number(parameter(url, 'skip'));
    send(response, { of: 3, data: entries.slice(skip, skip + 2) });
  });
  assert.deepEqual(byOffset.asked, ['/s?x=1&skip=0', '/s?x=1&skip=2']);
  assert.equal(
    byOffset.text,
    made([
      { of: 3, data: entries.slice(0, 2) },
      { of: 3, data: entries.slice(2) },
    ]),
  );
});

const faults: readonly (readonly [string, string, (page: number) => unknown, string])[] = [
  [
    'go round in circles',
    '{ next: next, list: data }',
    (page) => ({ data: [page], next: '?x=1' }),
    'page 1 leads back to an earlier one',
  ],
  [
    'have one twice',
    '{ number: p, list: data }',
    (page) => ({ data: [Math.min(page, 2)] }),
    'page 3 is page 2 once more',
  ],
  ['never end', '{ number: p, list: data }', (page) => ({ data: [page] }), 'there are more than 5 pages'],
  [
    'never end and are empty',
    '{ next: next, list: data }',
    (page) => ({ data: [], next: `?p=${String(page + 1)}` }),
    'there are more than 5 pages',
  ],
  [
    'lack one',
    '{ number: p, list: data, total: all }',
    (page) => ({ all: 4, data: page === 1 ? [1, 2] : page === 2 ? [4] : [] }),
    'the pages have 3 entries, and say 4',
  ],
  [
    'have too many',
    '{ number: p, list: data, total: all }',
    (page) => ({ all: 3, data: [page, page + 10] }),
    'the pages have 4 entries, and say 3',
  ],
  [
    'change while they are fetched',
    '{ number: p, list: data, total: all }',
    (page) => ({ all: 4 + page, data: [page] }),
    'page 2 says that there are 6 entries, and an earlier one 5',
  ],
  [
    'do not say how many there are',
    '{ number: p, list: data, total: all }',
    () => ({ data: [1] }),
    'page 1 does not say how many entries there are',
  ],
  [
    'have no list',
    '{ number: p, list: data }',
    () => ({ error: 'a secret of the source' }),
    'page 1 has no list at data',
  ],
  ['are no lists', '{ number: p }', () => ({ error: 'a secret of the source' }), 'page 1 is no list'],
  [
    'lead elsewhere',
    '{ next: next, list: data }',
    () => ({ data: [1], next: 'https://elsewhere.example/?p=2' }),
    'page 1 leads on to another host',
  ],
  ['lead to no URL', '{ next: next, list: data }', () => ({ data: [1], next: true }), 'page 1 leads on to no URL'],
];

for (const [name, pages, bodyOf, expected] of faults)
  test(`pages that ${name} fail the document`, async () => {
    const { text } = await document(
      pages,
      ({ url }, response) => send(response, bodyOf(Number(parameter(url, 'p') ?? 1))),
      'fetch: { pages: 5 }',
    );
    assert.equal(text, `bad-pages: s: ${expected}`);
  });

test('a page that is no JSON, or more than one value, cannot change what is around it', async () => {
  for (const body of ['{"data":[1]', '[1],"t":[2]', '{"data":[1]} {"data":[2]}', '', '<html>'])
    assert.equal(
      (await document('{ number: p, list: data }', (_, response) => send(response, body))).text,
      'not-json: the page is not JSON, or ends too early',
      body,
    );
});

test('parts that are too large together end at the limit', async () => {
  const server = await sourceServer((_, response) => send(response, { data: ['x'.repeat(600)] }));
  const url = `http://127.0.0.1:${String(server.port)}/`;
  const list = `sources: [{ id: '1', sections: { a: '${url}', b: '${url}' } }]\n`;
  const sources = sourcesOf('', {}, { 'sources/a.yaml': list }, 'limits: { bytes: 1000 }\n');
  const [input] = await sources.find(['source:1'], Readable.from([]));
  assert.equal(await textOf(input), 'too-large: the document has more than 1,000 bytes');
});
