import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { after, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { addAccount } from '../../src/load/people/accounts.js';
import { openDatabase, type Database } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { ownPath } from '../../src/serve/own-path.js';
import type { Served } from '../../src/serve/route.js';
import { digestOf } from '../../src/serve/session-token.js';
import { digestOfAddress, Throttle, wrongPasswords, type Guess } from '../../src/serve/throttle.js';
import { Browser } from '../support/browser.js';
import { cli } from '../support/cli.js';
import { backends, type Backend } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn, type Nights } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';
import { unlessFull } from '../support/numbers.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const password = 'correct horse battery staple \u00e9';
const other = 'a wholly different sentence';
const minute = 60 * 1000;
const hour = 60 * minute;
/** Made at hardly any cost: the usual one, at each account and sign-in, would be most of the time that these tests take. */
const key = scryptSync(password.normalize('NFC'), Buffer.alloc(16), 32, { N: 16, r: 8, p: 1 });
const hashed = `$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$${key.toString('base64')}`;

interface Site {
  readonly nights: Nights;
  readonly db: Database;
  readonly app: FastifyInstance;
  /** The same pages, started anew. */
  readonly again: () => Promise<FastifyInstance>;
  /** Moves the clock of the pages on. */
  readonly wait: (milliseconds: number) => void;
  readonly user: (args: readonly string[], stdin?: string) => ReturnType<typeof cli>;
}

/** Pages of a school to which nobody has an account yet. */
async function openSiteOf(
  backend: Backend | undefined,
  served: Partial<Served> = {},
  throttle?: Throttle,
): Promise<Site> {
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(smallSchool(3));
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  let now = Date.now();
  const pages = {
    db,
    configuration,
    now: () => new Date(now),
    hosts: ['127.0.0.1:8080', 'data.example.org'],
    ...served,
  };
  const app = await createApp(pages, throttle);
  const again = () => createApp(pages, throttle);
  after(async () => {
    await app.close();
    await db.close();
  });
  const user: Site['user'] = (args, stdin) =>
    cli(['user', ...args, '--database', nights.database.url], stdin === undefined ? {} : { stdin });
  return { nights, db, app, again, wait: (milliseconds) => void (now += milliseconds), user };
}

