import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { query, readTables, sorted, type Tables } from '../support/tables.js';

const folder = temporaryFolder();
const config = join('examples', 'arbor', 'pipeline.yaml');
const extract = join('examples', 'arbor', 'extract.json');
const day = '2026-11-20';
let number = 0;

interface Ran {
  readonly tables: Tables;
  readonly database: string;
  readonly output: string;
}

async function run(...args: string[]): Promise<Ran> {
  const database = join(folder, `${String(number++)}.db`);
  const all = ['run', '--config', config, '--date', day, '--database', `sqlite:${database}`, ...args];
  const { code, stdout, stderr } = await cli(all);
  assert.equal(code, 0, stdout + stderr);
  return { tables: withoutSchool(readTables(database)), database, output: stdout + stderr };
}

/** Output without what differs from run to run. */
function steady(text: string): string {
  return text
    .replaceAll(/ --database \S+/g, '')
    .replace(/ +\d+ ms/g, ' N ms')
    .replace(/in [\d.]+ s\. Database: \S+/, 'in N s. Database: D');
}

/** Rows without the school's id, which is the first of each. */
function withoutSchool(tables: Tables): Tables {
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map((row) => row.slice(1))]));
}

function added(before: Tables, after: Tables): Tables {
  const changed = Object.entries(after).map(([table, rows]): [string, unknown[][]] => {
    const known = new Set((before[table] ?? []).map((row) => JSON.stringify(row)));
    return [table, rows.filter((row) => !known.has(JSON.stringify(row)))];
  });
  return Object.fromEntries(changed.filter(([, rows]) => rows.length > 0));
}

const kit = '12345678901234567890';
const byDefault: Tables = {
  schools: [['Larch Hill Primary']],
  students: [
    ['1', 'Samuel', 'Okoro', 'Year 5', '5A', '2017-03-09'],
    [kit, 'Kit', 'Shaw', 'Year 3', null, '2019-04-01'],
    ['2', 'Mia', 'Lim', 'Year 5', '5A', '2017-05-13'],
    ['6', 'Ben', 'Okoro', 'Year 3', '3B', '2019-08-21'],
  ],
  contacts: [
    ['51', 'Mrs', 'Ifeoma', 'Okoro', 'ife@example.org', '07700 900001', 'Mother'],
    ['52', 'Mr', 'Paul', 'Reed', 'paul@example.org', null, 'Step-father'],
    ['54', 'Dr', 'Grace', 'Lim', 'grace@example.org', '07700 900004', 'Aunt'],
    ['59', 'Mr', 'Lee', 'Shaw', null, null, 'Father'],
  ],
  teachers: [
    ['31', 'Mrs', 'Adaeze', 'Lim', 'a.lim@example.org'],
    ['32', 'Mr', 'Omar', 'Finch', 'o.finch@example.org'],
    ['33', 'Miss', 'Eve', 'Stone', null],
  ],
  classes: [
    ['10', '3B', 'Year 3 Blue', 'registration'],
    ['11', '5M', 'Maths set 1', 'class'],
    ['9', '5A', 'Year 5 Amber', 'registration'],
  ],
  class_students: [
    ['10', kit],
    ['10', '6'],
    ['11', '1'],
    ['11', '2'],
    ['9', '1'],
    ['9', '2'],
  ],
  class_teachers: [
    ['10', '32', 'supervisor'],
    ['11', '31', 'teacher'],
    ['11', '33', 'teacher'],
    ['9', '31', 'main'],
    ['9', '32', 'supervisor'],
  ],
  contact_links: [
    ['1', '51', 'Mother', 1],
    ['1', '52', 'Step-father', 1],
    [kit, '59', 'Father', 1],
    ['2', '54', 'Aunt', 1],
    ['6', '51', 'Mother', 1],
  ],
  groups: [
    ['70', 'Oak', 'House', 'House groups'],
    ['71', 'Year 5', 'Year group', 'Year groups'],
    ['72', 'Chess club', 'Custom group', 'Student groups'],
  ],
  group_students: [
    ['70', '1'],
    ['70', '6'],
    ['71', '1'],
    ['71', '2'],
    ['72', '2'],
  ],
};

test('the example comes through as its criteria say, row by row', async () => {
  const { tables } = await run();
  assert.deepEqual(tables, Object.fromEntries(Object.entries(byDefault).map(([name, rows]) => [name, sorted(rows)])));
});

test('the output in its README is what the command there prints', async () => {
  const readme = readFileSync(join('examples', 'arbor', 'README.md'), 'utf8');
  const [, command = '', shown = ''] = /^```console\n\$ npx pullthrough (.*)\n([^]*?)^```$/m.exec(readme) ?? [];
  const { code, stdout } = await cli([...command.split(' '), '--database', `sqlite:${join(folder, 'readme.db')}`]);
  assert.equal(code, 0);
  assert.equal(steady(stdout), steady(shown));
});

test('guests come through with the option, and their guardians with them', async () => {
  const [off, on] = [await run('--set', 'guests=false'), await run('--set', 'guests=true')];
  assert.deepEqual(added(off.tables, on.tables), {
    students: [['4', 'Ada', 'Frost', 'Year 5', '5A', '2017-11-02']],
    contacts: [['57', 'Ms', 'Ruth', 'Frost', null, null, 'Legal Guardian']],
    class_students: [['9', '4']],
    contact_links: [['4', '57', 'Legal Guardian', 1]],
  });
  assert.deepEqual(added(on.tables, off.tables), {});
});

