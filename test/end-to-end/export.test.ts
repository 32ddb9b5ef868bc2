import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Papa from 'papaparse';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const folder = temporaryFolder();

/** What another library reads in a CSV. */
function parsed(text: string): string[][] {
  assert.ok(text.startsWith('\ufeff'), 'a byte order mark, by which spreadsheets know UTF-8');
  const { data, errors } = Papa.parse<string[]>(text.slice(1), { newline: '\r\n', skipEmptyLines: true });
  assert.deepEqual(errors, []);
  return data;
}

/** A cell as it was before it was made harmless. */
const meant = (cell: string): string => (/^'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell);

for (const backend of backends()) {
  test(`export gives what comes through of a kind, without ids, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(12);
    await nights.run(school);
    await nights.command('edit', 'teacher', '30', 'room', 'B12');
    const of = async (kind: string) => {
      const { code, stdout, stderr } = await nights.command('export', kind);
      assert.equal(code, 0, stderr);
      return parsed(stdout);
    };
    const [heading, ...rows] = await of('contacts');
    assert.deepEqual(heading, ['Title', 'Forename', 'Surname', 'Email', 'Phone', 'Relationship', 'Children']);
    assert.equal(rows.length, 12);
    assert.deepEqual(rows[0], [
      ...['Mrs', 'Forename0', 'Parent0', 'parent0@example.org', '01632 960000', 'Mother'],
      'Known0 Surname0',
    ]);
    assert.deepEqual((await of('teachers'))[1], [
      ...['Mr', 'Teacher0', 'Staff0', 'teacher0@example.org', 'B12'],
      '4-0 Year 4, 0',
    ]);
    assert.deepEqual((await of('student'))[0], [
      ...['Known name', 'Surname', 'Year group', 'Class', 'Date of birth'],
      'Parents',
    ]);
    const links = await of('classTeachers');
    assert.deepEqual(links.slice(0, 2), [
      ['Class: code', 'Class: description', 'Teacher: title', 'Teacher: forename', 'Teacher: surname', 'Role'],
      ['4-0', 'Year 4, 0', 'Mr', 'Teacher0', 'Staff0', 'main'],
    ]);
    for (const row of [...rows, ...links])
      assert.ok(!row.some((cell) => /^(50\d\d|3\d|20\d)$/.test(cell)), String(row));
  });

  test(`who left is not exported, and nobody of another school, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(12);
    await nights.run([school, smallSchool(3, '9360002')]);
    await nights.run({ ...school, Contacts: school.Contacts.slice(1), ContactLinks: school.ContactLinks.slice(1) });
    const { stdout } = await nights.command('export', 'contacts', '--school', '9360001', '--json');
    const contacts = JSON.parse(stdout) as Record<string, unknown>[];
    assert.equal(contacts.length, 11);
    assert.ok(!stdout.includes('Forename0'));
    assert.deepEqual(Object.keys(contacts[0]), [
      ...['title', 'forename', 'surname', 'email', 'phone', 'relationship'],
      'contactLinks.student',
    ]);
    const unclear = await nights.command('export', 'contacts');
    assert.equal(unclear.code, 2);
    assert.match(unclear.stderr, /There are 2 schools in .*: say which with --school ID/);
    const unknown = await nights.command('export', 'contacts', '--school', '1');
    assert.deepEqual([unknown.code, unknown.stdout], [1, '']);
  });

  test(`whatever is in a name, another library reads it, and no spreadsheet computes it, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const names = [
      ...[
        '=1+1',
        '+44 1632',
        '-2',
        '@SUM(A1)',
        '\tx',
        '"',
        '","',
        'a\r\nb',
        "'quoted'",
        "=cmd|' /C calc'!A0",
        '\uff1d1',
      ],
      ...naughtyStrings.filter((text) => text.trim() !== ''),
    ];
    const school = smallSchool(names.length);
    const Students = school.Students.map((row, at) => ({ ...row, Surname: names[at] }));
    await nights.run({ ...school, Students });
    const out = join(folder, `${backend.name}.csv`);
    const { code, stdout, stderr } = await nights.command('export', 'students', '--out', out);
    assert.deepEqual([code, stdout], [0, ''], stderr);
    const cells = parsed(readFileSync(out, 'utf8'))
      .slice(1)
      .map((row) => row[1]);
    const stored = (await nights.database.query('select surname from students')).map(
      (row) => (row.surname as string | null) ?? '',
    );
    assert.deepEqual(cells.map(meant).sort(), stored.sort());
    for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
  });
}
