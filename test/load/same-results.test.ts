import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { cli } from '../support/cli.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { dumpOf, readTablesOf, type Tables } from '../support/tables.js';

const folder = temporaryFolder();
const oakfield = readFileSync('examples/oakfield.json', 'utf8');
const everything = readFileSync('test/cases/01-everything-comes-through.json', 'utf8');

/** Ids that a collation could take for one another, and the longest there are, in characters of three bytes. */
const ids = ['a1', 'A1', 'á1', 'ß', 'ss', 'ı', 'i', 'I', '\u{1F600}', '\u{1F601}', 'a\u0001', 'a\t1', '長'.repeat(200)];
const texts = [
  'back\\slash, "double", \'single\', `tick`, ?, ??, $1, :name, %s',
  'null',
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467} 𝒳 中',
  'a\u0001b\u007F\u0085c\nd\te',
  'x  y',
  '\uFFFD',
  'v'.repeat(70_000),
];

const awkward = JSON.stringify({
  SchoolID: 'ä'.repeat(200),
  SchoolName: 'O’Neill \\ "Primary" \u{1F3EB}',
  Students: ids.map((id, index) => ({ StudentID: id, KnownName: texts[index % texts.length], Surname: `${id}'` })),
  Contacts: ids.map((id, index) => ({
    ContactID: id,
    Title: index === ids.length - 1 ? 'Mr and Mrs' : 'Dr',
    Forename: 'F',
    Surname: texts[index % texts.length],
  })),
  ContactLinks: ids.flatMap((StudentID) =>
    ids.map((ContactID) => ({ StudentID, ContactID, Relationship: 'Parent', ParentalResponsibility: true })),
  ),
  Staff: ids.map((StaffID) => ({ StaffID, Title: 'Mr', Forename: 'A', Surname: 'B' })),
  Classes: ids.map((ClassID) => ({ ClassID, ClassCode: '007', Type: 'Teaching set', StaffIDs: ids, StudentIDs: ids })),
  Groups: ids.map((GroupID) => ({ GroupID, GroupDescription: 'G', GroupType: 'House group', StudentIDs: ids })),
});

/** About as long as a value may be, in characters of four bytes and such as JSON and SQL escape. */
const longest = '\u{1F600}'.repeat(240_000) + '"'.repeat(250_000);
const large = everything.replace('"Okoro"', JSON.stringify(longest));

const steps: readonly (readonly string[])[] = [
  ['run', given('oakfield', oakfield)],
  [
    'release',
    '9361234',
    given('left', oakfield.replaceAll('"Registration"', '"Registered"').replaceAll('Okoro', 'Ångström')),
  ],
  ['edit', 'teacher', '31', 'room', ' B12 ✓ '],
  ['run', given('back', oakfield), '--set', 'parentalResponsibilityOnly=true', '--set', 'singleSignOn=true'],
  ['run', given('awkward', awkward)],
  ['release', 'ä'.repeat(200), given('awkward-left', awkward.replaceAll('"Dr"', '" "').replaceAll('"007"', '"7E2"'))],
  ['run', given('awkward-back', awkward)],
  ['run', given('large', large)],
  ['run', given('held', large.replaceAll('"Mr"', '" "'))],
  ['release', '1', given('large-left', large.replaceAll('"Mr"', '" "'))],
];

function given(name: string, text: string): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, text);
  return file;
}

interface Result {
  readonly backend: string;
  readonly said: string[];
  readonly dump: Tables;
  readonly tables: Tables;
}

async function results(backend: string, database: TestDatabase): Promise<Result> {
  const said: string[] = [];
  for (const [command = '', ...args] of steps) {
    const school = command === 'edit' ? ['--school', '9361234'] : [];
    const call = [command, ...args, ...school, '--database', database.url, '--json'];
    const { code, stdout } = await cli(call);
    said.push(`${String(code)} ${stdout.replace(/"seconds":[\d.]+/, '')}`);
  }
  for (const call of [['report'], ['explain', 'student', '156'], ['explain', 'teacher', '31', '--json']]) {
    const { code, stdout } = await cli([...call, '--school', '9361234', '--database', database.url]);
    said.push(`${String(code)} ${stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T')}`);
  }
  return { backend, said, dump: await dumpOf(database), tables: await readTablesOf(database) };
}

const all: Result[] = [];
const found = backends();
before(async () => {
  for (const { name, make } of found) all.push(await results(name, await make()));
});

test('every kind of id and text is stored as it stands, and nothing is cut', () => {
  for (const { backend, tables } of all) {
    const school = 'ä'.repeat(200);
    const students = (tables.students ?? []).filter(([of]) => of === school);
    const wanted = ids.map((id, index) => [id, texts[index % texts.length], `${id}'`]);
    assert.deepEqual(students.map((row) => row.slice(1, 4)).sort(), wanted.sort(), backend);
    const links = (tables.contact_links ?? []).filter(([of]) => of === school);
    assert.equal(links.length, ids.length * (ids.length + 1), backend);
    const surname = (tables.students ?? []).find(([of]) => of === '1')?.[3];
    assert.equal(surname, longest, backend);
  }
});

for (const { name } of found.slice(1)) {
  test(`${name} says and holds, to the last column, what SQLite does`, () => {
    const [sqlite] = all;
    const other = all.find(({ backend }) => backend === name);
    assert.ok(sqlite !== undefined && other !== undefined);
    assert.deepEqual(other.said, sqlite.said);
    for (const [table, rows] of Object.entries(sqlite.dump)) assert.deepEqual(other.dump[table], rows, table);
    assert.ok((sqlite.dump.changes ?? []).length > 300);
  });
}
