import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { after, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { addAccount } from '../../src/load/people/accounts.js';
import { openDatabase } from '../../src/load/database.js';
import type { ServeTerms } from '../../src/pipeline/serve-keys.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { SecondFactor } from '../../src/serve/second-factor.js';
import { Browser, type Shown } from '../support/browser.js';
import { cli } from '../support/cli.js';
import { backends, type Backend } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const shipped = shippedConfiguration();
const password = 'a long way to the staffroom';
/** Made at hardly any cost. */
const key = scryptSync(password, Buffer.alloc(16), 32, { N: 16, r: 8, p: 1 });
const hashed = `$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$${key.toString('base64')}`;
const sealing = 'k'.repeat(32);
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
  const configuration = { ...shipped, pipeline: { ...pipeline, serve: { ...pipeline.serve, secondFactor: asked } } };
  const db = await openDatabase(nights.database.url, pipeline);
  // At the beginning of a step.
  let now = Math.ceil(Date.now() / step) * step;
  const pages = (by: string | null) =>
    createApp({
      ...{ db, configuration, now: () => new Date(now), hosts: ['127.0.0.1:8080'] },
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
    assert.ok(await addAccount(db, account, auditEntry(new Date(), { who: null, address: null }, { what: 'added' })));
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