test('students before their admission come through with the option, also without a class', async () => {
  const [off, on] = [await run('--set', 'preAdmissions=false'), await run('--set', 'preAdmissions=true')];
  assert.deepEqual(added(off.tables, on.tables), {
    students: [['5', 'Noor', 'Aziz', null, null, '2018-02-14']],
    contacts: [['58', 'Mrs', 'Samira', 'Aziz', null, null, 'Mother']],
    contact_links: [['5', '58', 'Mother', 1]],
  });
  assert.deepEqual(added(on.tables, off.tables), {});
});

test('people go by preferred names with the option, and by the legal one where the preferred is blank', async () => {
  const [legal, preferred] = [await run('--set', 'names=legal'), await run('--set', 'names=preferred')];
  assert.deepEqual(legal.tables, (await run()).tables);
  assert.deepEqual(added(legal.tables, preferred.tables), {
    students: [
      ['1', 'Sam', 'Okoro', 'Year 5', '5A', '2017-03-09'],
      ['2', 'Mimi', 'Lim-Hart', 'Year 5', '5A', '2017-05-13'],
    ],
    contacts: [['51', 'Mrs', 'Ife', 'Okoro', 'ife@example.org', '07700 900001', 'Mother']],
    teachers: [['31', 'Mrs', 'Ada', 'Lim', 'a.lim@example.org']],
  });
});

test('dates decide by the day: a student until the day before leaving, a class from its first day to its last', async () => {
  const students = async (date: string) => (await run('--date', date)).tables.students?.map(([id]) => id);
  assert.deepEqual(await students('2026-10-22'), ['1', kit, '2', '3', '6']);
  assert.deepEqual(await students('2026-10-23'), ['1', kit, '2', '6']);
  const classes = async (date: string) => (await run('--date', date)).tables.classes?.map(([id]) => id);
  assert.deepEqual(await classes('2026-07-21'), ['12']);
  assert.deepEqual(await classes('2026-09-01'), ['10', '11', '9']);
  assert.deepEqual(await classes('2027-07-21'), ['10', '11', '9']);
  assert.deepEqual(await classes('2027-07-22'), ['10']);
  assert.deepEqual(await classes('2027-09-01'), ['10', '13']);
});

test('a second run over the same extract changes nothing, and check has nothing to say', async () => {
  const { database } = await run();
  const args = ['--config', config, '--date', day, '--database', `sqlite:${database}`];
  const { stdout } = await cli(['run', ...args, '--json']);
  assert.equal((JSON.parse(stdout) as { schools: { status: string }[] }).schools[0]?.status, 'unchanged');
  assert.deepEqual(await cli(['check', '--config', config]), { code: 0, stdout: '0 errors in 14 files\n', stderr: '' });
});

test('what the mapping does not list is nowhere: not in the database, not in a report, not in an explanation', async () => {
  assert.equal(readFileSync(extract, 'utf8').match(/INVENTED-SECRET-\d/g)?.length, 9);
  const { database, output } = await run('--set', 'names=preferred');
  const args = ['--config', config, '--date', day, '--database', `sqlite:${database}`];
  const said = [
    await cli(['report', extract, ...args, '--names']),
    await cli(['explain', 'student', '1', extract, ...args, '--values']),
  ];
  assert.deepEqual(
    said.map(({ code }) => code),
    [0, 0],
  );
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.db'))
    .map((file) => readFileSync(join(folder, file)).toString('latin1'));
  for (const text of [output, ...said.map(({ stdout, stderr }) => stdout + stderr), ...files])
    assert.ok(!text.includes('INVENTED-SECRET'));
});

test('findings name the path: of a conflict in a record and in a link, of a bad value in an entry, of an entry without an id', async () => {
  const document = JSON.parse(readFileSync(extract, 'utf8')) as {
    data: Record<string, Record<string, unknown>[]>;
  };
  const { students, guardians } = document.data;
  const person = { legalFirstName: 'Samuel', legalLastName: 'Other' };
  const guardianRelationships = [
    { guardian: { id: '51' }, relationshipType: { name: 'Guardian' } },
    { guardian: 53 },
    { guardian: { id: 52 }, primaryGuardian: 'perhaps' },
  ];
  students?.push({ ...students[0], person, guardianRelationships });
  const emailAddresses = [
    { address: ['x'], priority: 1 },
    { address: 'y@example.org', priority: 2 },
  ];
  guardians?.splice(0, 1, { ...guardians[0], emailAddresses });
  const file = join(folder, 'extract.json');
  writeFileSync(file, JSON.stringify(document));
  const { database, tables } = await run(file);
  assert.deepEqual(
    query(
      database,
      `select severity, rule, kind, record_id, field, position from findings
       where severity in ('conflict', 'warning') or rule = 'no-id' order by kind, severity, rule`,
    ).map((row) => Object.values(row as Record<string, unknown>)),
    [
      ['conflict', 'repeat-differs', 'contactLinks', '["1","51"]', 'guardianRelationships[].relationshipType.name', 8],
      ['rejected', 'no-id', 'contactLinks', null, 'guardianRelationships', 8],
      ['warning', 'bad-value', 'contactLinks', '["1","52"]', 'guardianRelationships[].primaryGuardian', 8],
      ['warning', 'bad-value', 'contacts', '51', 'emailAddresses[].address', 0],
      ['conflict', 'repeat-differs', 'students', '1', 'person.legalLastName', 8],
    ],
  );
  assert.equal(tables.contacts?.find(([id]) => id === '51')?.[4], 'y@example.org');
  const sums = query(database, 'select counts from school_runs') as { counts: string }[];
  const { sections } = JSON.parse(sums[0]?.counts ?? '') as { sections: Record<string, unknown> };
  assert.deepEqual(sections.contactLinks, { read: 14, split: 0, through: 5, not: 6, rejected: 1, merged: 2 });
});
