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
}
