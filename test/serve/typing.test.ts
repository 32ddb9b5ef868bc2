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
const teachers = '/schools/9360001/teachers';

for (const backend of backends()) {
  test(`who types over what another one typed since is told both, and writes nothing until they say so, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(smallSchool(3));
    const { app } = await siteOf(nights.database.url, configuration);
    const [one, other] = [new Browser(app), new Browser(app)];
    for (const browser of [one, other]) assert.match((await browser.get(teachers)).body, /name="shown" value\/>/);
    const type = (browser: Browser, value: string, shown: string) =>
      browser.post(`${teachers}/type`, { id: '30', field: 'room', value, shown });
    const rooms = async () => (await nights.database.query("select room from teachers where id = '30'"))[0]?.room;
    assert.equal((await type(one, 'A1', '')).status, 303);
    const refused = await type(other, 'B<2>', '');
    assert.equal(refused.status, 409);
    assert.match(refused.body, /<h1>Not saved/);
    assert.match(refused.body, /Somebody else has changed it/);
    assert.match(refused.body, /<dd><bdi>A1<\/bdi><\/dd>/);
    assert.match(refused.body, /name="shown" value="A1"/);
    assert.match(refused.body, /name="value" value="B(<|&lt;)2(>|&gt;)"/);
    assert.equal(await rooms(), 'A1');
    // The same again is what is wanted, and what the page of the refusal sends is known to be over the other.
    assert.equal((await type(other, 'A1', '')).status, 303);
    assert.equal((await type(other, 'B2', 'A1')).status, 303);
    assert.equal(await rooms(), 'B2');
    assert.equal((await type(one, '', 'A1')).status, 409, 'taking away is typing too');
    assert.equal((await type(one, '', 'B2')).status, 303);
    assert.equal(await rooms(), null);
  });

  test(`a room is one line of at most 200 characters, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(smallSchool(3));
    const { app } = await siteOf(nights.database.url, configuration);
    const browser = new Browser(app);
    await browser.get(teachers);
    const type = async (value: string) => browser.post(`${teachers}/type`, { id: '30', field: 'room', value });
    const rooms = async () => (await nights.database.query("select room from teachers where id = '30'"))[0]?.room;
    assert.equal((await type('\r\n A\r\n1\u0007\u2028=2\t\u2029 ')).status, 303);
    assert.equal(await rooms(), 'A 1 =2');
    assert.equal((await type('\u{1f600}'.repeat(200))).status, 303);
    assert.equal(await rooms(), '\u{1f600}'.repeat(200));
    const long = await type('x'.repeat(201));
    assert.equal(long.status, 400);
    assert.match(long.body, /at most 200 characters/);
    assert.match(long.body, /value="x{201}"/);
    assert.equal(await rooms(), '\u{1f600}'.repeat(200));
    const typed = await nights.command('edit', 'teacher', '30', 'room', 'x'.repeat(201));
    assert.deepEqual([typed.code, /at most 200 characters/.test(typed.stderr)], [2, true]);
  });
}