/** The same with an editor. */
async function siteOf(backend: Backend | undefined, served: Partial<Served> = {}, throttle?: Throttle): Promise<Site> {
  const site = await openSiteOf(backend, served, throttle);
  const name = 'office@example.org';
  const schools = new Set(['9360001']);
  const account = { name, role: 'editor', schools, createdAt: new Date().toISOString(), password: hashed } as const;
  assert.ok(
    await addAccount(site.db, account, auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' })),
  );
  return site;
}

const [first] = backends();
const page = '/schools/9360001/students?search=known1&page=2';

for (const backend of backends()) {
  test(`signing in leads to the page that was asked for, by a new session that only its digest is kept of, on ${backend.name}`, async () => {
    const { app, nights, wait, user } = await openSiteOf(backend);
    const added = await user(['add', 'Office@Example.org', '--role', 'editor', '--school', '9360001'], `${password}\n`);
    assert.equal(added.code, 0, added.stderr);
    const browser = new Browser(app);
    const { to } = await browser.get(page);
    assert.equal(to, `/sign-in?to=${encodeURIComponent(page)}`);
    assert.match(
      (await browser.get(to)).body,
      /name="to" value="\/schools\/9360001\/students\?search=known1&(amp;)?page=2"/,
    );
    browser.cookies.set('session', 'known-to-somebody-else');
    const wrong = await browser.post('/sign-in', { name: 'office@example.org', password: other, to: page });
    assert.deepEqual([wrong.status, wrong.set.has('session')], [403, false]);
    assert.match(wrong.body, /<title>Error: Sign in/);
    assert.match(wrong.body, /id="fault" tabindex="-1" autofocus/, 'the focus is on what is wrong');
    wait(1);
    // In any case, with another way to put the accent on the e.
    const name = ' OFFICE@example.org ';
    const right = await browser.post('/sign-in', { name, password: password.normalize('NFD'), to: page });
    assert.deepEqual([right.status, right.to], [303, page]);
    const cookie = right.set.get('session') ?? '';
    assert.match(cookie, /^session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
    const shown = await browser.get(page);
    assert.equal(shown.status, 200);
    assert.match(shown.body, /<bdi>office@example.org<\/bdi>/);
    assert.match(shown.body, /<button type="submit">Sign out/);
    const token = browser.cookies.get('session') ?? '';
    const stored = JSON.stringify([
      await nights.database.query('select * from sessions'),
      await nights.database.query('select * from accounts'),
      await nights.database.query('select * from audit'),
    ]);
    assert.ok(stored.includes(digestOf(token)));
    for (const secret of [token, password, other, 'known-to-somebody-else']) assert.ok(!stored.includes(secret));
    const again = new Browser(app);
    await again.signIn('office@example.org', password);
    assert.notEqual(again.cookies.get('session'), token);
    const what = await nights.database.query(
      "select who, what, detail from audit where what like 'sign%' order by at, id",
    );
    assert.deepEqual(what, [
      { who: null, what: 'sign-in-refused', detail: 'office@example.org' },
      { who: 'office@example.org', what: 'sign-in', detail: null },
      { who: 'office@example.org', what: 'sign-in', detail: null },
    ]);
  });

  test(
    `a session ends when it is signed out, not used for 12 hours or 7 days old, and with the password, on ${backend.name}`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const { app, wait, user, nights } = await siteOf(backend);
      const signedIn = async (given = password): Promise<Browser> => {
        const browser = new Browser(app);
        assert.equal((await browser.signIn('office@example.org', given)).to, '/');
        assert.equal((await browser.get('/account')).status, 200);
        return browser;
      };
      const status = async (browser: Browser) => (await browser.get('/account')).status;
      const out = await signedIn();
      const kept = out.cookies.get('session') ?? '';
      assert.equal((await out.post('/sign-out')).to, '/sign-in');
      assert.equal(out.cookies.has('session'), false);
      out.cookies.set('session', kept);
      assert.equal(await status(out), 303, 'not only the cookie is gone');
      const unused = await signedIn();
      wait(12 * hour - minute);
      assert.equal(await status(unused), 200);
      wait(12 * hour - 6 * minute);
      assert.equal(await status(unused), 200);
      wait(12 * hour + minute);
      assert.equal(await status(unused), 303);
      const used = await signedIn();
      for (let hours = 0; hours < 7 * 24 - 10; hours += 10) {
        wait(10 * hour);
        assert.equal(await status(used), hours + 10 <= 168 ? 200 : 303);
      }
      wait(9 * hour);
      assert.equal(await status(used), 303);
      const [here, there] = [await signedIn(), await signedIn()];
      const form = { current: password, password: other, again: other };
      for (const [wrong, says] of [
        [{ ...form, current: other }, /is not your current password/],
        [{ ...form, password: 'short', again: 'short' }, /at least 12/],
        [{ ...form, again: `${other}s` }, /two new passwords differ/],
      ] as const)
        assert.match((await here.post('/account/password', wrong)).body, says);
      assert.equal(await status(there), 200);
      const before = here.cookies.get('session');
      assert.equal((await here.post('/account/password', form)).to, '/account?changed=yes');
      assert.notEqual(here.cookies.get('session'), before);
      assert.deepEqual([await status(here), await status(there)], [200, 303]);
      const everywhere = await signedIn(other);
      await everywhere.post('/sign-out-everywhere');
      assert.equal(await status(here), 303);
      const last = await signedIn(other);
      assert.equal((await user(['password', 'office@example.org'], password)).code, 0);
      assert.equal(await status(last), 303);
      assert.deepEqual(await nights.database.query('select * from sessions'), []);
    },
  );

  test(
    `another role, other schools and no account any more hold from the next request, on ${backend.name}`,
    { skip: unlessFull('it takes seconds') },
    async () => {
      const { app, user, nights } = await siteOf(backend);
      assert.equal((await user(['add', 'head', '--role', 'viewer', '--all-schools'], other)).code, 0);
      const browser = new Browser(app);
      await browser.signIn('office@example.org', password);
      const status = async (path: string) => (await browser.get(path)).status;
      const teachers = '/schools/9360001/teachers';
      assert.match((await browser.get(teachers)).body, /name="field" value="room"/);
      await user(['change', 'office@example.org', '--role', 'viewer']);
      assert.doesNotMatch((await browser.get(teachers)).body, /name="field" value="room"/);
      await user(['change', 'office@example.org', '--school', '9360009']);
      assert.deepEqual([await status(teachers), await status('/'), await status('/audit')], [404, 200, 403]);
      await user(['change', 'office@example.org', '--role', 'admin', '--all-schools']);
      assert.deepEqual([await status(teachers), await status('/audit')], [200, 200]);
      await user(['remove', 'office@example.org']);
      assert.equal(await status(teachers), 303);
      // One who comes after by the same name has nothing of the one before.
      await user(['add', 'office@example.org', '--role', 'viewer', '--school', '9360001'], other);
      assert.equal(await status(teachers), 303);
      await user(['remove', 'office@example.org']);
      assert.equal(await status(teachers), 303);
      const removed = await user(['remove', 'head']);
      assert.match(removed.stdout, /Nobody has an account now/);
      assert.equal(await status(teachers), 200);
      assert.deepEqual(await nights.database.query('select * from account_schools'), []);
    },
  );

  test(`the audit is shown newest first in parts of 50, of a school, a person, a deed or some days, and goes into a file, on ${backend.name}`, async () => {
    const { app, db, nights, user } = await siteOf(backend);
    await user(['change', 'office@example.org', '--role', 'admin', '--all-schools']);
    const rows = Array.from({ length: 120 }, (_, at) => ({
      id: `${at % 3 === 0 ? 'edit-' : ''}20261101T0000${String(Math.floor(at / 2)).padStart(2, '0')}000Z-${String(at).padStart(3, '0')}`,
      at: `2026-11-01T00:00:${String(Math.floor(at / 2)).padStart(2, '0')}.000Z`,
      who: 'somebody',
      what: at % 3 === 0 ? 'edit' : 'export',
      school_id: at % 2 === 0 ? '1' : '2',
      kind: 'teachers',
      record_id: at % 3 === 0 ? `<b>${String(at)}` : null,
    }));
    // Around midnight in London, where it is an hour later than UTC on the first of two days.
    const around = ['2026-07-01T22:59:59.999Z', '2026-07-01T23:00:00.000Z', '2026-07-02T22:59:59.999Z'].map(
      (at, number) => ({
        ...{ id: `${at.replace(/[-:.]/g, '')}-night`, at, who: 'night owl', what: 'look', school_id: '4' },
        ...{ kind: 'students', record_id: String(number), address: '10.1.1.1' },
      }),
    );
    for (const of of [rows, around]) await db.knex('audit').insert(of);
    const browser = new Browser(app);
    await browser.signIn('office@example.org', password);
    const walk = async (start: string): Promise<number[]> => {
      const counts: number[] = [];
      const seen: string[] = [];
      for (let path: string | undefined = start; path !== undefined;) {
        const { body }: { body: string } = await browser.get(path);
        const times: string[] = [...body.matchAll(/<time dateTime="([^"]*)"/gi)].map(([, at = '']) => at);
        counts.push(times.length);
        seen.push(...times);
        assert.doesNotMatch(body, /<b>/);
        path = /href="(\/audit\?[^"]*before=[^"]*)">Older/.exec(body)?.[1]?.replaceAll('&amp;', '&');
      }
      assert.deepEqual(seen, [...seen].sort().reverse());
      return counts;
    };
    assert.deepEqual(await walk('/audit'), [50, 50, 26]);
    assert.deepEqual(await walk('/audit?school=1'), [50, 10]);
    assert.deepEqual(await walk('/audit?what=edit'), [40]);
    assert.deepEqual(await walk('/audit?what=edit&school=2'), [20]);
    assert.deepEqual(await walk('/audit?school=3'), [0]);
    assert.deepEqual(await walk('/audit?before=x&from=today&to=2026-02-30'), [50, 50, 26]);
    assert.deepEqual(await walk('/audit?who=Somebody'), [50, 50, 20]);
    assert.deepEqual(await walk('/audit?who=some'), [0]);
    assert.deepEqual(await walk('/audit?who=night+owl&from=2026-07-02'), [2]);
    assert.deepEqual(await walk('/audit?from=2026-07-02&to=2026-07-02'), [2]);
    assert.deepEqual(await walk('/audit?to=2026-07-01'), [1]);
    const { body } = await browser.get('/audit?who=night+owl&to=2026-07-02');
    const link = /href="([^"]*)">Export, as CSV/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const file = await browser.get(link);
    assert.match(String(file.headers['content-disposition']), /Who-did-what-20\d\d-\d\d-\d\d\.csv/);
    assert.equal(
      file.body,
      `\ufeff${[
        'When (UTC),Who,What,School,Kind,Id,More,From,Name of the school',
        '2026-07-02T22:59:59.999Z,night owl,looked at,4,students,2,,10.1.1.1,',
        '2026-07-01T23:00:00.000Z,night owl,looked at,4,students,1,,10.1.1.1,',
        '2026-07-01T22:59:59.999Z,night owl,looked at,4,students,0,,10.1.1.1,',
        '',
      ].join('\r\n')}`,
    );
    const noted = await nights.database.query(
      "select who, address from audit where what = 'export' and detail = 'audit'",
    );
    assert.deepEqual(noted, [{ who: 'office@example.org', address: '127.0.0.1' }]);
  });

  test(`an export, a look and a room that is typed are noted with who did it from where, and the record says it, on ${backend.name}`, async () => {
    const { app, nights, wait } = await siteOf(backend);
    const browser = new Browser(app);
    await browser.signIn('office@example.org', password);
    const teachers = '/schools/9360001/teachers';
    assert.equal((await browser.get(`${teachers}/export.csv?search=staff`)).status, 200);
    await browser.get(teachers);
    wait(1);
    assert.equal((await browser.post(`${teachers}/type`, { id: '30', field: 'room', value: 'Zi12' })).status, 303);
    wait(1);
    assert.match(
      (await browser.get(`${teachers}/record?id=30`)).body,
      /changed by hand, by <bdi>office@example.org<\/bdi>/,
    );
    await nights.command('edit', 'teacher', '30', 'room', 'Zi13');
    const { stdout } = await nights.command('history', 'teacher', '30');
    assert.match(stdout, /typed by office@example.org: room .*\n.* typed: room/);
    const noted = await nights.database.query(
      "select who, what, school_id, kind, record_id, detail, address from audit where what in ('export', 'edit', 'look') order by at, what",
    );
    const of = { school_id: '9360001', kind: 'teachers', address: '127.0.0.1' };
    const one = { ...of, record_id: '30' };
    assert.deepEqual(noted, [
      { who: 'office@example.org', what: 'export', ...of, record_id: null, detail: null },
      { who: 'office@example.org', what: 'edit', ...one, detail: 'room' },
      { who: 'office@example.org', what: 'look', ...one, detail: null },
      { who: null, what: 'edit', ...one, detail: 'room', address: null },
    ]);
    assert.equal((await nights.command('forget', 'teacher', '30')).code, 0);
    const left = await nights.database.query("select who from audit where what = 'edit' and record_id is null");
    assert.equal(left.length, 2);
  });
}

