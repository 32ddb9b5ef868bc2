import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readText, today } from '../support/decide-text.js';
import { configurationOf, extractOf } from '../support/views.js';
import { write } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';

const misspelt = configurationOf(`
records:
  students:
    one: student
    from: people
    id: id
    keep: { born: { from: { lookup: more.demograhpics, match: { id: id }, value: born, optional: true } } }
  classes:
    one: class
    from:
      - sets
      - { section: grops, optional: true }
      - { section: "pages.clubs", optional: true }
    id: id
  contacts: { one: contact, from: [{ section: "people[].relative", optional: true }], id: id }
`);

const whole = {
  people: [{ id: 1, relative: [{ id: 5 }] }],
  sets: [{ id: 'a' }],
  grops: [{ id: 'b' }],
  more: { demograhpics: [{ id: 1, born: '2017-05-02' }] },
  pages: [{ clubs: [{ id: 'c' }] }, { clubs: [] }],
};

async function said(document: object): Promise<string[]> {
  const { findings } = await extractOf(misspelt, document);
  const found = findings.filter(({ rule }) => rule === 'unread-section');
  for (const { kind, recordId, position } of found) assert.deepEqual([kind, recordId, position], [null, null, null]);
  return found.map(({ field, because }) => `${String(field)}: ${because}`);
}

const sentence = (section: string, near: string) =>
  `${section}: The section ${section}, which is optional, is not there, and ${near} is, which nothing reads. Did you mean ${near}?`;

test('an optional section that is missing, while a key beside it is nearly the same, is said once with both names', async () => {
  assert.deepEqual(await said(whole), []);
  const document = {
    people: [{ id: 1, relatives: [{ id: 5 }] }, { id: 2 }],
    sets: whole.sets,
    groups: whole.grops,
    more: { demographics: whole.more.demograhpics },
    pages: [{ Clubs: [{ id: 'c' }] }, { Clubs: [] }],
  };
  assert.deepEqual(
    (await said(document)).sort(),
    [
      sentence('grops', 'groups'),
      sentence('more.demograhpics', 'more.demographics'),
      sentence('pages.clubs', 'pages.Clubs'),
      sentence('people[].relative', 'people[].relatives'),
    ].sort(),
  );
  const { more, ...others } = document;
  assert.deepEqual(
    (await said({ ...others, mroe: more })).filter((text) => text.startsWith('more')),
    [sentence('more.demograhpics', 'mroe')],
  );
});

test('where nothing is so like it, or what is like it is read, no list, or may be data, nothing is said', async () => {
  const { grops, ...without } = whole;
  assert.deepEqual(await said(without), []);
  assert.deepEqual(await said({ ...without, grops: null }), []);
  for (const other of [
    { group: 'x' },
    { groupings: grops },
    { gr0p5: grops },
    { '9': grops, '8': grops, groups: grops },
  ])
    assert.deepEqual(await said({ ...without, ...other }), [], JSON.stringify(other));
  // `courses` is no misspelt `classes`, though a hint to a name that is known to be wrong would offer it.
  const classes = configurationOf(`
records:
  classes: { one: class, from: [{ section: classes, optional: true }], id: id }
`);
  const { findings } = await extractOf(classes, { courses: [{ id: 1 }] });
  assert.deepEqual(findings, []);
});

test('which optional sections are missing is known of an extract', async () => {
  const { people, sets, pages } = whole;
  const { absent } = await extractOf(misspelt, { people: [{ ...people[0], relative: null }], sets, pages, groups: [] });
  assert.deepEqual(absent, [
    { section: 'grops', near: 'groups' },
    { section: 'more.demograhpics', near: null },
  ]);
});

test('a section that must be there and is missing is named with the key that may be meant', async () => {
  const text = JSON.stringify({ school: 1, people: [], stes: [] });
  const [result] = await readText(text, planReading(misspelt.pipeline));
  assert.ok(result?.type === 'broken');
  assert.match(result.broken.reason, /: sets \(missing; did you mean stes\?\)/);
  assert.deepEqual(result.broken.lacks, ['sets']);
});

test('what a document says of its school is named with the key that may be meant, where it is not there', async () => {
  const folder = temporaryFolder();
  const read = async (school: string, document: object) => {
    write(folder, {
      'pipeline.yaml': `name: whose\nsource: { school: ${school} }\nrules: none\ndatabase: "sqlite::memory:"\nrecords:\n  people: { one: person, from: people, id: id }\n`,
    });
    const { pipeline } = readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });
    const [result] = await readText(JSON.stringify({ people: [], ...document }), planReading(pipeline));
    if (result?.type === 'broken') return [result.broken.reason.split('. ')[0]];
    return result?.extract.findings.map(({ rule, field, because }) => `${rule} ${String(field)}: ${because}`);
  };
  const document = { org: { code: '1', name: 'Oak' }, madeAt: '2026-11-20T02:00:00Z' };
  assert.deepEqual(await read('{ id: org.code, name: org.name, extractedAt: madeAt }', document), []);
  assert.deepEqual(await read('{ id: org.cod }', document), [
    'a text: The document has no usable org.cod (did you mean org.code?)',
  ]);
  assert.deepEqual(await read('{ id: ogr.code }', document), [
    'a text: The document has no usable ogr.code (did you mean org.code?)',
  ]);
  assert.deepEqual(await read('{ id: { list: ogrs, value: code } }', { ...document, orgs: [] }), [
    'a text: The document has no usable ogrs[].code (did you mean orgs?)',
  ]);
  assert.deepEqual(await read('{ id: org.code, name: org.nmae, extractedAt: madAt }', document), [
    'unread-path org.nmae: There is no org.nmae. Did you mean org.name?',
    'bad-value madAt: There is no madAt, so nobody knows whether the extract is older than the last. Did you mean madeAt?',
  ]);
  // Many extracts have no name at all, and a key that is data is never named.
  assert.deepEqual(await read('{ id: org.code, name: org.title }', document), []);
  assert.deepEqual(await read('{ id: org.code, name: org.n4443 }', { org: { code: '1', n4444: 'x' } }), []);
});
