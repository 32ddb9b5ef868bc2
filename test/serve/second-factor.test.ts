import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { addAccount, disableAccount } from '../../src/load/people/accounts.js';
import { resetSecondFactor } from '../../src/load/people/second-factors.js';
import { openDatabase } from '../../src/load/database.js';
import type { ServeTerms } from '../../src/pipeline/serve-keys.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { SecondFactor } from '../../src/serve/second-factor.js';
import { Browser, type Shown } from '../support/browser.js';
import { cheapHash } from '../support/cheap-hash.js';
import { cli } from '../support/cli.js';
import { backends, type Backend } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const shipped = shippedConfiguration();
const password = 'a long way to the staffroom';
const hashed = cheapHash(password);
const sealing = 'k'.repeat(32);
const entry = () => auditEntry(new Date(), { who: null, address: null }, { what: 'account-changed' });
const [second, minute] = [1000, 60_000];
const step = 30 * second;

async function siteOf(
  backend: Backend | undefined,
  asked: ServeTerms['secondFactor'],
  factor: string | null = sealing,
) {
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(smallSchool(3));
  const { pipeline } = shipped;
  const asking = (secondFactor: ServeTerms['secondFactor']) => ({
    ...shipped,
    pipeline: { ...pipeline, serve: { ...pipeline.serve, secondFactor } },
  });
  const db = await openDatabase(nights.database.url, pipeline);
  // At the beginning of a step.
  let now = Math.ceil(Date.now() / step) * step;
  const pages = (by: string | null, secondFactor = asked) =>
    createApp({
      ...{ db, configuration: asking(secondFactor), now: () => new Date(now), hosts: ['127.0.0.1:8080'] },
      ...(by === null ? {} : { secondFactor: new SecondFactor(by, 'data.example.org') }),
    });
  const app = await pages(factor);
  after(async () => {
    await app.close();
    await db.close();
  });
  for (const [name, schools] of [
    ['trust', null],
    ['office', new Set(['9360001'])],
    ['other', new Set(['9360001', '9360002'])],
  ] as const) {
    const account = { name, role: 'admin', schools, createdAt: new Date().toISOString(), password: hashed } as const;
    assert.ok(await addAccount(db, account, entry()));
  }
  return {
    ...{ nights, db, app, pages, wait: (milliseconds: number) => void (now += milliseconds), now: () => now },
    user: (...args: string[]) => cli(['user', ...args, '--database', nights.database.url]),
  };
}

const secretIn = ({ body }: Shown): string => (/<code id="key">([^<]*)</.exec(body)?.[1] ?? '').replaceAll(' ', '');
const codesIn = ({ body }: Shown): string[] =>
  [...body.matchAll(/<code>([a-z2-7-]{19})</g)].map(([, code = '']) => code);
/** As an app shows it, this long before or after. */
const codeOf = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/account')).status === 200;

