import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { forShell } from '../../src/pipeline/text/for-shell.js';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
import { dumpOf, readTablesOf } from '../support/tables.js';

const begin = nightsIn();
const folder = temporaryFolder();

interface Plan {
  readonly fingerprint: string;
  readonly schools: readonly { status: string; changes: Record<string, object>; details?: { total: number } }[];
}

async function planned(nights: Nights, ...args: readonly string[]): Promise<Plan> {
  return JSON.parse((await nights.command('plan', ...args, '--json')).stdout) as Plan;
}

for (const backend of backends()) {
  const on = (name: string, body: (nights: Nights) => Promise<void>): void => {
    test(`${name}, on ${backend.name}`, async () => body(await begin(backend)));
  };

  on('plan writes nothing, also makes no database file and no table', async (nights) => {
    const file = nights.file(smallSchool(15));
    const { code, stdout } = await nights.command('plan', file);
    assert.equal(code, 0);
    assert.match(stdout, /15 students, 15 parents, .* would come/);
    if (backend.name === 'SQLite') assert.equal(existsSync(nights.database.url.slice('sqlite:'.length)), false);
    else {
      const schema = backend.name === 'MySQL' ? 'database()' : "'public'";
      const made = `select table_name from information_schema.tables where table_schema = ${schema}`;
      assert.deepEqual(await nights.database.query(made), []);
    }
  });

  on('plan of standard input says why it cannot be carried out as such', async (nights) => {
    const args = ['plan', '-', '--database', nights.database.url];
    const stdin = JSON.stringify(smallSchool(15));
    for (const format of ['text', 'markdown']) {
      const { code, stdout } = await cli([...args, '--format', format], { stdin });
      assert.equal(code, 0);
      assert.match(stdout, /No run can be held to this plan: .* standard input can be read only once\./);
      assert.doesNotMatch(stdout, /--only-if [0-9a-f]/);
    }
  });

  on('the line to copy leads to the same database, and repeats no password', async (nights) => {
    const { stdout } = await nights.command('plan', nights.file(smallSchool(15)));
    const given = nights.database.url;
    const url = new URL(given);
    if (!given.startsWith('sqlite:')) url.password = '';
    assert.ok(stdout.includes(` --database ${forShell(url.password === '' ? given : url.href)} --only-if `), stdout);
  });

  on('plan of what would change, be held or fail leaves a database as it was', async (nights) => {
    const school = smallSchool(30);
    await nights.run(school);
    const before = await dumpOf(nights.database);
    const runs = await nights.database.query('select * from "runs"');
    for (const extract of [
      { ...withoutParents(school, 1), ExtractedAt: '2026-11-21T02:00:00Z' },
      { ...school, Students: [] },
      { ...school, ExtractedAt: '2026-11-01T02:00:00Z', SchoolName: 'Other' },
      '{"SchoolID": ',
    ])
      await nights.command('plan', nights.file(extract));
    assert.deepEqual(await dumpOf(nights.database), before);
    assert.deepEqual(await nights.database.query('select * from "runs"'), runs);
    assert.deepEqual(await nights.database.query('select * from "holds"'), []);
  });

  on(
    'plan --exit-code gives 3 where something would change, 0 where nothing, 1 where a school is held',
    async (nights) => {
      const school = smallSchool(30);
      const file = nights.file(school);
      const code = async (...args: readonly string[]): Promise<number> =>
        (await nights.command('plan', ...args, '--exit-code')).code;
      assert.equal(await code(file), 3);
      await nights.runFiles(file);
      assert.equal(await code(file), 0);
      const other = nights.file(withoutParents(school, 3), 'other.json');
      assert.equal(await code(other), 3);
      assert.equal((await nights.command('plan', other)).code, 0);
      const held = nights.file({ ...school, Groups: [] }, 'held.json');
      assert.equal(await code(held), 1);
    },
  );

  on('only-if does exactly what was planned', async (nights) => {
    const school = smallSchool(30);
    await nights.run(school);
    const file = nights.file({ ...withoutParents(school, 3, 4), ExtractedAt: '2026-11-21T02:00:00Z' });
    const { fingerprint, schools } = await planned(nights, file);
    const { code, only } = await nights.runFiles(file, '--only-if', fingerprint);
    assert.equal(code, 0);
    assert.equal(only.status, 'loaded');
    assert.deepEqual(only.changes, schools[0]?.changes);
    assert.equal(await nights.count('contacts'), 28);
  });

  on('only-if does nothing where the database is another since the plan', async (nights) => {
    const school = smallSchool(30);
    await nights.run(school);
    const file = nights.file(withoutParents(school, 3), 'planned.json');
    const { fingerprint } = await planned(nights, file);
    await nights.run(withoutParents(school, 3, 9));
    await assertRefused(nights, file, fingerprint);
  });

  on('only-if does nothing where the file is another since the plan', async (nights) => {
    const school = smallSchool(30);
    await nights.run(school);
    const { fingerprint } = await planned(nights, nights.file(withoutParents(school, 3), 'planned.json'));
    await assertRefused(nights, nights.file(withoutParents(school, 4), 'planned.json'), fingerprint);
  });

  on('only-if does nothing where the rules are others since the plan', async (nights) => {
    const school = smallSchool(30);
    const ContactLinks = school.ContactLinks.map((link, at) => ({ ...link, ParentalResponsibility: at > 1 }));
    await nights.run(school);
    const file = nights.file({ ...school, ContactLinks });
    const { fingerprint } = await planned(nights, file, '--set', 'parentalResponsibilityOnly=true');
    await assertRefused(nights, file, fingerprint);
    const { only } = await nights.runFiles(
      ...[file, '--set', 'parentalResponsibilityOnly=true', '--only-if', fingerprint],
    );
    assert.equal(only.changes.contacts?.removed, 2);
  });

  on('only-if holds nothing that was not held in the plan: a release would approve it', async (nights) => {
    const school = smallSchool(30);
    await nights.run(school);
    const { fingerprint } = await planned(nights, nights.file(withoutParents(school, ...first(9)), 'planned.json'));
    const others = nights.file(withoutParents(school, ...first(9, 12)), 'planned.json');
    await assertRefused(nights, others, fingerprint);
  });

  on('only-if does nothing where the fingerprint is wrong, not even for one school of two', async (nights) => {
    const schools = [smallSchool(12, '9360001'), smallSchool(14, '9360002')];
    await nights.run(schools);
    const [one, other] = [withoutParents(smallSchool(12, '9360001'), 1), withoutParents(smallSchool(14, '9360002'), 2)];
    const { fingerprint } = await planned(nights, nights.file([one, schools[1]]));
    const file = nights.file([one, other]);
    await assertRefused(nights, file, fingerprint);
    await assertRefused(nights, file, 'f'.repeat(32));
  });

  on('the command at the end of a plan does what was planned', async (nights) => {
    const school = smallSchool(30);
    await nights.run([school, smallSchool(10, '9360002')]);
    const file = nights.file([withoutParents(school, 3), smallSchool(12, '9360002')], "head's own.json");
    const options = ['--school', '9360001', '--set', 'titles=[Mr, Mrs]', '--date', '2026-12-01'];
    const { stdout } = await nights.command('plan', file, ...options, '--repair', '--allow-older');
    const [command, ...words] = commandAtTheEnd(stdout, 'To do just this, or nothing');
    assert.equal(command, 'run');
    const { only, code } = await nights.runFiles(...words);
    assert.equal(code, 0, words.join(' '));
    assert.equal(only.changes.contacts?.removed, 1);
    assert.equal(await nights.count('contacts'), 39);
  });

  on('the command at the end of a plan of a held school releases what was planned, once', async (nights) => {
    const school = smallSchool(60);
    await nights.run(school);
    const file = nights.file(withoutParents(school, ...first(9)), 'held.json');
    const { stdout, code } = await nights.command('plan', file, '--school', '9360001');
    assert.equal(code, 1);
    const words = commandAtTheEnd(stdout, 'If it is right');
    assert.deepEqual(words.slice(0, 3), ['release', '9360001', file]);
    const released = await nights.command(...words);
    assert.equal(released.code, 0, released.stderr);
    assert.equal(await nights.count('contacts'), 51);
    assert.equal((await nights.command(...words)).code, 1);
  });

  on('a release does nothing where the file is another than that of the plan which was looked at', async (nights) => {
    const school = smallSchool(60);
    await nights.run(school);
    const held = withoutParents(school, ...first(9));
    const others = [
      ['more', withoutParents(school, ...first(50))],
      ['fewer', withoutParents(school, ...first(8))],
      ['other', withoutParents(school, ...first(9, 9))],
      ['beside it', { ...held, Groups: [{ ...school.Groups[0], GroupDescription: 'Blue House' }] }],
    ] as const;
    await nights.run(held);
    const { fingerprint } = await planned(nights, nights.file(held, 'planned.json'), '--school', '9360001');
    for (const [what, other] of others) {
      const before = await readTablesOf(nights.database);
      const file = nights.file(other, 'planned.json');
      const { code, stdout } = await nights.command('release', '9360001', file, '--only-if', fingerprint);
      assert.equal(code, 1, what);
      assert.match(stdout, /something other than was planned/, what);
      assert.deepEqual(await readTablesOf(nights.database), before, what);
    }
    const same = nights.file({ ...held, ExtractedAt: '2026-11-23T02:00:00Z' }, 'planned.json');
    assert.equal((await nights.command('release', '9360001', same, '--only-if', fingerprint)).code, 0);
    assert.equal(await nights.count('contacts'), 51);
    const without = await nights.command('release', '9360001', '--only-if', fingerprint);
    assert.equal(without.code, 2);
    assert.match(without.stderr, /give release the inputs of the plan/);
  });

  on('details are the gravest first, cut and said to be a sample, with counts that are whole', async (nights) => {
    const school = smallSchool(40);
    await nights.run(school);
    const Students = school.Students.map((row, at) => (at < 30 ? { ...row, CurrentYearGroup: 'Year 5' } : row));
    const file = nights.file({
      ...withoutParents(school, ...first(4)),
      Students,
    });
    const { stdout } = await nights.command('plan', file, '--details', '6');
    assert.match(stdout, /4 parents and 4 parent links would go/);
    assert.match(stdout, /30 students would change/);
    assert.match(stdout, /parent 5000 +would go +It is no longer in the extract\./);
    assert.match(stdout, /a sample: 6 of 38, the gravest first/);
    assert.equal(stdout.match(/would go {2}/g)?.length, 6);
  });

  on('repair says what was edited, deleted, put there behind its back', async (nights) => {
    const { query } = nights.database;
    const school = smallSchool(20);
    const file = nights.file(school);
    await nights.runFiles(file);
    const right = await readTablesOf(nights.database);
    await query(`update "students" set "surname" = 'Hand' where "id" = '103'`);
    await query(`update "contacts" set "left_at" = '2026-01-01T00:00:00.000Z' where "id" = '5004'`);
    await query(`delete from "contact_links" where "student_id" = '105'`);
    await query(
      `insert into "class_students" ("school_id", "class_id", "student_id") values ('9360001', '200', '119')`,
    );
    assert.equal((await nights.runFiles(file)).only.status, 'unchanged');
    assert.notDeepEqual(await readTablesOf(nights.database), right);
    const before = await dumpOf(nights.database);
    const plan = await nights.command('plan', file, '--repair');
    assert.match(plan.stdout, /student 103 +would change +surname\n/);
    assert.deepEqual(await dumpOf(nights.database), before);
    const { code, only, stdout } = await nights.runFiles(file, '--repair');
    assert.equal(code, 0);
    assert.deepEqual(
      only.drift?.map(({ kind, id, change }) => [kind, id, change]),
      [
        ['students', '103', 'changed'],
        ['contacts', '5004', 'returned'],
        ['contactLinks', ['105', '5005'], 'added'],
        ['classStudents', ['200', '119'], 'removed'],
      ],
    );
    assert.deepEqual(only.drift?.[0]?.columns, ['surname']);
    assert.doesNotMatch(stdout, /Hand|Surname3/);
    assert.deepEqual(await readTablesOf(nights.database), right);
    assert.equal((await nights.runFiles(file, '--repair')).only.drift, undefined);
  });

  on('repair says so to people, by ids', async (nights) => {
    const file = nights.file(smallSchool(20));
    await nights.runFiles(file);
    await nights.database.query(`update "students" set "surname" = 'Hand' where "id" = '103'`);
    await nights.database.query(`delete from "contact_links" where "student_id" = '105'`);
    const { stdout } = await nights.command('run', file, '--repair');
    assert.match(stdout, /\n {4}2 rows were not as the last run had left them, and put right:\n/);
    assert.match(stdout, /\n {6}student 103 +had been edited: surname\n/);
    assert.match(stdout, /\n {6}parent link of student 105 and parent 5005 +had been deleted\n/);
    assert.doesNotMatch(stdout, /Hand/);
  });
}

