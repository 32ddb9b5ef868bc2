import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DOMParser } from '@xmldom/xmldom';
import MarkdownIt, { type Token } from 'markdown-it';
import { defaultTreeAdapter as tree, html, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { longestId } from '../../src/pipeline/vocabulary/source-types.js';
import { toText } from '../../src/pipeline/text/stored-text.js';
import { printable } from '../../src/words/words.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { naughtyStrings } from '../support/naughty-strings.js';

const folder = temporaryFolder();
const ids = [...new Set(naughtyStrings.map((text) => toText(idOf(text))))].filter((id) => id !== '');
const names = [...new Set(naughtyStrings.map(toText))].filter((name) => name !== '');

/** What is too long to be an id still has to be seen as a name. */
function idOf(text: string): string {
  return [...text].length + 'missing '.length <= longestId ? text : `long ${String(naughtyStrings.indexOf(text))}`;
}

/** A school in which each string is the id and every name of a record of each kind that stays out, and of a pair that is likely to be one. */
const everybody = {
  SchoolID: '1',
  SchoolName: 'A school',
  Students: [
    { StudentID: 'through', KnownName: 'A', Surname: 'B' },
    ...naughtyStrings.map((text) => ({ StudentID: idOf(text), KnownName: text, Surname: text })),
  ],
  Contacts: naughtyStrings.flatMap((text) => [
    { ContactID: idOf(text), Title: ' ', Forename: text, Surname: text },
    { ContactID: `1 ${idOf(text)}`, Title: text, Forename: text, Surname: text, Phone: '01632 960001' },
    { ContactID: `2 ${idOf(text)}`, Title: text, Forename: text, Surname: text, Phone: '01632-960001' },
  ]),
  ContactLinks: naughtyStrings.flatMap((text) => [
    { StudentID: idOf(text), ContactID: idOf(text) },
    { StudentID: 'through', ContactID: `1 ${idOf(text)}` },
    { StudentID: 'through', ContactID: `2 ${idOf(text)}` },
    { StudentID: `missing ${idOf(text)}`, ContactID: idOf(text) },
  ]),
  Staff: [
    { StaffID: 'through', Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' },
    ...naughtyStrings.map((text) => ({ StaffID: idOf(text), Title: '', Forename: text, Surname: text })),
  ],
  Classes: [
    { ClassID: 'through', Type: 'Registration', StaffID1: 'through', StudentIDs: ['through'] },
    ...naughtyStrings.map((text) => ({
      ClassID: idOf(text),
      ClassCode: text,
      ClassDescription: text,
      Type: 'Registration',
      StaffID1: idOf(text),
      StudentIDs: [idOf(text)],
    })),
  ],
  Groups: naughtyStrings.map((text) => ({
    GroupID: idOf(text),
    GroupDescription: text,
    GroupType: 'House group',
    StudentIDs: [idOf(text)],
  })),
};

/** A school each, some of them broken: ids, names and times. */
const schools = naughtyStrings.flatMap((text) => [
  {
    SchoolID: idOf(text),
    SchoolName: text,
    ExtractedAt: text,
    Students: [],
    Contacts: [],
    ContactLinks: [],
    Staff: [],
    Classes: [],
    Groups: [],
  },
  { SchoolID: `broken ${idOf(text)}`, SchoolName: text, ExtractedAt: text },
]);

const file = join(folder, 'extracts.ndjson');
writeFileSync(file, [everybody, ...schools].map((school) => JSON.stringify(school)).join('\n'));

async function reported(format: string): Promise<string> {
  const { code, stdout } = await cli(['report', file, '--names', '--format', format]);
  assert.equal(code, 1, 'the broken documents are failures');
  return stdout;
}

function missing(wanted: readonly string[], shown: ReadonlySet<string>): string[] {
  return wanted.filter((text) => !shown.has(text));
}

test('text has no control character but the newline, and no change of direction', async () => {
  const text = await reported('text');
  assert.equal(text.match(/(?!\n)\p{C}/u), null);
});

test('json holds every id and every name as it is', async () => {
  const report = JSON.parse(await reported('json')) as {
    schools: { school: string | null; name: string | null; names: Record<string, Record<string, string>> | null }[];
  };
  const [first, ...others] = report.schools;
  for (const kind of ['students', 'contacts', 'teachers', 'classes', 'groups']) {
    assert.deepEqual(missing(ids, new Set(Object.keys(first?.names?.[kind] ?? {}))), [], kind);
  }
  assert.equal(
    Object.entries(first?.names?.classes ?? {}).find(([id]) => id === '__proto__')?.[1],
    '__proto__ __proto__',
  );
  assert.deepEqual(missing(names, new Set(others.map(({ name }) => name ?? ''))), []);
});

const allowed: Readonly<Record<string, readonly string[]>> = {
  html: ['lang'],
  head: [],
  meta: ['charset', 'http-equiv', 'content', 'name'],
  title: [],
  style: [],
  body: [],
  main: [],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  ol: ['class', 'start'],
  ul: ['class'],
  li: ['id'],
  p: ['class'],
  section: ['id'],
  div: ['class', 'role', 'aria-label', 'tabindex'],
  table: ['class'],
  caption: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ['scope'],
  td: [],
  a: ['href'],
  bdi: [],
};

test('html has no element or attribute that is not ours, runs and fetches nothing, and shows every string', async () => {
  const written = await reported('html');
  const errors: string[] = [];
  const document = parse(written, { onParseError: ({ code }) => errors.push(code) });
  assert.deepEqual(errors, []);
  const shown = new Set<string>();
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    assert.ok(!tree.isCommentNode(node));
    if (tree.isElementNode(node)) {
      assert.equal(node.namespaceURI, html.NS.HTML);
      const known = allowed[node.tagName];
      assert.ok(known !== undefined, node.tagName);
      for (const { name, value } of node.attrs) {
        assert.ok(known.includes(name), `${node.tagName} ${name}`);
        if (name === 'href') assert.match(value, /^#school-\d+$/);
        if (name === 'id') assert.match(value, /^school-\d+(-correct-[0-9a-f]{12})?$/);
      }
      if (node.tagName === 'bdi')
        shown.add(node.childNodes.map((child) => (tree.isTextNode(child) ? child.value : '')).join(''));
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(document);
  assert.match(
    written,
    /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"\/?>/,
  );
  assert.doesNotMatch(written.slice(0, written.indexOf('</style>')), /url\(|@import/);
  const asShown = (text: string) => text.replace(/[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '\ufffd');
  assert.deepEqual(missing([...ids, ...names, ...names.map((name) => `${name} ${name}`)].map(asShown), shown), []);
});

test('html lets no sign that turns text round reach beyond the name that has it', async () => {
  const file = join(folder, 'turned.json');
  const turned = ['a\u202eb', 'a\u2069\u202eb', 'a\u2067b\u2069\u2069\u202e', '\u202b\u202a'];
  const Contacts = turned.map((name, at) => ({ ContactID: `${name}${String(at)}`, Forename: name, Surname: name }));
  const document = { SchoolID: '1', SchoolName: turned[1], Students: [], Contacts, ContactLinks: [], Staff: [] };
  writeFileSync(file, JSON.stringify({ ...document, Classes: [], Groups: [] }));
  const { stdout } = await cli(['report', file, '--format', 'html', '--names']);
  const isolated = [...stdout.matchAll(/<bdi>([^<]*)<\/bdi>/g)].map(([, text = '']) => text);
  for (const name of ['a\u202eb', 'a\ufffd\u202eb'])
    assert.ok(
      isolated.some((text) => text.includes(name)),
      name,
    );
  assert.doesNotMatch(stdout.replace(/<bdi>[^<]*<\/bdi>/g, ''), /[\u202a-\u202e\u2066-\u2069]/);
  for (const text of isolated) {
    let depth = 0;
    for (const sign of text) {
      if (/[\u2066-\u2068]/.test(sign)) depth++;
      if (sign === '\u2069') depth--;
      assert.ok(depth >= 0, JSON.stringify(text));
    }
  }
});

const ours = new Set([
  'heading_open',
  'heading_close',
  'paragraph_open',
  'paragraph_close',
  'table_open',
  'table_close',
  'thead_open',
  'thead_close',
  'tbody_open',
  'tbody_close',
  'tr_open',
  'tr_close',
  'th_open',
  'th_close',
  'td_open',
  'td_close',
  'inline',
  'text',
  'code_inline',
]);

test('markdown, once rendered, has nothing but headings, paragraphs, tables and code, and shows every string', async () => {
  const tokens = new MarkdownIt({ html: true, linkify: true }).parse(await reported('markdown'), {});
  const flat = tokens.flatMap((token: Token) => [token, ...(token.children ?? [])]);
  assert.deepEqual(
    flat.filter(({ type }) => !ours.has(type)).map(({ type, content }) => [type, content]),
    [],
  );
  const shown = new Set(flat.filter(({ type }) => type === 'code_inline').map(({ content }) => content));
  assert.deepEqual(missing([...ids, ...names, ...names.map((name) => `${name} ${name}`)].map(printable), shown), []);
  const page = await reported('html');
  const codes = flat.filter(({ type }) => type === 'code_inline').length;
  assert.equal(codes, page.slice(page.indexOf('<section')).split('<bdi>').length - 1, 'no cell is cut in two');
});

test('junit is well-formed XML with a case for each school, each under its own name', async () => {
  const written = await reported('junit');
  const faults: string[] = [];
  const document = new DOMParser({
    // It warns of U+FFFD, which is what we put there.
    onError: (level, message) => {
      if (level !== 'warning') faults.push(message);
    },
  }).parseFromString(written, 'text/xml');
  assert.deepEqual(faults, []);
  // The parser lets some characters pass that XML 1.0 forbids.
  assert.doesNotMatch(written, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const all = [...document.getElementsByTagName('*')];
  assert.deepEqual([...new Set(all.map(({ tagName }) => tagName))].sort(), [
    'failure',
    'system-out',
    'testcase',
    'testsuite',
    'testsuites',
  ]);
  const cases = all.filter(({ tagName }) => tagName === 'testcase');
  const failed = all.filter(({ tagName }) => tagName === 'failure');
  assert.deepEqual([cases.length, failed.length].map(String), [
    document.documentElement?.getAttribute('tests'),
    document.documentElement?.getAttribute('failures'),
  ]);
  const shown = new Set(cases.map((one) => one.getAttribute('name') ?? ''));
  const wanted = naughtyStrings
    .filter((text) => toText(text) !== '')
    .map((text) => printable(`${toText(text)} (${toText(idOf(text))})`));
  assert.deepEqual(missing(wanted, shown), []);
});
