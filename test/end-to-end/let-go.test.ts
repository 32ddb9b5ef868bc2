import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from '../support/databases.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn, type Nights, type SchoolResult } from '../support/nights.js';
import { first, smallSchool, type Row, type SmallSchool } from '../support/small-school.js';

const begin = nightsIn();
const withRules = (yaml: string): readonly string[] => {
  const { config } = configured(temporaryFolder(), { 'rules/schools/9360001.yaml': yaml });
  return ['--config', config];
};
const onlyRemovals = withRules('guard: { hold: removals }\n');
const pausedThen = withRules('pause: { from: 2026-11-22, until: 2026-11-22 }\n');
const responsibleOnly = ['--set', 'parentalResponsibilityOnly=true'];

let hour = 0;

/** The school on a later night, and held: its groups came empty. */
function held(school: SmallSchool, change: Partial<SmallSchool> = {}): SmallSchool {
  const ExtractedAt = new Date(Date.parse('2026-11-20T02:00:00Z') + ++hour * 60_000).toISOString();
  return { ...school, Groups: [], ...change, ExtractedAt };
}

const without = (rows: readonly Row[], ...places: number[]): Row[] => rows.filter((_, at) => !places.includes(at));
const change = (rows: readonly Row[], place: number, to: Row): Row[] =>
  rows.map((row, at) => (at === place ? { ...row, ...to } : row));

/** The links of parents, each by its student: the parent's id is 4900 more. */
async function links({ database }: Nights): Promise<number[]> {
  const rows = await database.query('select * from contact_links');
  return rows.map(({ student_id }) => Number(student_id)).sort();
}

const all = first(20, 100);
const allBut = (...students: number[]): number[] => all.filter((student) => !students.includes(student));

/** Runs a night on which the school is held, and sees how many links the run says that it let go. */
async function heldNight(nights: Nights, extract: SmallSchool, letGo: number, ...options: string[]): Promise<string> {
  const { only, code } = await nights.run(extract, ...options);
  assert.deepEqual([only.status, code, only.letGo], ['held', 1, letGo], String(only.reason));
  return String(only.reason);
}