for (const backend of backends()) {
  test(`a second factor is set up at the next sign-in, and asked for at each, on ${backend.name}`, async () => {
    const { app, wait, now, nights, user } = await siteOf(backend, 'several');
    const office = new Browser(app);
    assert.equal((await office.signIn('office', password)).to, '/', 'who sees one school is not asked');
    const browser = new Browser(app);
    const begun = await browser.signIn('trust', password, '/schools');
    assert.equal(begun.to, '/sign-in/code?to=%2Fschools');
    assert.match(begun.set.get('begun') ?? '', /; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.equal(await isIn(browser), false);
    const setUp = await browser.get(begun.to ?? '');
    assert.match(setUp.body, /<svg class="qr" role="img"/);
    const secret = secretIn(setUp);
    assert.match(
      setUp.body,
      new RegExp(`otpauth://totp/data\\.example\\.org:trust\\?issuer=data\\.example\\.org&(amp;)?secret=${secret}`),
    );
    const wrong = await browser.post('/sign-in/code', { code: '000000', to: '/schools' });
    assert.deepEqual([wrong.status, secretIn(wrong)], [403, secret]);
    const shown = await browser.post('/sign-in/code', {
      code: ` ${codeOf(secret, now()).replace(/(?=.{3}$)/, ' ')}`,
      to: '/schools',
    });
    const codes = codesIn(shown);
    assert.equal(new Set(codes).size, 10);
    assert.match(shown.body, /<a href="\/schools">Go on/);
    assert.equal(await isIn(browser), true);

    // The next time the code alone, each only once, and as old as a clock may be wrong.
    const signIn = async (code: string): Promise<number | string> => {
      const again = new Browser(app);
      const { to } = await again.signIn('trust', password);
      assert.match((await again.get(to ?? '')).body, /<h1>Your code/);
      const { status } = await again.post('/sign-in/code', { code });
      return (await isIn(again)) ? 'in' : status;
    };
    assert.equal(await signIn(codeOf(secret, now())), 403, 'it was used to set it up');
    wait(5 * step);
    for (const [off, answer] of [
      [-2, 403],
      [2, 403],
      [-1, 'in'],
      [-1, 403],
      [0, 'in'],
      [1, 'in'],
      [0, 403],
    ] as const)
      assert.equal(await signIn(codeOf(secret, now() + off * step)), answer, `${String(off)} steps off`);
    assert.equal(await signIn(codes[0] ?? ''), 'in', 'a recovery code');
    assert.equal(await signIn(codes[0] ?? ''), 403, 'once');
    assert.equal(await signIn((codes[1] ?? '').toUpperCase().replaceAll('-', ' ')), 'in', 'however it is typed');

    const tables = ['accounts', 'recovery_codes', 'begun_sign_ins', 'audit'].map((table) => `select * from ${table}`);
    const stored = JSON.stringify(await Promise.all(tables.map((query) => nights.database.query(query))));
    for (const kept of [secret, ...codes, codes[1]?.replaceAll('-', '') ?? '']) assert.ok(!stored.includes(kept));
    assert.equal((await nights.database.query('select * from recovery_codes')).length, 8);
    const noted = await nights.database.query(
      "select detail from audit where what = 'sign-in' and who = 'trust' order by at, id",
    );
    assert.deepEqual(
      new Set(noted.map(({ detail }) => detail)),
      new Set(['with a new second factor', 'with a code', 'with a recovery code']),
    );

    // Their own account says how it stands, and gives new codes for the password and a code.
    const account = await browser.get('/account');
    assert.match(account.body, /set up <time[\s\S]*8 left of 10/);
    await browser.get('/account/recovery-codes');
    const renew = (code: string, current = password) => browser.post('/account/recovery-codes', { code, current });
    wait(step);
    const atOnce = codeOf(secret, now() + step);
    for (const [code, current] of [
      ['000000', password],
      [atOnce, 'not my password'],
      [codes[0] ?? '', password],
    ] as const) {
      const refused = await renew(code, current);
      assert.deepEqual([refused.status, codesIn(refused)], [403, []]);
      assert.match(refused.body, /The password or the code is wrong/);
    }
    const both = await Promise.all([renew(atOnce), renew(atOnce)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 403], 'a code counts once');
    const renewed = both.flatMap(codesIn);
    assert.equal(new Set([...codes, ...renewed]).size, 20);
    assert.equal(await signIn(codes[2] ?? ''), 403, 'the old ones end at once');
    assert.equal(await signIn(renewed[0] ?? ''), 'in');

    // Another app takes the place of the one before, and of its codes, by its first code.
    const elsewhere = new Browser(app);
    await elsewhere.get((await elsewhere.signIn('trust', password)).to ?? '');
    await elsewhere.post('/sign-in/code', { code: renewed[1] ?? '' });
    const begins = (code: string) => browser.post('/account/authenticator', { code, current: password });
    const next = await begins(renewed[2] ?? '');
    const nextSecret = secretIn(next);
    assert.match(nextSecret, /^[A-Z2-7]{32}$/);
    assert.notEqual(nextSecret, secret);
    assert.equal((await begins(renewed[2] ?? '')).status, 403, 'a recovery code counts once');
    const sealed = /name="sealed" value="([^"]*)"/.exec(next.body)?.[1] ?? '';
    const use = (by: Browser, code: string) => by.post('/account/authenticator/new', { code, sealed });
    const mistyped = await use(browser, '000000');
    assert.deepEqual([mistyped.status, secretIn(mistyped)], [403, nextSecret]);
    await elsewhere.get('/account');
    assert.equal((await use(elsewhere, codeOf(nextSecret, now()))).status, 403, 'it is of this session alone');
    assert.equal(await signIn(renewed[3] ?? ''), 'in', 'until then nothing has changed');
    const before = browser.cookies.get('session');
    const set = await use(browser, codeOf(nextSecret, now()));
    assert.equal(codesIn(set).length, 10);
    assert.notEqual(browser.cookies.get('session'), before);
    assert.deepEqual([await isIn(browser), await isIn(elsewhere)], [true, false]);
    assert.equal((await use(browser, codeOf(nextSecret, now()))).status, 403, 'only once');
    wait(step);
    for (const old of [codeOf(secret, now()), renewed[4] ?? '']) assert.equal(await signIn(old), 403);
    assert.equal(await signIn(codeOf(nextSecret, now())), 'in');
    const deeds = await nights.database.query(
      "select who, what, detail from audit where what like 'account-%' and who = 'trust' order by at, id",
    );
    assert.deepEqual(deeds.map(({ what, detail }) => `${String(what)} ${String(detail)}`).sort(), [
      'account-authenticator trust, begun with a recovery code',
      'account-authenticator trust, set up',
      'account-recovery-codes trust, with a code',
    ]);
    const later = JSON.stringify(await Promise.all(tables.map((query) => nights.database.query(query))));
    for (const kept of [nextSecret, ...renewed, ...codesIn(set)]) assert.ok(!later.includes(kept));

    const { stdout } = await user('change', 'trust', '--reset-second-factor');
    assert.match(stdout, /The second factor of trust is taken away/);
    assert.equal(await isIn(browser), false);
    const anew = await browser.signIn('trust', password);
    assert.notEqual(secretIn(await browser.get(anew.to ?? '')), secret);
    assert.deepEqual(await nights.database.query('select * from recovery_codes'), []);
  });
}

