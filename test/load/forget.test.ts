import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { decide } from '../../src/decide/decide.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { openDatabase } from '../../src/load/database.js';
import { readForgotten } from '../../src/load/erasure/forgotten.js';
import { loadSchool } from '../../src/load/load-school.js';
import { backends, type TestDatabase } from '../support/databases.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { Nights, smallSchool, type SmallSchool } from '../support/worked-school.js';
import { readTablesOf } from '../support/tables.js';
import { unlessFull } from '../support/numbers.js';

const root = temporaryFolder();
/** Nothing else in a database looks like these. */
const id = 'id-of-the-erased';
const secrets = [id, 'Zwetschge', 'Zwetschgeleaf', 'Quittenbaum', 'zw@example.org', 'Room of the erased'];

interface Erased {
  erased: { records: number; links: number; changes: number; findings: number };
  already: boolean;
}

/** A school with a teacher who is renamed, moved to another class, given a room, and in the end without a forename. */
async function taught(nights: Nights): Promise<SmallSchool> {
  const school = smallSchool();
  await nights.run(school);
  const person = {
    StaffID: id,
    Title: 'Ms',
    Forename: 'Quittenbaum',
    Surname: 'Zwetschge',
    PrimaryEmail: 'zw@example.org',
  };
  const shared = { ClassID: 9, StaffIDs: [id] };
  await nights.run({ ...school, Staff: [...school.Staff, person], Classes: [...school.Classes, shared] });
  await nights.command(['edit', 'teacher', id, 'room', 'Room of the erased']);
  const alone = { ...school.Classes[0], ClassID: 10, StaffID1: id, StaffID2: null };
  const renamed = { ...person, Surname: 'Zwetschgeleaf' };
  const moved = { ...school, Staff: [...school.Staff, renamed], Classes: [...school.Classes, shared, alone] };
  await nights.run(moved);
  await nights.run({ ...moved, Staff: [...school.Staff, { ...renamed, Forename: ' ' }] });
  return moved;
}

async function forget(nights: Nights, ...args: string[]): Promise<Erased> {
  const { code, stdout, stderr } = await nights.command(['forget', ...args, '--json']);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Erased;
}

async function tablesIn(name: string, { query }: TestDatabase): Promise<string[]> {
  const sql = {
    SQLite: "select name from sqlite_master where type = 'table'",
    PostgreSQL: 'select tablename as name from pg_tables where schemaname = current_schema()',
    MySQL: 'select table_name as name from information_schema.tables where table_schema = database()',
  }[name];
  return (await query(sql ?? '')).map((row) => String(row.name));
}

/** Every column of every table. */
async function everything(name: string, database: TestDatabase): Promise<string> {
  const rows: unknown[] = [];
  for (const table of await tablesIn(name, database)) rows.push(await database.query(`select * from "${table}"`));
  return JSON.stringify(rows);
}