test('ten wrong passwords stop who guesses for a while, from any address and with the right one, and not for ever', async () => {
  const { app, wait, nights } = await siteOf(first);
  const bystander = new Browser(app, { address: '10.0.2.1' });
  await bystander.signIn('office@example.org', password);
  for (let at = 0; at < 10; at++) {
    const shown = await new Browser(app, { address: `10.0.0.${String(at)}` }).signIn('office@example.org', other);
    assert.equal(shown.status, 403);
  }
  const stopped = await new Browser(app, { address: '10.0.1.1' }).signIn('Office@example.org', password);
  assert.deepEqual([stopped.status, stopped.headers['retry-after']], [429, '900']);
  assert.match(stopped.body, /Wait 15 minutes/);
  assert.equal((await bystander.get('/account')).status, 200, 'who is signed in stays so');
  const colleague = () => new Browser(app, { address: '10.0.2.1' });
  assert.equal((await colleague().signIn('office@example.org', password)).status, 303, 'and can sign in from there');
  for (let at = 0; at < 10; at++) await colleague().signIn('office@example.org', other);
  assert.equal((await colleague().signIn('office@example.org', password)).status, 429);
  wait(15 * minute - 1);
  assert.equal((await new Browser(app).signIn('office@example.org', password)).status, 429);
  wait(1);
  assert.equal((await new Browser(app).signIn('office@example.org', password)).status, 303);
  // Names that nobody has are stopped alike, and no name that was typed is kept.
  for (let at = 0; at < 10; at++) await new Browser(app).signIn('Secret typed as a name', other);
  assert.equal((await new Browser(app).signIn('secret typed as a name', other)).status, 429);
  assert.ok(!JSON.stringify(await nights.database.query('select * from audit')).includes('ecret'));
});