const [first] = backends();

test('ten wrong codes stop who guesses them, whatever the password, and not who is signed in', async () => {
  const { app, wait, now, db } = await siteOf(first, 'all');
  const browser = new Browser(app);
  const secret = secretIn(await browser.get((await browser.signIn('office', password)).to ?? ''));
  const codes = codesIn(await browser.post('/sign-in/code', { code: codeOf(secret, now()) }));
  wait(step);
  const guessing = new Browser(app, { address: '10.0.0.1' });
  await guessing.signIn('office', password);
  await guessing.get('/sign-in/code');
  for (let at = 0; at < 10; at++) {
    if (at === 5) await guessing.get((await guessing.signIn('office', password)).to ?? '');
    const code = at % 2 === 0 ? 'aaaa-bbbb-cccc-dddd' : String(100_000 + at);
    assert.equal((await guessing.post('/sign-in/code', { code })).status, 403);
  }
  const stopped = await guessing.post('/sign-in/code', { code: codeOf(secret, now()) });
  assert.deepEqual([stopped.status, stopped.headers['retry-after']], [429, '900']);
  assert.match(stopped.body, /wrong code[\s\S]*recovery code/);
  assert.equal(await isIn(browser), true);
  const here = new Browser(app);
  await here.get((await here.signIn('office', password)).to ?? '');
  assert.equal(
    (await here.post('/sign-in/code', { code: codes[3] ?? '' })).to,
    '/',
    'known here, guesses of their own',
  );
  wait(15 * minute);
  await guessing.signIn('office', password);
  await guessing.get('/sign-in/code');
  assert.equal((await guessing.post('/sign-in/code', { code: codeOf(secret, now()) })).to, '/');
  const refused = await db.knex('audit').where({ what: 'code-refused', detail: 'office', address: '10.0.0.1' });
  assert.equal(refused.length, 10);
});

test('a sign-in that waits for its code ends after ten minutes, with another password, and without its cookie or key', async () => {
  const { app, pages, wait, now, db } = await siteOf(first, 'all');
  const browser = new Browser(app);
  const to = '/sign-in/code?to=%2Fschools';
  const set = async (): Promise<string> => {
    await browser.signIn('other', password, '/schools');
    return secretIn(await browser.get(to));
  };
  const sent = async (secret: string) => browser.post('/sign-in/code', { code: codeOf(secret, now()), to: '/schools' });
  const secret = await set();
  wait(10 * minute + 1);
  assert.equal((await sent(secret)).to, '/sign-in?to=%2Fschools');
  const next = await set();
  await db
    .knex('accounts')
    .where({ name: 'other' })
    .update({ password: `${hashed}=` });
  assert.equal((await sent(next)).to, '/sign-in?to=%2Fschools');
  await db.knex('accounts').where({ name: 'other' }).update({ password: hashed });
  const last = await set();
  const kept = browser.cookies.get('begun') ?? '';
  browser.cookies.delete('begun');
  assert.equal((await sent(last)).to, '/sign-in?to=%2Fschools');
  browser.cookies.set('begun', kept);
  assert.equal(codesIn(await sent(last)).length, 10);
  wait(step);
  for (const by of ['another key '.repeat(3), null]) {
    const elsewhere = new Browser(await pages(by));
    const begun = await elsewhere.signIn('other', password);
    await elsewhere.get('/sign-in/code');
    const shown = by === null ? begun : await elsewhere.post('/sign-in/code', { code: codeOf(last, now()) });
    assert.equal(shown.status, 500);
    assert.equal(await isIn(elsewhere), false, 'nobody comes in without it');
  }
});