for (const { name, make } of backends()) {
  const start = async () => {
    const database = await make();
    return { database, nights: new Nights(mkdtempSync(join(root, 'f')), database.url) };
  };

  test(`of one who is erased no table holds the id or a value, on ${name}`, async () => {
    const { database, nights } = await start();
    await taught(nights);
    await database.query("insert into holds (school_id, fingerprint) values ('1', 'f')");
    const item = "insert into held_items (school_id, fingerprint, number, record_id) values ('1', 'f', 1, ?)";
    await database.query(item, id);
    const before = await everything(name, database);
    for (const secret of secrets) assert.ok(before.includes(secret), secret);
    const { erased, already } = await forget(nights, 'teacher', id);
    assert.equal(already, false);
    assert.equal(erased.records, 1);
    assert.ok(erased.changes >= 6 && erased.findings >= 3, JSON.stringify(erased));
    const left = await everything(name, database);
    for (const secret of secrets) assert.ok(!left.includes(secret), secret);
    for (const table of ['holds', 'held_items']) assert.deepEqual(await database.query(`select * from ${table}`), []);
    const [hash] = await database.query('select * from forgotten');
    assert.deepEqual([hash.school_id, hash.kind], ['1', 'teachers']);
    assert.match(String(hash.digest), /^[0-9a-f]{64}$/);
    assert.match(String(hash.salt), /^[0-9a-f]{32}$/);
    assert.equal((await nights.command(['history', 'teacher', id])).code, 1);
    if (name !== 'SQLite') return;
    const file = database.url.slice('sqlite:'.length);
    for (const part of [file, `${file}-wal`]) {
      const bytes = existsSync(part) ? readFileSync(part, 'latin1') : '';
      for (const secret of secrets) assert.ok(!bytes.includes(secret), `${secret} in ${part}`);
    }
  });

  test(`others stay as they are, and their history, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = await taught(nights);
    await nights.run(school);
    const rowsOf = async () => {
      const { teachers, class_teachers, ...others } = await readTablesOf(database);
      const not = (rows: unknown[][]) => rows.filter((row) => !row.includes(id));
      return { teachers: not(teachers), class_teachers: not(class_teachers), ...others };
    };
    const historyOf = async (kind: string, who: string) => (await nights.command(['history', kind, who])).stdout;
    const before = [await rowsOf(), await historyOf('student', '101'), await historyOf('teacher', '31')];
    await forget(nights, 'teacher', id);
    assert.deepEqual([await rowsOf(), await historyOf('student', '101'), await historyOf('teacher', '31')], before);
  });

  test(`one who is still in the extract stays out with a warning, and those who hang on them, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = await taught(nights);
    await nights.run(school);
    await forget(nights, 'teachers', id);
    const { code, stdout, stderr } = await nights.run(school);
    assert.equal(code, 0, stdout + stderr);
    assert.match(
      stdout,
      /1 teacher +they were erased on request \(pullthrough forget\) +Remove them from the extract at the source/,
    );
    assert.deepEqual(await database.query('select * from teachers where id = ?', id), []);
    assert.deepEqual(await database.query('select * from class_teachers where teacher_id = ?', id), []);
    const findings = await database.query(
      'select severity, kind, record_id, rule, because, fix, cause_kind, cause_id, position, among, round from findings order by number',
    );
    const warned = {
      severity: 'warning',
      kind: 'teachers',
      record_id: null,
      rule: 'forgotten',
      because: 'They were erased on request (pullthrough forget).',
      fix: 'Remove them from the extract at the source',
      cause_kind: null,
      cause_id: null,
      position: 2,
      among: 'mistakes',
      round: 1,
    };
    assert.deepEqual(
      findings.filter(({ kind }) => kind === 'teachers'),
      [warned],
    );
    const caused = findings.filter(({ cause_id }) => cause_id === id).map((row) => [row.kind, row.record_id, row.rule]);
    assert.deepEqual(caused, [
      ['classTeachers', `["9","${id}"]`, 'end-stays-out'],
      ['classTeachers', `["10","${id}"]`, 'end-stays-out'],
      ['classes', '10', 'class-has-a-teacher'],
    ]);
    const again = JSON.parse((await nights.command(['explain', 'class', '10', '--json'])).stdout) as {
      why: { rule: string; why: { rule: string; fix: string; of: unknown }[] }[];
    };
    assert.deepEqual(
      again.why.map(({ rule, why }) => [rule, why.map((one) => [one.rule, one.fix, one.of])]),
      [['class-has-a-teacher', [['forgotten', warned.fix, { kind: 'teachers', id }]]]],
    );
    const explained = await nights.command(['explain', 'teacher', id]);
    assert.match(explained.stdout, /does not come through\.\n\n {2}forgotten: They were erased on request/);
    const report = JSON.parse((await nights.command(['report', '--json'])).stdout) as {
      schools: { toCorrect: object[]; sections: Record<string, Record<string, number>> }[];
    };
    assert.deepEqual(report.schools[0]?.sections.teachers, {
      read: 3,
      through: 2,
      not: 1,
      rejected: 0,
      merged: 0,
      split: 0,
    });
    assert.deepEqual(
      report.schools[0].toCorrect.map((one) => ({ ...one, wrong: null })),
      [
        {
          who: 'school',
          kind: 'teachers',
          id: null,
          other: null,
          rule: 'forgotten',
          wrong: null,
          fix: warned.fix,
          section: 'Staff',
          position: 2,
          fields: [],
          out: true,
          keepsOut: { classes: 1 },
        },
      ],
    );
    for (const format of ['text', 'json', 'html', 'markdown']) {
      const { stdout: said } = await nights.command(['report', '--format', format]);
      assert.match(said, /erased on request|forgotten/, format);
      assert.ok(!said.includes(id), `${format}: ${said}`);
    }
    assert.match((await nights.run(school)).stdout, /unchanged/);
  });

  test(`an erasure that is undone lets them come through again, as one who is new, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = await taught(nights);
    await forget(nights, 'teacher', id);
    await nights.run(school);
    const { code, stdout } = await nights.command(['forget', '--undo', 'teacher', id]);
    assert.deepEqual(
      [code, stdout],
      [0, `The next run may bring teacher ${id} through again (school 1). What was erased stays erased.\n`],
    );
    assert.deepEqual(await database.query('select * from forgotten'), []);
    await nights.run(school);
    const rows = await database.query('select surname, room, left_at from teachers where id = ?', id);
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ surname: 'Zwetschgeleaf', room: null, left_at: null }],
    );
    assert.equal((await nights.command(['forget', '--undo', 'teacher', id])).code, 1);
  });

  test(`one of whom nothing is known is not erased, and nothing is written, on ${name}`, async () => {
    const { database, nights } = await start();
    await nights.run(smallSchool());
    const before = await everything(name, database);
    const none = await nights.command(['forget', 'teacher', '3_']);
    assert.deepEqual([none.code, none.stdout], [1, '']);
    assert.match(none.stderr, /^School 1 has no teacher 3_ in .*\. Nothing was changed\.\n$/);
    for (const args of [['contactLink', '101'], ['techer', '31'], ['teacher', ' '], ['teacher']])
      assert.equal((await nights.command(['forget', ...args])).code, 2, args.join(' '));
    assert.equal(await everything(name, database), before);
  });

  test(`erased twice is erased once, and says so, on ${name}`, async () => {
    const { database, nights } = await start();
    await taught(nights);
    await forget(nights, 'teacher', id);
    const before = await database.query('select * from forgotten');
    const nothing = { records: 0, links: 0, changes: 0, findings: 0 };
    const { erased, already } = await forget(nights, 'teacher', id);
    assert.deepEqual([erased, already], [nothing, true]);
    assert.deepEqual(await database.query('select * from forgotten'), before);
  });

  test(`one who never came through is erased by what was found about them, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = smallSchool();
    school.Staff.push({ StaffID: id, Surname: 'Zwetschge' });
    await nights.run(school);
    const { erased } = await forget(nights, 'teacher', id);
    assert.deepEqual([erased.records, erased.changes], [0, 0]);
    assert.ok(erased.findings > 0);
    assert.ok(!(await everything(name, database)).includes(id));
  });

  test(`the halves of a combined contact are two people, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = smallSchool();
    Object.assign(school.Contacts[0], { Title: 'Mr and Mrs', Forename: 'Ben and Ife' });
    await nights.run(school);
    await forget(nights, 'contact', '5001#2');
    await nights.run(school);
    const contacts = async () => (await database.query('select id, forename from contacts')).map((row) => ({ ...row }));
    assert.deepEqual(await contacts(), [{ id: '5001', forename: 'Ben' }]);
    await nights.command(['forget', '--undo', 'contact', '5001#2']);
    await forget(nights, 'contact', '5001');
    await nights.run(school);
    assert.deepEqual(await contacts(), [{ id: '5001#2', forename: 'Ife' }]);
  });

  test(`a half that was erased does not come back within a record that is not split any more, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = smallSchool();
    const combined = { ...school.Contacts[0], Title: 'Mr and Mrs', Forename: 'Ben and Quittenbaum' };
    await nights.run({ ...school, Contacts: [combined] });
    await forget(nights, 'contact', '5001#2');
    for (const Contacts of [
      [{ ...combined, Title: 'Mr and Mrs Smith' }],
      [{ ...combined, Title: 'Mr, Mrs & Miss' }],
      [combined, { ...combined, ContactID: '5001#2', Title: 'Mr', Forename: 'Other' }],
    ]) {
      const { stdout } = await nights.run({ ...school, Contacts });
      assert.match(stdout, /erased on request/);
      assert.ok(!(await everything(name, database)).includes('Quittenbaum'));
    }
    await nights.run({ ...school, Contacts: [combined] });
    const contacts = await database.query('select id, forename from contacts where left_at is null');
    assert.deepEqual(
      contacts.map((row) => ({ ...row })),
      [{ id: '5001', forename: 'Ben' }],
    );
  });

  test(`an answer from the extract knows who was erased, on ${name}`, async () => {
    const { nights } = await start();
    const school = smallSchool();
    await nights.run(school);
    const file = join(mkdtempSync(join(root, 'f')), 'extract.json');
    writeFileSync(file, JSON.stringify(school));
    const explained = async () => (await nights.command(['explain', 'contact', '5001', file])).stdout;
    const reported = async () => (await nights.command(['report', file, '--json'])).stdout;
    assert.match(await explained(), /Parent 5001 comes through/);
    await forget(nights, 'contact', '5001');
    assert.match(await explained(), /erased on request/);
    assert.match(await reported(), /"rule":"forgotten"/);
    await nights.command(['forget', '--undo', 'contact', '5001']);
    assert.match(await explained(), /Parent 5001 comes through/);
    assert.doesNotMatch(await reported(), /forgotten/);
  });

  test(`who erases one half of a combined contact is told of the other, on ${name}`, async () => {
    const { nights } = await start();
    const school = smallSchool();
    Object.assign(school.Contacts[0], { Title: 'Mr and Mrs' });
    await nights.run(school);
    const { stdout } = await nights.command(['forget', 'contact', '5001']);
    assert.match(stdout, /parent 5001#2 is the other half of the same record, and stays/);
    const again = await nights.command(['forget', 'contact', '5001#2']);
    assert.doesNotMatch(again.stdout, /other half/);
  });

  test(
    `ids with quotes, commas and wildcards take nobody else along, on ${name}`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const { database, nights } = await start();
      const school = smallSchool();
      await nights.run(school);
      const odd = ['a_b', 'axb', 'AXB', 'a%', '"', '","', 'a!b', "a'b", 'a\\"b', '["9","32"]'];
      school.Staff.push(...odd.map((one) => ({ ...school.Staff[1], StaffID: one })));
      school.Staff.push(...odd.map((one) => ({ StaffID: `out ${one}` })));
      Object.assign(school.Classes[0], { StaffIDs: [...odd, ...odd.map((one) => `out ${one}`)] });
      await nights.run(school);
      for (const [index, one] of odd.entries()) {
        assert.deepEqual(
          (await forget(nights, 'teacher', one)).erased,
          { records: 1, links: 1, changes: 2, findings: 0 },
          one,
        );
        const { erased } = await forget(nights, 'teacher', `out ${one}`);
        assert.deepEqual([erased.records, erased.links, erased.changes], [0, 0, 0]);
        // Blank title, forename and surname; no class; and the link with it.
        assert.equal(erased.findings, 4, one);
        const rows = await database.query('select id from teachers');
        assert.equal(rows.length, 2 + odd.length - index - 1);
      }
      const salts = new Set((await database.query('select salt from forgotten')).map(({ salt }) => salt));
      assert.equal(salts.size, 1);
    },
  );

  test(`of two schools that have the same id one is meant, on ${name}`, async () => {
    const { database, nights } = await start();
    await nights.run(smallSchool());
    await nights.run({ ...smallSchool(), SchoolID: '2' });
    assert.equal((await nights.command(['forget', 'teacher', '32'])).code, 2);
    await forget(nights, 'teacher', '32', '--school', '2');
    const rows = await database.query('select school_id from teachers where id = ?', '32');
    assert.deepEqual(
      rows.map(({ school_id }) => school_id),
      ['1'],
    );
    await nights.run({ ...smallSchool(), SchoolID: '2' });
    assert.equal((await database.query('select * from teachers where id = ?', '32')).length, 1);
  });

  test(`one who is erased between decision and load is not brought back, on ${name}`, async () => {
    const { database, nights } = await start();
    const school = smallSchool();
    await nights.run(school);
    const configuration = shippedConfiguration();
    const { pipeline } = configuration;
    const db = await openDatabase(database.url, pipeline);
    try {
      const [result] = await readText(JSON.stringify(school), planReading(pipeline));
      assert.equal(result?.type, 'extract');
      const known = await readForgotten(db, '1', pipeline);
      const decision = await decide(
        result.extract,
        configuration.forSchool('1'),
        today,
        new RuleMemory(),
        known.erasures,
      );
      await forget(nights, 'teacher', '32');
      const run = { id: 'later', began: 9, document: 1, now: new Date(), forgotten: known };
      await assert.rejects(loadSchool(db, pipeline, decision, run), { code: 'overtaken' });
      assert.deepEqual(await database.query('select * from teachers where id = ?', '32'), []);
    } finally {
      await db.close();
    }
  });
}
