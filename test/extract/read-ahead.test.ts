import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Extract } from '../../src/extract/extract.js';
import { timeFinder, type FileMark } from '../../src/extract/bytes/file-mark.js';
import { fileInput } from '../../src/extract/bytes/input.js';
import { ReadAhead, type AheadReading } from '../../src/extract/thread/read-ahead.js';
import type { NamedFile } from '../../src/extract/thread/reading-thread.js';
import { packed, unpacked, type PackedDocument } from '../../src/extract/thread/packed.js';
import { readNow } from '../../src/extract/thread/read-now.js';
import { Reader } from '../../src/run/reader.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { valuesDigest } from '../../src/extract/items/values-digest.js';
import { buffersOf } from '../../src/table/tables.js';
import { checked } from '../support/checked.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf, unlessFull } from '../support/numbers.js';
import { smallSchool } from '../support/small-school.js';
import { extractText } from '../reference/arbitrary-extract.js';

const { pipeline } = shippedConfiguration();
const plan = planReading(pipeline);
const findTime = timeFinder(pipeline);
const folder = temporaryFolder();

const school = (id: string): string => JSON.stringify(smallSchool(3, id));

const large = JSON.stringify({
  ...smallSchool(3, '2'),
  Nobody: Array.from({ length: 1_000_000 }, () => 'y'.repeat(20)),
});

/** Files with these contents; null for one that is not there. */
function files(name: string, contents: readonly (string | Buffer | null)[]): string[] {
  const place = join(folder, name);
  mkdirSync(place);
  return contents.map((content, index) => {
    const path = join(place, `${String(index)}.json`);
    if (content !== null) writeFileSync(path, content);
    return path;
  });
}

function readingAhead(paths: readonly string[]): ReadAhead {
  const ahead = new ReadAhead(pipeline);
  after(() => ahead.close());
  ahead.ask(paths.map(asNamed));
  return ahead;
}

const asNamed = (path: string): NamedFile => ({ path, name: path });

async function all({ documents, mark }: AheadReading): Promise<[PackedDocument[], FileMark | null]> {
  const read: PackedDocument[] = [];
  for await (const document of documents) read.push(packed(document));
  return [read, mark()];
}

function rowsOf({ tables }: Extract): unknown {
  return Array.from(tables, ([kind, table]) => [kind, [...table]]);
}

const passOver = (): void => undefined;

test('an extract is the same after it went from one thread to another', async () => {
  let extracts = 0;
  await checked(
    fc.asyncProperty(extractText(), async (text) => {
      for (const result of await readText(text, plan)) {
        if (result.type !== 'extract') continue;
        extracts++;
        const { extract } = result;
        const [before, digest] = [rowsOf(extract), valuesDigest(extract)];
        const document = packed({ ...result, digest });
        if (document.type === 'broken') continue;
        const received = unpacked(structuredClone(document, { transfer: buffersOf(document.parcel) }));
        if (received.type === 'broken') continue;
        assert.deepEqual(rowsOf(received.extract), before);
        assert.equal(valuesDigest(received.extract), digest);
        assert.deepEqual(received.extract.findings, extract.findings);
      }
    }),
  );
  assert.ok(extracts > 50, String(extracts));
});

test('each value is kept once, however often it stands in the document', async () => {
  const people = Array.from({ length: 500 }, (_, at) => ({ StudentID: at, KnownName: 'Ann', Surname: ' Lee' }));
  const document = { ...smallSchool(0), Students: people };
  const [result] = await readText(JSON.stringify(document), plan);
  assert.equal(result?.type, 'extract');
  if (result?.type !== 'extract') return;
  const once = result.extract.tables.parcel().values.filter((value) => value === 'Ann' || value === 'Lee');
  assert.deepEqual(once.sort(), ['Ann', 'Lee']);
});

test('what stands in files is read ahead as it is read in its turn, whatever is wrong with them', async () => {
  const lines = [school('1'), '{"SchoolID": nobody}', school('2')].join('\n');
  const paths = files('kinds', [
    school('3'),
    lines,
    `[${school('4')},${school('5')}]`,
    gzipSync(school('6')),
    school('7').slice(0, 400),
    '{}',
    Buffer.from(school('8'), 'utf16le'),
    null,
    '[]',
    '',
    school('9'),
  ]);
  const ahead = readingAhead(paths);
  const codes: string[] = [];
  for (const path of paths) {
    const [documents, mark] = await all(readNow(fileInput(path), plan, findTime));
    assert.deepEqual(await all(ahead.next(passOver)), [documents, mark], path);
    codes.push(...documents.map((document) => (document.type === 'broken' ? document.broken.code : 'extract')));
  }
  assert.deepEqual(codes, [
    ...['extract', 'extract', 'not-json', 'extract', 'extract', 'extract', 'extract', 'cut-short', 'no-school-id'],
    ...['not-json', 'unreadable', 'not-an-object', 'empty', 'extract'],
  ]);
});

