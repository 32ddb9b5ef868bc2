import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { backends } from '../support/databases.js';
import { checked } from '../support/checked.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';
import { cases } from '../support/numbers.js';

const newNights = nightsIn();
const [sqlite] = backends();

const titles = ['Mr', 'Mrs', 'Mr and Mrs', 'Mrs and Mr', 'Mr and Dr', 'Dr and Prof'];
const ids = ['501', '501#2'];
const step = fc.record({
  title: fc.constantFrom(...titles),
  deed: fc.constantFrom('none', 'forget', 'undo', 'anew'),
  id: fc.constantFrom(...ids),
});

/** Whether it is known who is who, in the words of the contract. */
function isKnown(was: string, now: string): boolean {
  const [before, after] = [was.split(' and '), now.split(' and ')];
  return before.length === after.length && (before.length === 1 || before.some((title, at) => title === after[at]));
}

test('B4: nights of a couple that marries, parts, changes titles, and is erased, are as the contract says', async () => {
  const nights = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
    const night = await newNights(sqlite);
    const erased = new Map<string, string>();
    let through: readonly string[] = [];
    let last = '';
    for (const { title, deed, id } of steps) {
      if (deed === 'forget' && last !== '' && (through.includes(id) || erased.size > 0)) {
        assert.equal((await night.command('forget', 'contact', id)).code, 0);
        // Once more for the same id says nothing new.
        if (!erased.has(id)) erased.set(id, last);
      }
      if (deed === 'anew' && erased.has(id)) {
        await night.command('forget', '--undo', 'contact', id);
        await night.command('forget', 'contact', id);
        erased.set(id, last);
      }
      if (deed === 'undo' && erased.delete(id)) await night.command('forget', '--undo', 'contact', id);
      const school = smallSchool(12);
      school.Contacts.push({ ...school.Contacts[0], ContactID: 501, Title: title });
      school.ContactLinks.push({ ...school.ContactLinks[0], ContactID: 501 });
      const { only } = await night.run(school);
      const there = title.includes(' and ') ? ids : ['501'];
      const areKnown = [...erased.values()].every((was) => isKnown(was, title));
      through = areKnown ? there.filter((one) => !erased.has(one)) : [];
      last = title;
      const rows = await night.database.query(
        "select id from contacts where left_at is null and id in ('501', '501#2') order by id",
      );
      assert.deepEqual(
        rows.map((row) => row.id),
        through,
      );
      const half = areKnown ? 0 : there.length;
      assert.deepEqual(only.warnings['erased-half'] ?? 0, half);
      assert.deepEqual(only.warnings.forgotten ?? 0, areKnown ? there.length - through.length : 0);
    }
  });
  await checked(nights, { numRuns: cases(50, 1) });
});