test('who has few recovery codes is told when they sign in, and who signs in by a provider alone gives a code alone', async () => {
  const { app, wait, now, db } = await siteOf(first, 'all');
  const browser = new Browser(app);
  const secret = secretIn(await browser.get((await browser.signIn('office', password)).to ?? ''));
  const codes = codesIn(await browser.post('/sign-in/code', { code: codeOf(secret, now()) }));
  const signIn = async (code: string) => {
    const again = new Browser(app);
    await again.get((await again.signIn('office', password, '/schools')).to ?? '');
    return again.post('/sign-in/code', { code, to: '/schools' });
  };
  for (const code of codes.slice(0, 7)) assert.equal((await signIn(code)).to, '/schools');
  const told = await signIn(codes[7] ?? '');
  assert.match(
    told.body,
    /You have 2 recovery codes left[\s\S]*href="\/account\/recovery-codes"[\s\S]*href="\/schools">Go on/,
  );
  for (const [at, says] of [
    [8, /You have 1 recovery code left/],
    [9, /You have no recovery codes left/],
  ] as const)
    assert.match((await signIn(codes[at] ?? '')).body, says);
  wait(step);
  assert.match((await signIn(codeOf(secret, now()))).body, /You have no recovery codes left/);
  assert.match((await browser.get('/account')).body, /none left of 10/);

  await db.knex('accounts').where({ name: 'office' }).update({ password: '' });
  const asked = await browser.get('/account/recovery-codes');
  assert.doesNotMatch(asked.body, /name="current"/);
  assert.equal((await browser.post('/account/recovery-codes', { code: '000000' })).status, 403);
  const renewed = await browser.post('/account/recovery-codes', { code: codeOf(secret, now() + step) });
  assert.equal(codesIn(renewed).length, 10);
});

test('wrong passwords and codes of who is signed in are as few as of who signs in', async () => {
  const { app, now, wait } = await siteOf(first, 'all');
  const browser = new Browser(app);
  const secret = secretIn(await browser.get((await browser.signIn('office', password)).to ?? ''));
  await browser.post('/sign-in/code', { code: codeOf(secret, now()) });
  wait(step);
  const begins = (code: string) => browser.post('/account/authenticator', { code, current: password });
  await browser.get('/account/authenticator');
  for (let at = 0; at < 10; at++) assert.equal((await begins('000000')).status, 403);
  const stopped = await begins(codeOf(secret, now()));
  assert.deepEqual([stopped.status, secretIn(stopped)], [429, '']);
  assert.match(stopped.body, /attempts with a wrong code/);
  assert.equal(await isIn(browser), true);
});

test('a session that began without a code ends when one is asked for', async () => {
  const { app, db, pages, now, wait } = await siteOf(first, 'several');
  const office = new Browser(app);
  await office.signIn('office', password);
  assert.equal(await isIn(office), true);
  // They see another school from now on.
  await db.knex('account_schools').insert({ account: 'office', school_id: '9360002' });
  assert.equal(await isIn(office), false);
  assert.match((await office.signIn('office', password)).to ?? '', /^\/sign-in\/code/);

  // Codes are asked for by a later start of the pages.
  const before = new Browser(await pages(sealing, 'off'));
  await before.signIn('trust', password);
  assert.equal(await isIn(before), true);
  const after = new Browser(await pages(sealing, 'all'));
  after.cookies.set('session', before.cookies.get('session') ?? '');
  assert.equal(await isIn(after), false);
  const secret = secretIn(await after.get((await after.signIn('trust', password)).to ?? ''));
  await after.post('/sign-in/code', { code: codeOf(secret, now()) });
  assert.equal(await isIn(after), true);
  // A new password keeps who gave a code signed in.
  wait(step);
  await after.get('/account');
  const other = 'another quite long password';
  await after.post('/account/password', { current: password, password: other, again: other });
  assert.equal(await isIn(after), true);
});

test('of two who sign in at once with one code, or one recovery code, one comes in', async () => {
  const { app, wait, now, db } = await siteOf(first, 'all');
  const browser = new Browser(app);
  const secret = secretIn(await browser.get((await browser.signIn('office', password)).to ?? ''));
  const codes = codesIn(await browser.post('/sign-in/code', { code: codeOf(secret, now()) }));
  wait(step);
  for (const code of [codeOf(secret, now()), codes[0] ?? '']) {
    const two = [new Browser(app), new Browser(app)];
    for (const one of two) await one.get((await one.signIn('office', password)).to ?? '');
    const answers = await Promise.all(two.map((one) => one.post('/sign-in/code', { code })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 403]);
    assert.deepEqual((await Promise.all(two.map(isIn))).sort(), [false, true]);
  }
  // Whoever is disabled or reset between password and code does not come in.
  const ends = {
    office: () => disableAccount(db, 'office', new Date(now()).toISOString(), entry()),
    trust: () => resetSecondFactor(db, 'trust', entry()),
  };
  for (const [name, end] of Object.entries(ends)) {
    const pending = new Browser(app);
    const own = secretIn(await pending.get((await pending.signIn(name, password)).to ?? ''));
    await end();
    const code = name === 'office' ? (codes[1] ?? '') : codeOf(own, now());
    assert.equal((await pending.post('/sign-in/code', { code })).to, '/sign-in');
    assert.equal(await isIn(pending), false);
  }
});