test(
  'no more is read ahead than the document that comes next, and the one after it',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const paths = files(
      'in-turn',
      Array.from({ length: 6 }, (_, index) => school(String(index))),
    );
    const ahead = readingAhead(paths);
    assert.equal((await all(ahead.next(passOver)))[0][0].type, 'extract');
    await wait(500);
    for (const path of paths.slice(4)) rmSync(path);
    const types: string[] = [];
    for (let at = 1; at < paths.length; at++)
      types.push(...(await all(ahead.next(passOver)))[0].map(({ type }) => type));
    assert.deepEqual(types, ['extract', 'extract', 'extract', 'broken', 'broken']);
  },
);

test(
  'of a file the bytes are told that lie before and in each document, and what is too large is left',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const [small, both] = files('large', [[school('1'), school('2')].join('\n'), [school('1'), large].join('\n')]);
    const ahead = readingAhead([small, both, small]);
    const passed: number[] = [];
    const next = () => all(ahead.next((bytes) => passed.push(bytes)));
    assert.deepEqual(
      (await next())[0].map(({ type }) => type),
      ['extract', 'extract'],
    );
    assert.equal(
      passed.reduce((sum, bytes) => sum + bytes, 0),
      statSync(small).size,
    );
    const [before, mark] = await next();
    assert.deepEqual([before.map(({ type }) => type), mark], [['extract'], null]);
    assert.equal((await next())[0].length, 2);
  },
);

test('where the other thread ends, what it has not told of is left', async () => {
  const broken = { ...pipeline, records: [{ ...pipeline.records[0], fields: null }] };
  const ahead = new ReadAhead(broken as never);
  after(() => ahead.close());
  const paths = files('unread', [school('1'), school('2')]);
  ahead.ask(paths.map(asNamed));
  for (let at = 0; at < paths.length; at++) assert.deepEqual(await all(ahead.next(passOver)), [[], null]);
});

test('a file that another thread reads has the name that it was asked for by', async () => {
  const ahead = new ReadAhead(pipeline);
  after(() => ahead.close());
  const [path = ''] = files('named', ['{']);
  ahead.ask([{ path, name: 'night/9361234.json' }]);
  const [[document]] = await all(ahead.next(passOver));
  assert.ok(document?.type === 'broken');
  assert.match(document.broken.reason, /^night\/9361234\.json: /);
});

/** What a reader gives of a file, of which `between` is done after its first document. */
async function readBetween(path: string, between: () => void): Promise<[string[], () => FileMark]> {
  const input = fileInput(path);
  const sizes = new Map([[input, statSync(path).size]]);
  const reader = new Reader(pipeline, findTime, sizes, new AbortController().signal);
  await reader.expect([input]);
  const { documents, mark } = await reader.read(input, passOver);
  const read: string[] = [];
  for await (const document of documents) {
    read.push(document.type === 'extract' ? document.extract.school : document.broken.code);
    if (read.length === 1) between();
  }
  await reader.close();
  return [read, mark];
}

test(
  'a file with a school that is too large to be read ahead is read whole, each document once',
  { skip: unlessFull('it reads a school of many megabytes') },
  async () => {
    const [path] = files('rest', [[school('1'), '{', large, school('3'), school('4')].join('\n')]);
    const [read, mark] = await readBetween(path, passOver);
    assert.deepEqual(read, ['1', 'cut-short', '2', '3', '4']);
    const [, whole] = await all(readNow(fileInput(path), plan, findTime));
    assert.deepEqual(mark(), whole);
  },
);

test(
  'a file that is written anew while it is read is not taken for what was read of it',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const other = school('1').replace('Student', 'Other');
    const news = [[other, large], [school('3'), large], [large], [school('1')], []];
    for (const [index, texts] of someOf(news, 1).entries()) {
      const [path] = files(`rewritten-${String(index)}`, [[school('1'), school('5'), large].join('\n')]);
      const rewrite = () => {
        writeFileSync(`${path}.new`, texts.join('\n'));
        renameSync(`${path}.new`, path);
      };
      const [read] = await readBetween(path, rewrite);
      assert.deepEqual(read, ['1', '5', 'rewritten'], String(index));
    }
  },
);