const guessed = (name: string, address: string, isKnown = false): Guess => {
  return { name, address, from: digestOfAddress(name, address), isKnown };
};

test('guesses at once are counted as well, and names beyond counting do not fill the memory', () => {
  const throttle = new Throttle();
  const now = new Date();
  const guess = (name: string, address: string, isKnown = false) =>
    throttle.guess(guessed(name, address, isKnown), now);
  const answers = Array.from({ length: 12 }, () => guess('a', 'here'));
  assert.deepEqual(answers, [...Array.from({ length: 10 }, () => null), 900, 900]);
  throttle.clear(guessed('a', 'here'));
  assert.equal(guess('a', 'elsewhere'), null, 'the right one was no guess');
  assert.equal(guess('a', 'elsewhere'), 900, 'the nine before it still count for others');
  for (let at = 0; at < 10; at++)
    assert.equal(guess('a', 'here', true), null, 'who is known there has guesses of their own');
  assert.equal(guess('a', 'here', true), 900);
  throttle.clear(guessed('a', 'here', true));
  assert.equal(guess('a', 'here', true), null, 'which begin anew with the right one');
  for (let at = 0; at < 20_001; at++) guess(`name ${String(at)}`, `address ${String(at)}`);
  for (let at = 0; at < 10; at++) assert.equal(guess('a', 'far away'), null, 'what was first is forgotten');
});

