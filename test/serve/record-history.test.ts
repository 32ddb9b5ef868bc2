import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from '../support/browser.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { siteOf } from '../support/site.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();

for (const backend of backends()) {
  test(`B5: a record's page has the history of its links, too, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(12);
    await nights.run(school);
    const { app } = await siteOf(nights.database.url, configuration);
    const browser = new Browser(app);
    const page = async (path: string) => (await browser.get(`/schools/9360001/${path}`)).body.replace(/<[^>]*>/g, '');
    assert.match(await page('students/record?id=100'), /Nothing has changed since the first load/);
    const [first, ...others] = school.ContactLinks;
    const second = { ...first, ContactID: 5001 };
    await nights.run({ ...school, ContactLinks: [{ ...first, Relationship: 'Aunt' }, second, ...others] });
    const student = await page('students/record?id=100');
    assert.doesNotMatch(student, /Nothing has changed/);
    assert.match(student, /Parents, Mrs Forename0 Parent0: changed; Relationship/);
    assert.match(student, /Parents, Mrs Forename1 Parent1: came/);
    assert.match(await page('contacts/record?id=5001'), /Students, Known0 Surname0: came/);
    await nights.run(school);
    assert.match(await page('students/record?id=100'), /Parents, Mrs Forename1 Parent1: left/);
    assert.match(await page('students/record?id=101'), /Nothing has changed since the first load/);
  });

  test(`what is linked to a record is its own where all kinds have the same ids, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(2);
    Object.assign(school.Staff[0] ?? {}, { StaffID: 1 });
    Object.assign(school.Classes[0] ?? {}, { ClassID: 1, StaffID1: 1, StudentIDs: [1, 2] });
    Object.assign(school.Groups[0] ?? {}, { GroupID: 1, StudentIDs: [1, 2] });
    for (const at of [0, 1]) {
      Object.assign(school.Students[at] ?? {}, { StudentID: at + 1 });
      Object.assign(school.Contacts[at] ?? {}, { ContactID: at + 1 });
      Object.assign(school.ContactLinks[at] ?? {}, { StudentID: at + 1, ContactID: at + 1 });
    }
    await nights.run(school);
    const { get } = await siteOf(nights.database.url, configuration);
    const rows = async (kind: string) => (await get(`/schools/9360001/${kind}/record?id=1`)).rows;
    assert.deepEqual(await rows('students'), [
      ['Title', 'Forename', 'Surname', 'Relationship', 'Priority'],
      ['Mrs', 'Forename0', 'Parent0', 'Mother', '1'],
      ['Code', 'Description', 'With'],
      ['4-0', 'Year 4, 0', 'Mr Teacher0 Staff0 (main)'],
      ['Description'],
      ['Red House'],
    ]);
    assert.deepEqual(await rows('contacts'), [
      ['Known name', 'Surname', 'Relationship', 'Priority'],
      ['Known0', 'Surname0', 'Mother', '1'],
    ]);
    const parents = [
      'Known0 | Surname0 | Mrs Forename0 Parent0 (Mother)',
      'Known1 | Surname1 | Mrs Forename1 Parent1 (Mother)',
    ];
    assert.deepEqual(
      (await rows('classes')).map((row) => row.join(' | ')),
      ['Known name | Surname | With', ...parents, 'Title | Forename | Surname | Role', 'Mr | Teacher0 | Staff0 | main'],
    );
    assert.deepEqual(
      (await rows('groups')).map((row) => row.join(' | ')),
      ['Known name | Surname | With', ...parents],
    );
    assert.deepEqual(await rows('teachers'), [
      ['Code', 'Description', 'Role'],
      ['4-0', 'Year 4, 0', 'main'],
    ]);
  });
}