for (const backend of backends()) {
  const on = (name: string, body: (nights: Nights) => Promise<void>): void => {
    test(`A12: ${name}, on ${backend.name}`, async () => body(await begin(backend)));
  };
  const loaded = async (nights: Nights, school: SmallSchool, ...options: readonly string[]): Promise<SmallSchool> => {
    const { only } = await nights.run(school, ...options);
    assert.deepEqual([only.status, only.letGo], ['loaded', 0], String(only.reason));
    return school;
  };

  on('a link that the extract no longer has goes though its school is held, and comes back with it', async (nights) => {
    const school = await loaded(nights, smallSchool(20));
    const withdrawn = held(school, { ContactLinks: without(school.ContactLinks, 3) });
    const plan = await nights.command('plan', nights.file(withdrawn), '--json');
    const [planned] = (JSON.parse(plan.stdout) as { schools: SchoolResult[] }).schools;
    assert.deepEqual([planned?.status, planned?.letGo], ['held', 1]);
    assert.deepEqual(await links(nights), all);

    const reason = await heldNight(nights, withdrawn, 1);
    assert.match(reason, /1 parent link went anyway; nothing else was changed\.$/);
    assert.match(String(planned?.reason), /1 parent link would go anyway; nothing else would be changed\.$/);
    assert.deepEqual(planned?.changes.contactLinks, { added: 0, changed: 0, removed: 1, returned: 0 });
    assert.deepEqual(await links(nights), allBut(103));
    assert.deepEqual([await nights.count('contacts'), await nights.count('groups')], [20, 1]);
    const changes = async () =>
      (await nights.database.query('select * from changes order by run_id, number')).map(
        ({ table_name, record_id, kind }) => [table_name, record_id, kind],
      );
    const went = ['contact_links', '["103","5003"]', 'removed'];
    assert.deepEqual(await changes(), [went]);
    const { stdout } = await nights.command('history', 'contactLink', '103', '5003', '--json');
    assert.match(stdout, /"removed"/);

    assert.match(await heldNight(nights, held(withdrawn), 0), /Nothing was changed\./);
    assert.match(await heldNight(nights, held(school), 0), /1 parent link came back; nothing else was changed\./);
    assert.deepEqual([await links(nights), await changes()], [all, [went, [went[0], went[1], 'added']]]);
    await heldNight(nights, held(withdrawn), 1);
    await loaded(nights, held(withdrawn, { Groups: school.Groups }));
    assert.deepEqual(await links(nights), allBut(103));
    const [{ let_go: kept }] = await nights.database.query('select let_go from schools');
    assert.equal(kept, null);
  });

  on('what goes is what is out by itself; what is out only because an end is stays with it', async (nights) => {
    const school = await loaded(nights, smallSchool(20), ...responsibleOnly);
    const no = { ParentalResponsibility: false };
    const extract = held(school, {
      // Parents 1 and 2 are not in the extract any more, student 6 is in no class, and parent 7 has lost a surname.
      Contacts: change(without(school.Contacts, 1, 2), 5, { Surname: ' ' }),
      Classes: school.Classes.map((one) => ({
        ...one,
        StudentIDs: (one.StudentIDs as number[]).filter((id) => id !== 106),
      })),
      // The links of 1, of 4 and, though its parent is not there, of 2 are withdrawn; so is that of 5 by its own rule.
      ContactLinks: change(change(without(school.ContactLinks, 1, 4), 1, no), 3, no),
    });
    assert.deepEqual(
      extract.ContactLinks.filter((link) => link.ParentalResponsibility === false).map(({ StudentID }) => StudentID),
      [102, 105],
    );
    await heldNight(nights, extract, 4, ...responsibleOnly);
    assert.deepEqual(await links(nights), allBut(101, 102, 104, 105));
    // That of a parent who is not in the extract stays where nothing else keeps it out.
    await heldNight(nights, held(school, { Contacts: without(school.Contacts, 9) }), 0, ...responsibleOnly);
    assert.deepEqual(await links(nights), all);
  });

  on('nothing goes where the section came empty, none would be left, or it is too much by itself', async (nights) => {
    const school = await loaded(nights, smallSchool(20));
    await heldNight(nights, held(school, { ContactLinks: [] }), 0);
    await heldNight(nights, held(school, { Contacts: [], ContactLinks: without(school.ContactLinks, 1) }), 0);
    await heldNight(nights, held(school, { ContactLinks: without(school.ContactLinks, ...first(6)) }), 0);
    assert.deepEqual(await links(nights), all);
    // While all is held nothing is added, so that none would be left of these either.
    const two = await loaded(nights, smallSchool(2, '9360002'));
    const [a, b] = two.ContactLinks;
    const exchanged = [
      { ...a, StudentID: 101 },
      { ...b, StudentID: 100 },
    ];
    await heldNight(nights, held(two, { ContactLinks: exchanged }), 0);
    await heldNight(nights, held(two, { ContactLinks: [a ?? {}] }), 1);
  });

  on('nothing goes while the school is paused, by an extract that is refused, or on a first load', async (nights) => {
    const school = await loaded(nights, smallSchool(20), ...pausedThen);
    const fewer = { ContactLinks: without(school.ContactLinks, 3) };
    await heldNight(nights, held(school, fewer), 0, ...pausedThen, '--date', '2026-11-22');
    const older = await nights.run({ ...school, ...fewer, Groups: [], ExtractedAt: '2026-11-19T02:00:00Z' });
    assert.deepEqual([older.only.status, older.only.letGo], ['failed', 0]);
    assert.deepEqual(await links(nights), all);
  });

  on('an approval stays valid, because what is held only became less', async (nights) => {
    const school = await loaded(nights, smallSchool(20));
    await heldNight(nights, held(school), 0);
    assert.equal((await nights.command('release', '9360001')).code, 0);
    await loaded(nights, held(school, { ContactLinks: without(school.ContactLinks, 3) }));
    assert.deepEqual([await links(nights), await nights.count('groups')], [allBut(103), 0]);
  });

  on(
    'what went does not make the rest few enough to go the next night, and what is held is the rest',
    async (nights) => {
      const school = smallSchool(20);
      const shared = first(20).map((at) => ({ ...school.ContactLinks[(at + 1) % 20], StudentID: 100 + at }));
      const ContactLinks = [...school.ContactLinks, ...shared];
      await loaded(nights, { ...school, ContactLinks });
      // Two students are in no class, which takes four links, and three are withdrawn: 7 of 40.
      const fewer = (): SmallSchool =>
        held(school, {
          Groups: school.Groups,
          Classes: change(school.Classes, 0, { StudentIDs: first(8, 102) }),
          ContactLinks: without(ContactLinks, 25, 26, 27),
        });
      const reason = await heldNight(nights, fewer(), 3);
      assert.match(reason, /^7 of 40 contactLinks \(17\.5 %, at most 10 % may\) would go\./);
      const again = await heldNight(nights, fewer(), 0);
      assert.match(
        again,
        /^7 of 40 contactLinks \(17\.5 %, at most 10 % may; 3 of these are gone already\) would go\./,
      );
      const { stdout } = await nights.command('release', '9360001');
      assert.match(stdout, /: 4 parent links go\.\n/);
      await loaded(nights, fewer());
      assert.equal(await nights.count('contact_links'), 33);
    },
  );

  on('where only removals are held the rule is the same', async (nights) => {
    const school = await loaded(nights, smallSchool(20), ...onlyRemovals);
    const next = held(school, {
      Contacts: change(without(school.Contacts, 2), 6, { Email: 'new@example.org' }),
      ContactLinks: without(school.ContactLinks, 3),
    });
    const reason = await heldNight(nights, next, 1, ...onlyRemovals);
    assert.match(reason, /written anyway; what would go stays, but for 1 parent link\./);
    assert.deepEqual(await links(nights), allBut(103));
    const [{ email }] = await nights.database.query('select email from contacts where id = ?', '5007');
    assert.equal(email, 'new@example.org');
    await heldNight(nights, held(next, { ContactLinks: school.ContactLinks }), 0, ...onlyRemovals);
    assert.deepEqual(await links(nights), all);
  });

  on('a second half goes where the extract has one person, and stays where it does not have them', async (nights) => {
    const plain = smallSchool(20);
    const school = { ...plain, Contacts: change(plain.Contacts, 2, { Title: 'Mr and Mrs', Forename: 'Ben and Ife' }) };
    await loaded(nights, school);
    assert.equal(await nights.count('contact_links'), 21);
    await heldNight(nights, held(school, { Contacts: without(school.Contacts, 2) }), 0);
    assert.equal(await nights.count('contact_links'), 21);
    await heldNight(nights, held(school, { Contacts: plain.Contacts }), 1);
    const [{ contact_id: left }, ...others] = await nights.database.query(
      'select contact_id from contact_links where student_id = ?',
      '102',
    );
    assert.deepEqual([left, others], ['5002', []]);
  });

  on('while a name has moved between two halves, the links of neither go or come back', async (nights) => {
    const plain = smallSchool(20);
    const called = (Title: string, Forename: string): Row[] => change(plain.Contacts, 2, { Title, Forename });
    const who = async (): Promise<string[]> => {
      const rows = await nights.database.query(
        `select c.id, c.forename from contacts c join contact_links l on l.contact_id = c.id
         where c.id in ('5002', '5002#2') order by c.id`,
      );
      return rows.map(({ id, forename }) => `${String(id)} ${String(forename)}`);
    };
    const both = ['5002 Ben', '5002#2 Ife'];
    const night = async (extract: SmallSchool, letGo: number): Promise<void> => {
      const plan = await nights.command('plan', nights.file(extract), '--json');
      const [planned] = (JSON.parse(plan.stdout) as { schools: SchoolResult[] }).schools;
      const { only } = await nights.run(extract);
      assert.deepEqual([only.status, only.letGo, planned?.letGo], ['held', letGo, letGo]);
      // What is held is not said as done.
      assert.deepEqual([only.warnings['half-moved'], planned?.warnings['half-moved']], [undefined, undefined]);
    };
    const couple = { ...plain, Contacts: called('Mr and Mrs', 'Ben and Ife') };
    await loaded(nights, couple);
    // Ben is gone, and Ife has his id in the extract; that of a parent who stays who they are goes.
    const parted = { Contacts: called('Mrs', 'Ife') };
    await night(held(plain, { ...parted, ContactLinks: without(plain.ContactLinks, 7) }), 1);
    assert.deepEqual(await who(), both);
    await night(held(plain, { Contacts: called('Mrs and Mr', 'Ife and Ben') }), 0);
    assert.deepEqual(await who(), both);
    // Both links went, and that of Ife comes through again, under the id that Ben has.
    await night(held(couple, { ContactLinks: without(plain.ContactLinks, 2) }), 2);
    await night(held(plain, parted), 0);
    assert.deepEqual(await who(), []);
    const { only } = await nights.run(held(plain, { ...parted, Groups: plain.Groups }));
    assert.deepEqual([only.status, only.warnings['half-moved']], ['loaded', 2]);
    assert.deepEqual(await who(), ['5002 Ife']);
  });

  on('where only removals are held, no link is added to a half whose name is held', async (nights) => {
    const plain = smallSchool(20);
    const called = (Title: string, Forename: string): Row[] => change(plain.Contacts, 2, { Title, Forename });
    const couple = { ...plain, Contacts: called('Mr and Mrs', 'Ben and Ife') };
    await loaded(nights, couple, ...onlyRemovals);
    const further = { ...plain.ContactLinks[2], StudentID: 103 };
    // Nobody has an address any more, so that what changes of parents is held.
    const all = held(plain, { Contacts: called('Mrs', 'Ife').map((one) => ({ ...one, Email: '' })) });
    const more = { Groups: plain.Groups, ContactLinks: [...plain.ContactLinks, further] };
    const { only } = await nights.run({ ...all, ...more }, ...onlyRemovals);
    assert.deepEqual([only.status, only.changes.contactLinks?.added], ['held', 1], String(only.reason));
    assert.equal(only.warnings['half-moved'], undefined);
    assert.equal(await nights.count('contact_links'), 21);
  });

  on('those that went while the school is held count with those that would go now', async (nights) => {
    const school = await loaded(nights, smallSchool(100));
    const but = (count: number) => held(school, { ContactLinks: school.ContactLinks.slice(count) });
    await heldNight(nights, but(6), 6);
    await heldNight(nights, but(10), 4);
    await heldNight(nights, but(11), 0);
    assert.equal(await nights.count('contact_links'), 90);
    // Where some come back, as many may go.
    await heldNight(nights, held(school, { ContactLinks: school.ContactLinks.slice(1, 92) }), 8);
    await heldNight(nights, held(school, { ContactLinks: school.ContactLinks.slice(2, 92) }), 1);
    await heldNight(nights, held(school, { ContactLinks: school.ContactLinks.slice(3, 92) }), 0);
  });

  on('what is put back counts as a row of the last load', async (nights) => {
    const school = await loaded(nights, smallSchool(60));
    await heldNight(nights, held(school, { ContactLinks: school.ContactLinks.slice(3) }), 3);
    const next = held(school, { Groups: school.Groups, Contacts: school.Contacts.slice(0, 54) });
    await loaded(nights, next);
    const { only } = await nights.run(next);
    assert.equal(only.status, 'unchanged');
    assert.equal(await nights.count('contact_links'), 54);
  });

  on('forget takes a person out of the links that are put back', async (nights) => {
    const school = await loaded(nights, smallSchool(20));
    await heldNight(nights, held(school, { ContactLinks: without(school.ContactLinks, 3, 4) }), 2);
    const kept = async () => (await nights.database.query('select let_go from schools'))[0]?.let_go;
    assert.deepEqual(JSON.parse(String(await kept())), {
      contactLinks: [
        ['103', '5003'],
        ['104', '5004'],
      ],
    });
    assert.equal((await nights.command('forget', 'contact', '5003')).code, 0);
    assert.deepEqual(JSON.parse(String(await kept())), { contactLinks: [['104', '5004']] });
    assert.equal((await nights.command('forget', 'student', '104')).code, 0);
    assert.equal(await kept(), null);
  });
}