test(
  'C15: wrong passwords for invented names keep out who guesses, and nobody who signed in from there before',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const now = new Date();
    const throttle = new Throttle();
    const { app, again, db, wait } = await siteOf(first, {}, throttle);
    const at = { address: '10.9.9.9' };
    assert.equal((await new Browser(app, at).signIn('office@example.org', password)).status, 303);
    for (let number = 0; number < wrongPasswords.fromAddress - 1; number++)
      assert.equal(throttle.guess(guessed(`invented ${String(number)}`, '10.9.9.9'), now), null);
    const anew = await again();
    assert.equal((await new Browser(anew, at).signIn('invented', password)).status, 403, 'the last that may be wrong');
    const stopped = await new Browser(anew, at).signIn('someone@example.org', password);
    assert.equal(stopped.status, 429);
    assert.match(String(stopped.headers['retry-after']), /^\d+$/);
    assert.match(stopped.body, /Too many attempts/);
    const colleague = await new Browser(anew, at).signIn('office@example.org', password);
    assert.equal(colleague.status, 303, 'known from the database, though the pages were started anew');
    assert.equal((await new Browser(anew, { address: '10.9.9.8' }).signIn('invented', password)).status, 403);
    const kept = JSON.stringify(await db.knex('known_addresses').select());
    assert.ok(!kept.includes('10.9.9.9'), 'no address is kept');
    wait(15 * minute);
    assert.equal((await new Browser(app, at).signIn('somebody@example.org', password)).status, 403);
  },
);