/** The words of the command at the end of a plan, without the database, which the test gives itself. */
function commandAtTheEnd(stdout: string, introduction: string): string[] {
  const [, command = ''] = new RegExp(`${introduction}: {2}npx pullthrough (.*)\n$`).exec(stdout) ?? [];
  const words = [...command.matchAll(/(?:'(?:[^']|'\\'')*'|[^ '])+/g)].map(([word]) =>
    word.replaceAll("'\\''", '\0').replaceAll("'", '').replaceAll('\0', "'"),
  );
  return words.filter((word, at) => !isDatabase(words, at) && word !== '');
}

function isDatabase(words: readonly string[], at: number): boolean {
  return words[at] === '--database' || words[at - 1] === '--database';
}

async function assertRefused(nights: Nights, file: string, fingerprint: string): Promise<void> {
  const before = await dumpOf(nights.database);
  const { code, stdout, stderr } = await nights.command('run', file, '--only-if', fingerprint, '--json');
  assert.equal(code, 1);
  const { schools, refused } = JSON.parse(stdout) as { schools: unknown[]; refused: string };
  assert.deepEqual(schools, []);
  assert.match(
    refused,
    /^A run would now do something other than was planned: look at a new plan\. Nothing was touched\.$/,
  );
  assert.ok(stderr.includes(refused));
  assert.deepEqual(await dumpOf(nights.database), before);
}

test('plan says of a folder that is not there what a run says', async () => {
  const database = `sqlite:${join(folder, 'nowhere', 'x.db')}`;
  const [planned, ran] = await Promise.all(
    ['plan', 'run'].map((command) => cli([command, 'examples/oakfield.json', '--database', database])),
  );
  assert.deepEqual([planned.code, ran.code], [1, 1]);
  assert.match(planned.stderr, /^Opening the database .* Is its folder there/);
  assert.equal(planned.stderr, ran.stderr);
});
