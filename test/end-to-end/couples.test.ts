import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from '../support/databases.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool, type Row, type SmallSchool } from '../support/small-school.js';
import { unlessFull } from '../support/numbers.js';

const newNights = nightsIn();

/** A school whose parent 501 is called as given. */
function schoolOf(title: string, forename: string, more: Row = {}): SmallSchool {
  const school = smallSchool(12);
  const parent = {
    ContactID: 501,
    Title: title,
    Forename: forename,
    Surname: 'Okoro',
    Relationship: 'Parent',
    ...more,
  };
  school.Contacts.push({ ...school.Contacts[0], Email: 'o@example.org', ...parent });
  school.ContactLinks.push({ ...school.ContactLinks[0], ContactID: 501 });
  return school;
}

const jane = schoolOf('Mrs', 'Jane');
const johnAndJane = schoolOf('Mr and Mrs', 'John and Jane');
const janeAndJohn = schoolOf('Mrs and Mr', 'Jane and John');

const moved =
  "select record_id, severity, kind, field, position from findings where rule = 'half-moved' order by record_id";

for (const backend of backends()) {
  test(`a half that left keeps no name: when it comes back with the name that the whole has, that is a move (${backend.name})`, async () => {
    const night = await newNights(backend);
    const warned = async (school: SmallSchool) => (await night.run(school)).only.warnings['half-moved'] ?? 0;
    assert.equal(await warned(schoolOf('Mr and Mrs', 'Zoe')), 0, 'two of one name');
    assert.equal(await warned(schoolOf('Mr', 'Zoe')), 0, 'the second half leaves');
    assert.equal(await warned(schoolOf('Mr and Mrs', 'Ben and Zoe')), 2);
  });

  test(
    `A13: a name that moves between 501 and 501#2 is a warning on both, with the load (${backend.name})`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const night = await newNights(backend);
      const both = ['501', '501#2'].map((record_id) => ({
        ...{ record_id, severity: 'warning', kind: 'contacts', field: null, position: null },
      }));
      const says = async (school: SmallSchool, many: number, told = 'loaded') => {
        const plan = await night.command('plan', night.file(school), '--json');
        const planned = (JSON.parse(plan.stdout) as { schools: { warnings: Record<string, number> }[] }).schools;
        const run = await night.run(school);
        assert.equal(run.only.status, told);
        assert.deepEqual([planned[0].warnings['half-moved'] ?? 0, run.only.warnings['half-moved'] ?? 0], [many, many]);
        assert.deepEqual(await night.database.query(moved), many === 0 ? [] : both);
      };
      await says(jane, 0);
      await says(johnAndJane, 2);
      // A night that brings the same says again what was found with the load.
      await says(johnAndJane, 2, 'unchanged');
      await says(janeAndJohn, 2);
      await says(johnAndJane, 2);
      // They part, and Jane stays; whoever is called alike is told apart by the title.
      await says(jane, 2);
      await says(schoolOf('Mr and Mrs', 'J.'), 0);
      await says(schoolOf('Mrs and Mr', 'J.'), 2);
      const report = await night.command('report');
      assert.match(report.stdout, /2 parents +A name has moved between the two halves of one record/);
      const explained = await night.command('explain', 'contact', '501', '--json');
      assert.match(explained.stdout, /"rule":"half-moved"/);
    },
  );
}

test('A13: a name that stays, that is new, or that both have, is no warning', async () => {
  const [sqlite] = backends();
  const night = await newNights(sqlite);
  const nights = [
    johnAndJane,
    schoolOf('Mr and Mrs', 'John and Janet'),
    schoolOf('Dr and Mrs', 'John and Janet'),
    schoolOf('Mr', 'John'),
    schoolOf('Mr and Ms', 'JOHN & Ann'),
    schoolOf('Mr and Ms', 'Kim'),
    schoolOf('Mr and Ms', 'Jo and Kim'),
  ];
  for (const school of nights) assert.deepEqual((await night.run(school)).only.warnings, {});
});
