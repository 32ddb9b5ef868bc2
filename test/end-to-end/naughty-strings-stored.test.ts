import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readText } from '../reference/values.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { isFull } from '../support/numbers.js';
import { query, readTables, sorted } from '../support/tables.js';

const folder = temporaryFolder();
const numbered = naughtyStrings.map((text, index) => ({ id: String(index), text }));

/** Each string is every name that there is, of records that come through but where a name is blank. */
const everybody = {
  SchoolID: '1',
  SchoolName: '\u0000\ud800 Oakfield',
  Students: numbered.map(({ id, text }) => ({
    StudentID: id,
    KnownName: text,
    Surname: text,
    CurrentYearGroup: text,
    CurrentClass: text,
  })),
  Contacts: numbered.map(({ id, text }) => ({
    ContactID: id,
    Title: 'Mrs',
    Forename: text,
    Surname: text,
    Email: text,
    Phone: text,
    Relationship: text,
  })),
  ContactLinks: numbered.map(({ id, text }) => ({ StudentID: id, ContactID: id, Relationship: text })),
  Staff: [
    { StaffID: 'all', Title: 'Mrs', Forename: 'Ada', Surname: 'Lim' },
    ...numbered.map(({ id, text }) => ({
      StaffID: id,
      Title: text,
      Forename: text,
      Surname: text,
      PrimaryEmail: text,
    })),
  ],
  Classes: numbered.map(({ id, text }) => ({
    ClassID: id,
    ClassCode: text,
    ClassDescription: text,
    Type: 'Teaching set',
    StaffIDs: ['all', id],
    StudentIDs: [id],
  })),
  Groups: numbered.map(({ id, text }) => ({
    GroupID: id,
    GroupDescription: text,
    GroupType: 'House group',
    StudentIDs: [id],
  })),
};

test('each naughty string as every kind of name is stored trimmed, normalised and mended, and otherwise as it is', async () => {
  const input = join(folder, 'a.json');
  const file = join(folder, 'a.db');
  writeFileSync(input, JSON.stringify(everybody));
  const { code } = await cli(['run', input, '--database', `sqlite:${file}`, '--json']);
  assert.equal(code, 0);
  const all = numbered.map(({ id, text }) => ({ id, text: readText(text) }));
  const named = all.filter(({ text }) => text !== null);
  assert.ok(named.length > (isFull ? 400 : 50) && named.length < all.length);
  const tables = readTables(file);
  const expected = {
    schools: [['1', '\ufffd\ufffd Oakfield']],
    students: all.map(({ id, text }) => ['1', id, text, text, text, text, null]),
    contacts: named.map(({ id, text }) => ['1', id, 'Mrs', text, text, text, text, text]),
    teachers: [
      ['1', 'all', 'Mrs', 'Ada', 'Lim', null],
      ...named.map(({ id, text }) => ['1', id, text, text, text, text]),
    ],
    classes: all.map(({ id, text }) => ['1', id, text, text, 'class']),
    groups: all.map(({ id, text }) => ['1', id, text, 'House group', 'House groups']),
    contact_links: named.map(({ id, text }) => ['1', id, id, text, 1]),
  };
  for (const [table, rows] of Object.entries(expected)) assert.deepEqual(tables[table], sorted(rows), table);
});

test('a run over them says nothing of them in findings', () => {
  const findings = JSON.stringify(query(join(folder, 'a.db'), 'select because, field, rule, fix from findings'));
  for (const { text } of numbered) {
    if ([...text].length > 12) assert.ok(!findings.includes(JSON.stringify(text).slice(1, -1)), text);
  }
});
