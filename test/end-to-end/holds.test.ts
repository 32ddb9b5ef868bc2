import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn, type Nights, type RunResult } from '../support/nights.js';
import { first, smallSchool, withoutParents, type Row, type SmallSchool } from '../support/small-school.js';
import type { HoldFacts } from '../../src/load/hold/hold-facts.js';
import { holdInWords } from '../../src/words/hold-words.js';
import { inPlain } from '../../src/words/plain-words.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { dumpOf, readTablesOf } from '../support/tables.js';

const begin = nightsIn();
const holdsOnlyRemovals = configured(temporaryFolder(), {
  'rules/schools/9360001.yaml': 'guard: { hold: removals }\n',
}).config;

async function loaded(nights: Nights, extract: unknown, ...options: readonly string[]): Promise<RunResult> {
  const result = await nights.run(extract, ...options);
  assert.equal(result.only.status, 'loaded', String(result.only.reason));
  assert.equal(result.code, 0);
  return result;
}

/** Runs what must be held, and sees that nothing is touched and no person named. */
async function held(nights: Nights, extract: unknown, ...options: readonly string[]): Promise<string> {
  const before = await readTablesOf(nights.database);
  const result = await nights.run(extract, ...options);
  assert.equal(result.only.status, 'held', String(result.only.reason));
  assert.equal(result.code, 1);
  assert.deepEqual(await readTablesOf(nights.database), before);
  const reason = result.only.reason ?? '';
  assert.match(reason, /Nothing was changed\.$/);
  assert.doesNotMatch(`${reason}${result.stderr}`, /Known\d|Surname\d|Forename\d|Parent\d|example\.org|01632/);
  return reason;
}

/** The likely cause of the school's hold, as pages say it. */
async function causeOnPages({ database }: Nights): Promise<string> {
  const [row] = await database.query('select facts from holds');
  const facts = JSON.parse(String(row?.facts)) as HoldFacts;
  return inPlain(holdInWords(shippedConfiguration().pipeline, { facts, counts: [] }).cause);
}

function changed(rows: readonly Row[], count: number, change: (row: Row) => Row): Row[] {
  return rows.map((row, at) => (at < count ? change(row) : row));
}

const renamed = (row: Row): Row => ({ ...row, Surname: `${String(row.Surname)}-Lim` });

const loadsNothing = configured(temporaryFolder(), {
  'rules/schools/9360001.yaml': 'guard: { firstLoad: load }\n',
}).config;

const paused = configured(temporaryFolder(), {
  'rules/schools/9360001.yaml': 'pause: { from: 2098-08-20, until: 2098-09-06 }\n',
}).config;

const night = (day: number): { readonly ExtractedAt: string } => ({
  ExtractedAt: `2026-11-${String(20 + day)}T02:00:00Z`,
});

