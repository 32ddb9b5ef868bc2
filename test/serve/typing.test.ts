import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { addAccount } from '../../src/load/people/accounts.js';
import { openDatabase } from '../../src/load/database.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { Browser, type Shown } from '../support/browser.js';
import { cheapHash } from '../support/cheap-hash.js';
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

  test(`a room that is too long and was changed meanwhile is said to be both, in the list and by itself, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    await nights.run(smallSchool(3));
    const { app } = await siteOf(nights.database.url, configuration);
    const browser = new Browser(app);
    await browser.get(teachers);
    const type = (path: string, value: string, shown: string) =>
      browser.post(`${teachers}/${path}`, { id: '30', field: 'room', value, shown });
    await type('type', 'Theirs', '');
    const [long, over] = [
      'It may have at most 200 characters: shorten it.',
      'Somebody else has changed it since you loaded the page.',
    ];
    const [shorten, replaces] = [
      'Shorten what is too long before you save it again.',
      'What you save takes the place of what somebody else typed.',
    ];
    for (const path of ['type', 'type-all']) {
      const said = async (value: string, shown: string) => {
        const { body } = await type(path, value, shown);
        assert.doesNotMatch(body, /[Ss]ave yours/);
        return [long, over, shorten, replaces].filter((words) => body.includes(words));
      };
      assert.deepEqual(await said('x'.repeat(201), ''), [long, over, shorten, replaces], path);
      assert.deepEqual(await said('x'.repeat(201), 'Theirs'), [long, shorten], path);
      assert.deepEqual(await said('Mine', ''), [over, replaces], path);
    }
  });
}

const people = { office: 'a long way to the staffroom', colleague: 'another quite long password' };

/** The pages of a school with two people who may type. */
async function withPeople() {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(smallSchool(3));
  const { app } = await siteOf(nights.database.url, configuration);
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  after(() => db.close());
  const entry = auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' });
  for (const [name, typed] of Object.entries(people)) {
    const account = {
      name,
      role: 'editor',
      schools: null,
      createdAt: '2026-11-20',
      password: cheapHash(typed),
    } as const;
    assert.ok(await addAccount(db, account, { ...entry, id: `${entry.id}${name}` }));
  }
  const rooms = async () => (await nights.database.query("select room from teachers where id = '30'"))[0]?.room;
  /** Somebody types a room, and their session ends before they save it. */
  const typed = async (path: string, room: string): Promise<{ browser: Browser; shown: Shown }> => {
    const browser = new Browser(app);
    await browser.signIn('office', people.office);
    await browser.get(teachers);
    await db.knex('sessions').delete();
    const form = { id: '30', field: 'room', shown: '', value: room, to: `${teachers}?search=x` };
    return { browser, shown: await browser.post(`${teachers}/${path}`, form) };
  };
  return { nights, db, app, rooms, typed };
}

const unsavedIn = ({ body }: Shown): string => /name="unsaved" value="([^"]*)"/.exec(body)?.[1] ?? '';

for (const path of ['type', 'type-all'])
  test(`what somebody typed comes back when their session ended before they saved it, by ${path}`, async () => {
    const { rooms, typed, db } = await withPeople();
    const { browser, shown } = await typed(path, 'B<12>');
    assert.equal(shown.status, 403);
    assert.match(shown.body, /what you typed is not saved\. Sign in/);
    const unsaved = unsavedIn(shown);
    assert.notEqual(unsaved, '');
    assert.doesNotMatch(shown.body, /B(<|&lt;)12/, 'who comes next cannot read it');
    assert.equal(await rooms(), null);
    assert.doesNotMatch(JSON.stringify(await db.knex('audit')), /B<12>/);
    const wrong = await browser.post('/sign-in', { name: 'office', password: 'x', unsaved });
    assert.deepEqual([wrong.status, unsavedIn(wrong)], [403, unsaved]);
    const back = await browser.post('/sign-in', { name: 'office', password: people.office, unsaved, to: '/schools' });
    assert.equal(back.status, 200);
    assert.match(back.body, /<h1>\s*1 value is not saved yet/);
    assert.match(back.body, /name="shown" value\/>\s*<input[^>]*name="value" value="B(<|&lt;)12(>|&gt;)"/);
    assert.equal(await rooms(), null, 'nothing is saved without the person');
    const saved = await browser.post(`${teachers}/type-all`, {
      ...{ id: '30', field: 'room', shown: '', value: 'B<12>', to: `${teachers}?search=x` },
    });
    assert.equal(saved.to, `${teachers}?search=x`);
    assert.equal(await rooms(), 'B<12>');
  });

for (const path of ['type', 'type-all'])
  test(`who typed a room meanwhile is said as its history has it, with when, by ${path}`, async () => {
    const { app, db } = await withPeople();
    const signedIn = async (name: keyof typeof people): Promise<Browser> => {
      const browser = new Browser(app);
      await browser.signIn(name, people[name]);
      await browser.get(teachers);
      return browser;
    };
    const [office, colleague] = [await signedIn('office'), await signedIn('colleague')];
    const type = async (browser: Browser, value: string, shown: string) => {
      const { status, body } = await browser.post(`${teachers}/${path}`, { id: '30', field: 'room', value, shown });
      return { status, text: body.replace(/<[^>]*>/g, '') };
    };
    const day = /That was on \w{3} \d+ \w{3} \d{4}, \d\d:\d\d\./;
    assert.equal((await type(office, 'A0', '')).status, 303);
    assert.equal((await type(colleague, 'A1', 'A0')).status, 303);
    const over = await type(office, 'B1', '');
    assert.equal(over.status, 409);
    assert.match(over.text, /colleague has changed it since you loaded the page\. That was on/);
    assert.match(over.text, day);
    assert.match(over.text, /takes the place of what somebody else typed/);
    const own = await type(colleague, 'B1', '');
    assert.match(own.text, /You have changed it elsewhere since you loaded the page\. That was on/);
    assert.match(own.text, /takes the place of what you typed there/);
    // Nobody knows any longer who it was: the audit is kept for a shorter time than the history may be.
    await db.knex('audit').delete();
    assert.match(
      (await type(office, 'B1', '')).text,
      /Somebody else has changed it since you loaded the page\. That was/,
    );
    // What the history does not have is not said of another change.
    await db.knex('changes').delete();
    const unknown = await type(office, 'B1', '');
    assert.match(unknown.text, /Somebody else has changed it since you loaded the page\./);
    assert.doesNotMatch(unknown.text, day);
  });

test('what was saved is said once, in the list of it, to who saved it, and by no address', async () => {
  const { app } = await withPeople();
  const browser = new Browser(app);
  await browser.signIn('office', people.office);
  await browser.get(teachers);
  const saved = async (path = teachers) => {
    const { body } = await browser.get(path);
    return /<p[^>]*class="done"[^>]*>([^<]*)/.exec(body)?.[1] ?? null;
  };
  const save = (value: string, shown = '') =>
    browser.post(`${teachers}/type-all`, { id: '30', field: 'room', value, shown, to: teachers });
  assert.equal(await saved(`${teachers}?saved=999&savedAt=10%3A00`), null);
  assert.equal((await save('A1')).to, teachers);
  assert.equal(await saved('/schools/9360001/students'), null);
  assert.match((await saved()) ?? '', /^Saved for 1 teacher at \d\d:\d\d\.$/);
  assert.equal(await saved(), null);
  await save('A2', 'A1');
  await browser.signIn('colleague', people.colleague);
  assert.equal(await saved(), null);
  // Save twice at a slow answer: the second time the page of the first one may have come.
  await save('A3', 'A2');
  await save('A3', 'A2');
  assert.match((await saved()) ?? '', /^Saved for 1 teacher at/);
  await save('A3', 'A3');
  assert.equal(await saved(), 'It is all saved already.');
});

test('Enter in the address bar of a form that was refused leads back to its list', async () => {
  const { app } = await withPeople();
  const browser = new Browser(app);
  await browser.signIn('office', people.office);
  await browser.get(teachers);
  for (const path of ['type', 'type-all']) {
    const form = { id: '30', field: 'room', value: 'x'.repeat(201), shown: '' };
    assert.ok((await browser.post(`${teachers}/${path}`, form)).status >= 400);
    const led = await browser.get(`${teachers}/${path}`);
    assert.deepEqual([led.status, led.to], [303, teachers]);
    for (const nowhere of [`/schools/9360001/colours/${path}`, `/schools/nowhere/teachers/${path}`])
      assert.equal((await browser.get(nowhere)).status, 404);
  }
  assert.equal((await browser.get('/account/unsaved')).to, '/');
});

test('what one person typed is neither shown to another who signs in there, nor saved', async () => {
  const { app, rooms, typed, db } = await withPeople();
  const { browser, shown } = await typed('type-all', 'B12');
  const unsaved = unsavedIn(shown);
  const isRefused = (page: Shown): void => {
    assert.match(page.body, /<h1>Nothing was saved[\s\S]*somebody else typed it/);
    assert.doesNotMatch(page.body, /B12|search=x/);
  };
  isRefused(await browser.post('/sign-in', { name: 'colleague', password: people.colleague, unsaved }));
  isRefused(await browser.post('/account/unsaved', { unsaved }));
  for (const made of ['x', `${unsaved.slice(0, -4)}AAAA`])
    isRefused(await browser.post('/account/unsaved', { unsaved: made }));
  // The person themselves, once they may not type any longer.
  await db.knex('accounts').where({ name: 'office' }).update({ role: 'viewer' });
  const demoted = new Browser(app);
  await demoted.get('/sign-in');
  isRefused(await demoted.post('/sign-in', { name: 'office', password: people.office, unsaved }));
  await db.knex('accounts').where({ name: 'office' }).update({ role: 'editor', sees: 'named' });
  const elsewhere = new Browser(app);
  await elsewhere.get('/sign-in');
  isRefused(await elsewhere.post('/sign-in', { name: 'office', password: people.office, unsaved }));
  assert.equal(await rooms(), null);
});

test('a form that was not of the ended session is not kept, and who typed it is told', async () => {
  const { app, db, rooms } = await withPeople();
  const form = { id: '30', field: 'room', shown: '', value: 'B12', to: teachers };
  const stranger = new Browser(app);
  const refused = await stranger.post(`${teachers}/type-all`, form);
  assert.equal(refused.to, `/sign-in?${new URLSearchParams({ to: teachers, lost: 'values' }).toString()}`);
  assert.match((await stranger.get(refused.to ?? '')).body, /what you typed is not saved\. Go back/);
  // Another site's form has no token of the session, whatever it is sent with.
  const browser = new Browser(app);
  await browser.signIn('office', people.office);
  await db.knex('sessions').delete();
  const shown = await browser.post(`${teachers}/type-all`, { ...form, _csrf: 'made up' });
  const back = await browser.post('/sign-in', { name: 'office', password: people.office, unsaved: unsavedIn(shown) });
  assert.match(back.body, /<h1>Nothing was saved/);
  assert.equal(await rooms(), null);
});
