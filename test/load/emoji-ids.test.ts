import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from '../support/databases.js';
import { nightsIn } from '../support/nights.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();

for (const backend of backends()) {
  test(`C12: ids with characters of four bytes load, are held, released, explained, typed at and erased, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const of = ['--school', '936😀'];
    const people = smallSchool(14, '936😀');
    const [contact] = people.Contacts;
    Object.assign(contact, { ContactID: '5𝔄', Surname: 'Lim 🦉' });
    Object.assign(people.ContactLinks[0], { ContactID: '5𝔄' });
    Object.assign(people.Classes[0], { ClassID: '20🎻' });
    Object.assign(people.Staff[0], { StaffID: '3🎻' });
    people.Classes[0].StaffID1 = '3🎻';
    const done = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await nights.command(...args);
      assert.equal(code, 0, `${args.join(' ')}: ${stdout}${stderr}`);
      return stdout;
    };
    assert.equal((await nights.run(people)).only.status, 'loaded');
    assert.equal(await nights.count('contacts'), 14);
    assert.equal((await nights.run(people)).only.status, 'unchanged');
    Object.assign(contact, { Surname: 'Ong 🦉' });
    assert.equal((await nights.run(people)).only.changes.contacts.changed, 1);
    await done('edit', 'teacher', '3🎻', 'room', 'B12 🎹', ...of);
    assert.match(await done('history', 'contact', '5𝔄', ...of), /changed: surname/);
    assert.match(await done('explain', 'class', '20🎻', ...of), /comes through/);
    const fewer = withoutParents(people, ...first(8, 1));
    assert.equal((await nights.run(fewer)).only.status, 'held');
    await done('release', '936😀');
    assert.equal((await nights.run(fewer)).only.status, 'loaded');
    await done('forget', 'contact', '5𝔄', ...of);
    await done('purge', ...of);
    assert.equal(await nights.count('contacts'), 5);
  });
}