test('C15: what was right counts as no guess of an address', () => {
  const throttle = new Throttle();
  const now = new Date();
  for (let number = 0; number < 300; number++) {
    const guess = guessed(`account ${String(number)}`, '10.9.9.9');
    assert.equal(throttle.guess(guess, now), null);
    throttle.clear(guess);
  }
});

test('only the proxy that is named says for whom it asks', async () => {
  const ask = async (served: Partial<Served>) => {
    const throttle = new Throttle();
    const { app } = await siteOf(first, served, throttle);
    const from = (address: string) => new Browser(app, { headers: { 'x-forwarded-for': address } });
    for (const address of ['127.0.0.1', '10.1.1.1'])
      for (let at = 0; at < wrongPasswords.fromAddress; at++) throttle.guess(guessed(String(at), address), new Date());
    return (await from('10.1.1.2').signIn('nobody', password)).status;
  };
  assert.deepEqual(
    [await ask({}), await ask({ proxy: '10.0.0.1' }), await ask({ proxy: '127.0.0.1' })],
    [429, 429, 403],
  );
});

test('where a site is asked for by https its cookies are for that only', async () => {
  const { app } = await siteOf(first, { secureHosts: ['data.example.org'], mustSignIn: true });
  const browser = new Browser(app, { host: 'data.example.org' });
  const asked = await browser.get('/sign-in');
  assert.equal(asked.headers['strict-transport-security'], 'max-age=31536000');
  assert.match(asked.set.get('__Host-_csrf') ?? '', /; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  const { set } = await browser.signIn('office@example.org', password);
  assert.match(
    set.get('__Host-session') ?? '',
    /^__Host-session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  assert.equal((await browser.get('/account')).status, 200);
  const here = await new Browser(app).get('/sign-in');
  assert.equal(here.headers['strict-transport-security'], undefined);
});

test('signing in leads to no other site', async () => {
  for (const path of ['/', '/schools/1?search=a%20b&page=2', '/schools/%2F%2Fx', '/a?to=https://evil.example'])
    assert.equal(ownPath(path), path);
  for (const other of [
    '',
    'schools',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    `/${'x'.repeat(3000)}`,
  ])
    assert.equal(ownPath(other), '/', JSON.stringify(other));
  const { app } = await siteOf(first);
  const browser = new Browser(app);
  assert.equal((await browser.signIn('office@example.org', password, '//evil.example')).to, '/');
  assert.equal((await browser.get('/sign-in?to=//evil.example/')).to, '/');
});

test('a browser that comes from another site is let ask again, when it sends its session along', async () => {
  const { app } = await siteOf(first);
  const browser = new Browser(app);
  const from = (site: string) => ({ 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' });
  const led = await browser.get(page, from('cross-site'));
  assert.equal(led.status, 200);
  assert.match(led.body, /<meta http-equiv="refresh" content="0"/);
  assert.equal((await browser.get(page, from('same-origin'))).status, 303);
});

test('where others reach the pages nobody is let in without an account, also when the last one is removed', async () => {
  const { app, user } = await siteOf(first, { mustSignIn: true });
  assert.equal((await new Browser(app).get('/')).status, 303);
  assert.equal((await user(['remove', 'office@example.org'])).code, 0);
  assert.equal((await new Browser(app).get('/')).status, 303);
});