for (const backend of backends()) {
  const on = (name: string, body: (nights: Nights) => Promise<void>): void => {
    test(`${name}, on ${backend.name}`, async () => body(await begin(backend)));
  };

  on('an extract with headings and no data does not empty a school', async (nights) => {
    const school = smallSchool(30);
    await loaded(nights, school);
    const { SchoolID, SchoolName } = school;
    const sections = { Students: [], Contacts: [], ContactLinks: [], Staff: [], Classes: [], Groups: [] };
    const reason = await held(nights, { SchoolID, SchoolName, ...sections });
    assert.match(reason, /^The section of students came empty, and held 30 when it was last loaded\./);
    assert.match(
      reason,
      /Does the MIS still grant students, contacts, teachers, classes, groups, contactLinks to the export\?/,
    );
  });

  on('contacts that are no longer granted do not take all parents away', async (nights) => {
    const school = smallSchool(12);
    await loaded(nights, school);
    const reason = await held(nights, { ...school, ...night(1), Contacts: [], ContactLinks: [] });
    assert.match(reason, /The section of contacts came empty, and held 12 when it was last loaded\./);
    assert.match(reason, /Does the MIS still grant contacts, contactLinks to the export\?/);
    assert.equal(await nights.count('contacts'), 12);
  });

  on('a section that came empty is held also where it is a small one', async (nights) => {
    const school = smallSchool(10);
    await loaded(nights, school);
    const reason = await held(nights, { ...school, ...night(1), Groups: [] });
    assert.match(reason, /The section of groups came empty, and held 1 when it was last loaded\./);
  });

  on('a table that would be left with nothing is held though its section is full', async (nights) => {
    const school = smallSchool(10);
    await loaded(nights, school);
    const Groups = school.Groups.map((group) => ({ ...group, GroupType: 'Other' }));
    const reason = await held(nights, { ...school, ...night(1), Groups });
    assert.match(reason, /The only row of groups and all 10 groupStudents would go and none be left\./);
  });

  on('a deleted contact link goes with the next run', async (nights) => {
    const school = smallSchool(20);
    const shared = { ...school.ContactLinks[0], StudentID: 101 };
    await loaded(nights, { ...school, ContactLinks: [...school.ContactLinks, shared] });
    assert.equal(await nights.count('contact_links'), 21);
    const { only } = await loaded(nights, { ...school, ...night(1) });
    assert.deepEqual(only.changes.contactLinks, { added: 0, changed: 0, removed: 1, returned: 0 });
    assert.equal(await nights.count('contact_links'), 20);
    assert.equal(await nights.count('contacts'), 20);
  });

  on('more than 10 % and more than 5 removals are held', async (nights) => {
    const school = smallSchool(60);
    await loaded(nights, school);
    const reason = await held(nights, { ...withoutParents(school, ...first(7)), ...night(1) });
    assert.match(reason, /^7 of 60 contacts \(11\.7 %, at most 10 % may\) and 7 of 60 contactLinks/);
  });

  on('exactly 10 % go through', async (nights) => {
    const school = smallSchool(60);
    await loaded(nights, school);
    const { only } = await loaded(nights, { ...withoutParents(school, ...first(6)), ...night(1) });
    assert.equal(only.changes.contacts?.removed, 6);
    assert.equal(await nights.count('contacts'), 54);
  });

  on('5 removals go through, whatever share they are, and 6 do not', async (nights) => {
    const school = smallSchool(12);
    await loaded(nights, school);
    const reason = await held(nights, { ...withoutParents(school, ...first(6)), ...night(1) });
    assert.match(reason, /^6 of 12 contacts \(50 %, at most 10 % may\)/);
    await loaded(nights, { ...withoutParents(school, ...first(5)), ...night(2) });
  });

  on('what went is weighed against what is left, not against what ever was', async (nights) => {
    const school = smallSchool(60);
    await loaded(nights, school);
    await loaded(nights, { ...withoutParents(school, ...first(6)), ...night(1) });
    const reason = await held(nights, { ...withoutParents(school, ...first(12)), ...night(2) });
    assert.match(reason, /^6 of 54 contacts \(11\.1 %/);
  });

  on('changes of more than 75 % and more than 20 are held', async (nights) => {
    const school = smallSchool(40);
    await loaded(nights, school);
    const reason = await held(nights, { ...school, ...night(1), Students: changed(school.Students, 31, renamed) });
    assert.match(reason, /^31 of 40 students \(77\.5 %, at most 75 % may\) would change\./);
  });

  on('changes of exactly 75 % go through', async (nights) => {
    const school = smallSchool(40);
    await loaded(nights, school);
    const { only } = await loaded(nights, {
      ...school,
      ...night(1),
      Students: changed(school.Students, 30, renamed),
    });
    assert.equal(only.changes.students?.changed, 30);
  });

  on('20 changes go through, whatever share they are, and 21 do not', async (nights) => {
    const school = smallSchool(21);
    await loaded(nights, school);
    const reason = await held(nights, { ...school, ...night(1), Students: changed(school.Students, 21, renamed) });
    assert.match(reason, /^21 of 21 students \(100 %, at most 75 % may\) would change\./);
    await loaded(nights, { ...school, ...night(2), Students: changed(school.Students, 20, renamed) });
  });

  on('a field that came empty everywhere is held', async (nights) => {
    const school = smallSchool(10);
    await loaded(nights, school);
    const Contacts = school.Contacts.map((contact) => ({ ...contact, Email: ' ' }));
    const reason = await held(nights, { ...school, ...night(1), Contacts });
    assert.match(reason, /^No contacts have email any longer, and 10 had\. Was Email unticked at the source\?/);
  });

  on('a field that one record still has is not held', async (nights) => {
    const school = smallSchool(10);
    await loaded(nights, school);
    const Contacts = changed(school.Contacts, 9, (contact) => ({ ...contact, Email: null }));
    await loaded(nights, { ...school, ...night(1), Contacts });
  });

  on('new ids for the same people are held, and the message asks whether ids changed', async (nights) => {
    const school = smallSchool(30);
    await loaded(nights, school);
    const moved = (row: Row): Row => ({ ...row, ContactID: 70_000 + (row.ContactID as number) });
    const reason = await held(nights, {
      ...school,
      ...night(1),
      Contacts: school.Contacts.map(moved),
      ContactLinks: school.ContactLinks.map(moved),
    });
    assert.match(reason, /30 of 30 contacts \(100 %, at most 10 % may\)/);
    assert.match(reason, /30 gone and 30 new with the same names: has the MIS given new ids\?/);
  });

  on('links to contacts that the extract does not have are asked about as such, not as a rule', async (nights) => {
    const school = smallSchool(40);
    await loaded(nights, school);
    const Contacts = school.Contacts.slice(0, 10);
    const reason = await held(nights, { ...school, ...night(1), Contacts });
    assert.match(reason, /30 contacts are no longer in the extract: is it complete\?/);
    assert.doesNotMatch(reason, /dangling|contactLinks are no longer/);
  });

  on(
    'where parents go because their students are no longer in the extract, these are asked about, and no rule',
    async (nights) => {
      const school = smallSchool(160);
      const second = school.Contacts.map((contact): Row => ({
        ...contact,
        ContactID: 1000 + (contact.ContactID as number),
      }));
      const of = second.map((contact, at): Row => ({ ...school.ContactLinks[at], ContactID: contact.ContactID }));
      // One student in thirteen is lost, whichever class they are in; half of them have two parents.
      const isLost = (id: unknown): boolean => ((id as number) - 100) % 13 === 0 && (id as number) < 256;
      const hasTwo = (id: unknown): boolean => ((id as number) - 100) % 26 === 0;
      const both = {
        ...school,
        Contacts: [...school.Contacts, ...second.filter((_, at) => hasTwo(100 + at))],
        ContactLinks: [...school.ContactLinks, ...of.filter(({ StudentID: id }) => hasTwo(id))],
      };
      await loaded(nights, both);
      const without = { ...both, ...night(1), Students: both.Students.filter(({ StudentID: id }) => !isLost(id)) };
      const links = both.ContactLinks.filter(({ StudentID: id }) => !isLost(id));
      for (const extract of [without, { ...without, ContactLinks: links }]) {
        const reason = await held(nights, extract);
        assert.match(
          reason,
          /12 students are no longer in the extract, and 18 contacts go with them: is it complete\?/,
        );
        assert.doesNotMatch(reason, /kept out by/);
        assert.equal(
          await causeOnPages(nights),
          '12 students are no longer in the extract, and 18 parents go with them: is it complete?',
        );
      }
      const reason = await held(nights, { ...both, ...night(1), ContactLinks: links });
      assert.match(reason, /18 contactLinks are no longer in the extract, and 18 contacts go with them/);
    },
  );

  on(
    'a rule that keeps out more than the extract lacks is the cause still, also where others go with it',
    async (nights) => {
      const school = smallSchool(60);
      await loaded(nights, school);
      const Classes = changed(school.Classes, 4, (one) => ({ ...one, Type: 'Club' }));
      const lacking = school.Students.slice(0, 59);
      const reason = await held(nights, { ...school, ...night(1), Classes, Students: lacking });
      assert.match(reason, /4 of these are in the extract, and kept out by class-type\./);
      assert.match(
        await causeOnPages(nights),
        /^4 of those who would go are in the extract, and a rule keeps them out/,
      );
      const untitled = changed(school.Contacts, 2, (contact) => ({ ...contact, Title: null }));
      const most = { ...school, ...night(1), Contacts: untitled.slice(0, 30) };
      assert.match(await held(nights, most), /30 contacts are no longer in the extract: is it complete\?/);
    },
  );

  on(
    'who goes because a class has no teacher any longer goes with the teachers whom the extract lacks',
    async (nights) => {
      const school = smallSchool(60);
      await loaded(nights, school);
      const Staff = school.Staff.slice(0, 3);
      const reason = await held(nights, { ...school, ...night(1), Staff });
      assert.match(
        reason,
        /3 teachers are no longer in the extract, and 30 students, 30 contacts and 3 classes go with them: is it complete\?/,
      );
    },
  );

  on('a kind without a section of its own is asked about by that which it stands in', async (nights) => {
    const school = smallSchool(10);
    await loaded(nights, school);
    const Classes = school.Classes.map((one) => ({ ...one, StaffID1: null }));
    const reason = await held(nights, { ...school, ...night(1), Classes });
    assert.match(reason, /Does the MIS still grant classes to the export\?/);
  });

  on('the way out takes an id that begins with a hyphen', async (nights) => {
    const school = smallSchool(10, '-x');
    await loaded(nights, school);
    const { stdout } = await nights.command('run', nights.file({ ...school, ...night(1), Groups: [] }));
    assert.match(stdout, /If it is right: npx pullthrough release --database \S+ -- -x\n/);
    const { code, stderr } = await cli(['release', '--database', nights.database.url, '--', '-x']);
    assert.equal(code, 0, stderr);
  });

  on('a change of rules is weighed like a change of data', async (nights) => {
    const school = smallSchool(40);
    const ContactLinks = changed(school.ContactLinks, 12, (link) => ({ ...link, ParentalResponsibility: false }));
    const extract = { ...school, ContactLinks };
    await loaded(nights, extract);
    const reason = await held(nights, extract, '--set', 'parentalResponsibilityOnly=true');
    assert.match(reason, /^12 of 40 contacts \(30 %, at most 10 % may\) and 12 of 40 contactLinks/);
    assert.match(reason, /kept out by parental-responsibility\. The rules are not those of the last load\./);
  });

  on(
    'A6: a first load of which nothing comes through is held, says why, and goes through once approved',
    async (nights) => {
      const school = smallSchool(10);
      const Classes = school.Classes.map((one) => ({ ...one, Type: 'Registration Group' }));
      const { only, code } = await nights.run({ ...school, Classes });
      assert.deepEqual([only.status, code], ['held', 1]);
      const reason = String(only.reason);
      assert.match(reason, /^Nothing comes through of 10 students, 10 contacts, 1 teachers, 1 classes and 1 groups\./);
      assert.match(reason, /Kept out, and not because others are: 1 by class-type\..*Nothing was loaded\./);
      const [row, ...others] = await nights.database.query('select * from schools');
      const { name, last_run_id, loaded_at, ...memory } = row ?? {};
      assert.deepEqual([name, typeof last_run_id, loaded_at, others], ['School 9360001', 'string', null, []]);
      const { school_id: id, findings_digest: digest, ...nothing } = memory;
      assert.deepEqual([id, typeof digest, new Set(Object.values(nothing))], ['9360001', 'string', new Set([null])]);
      assert.equal(await nights.count('changes'), 0);

      const why = JSON.parse((await nights.command('explain', 'student', '100', '--json')).stdout) as {
        through: boolean;
        why: { rule: string; why: { rule: string }[] }[];
      };
      assert.deepEqual([why.through, why.why[0]?.why[0]?.rule], [false, 'class-type']);
      const report = await nights.command('report', '--json');
      assert.match(report.stdout, /"held":true.*"class-type"/s);
      assert.equal(report.code, 0, report.stderr);
      const [explained, told] = [await nights.command('explain', 'student', '100'), await nights.command('report')];
      assert.match(explained.stderr, /from its first load, which was held: nothing of it was loaded \(/);
      assert.match(told.stdout, /From the first load, .*, which was held: nothing was loaded;/);

      // Nobody approved it, so that the next night is a first load, too.
      assert.deepEqual((await nights.run({ ...school, ...night(1), Classes })).only.status, 'held');
      const { stdout } = await nights.command('release', '9360001');
      assert.match(stdout, /: nothing comes through of students, parents, teachers, classes and groups\.\n/);
      await loaded(nights, { ...school, ...night(2), Classes });
      assert.equal((await nights.run({ ...school, ...night(2), Classes })).only.status, 'unchanged');
      // It was loaded, so that what comes through next is a change like any other.
      await loaded(nights, { ...school, ...night(3) });
      assert.equal((await nights.database.query("select * from changes where kind = 'added'")).length, 54);
    },
  );

  on('A6: a held first load is a first load still, which what comes through ends', async (nights) => {
    const school = smallSchool(10);
    const Classes = school.Classes.map((one) => ({ ...one, StudentIDs: '101,102' }));
    assert.equal((await nights.run({ ...school, Classes })).only.status, 'held');
    await loaded(nights, school);
    assert.deepEqual([await nights.count('changes'), await nights.count('holds')], [0, 0]);
  });

  on('A6: a first load goes through by guard.firstLoad, and where the extract has no record at all', async (nights) => {
    const { SchoolID, ...school } = smallSchool(10);
    const Classes = school.Classes.map((one) => ({ ...one, Type: 'x' }));
    await loaded(nights, { SchoolID, ...school, Classes }, '--config', loadsNothing);
    const sections = { Students: [], Contacts: [], ContactLinks: [], Staff: [], Classes: [], Groups: [] };
    await loaded(nights, { SchoolID: '9360002', ...sections });
  });

  on('A6: where only a kind has none, that is a warning', async (nights) => {
    const school = smallSchool(10);
    const Groups = school.Groups.map((group) => ({ ...group, GroupType: 'House' }));
    const { only } = await loaded(nights, { ...school, Groups });
    assert.equal(only.warnings['none-through'], 1);
    const found = await nights.database.query("select * from findings where rule = 'none-through'");
    assert.deepEqual(
      found.map(({ severity, kind, record_id, position, because }) => ({
        severity,
        kind,
        record_id,
        position,
        because,
      })),
      [
        {
          severity: 'warning',
          kind: 'groups',
          record_id: null,
          position: null,
          because: 'The only record of groups in the extract does not come through.',
        },
      ],
    );
  });

  on('a load that only adds is not held', async (nights) => {
    await loaded(nights, smallSchool(10));
    const { only } = await loaded(nights, { ...smallSchool(60), ...night(1) });
    assert.equal(only.changes.students?.added, 50);
  });

  on('a held school does not stop the others, and what was held is loaded once it is well again', async (nights) => {
    const [one, other] = [smallSchool(20, '9360001'), smallSchool(25, '9360002')];
    await nights.runFiles(nights.file([one, other]));
    const files = [nights.file([{ ...one, Students: [] }, withoutParents(other, 3)], 'second.json')];
    const { code, schools } = await nights.runFiles(...files);
    assert.equal(code, 1);
    assert.deepEqual(
      schools.map(({ status }) => status),
      ['held', 'loaded'],
    );
    await loaded(nights, withoutParents(one, 0));
    const { stderr, code: released } = await nights.command('release', '9360001');
    assert.equal(released, 1);
    assert.match(stderr, /^School 9360001 is not held/);
  });

  on('of a paused school nothing is released, and until when it is paused is said', async (nights) => {
    await loaded(nights, smallSchool(10));
    const { code, stderr } = await nights.command('release', '9360001', '--config', paused, '--date', '2098-09-01');
    assert.equal(code, 1);
    assert.match(stderr, /^School 9360001 is paused until 2098-09-06, and nothing of it is held in /);
    const options = [nights.file({ ...smallSchool(11), ...night(1) }), '--config', paused, '--date', '2098-09-01'];
    const atOnce = await nights.command('release', '9360001', ...options);
    assert.equal(atOnce.code, 0);
    assert.match(atOnce.stdout, /School 9360001 is paused until 2098-09-06, and was loaded anyway\./);
    assert.equal(await nights.count('students'), 11);
  });

  on('what a release approves is said to be not all that the load writes', async (nights) => {
    const school = smallSchool(20);
    await loaded(nights, school);
    await held(nights, { ...school, Groups: [], Students: school.Students.slice(1), ...night(1) });
    const { stdout } = await nights.command('release', '9360001');
    assert.match(stdout, /any other is held again\. Whatever else the load changes is written with it\.\n$/);
  });

  on('a release lets the same set through once, and any other is held again', async (nights) => {
    const school = smallSchool(60);
    const without = (day: number, ...places: number[]): SmallSchool => ({
      ...withoutParents(school, ...places),
      ...night(day),
    });
    await loaded(nights, school);
    await held(nights, without(1, ...first(8)));
    const { code, stdout } = await nights.command('release', '9360001');
    assert.equal(code, 0);
    assert.match(stdout, /: 8 parents go and 8 parent links go\.\n/);
    await held(nights, without(2, ...first(8, 1)));
    await held(nights, without(3, ...first(8)));
    assert.equal((await nights.command('release', '9360001')).code, 0);
    await loaded(nights, without(4, ...first(8)));
    await loaded(nights, { ...school, ...night(5) });
    await held(nights, without(6, ...first(8)));
  });

  on(
    'B17: an approval ends with the next run that holds the school again, not with one in which it fails or is paused',
    async (nights) => {
      const school = smallSchool(60);
      const fewer = (day: number, places: number[]) => ({ ...withoutParents(school, ...places), ...night(day) });
      const release = async () => assert.equal((await nights.command('release', '9360001')).code, 0);
      await loaded(nights, { ...school, ...night(1) });
      await held(nights, fewer(2, first(8)));
      await release();
      assert.equal((await nights.run(fewer(0, first(8)))).only.status, 'failed');
      assert.equal((await nights.run('{', '--date', '2098-08-30')).only.status, 'failed');
      assert.equal(
        (await nights.run(fewer(2, first(8)), '--config', paused, '--date', '2098-08-30')).only.status,
        'held',
      );
      assert.equal((await nights.run(fewer(2, first(8)), '--only-if', 'another')).code, 1);
      await loaded(nights, fewer(2, first(8)));
      await loaded(nights, { ...school, ...night(3) });
      await held(nights, fewer(4, first(8)));
      await release();
      const other = fewer(5, first(9));
      await held(nights, other);
      const answers = await nights.database.query('select ended from hold_answers');
      assert.deepEqual(answers, [{ ended: 'run' }]);
      await held(nights, fewer(6, first(8)));
    },
  );

  on('a release lets a smaller set through, which uses it up', async (nights) => {
    const school = smallSchool(60);
    await loaded(nights, school);
    await held(nights, { ...withoutParents(school, ...first(9)), ...night(1) });
    assert.equal((await nights.command('release', '9360001')).code, 0);
    await loaded(nights, { ...withoutParents(school, ...first(7)), ...night(2) });
    await held(nights, { ...withoutParents(school, ...first(7), ...first(6, 20)), ...night(3) });
  });

  on('what is added while removals are held does not let these through the next night', async (nights) => {
    const school = smallSchool(80);
    const config = ['--config', holdsOnlyRemovals] as const;
    await loaded(nights, withoutParents(school, ...first(20, 60)), ...config);
    const next = { ...withoutParents(school, ...first(7)), ...night(1) };
    for (const again of [next, next, { ...next, ...night(2) }]) {
      const { only, code } = await nights.run(again, ...config);
      assert.deepEqual([only.status, code], ['held', 1]);
      assert.match(String(only.reason), /7 of 60 contacts \(11\.7 %, at most 10 % may\)/);
      assert.equal(await nights.count('contacts'), 80);
    }
    const six = { ...withoutParents(school, ...first(6)), ...night(3) };
    await loaded(nights, six, ...config);
    assert.equal(await nights.count('contacts'), 74);
    // What is loaded is what the next night is weighed against.
    await loaded(nights, { ...withoutParents(school, ...first(13)), ...night(4) }, ...config);
  });

  on('a release of removals does not let changes through', async (nights) => {
    const school = smallSchool(40);
    await loaded(nights, school);
    await held(nights, { ...school, ...night(1), Groups: [] });
    assert.equal((await nights.command('release', '9360001')).code, 0);
    const Students = changed(school.Students, 40, renamed);
    await held(nights, { ...school, ...night(2), Students });
    await held(nights, { ...school, ...night(3), Groups: [] });
  });

  on('a release with inputs loads at once', async (nights) => {
    const school = smallSchool(30);
    await loaded(nights, school);
    const fewer = { ...withoutParents(school, ...first(20)), ...night(1) };
    await held(nights, fewer);
    const { code, stdout } = await nights.command('release', '9360001', nights.file(fewer), '--json');
    assert.equal(code, 0);
    const { schools } = JSON.parse(stdout) as RunResult;
    assert.equal(schools[0]?.status, 'loaded');
    assert.equal(await nights.count('contacts'), 10);
    const { only } = await nights.run(fewer);
    assert.equal(only.status, 'unchanged');
  });

  on('a release of a school that is not held changes nothing and says so', async (nights) => {
    await loaded(nights, smallSchool(10));
    const before = await dumpOf(nights.database);
    const { code, stdout, stderr } = await nights.command('release', '9360001');
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^School 9360001 is not held in .*\. Nothing was changed\.\n$/);
    assert.deepEqual(await dumpOf(nights.database), before);
  });
}
