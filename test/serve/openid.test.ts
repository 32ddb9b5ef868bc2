import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { addAccount, disableAccount } from '../../src/load/people/accounts.js';
import { removeIdentities } from '../../src/load/people/identities.js';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { knownBy } from '../../src/serve/known-by.js';
import { awayEnds, Providers, type TrustedProvider } from '../../src/serve/openid.js';
import { SecondFactor } from '../../src/serve/second-factor.js';
import { Browser, type Shown } from '../support/browser.js';
import { backends, type Backend } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { OpenidProvider, type Claims, type Granted } from '../support/openid-provider.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const shipped = shippedConfiguration();
const client = { id: 'pullthrough', secret: 'never shown to anybody' };
const tenant = '6babcaad-604b-40ac-a9d7-9fd97c0b779f';
const of = (name: string, more: Partial<TrustedProvider>): TrustedProvider => ({
  ...{ name, type: 'openid', label: name, issuer: '', client: client.id, secret: client.secret },
  ...{ tenant: null, domains: null },
  ...more,
});
const google = new OpenidProvider('https://accounts.google.com', client);
const microsoft = new OpenidProvider(`https://login.microsoftonline.com/${tenant}/v2.0`, client);
const trust = new OpenidProvider('https://id.example.org', client);
const all = [
  of('google', { type: 'google', label: 'Google', issuer: google.issuer, domains: ['example.org'] }),
  of('microsoft', { type: 'microsoft', label: 'Microsoft', issuer: microsoft.issuer, tenant }),
  of('trust', { label: 'the <b>Trust', issuer: trust.issuer }),
];
const providers = { google, microsoft, trust };
const office = { sub: 'g-1', email: 'Office@example.org', email_verified: true, hd: 'example.org' };

async function siteOf(backend: Backend | undefined, secondFactor: 'off' | 'all' = 'off') {
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(smallSchool(3));
  const { pipeline } = shipped;
  const db = await openDatabase(nights.database.url, pipeline);
  let now = Date.now();
  const app = await createApp({
    configuration: { ...shipped, pipeline: { ...pipeline, serve: { ...pipeline.serve, secondFactor } } },
    ...{ db, now: () => new Date(now), hosts: ['127.0.0.1:8080'], secureHosts: ['data.example.org'] },
    providers: new Providers(all, (url, options) =>
      (Object.values(providers).find(({ issuer }) => url.startsWith(issuer)) ?? google).fetch(url, options),
    ),
    secondFactor: new SecondFactor('k'.repeat(32), 'pullthrough'),
  });
  after(async () => {
    await app.close();
    await db.close();
  });
  const entry = () => auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' });
  for (const name of ['office@example.org', 'other@example.org', 'head'])
    assert.ok(
      await addAccount(db, { name, role: 'admin', schools: null, createdAt: '2026-11-20', password: '' }, entry()),
    );
  const browsers = () => new Browser(app, { host: 'data.example.org' });
  /** Goes to the provider and comes back. */
  const signIn = async (name: keyof typeof providers, granted: Granted, browser = browsers()): Promise<Shown> => {
    const { to } = await browser.get(`/sign-in/with/${name}?to=%2Fschools`);
    const query = providers[name].grant(to ?? '', granted);
    return browser.get(`/sign-in/with/${name}/back?${query.toString()}`);
  };
  return { nights, db, app, browsers, signIn, entry, wait: (milliseconds: number) => void (now += milliseconds) };
}

const faultIn = ({ body }: Shown): string => /role="alert" id="fault"[^>]*>\s*([^<]*?)\s*</.exec(body)?.[1] ?? '';
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/account')).status === 200;

for (const backend of backends()) {
  test(`a provider signs in whom an admin added, by a verified address once and then by its own name for them, on ${backend.name}`, async () => {
    const { nights, db, browsers, signIn, entry } = await siteOf(backend);
    const browser = browsers();
    assert.match((await browser.get('/sign-in?to=%2Fschools')).body, /href="\/sign-in\/with\/google\?to=%2Fschools"/);
    const asked = await browser.get('/sign-in/with/google?to=%2Fschools');
    assert.equal(asked.status, 303);
    const { origin, pathname, searchParams } = new URL(asked.to ?? '');
    assert.deepEqual([origin, pathname], ['https://accounts.google.com', '/authorize']);
    assert.deepEqual(
      ['redirect_uri', 'response_type', 'code_challenge_method', 'scope'].map((name) => searchParams.get(name)),
      ['https://data.example.org/sign-in/with/google/back', 'code', 'S256', 'openid email'],
    );
    assert.match(asked.set.get('__Host-away') ?? '', /; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    for (const name of ['state', 'nonce'])
      assert.ok(!(asked.set.get('__Host-away') ?? '').includes(searchParams.get(name) ?? '?'), `${name} is not shown`);
    const back = await browser.get(
      `/sign-in/with/google/back?${google.grant(asked.to ?? '', { claims: office }).toString()}`,
    );
    assert.deepEqual([back.status, back.to], [303, '/schools']);
    assert.match(back.set.get('__Host-session') ?? '', /SameSite=Strict$/);
    assert.equal(browser.cookies.has('__Host-away'), false);
    assert.equal(await isIn(browser), true);
    // The address of somebody who has left is given to another, and that of somebody who stays changes.
    const another = await signIn('google', { claims: { ...office, sub: 'g-2' } });
    assert.deepEqual([another.status, /nobody here has added an account/.test(faultIn(another))], [403, true]);
    assert.equal((await signIn('google', { claims: { ...office, email: 'new@example.org' } })).to, '/schools');

    for (const [name, claims] of [
      ['google', { ...office, sub: 'g-3', email: 'other@example.org', email_verified: false }],
      ['google', { ...office, sub: 'g-4', email: 'nobody@example.org' }],
      ['trust', { sub: 't-1', email: 'other@example.org' }],
      ['trust', { sub: 't-1', email: 'other@example.org', email_verified: 'true' }],
      [
        'microsoft',
        {
          tid: tenant,
          oid: 'm-1',
          email: 'other@example.org',
          email_verified: true,
          preferred_username: 'other@example.org',
        },
      ],
    ] as const) {
      const shown = await signIn(name, { claims });
      assert.deepEqual([shown.status, /nobody here has added an account/.test(faultIn(shown))], [403, true], name);
    }
    assert.equal(
      (await signIn('trust', { claims: { sub: 't-2', email: 'head@example.org', email_verified: true } })).status,
      403,
    );

    // By an id that an admin types.
    const identity = { name: 'other@example.org', provider: 'microsoft', subject: ' m-1 ' };
    const one = '/accounts/account?name=other%40example.org';
    await browser.get(one);
    assert.equal((await browser.post('/accounts/account/identity', identity)).to, `${one}&done=yes`);
    const known = await browser.get(one);
    assert.match(known.body, /<dt>Microsoft<\/dt>\s*<dd>\s*<bdi>m-1/);
    assert.match(known.body, /<option value="trust">the &lt;b>Trust/);
    const taken = await browser.post('/accounts/account/identity', { ...identity, name: 'head' });
    assert.deepEqual([taken.status, /is known already/.test(faultIn(taken))], [400, true]);
    const colleague = browsers();
    assert.equal((await signIn('microsoft', { claims: { tid: tenant, oid: 'm-1' } }, colleague)).to, '/schools');
    assert.equal((await signIn('microsoft', { claims: { tid: tenant, oid: 'm-2' } })).status, 403);
    assert.match((await browser.get(one)).body, /need none: they sign in by Microsoft, and still can/);
    assert.match(
      (await browser.get('/accounts/account?name=head')).body,
      /need none once a sign-in provider knows them/,
    );
    const own = await colleague.get('/account');
    assert.match(own.body, /<dt>You sign in by<\/dt>\s*<dd>\s*<bdi>Microsoft/);
    assert.match(own.body, /You have none here: you change it where you sign in/);
    assert.doesNotMatch(own.body, /name="current"/);
    await browser.get(one);
    await browser.post('/accounts/account/forget-identities', { name: 'other@example.org' });
    assert.equal(await isIn(colleague), false);
    assert.equal((await signIn('microsoft', { claims: { tid: tenant, oid: 'm-1' } })).status, 403);
    assert.ok(await disableAccount(db, 'office@example.org', '2026-11-20', entry()));
    assert.equal((await signIn('google', { claims: office })).status, 403);
    assert.equal(await isIn(browser), false);

    const noted = await nights.database.query(
      "select who, what, detail from audit where what like 'sign%' or what like '%identity'",
    );
    assert.deepEqual(
      new Set(noted.map(({ who, what, detail }) => `${String(who)} ${String(what)} ${String(detail)}`)),
      new Set([
        'office@example.org account-identity office@example.org: google g-1',
        'office@example.org account-identity other@example.org: microsoft m-1',
        'office@example.org sign-in by google',
        'other@example.org sign-in by microsoft',
        ...[
          'google g-1',
          'google g-2',
          'google g-3',
          'google g-4',
          'trust t-1',
          'trust t-2',
          'microsoft m-1',
          'microsoft m-2',
        ].map((of) => `null sign-in-refused ${of}`),
      ]),
    );
  });
}

const [first] = backends();

test('a token that is not right in every respect lets nobody in', async () => {
  const { nights, signIn, browsers } = await siteOf(first);
  const now = Math.floor(Date.now() / 1000);
  const claims = (more: Claims): Granted => ({ claims: { ...office, ...more } });
  for (const [what, granted] of Object.entries({
    issuer: claims({ iss: 'https://accounts.google.com.evil.example' }),
    audience: claims({ aud: 'another client' }),
    'one audience among several': claims({ aud: [client.id, 'another'], azp: 'another' }),
    nonce: claims({ nonce: 'of another sign-in' }),
    'no nonce': claims({ nonce: undefined }),
    expired: claims({ iat: now - 600, exp: now - 60 }),
    'no end': claims({ exp: undefined }),
    'not yet': claims({ nbf: now + 300 }),
    'no subject': claims({ sub: undefined }),
    'signed by another': { claims: office, forged: true },
    'a private account': claims({ hd: undefined }),
    'another organisation': claims({ hd: 'example.com' }),
  })) {
    const browser = browsers();
    const shown = await signIn('google', granted, browser);
    assert.equal(shown.status, 403, what);
    assert.match(faultIn(shown), /could not be signed in by Google|not one of the organisation/, what);
    assert.equal(await isIn(browser), false, what);
  }
  for (const tid of ['9188040d-6c67-4c5b-b112-36a304b66dad', undefined])
    assert.equal((await signIn('microsoft', { claims: { tid, oid: 'm-1' } })).status, 403);
  assert.equal(
    (await signIn('google', claims({ iat: now - 300, exp: now - 10 }))).to,
    '/schools',
    'a clock may be off',
  );
  const audit = JSON.stringify(await nights.database.query('select * from audit'));
  for (const said of ['evil', 'another client', client.secret]) assert.ok(!audit.includes(said));
});

test('who comes back without having gone, twice, late, or with what belongs to another is not let in', async () => {
  const { browsers, signIn, wait, app } = await siteOf(first);
  const gone = async (browser: Browser, name: keyof typeof providers = 'google') => {
    const { to } = await browser.get(`/sign-in/with/${name}`);
    return providers[name].grant(to ?? '', { claims: office });
  };
  const back = (browser: Browser, query: URLSearchParams, name = 'google') =>
    browser.get(`/sign-in/with/${name}/back?${query.toString()}`);
  const isRefused = async (shown: Shown, browser: Browser): Promise<void> => {
    assert.equal(shown.status, 403);
    assert.match(faultIn(shown), /Start again here/);
    assert.equal(await isIn(browser), false);
  };
  const [one, other] = [browsers(), browsers()];
  const asked = await gone(one);
  await isRefused(await back(other, asked), other);
  await gone(other);
  await isRefused(await back(other, asked), other);

  // A code that was seen on its way is of no use a second time, even with the cookie.
  const kept = one.cookies.get('__Host-away') ?? '';
  assert.equal((await back(one, asked)).to, '/');
  const thief = browsers();
  thief.cookies.set('__Host-away', kept);
  await isRefused(await back(thief, asked), thief);
  const requests = google.requests.length;
  thief.cookies.set('__Host-away', `${kept.slice(0, -4)}AAAA`);
  await isRefused(await back(thief, asked), thief);
  assert.equal(google.requests.length, requests, 'nobody is asked about it');

  const late = browsers();
  const query = await gone(late);
  wait(awayEnds + 1);
  await isRefused(await back(late, query), late);
  const mixed = browsers();
  await isRefused(await back(mixed, await gone(mixed, 'trust')), mixed);
  const denied = browsers();
  const { to } = await denied.get('/sign-in/with/google');
  const state = new URL(to ?? '').searchParams.get('state') ?? '';
  await isRefused(
    await back(denied, new URLSearchParams({ error: 'access_denied', error_description: '<b>x', state })),
    denied,
  );
  const stateless = browsers();
  const without = await gone(stateless);
  without.set('state', 'x');
  await isRefused(await back(stateless, without), stateless);
  google.isDown = true;
  const down = browsers();
  await isRefused(await signIn('google', { claims: office }, down), down);
  const fresh = new Browser(app);
  trust.isDown = true;
  wait(61 * 60 * 1000);
  const shown = await fresh.get('/sign-in/with/trust');
  assert.deepEqual([shown.status, /cannot be asked at the moment/.test(faultIn(shown))], [403, true]);
  google.isDown = trust.isDown = false;
});

test('a provider does not take the place of the second factor', async () => {
  const { browsers, signIn, db, entry } = await siteOf(first, 'all');
  const browser = browsers();
  const shown = await signIn('google', { claims: office }, browser);
  assert.equal(shown.to, '/sign-in/code?to=%2Fschools');
  assert.match((await browser.get(shown.to)).body, /<h1>Set up a second factor/);
  assert.equal(await isIn(browser), false);
  // Nor does a sign-in wait for its code after an admin has removed the ids.
  await removeIdentities(db, 'office@example.org', entry());
  assert.equal((await browser.get('/sign-in/code')).to, '/sign-in');
});

test('an address is that of an account letter by letter, and not by how letters are folded', async () => {
  const { signIn } = await siteOf(first);
  const claims = (email: string) => ({ claims: { sub: email, email, email_verified: true } });
  // Ligatures, and an i without its dot: in capitals they are FF, FFI and I, and yet mailboxes of their own.
  for (const email of [
    'o\ufb00ice@example.org',
    'o\ufb03ce@example.org',
    'off\u0131ce@example.org',
    ' other@example.org',
  ])
    assert.equal((await signIn('trust', claims(email))).status, 403, email);
  assert.equal((await signIn('trust', claims('OTHER@Example.org'))).to, '/schools');
});

test('Microsoft vouches for an address only where it says that the directory owns its domain', () => {
  const said = { tid: tenant.toUpperCase(), oid: 'm-1', sub: 's', email: 'office@example.org', email_verified: true };
  const provider = { type: 'microsoft', tenant, domains: null } as const;
  for (const [edov, email] of [
    [true, 'office@example.org'],
    ['1', 'office@example.org'],
    [1, 'office@example.org'],
    [false, null],
    ['0', null],
    [undefined, null],
  ] as const)
    assert.deepEqual(knownBy(provider, { ...said, xms_edov: edov }), { subject: 'm-1', email });
  assert.equal(knownBy(provider, { ...said, oid: undefined }), null);
  assert.equal(knownBy({ ...provider, tenant: null }, said), null);
});

const teachers = '/schools/9360001/teachers';

/** Somebody who was signed in by a provider, and sends a room after the session has ended. */
async function typedLate(room: string) {
  const site = await siteOf(backends()[0]);
  const browser = site.browsers();
  assert.equal((await site.signIn('google', { claims: office }, browser)).to, '/schools');
  await browser.get(teachers);
  await site.db.knex('sessions').delete();
  const form = { id: '30', field: 'room', shown: '', value: room, to: teachers };
  const shown = await browser.post(`${teachers}/type-all`, form);
  assert.match(shown.body, /what you typed is not saved\. Sign in/);
  return { ...site, browser, shown };
}

test('what somebody typed comes back to them when they sign in again by a provider, once', async () => {
  const { browser, shown, signIn, nights } = await typedLate('B<12>');
  assert.doesNotMatch(shown.body, /too much to go along/);
  const cookie = shown.set.get('__Host-unsaved') ?? '';
  assert.match(cookie, /; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  assert.ok(cookie.length < 600 && !cookie.includes('B<12'), 'short, and nobody can read it');
  // A refusal there loses nothing.
  const refused = await signIn('google', { claims: { ...office, hd: 'elsewhere.example.org' } }, browser);
  assert.equal(refused.status, 403);
  assert.match(refused.body, /name="unsaved" value="[^"]+"/);
  const back = await signIn('google', { claims: office }, browser);
  assert.equal(back.status, 200);
  assert.match(back.body, /<h1>\s*1 value is not saved yet/);
  assert.match(back.body, /name="value" value="B(<|&lt;)12(>|&gt;)"/);
  assert.equal(browser.cookies.has('__Host-unsaved'), false);
  assert.deepEqual(await nights.database.query("select room from teachers where id = '30'"), [{ room: null }]);
  const saved = await browser.post(`${teachers}/type-all`, { id: '30', field: 'room', shown: '', value: 'B<12>' });
  assert.equal(saved.status, 303);
  assert.equal((await signIn('google', { claims: office }, browser)).to, '/schools');
});

test('what somebody typed is not shown to another who signs in there by a provider', async () => {
  const { browser, signIn } = await typedLate('B12');
  const other = { ...office, sub: 'g-9', email: 'other@example.org' };
  const shown = await signIn('google', { claims: other }, browser);
  assert.match(shown.body, /<h1>Nothing was saved[\s\S]*somebody else typed it/);
  assert.doesNotMatch(shown.body, /B12/);
  assert.equal((await signIn('google', { claims: other }, browser)).to, '/schools', 'said once');
});

test('a decision of a hold comes back to who sent it when they sign in again by a provider', async () => {
  const { nights, db, browsers, signIn } = await siteOf(backends()[0]);
  await nights.run({ ...smallSchool(3), Contacts: [], ContactLinks: [] });
  const held = '/schools/9360001/held';
  const browser = browsers();
  await signIn('google', { claims: office }, browser);
  const { body } = await browser.get(held);
  const valueOf = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
  const form = { run: valueOf('run'), part: valueOf('part'), why: 'They <left' };
  await db.knex('sessions').delete();
  const asked = await browser.post(`${held}/release`, form);
  assert.match(asked.body, /your decision was not noted/);
  const back = await signIn('google', { claims: office }, browser);
  assert.match(back.body, /<h1>Held/);
  assert.match(back.body, /Not approved yet/);
  assert.match(back.body, /<input name="why"[^>]* value="They (<|&lt;)left"/);
  assert.doesNotMatch(back.body, /does not know|not read/);
  assert.deepEqual(await db.knex('hold_answers'), []);
});

test('what is too much for the browser to keep on the way says so before somebody goes to a provider', async () => {
  const { browser, shown } = await typedLate(randomBytes(6000).toString('hex'));
  assert.match(shown.body, /too much to go along/);
  assert.equal(browser.cookies.has('__Host-unsaved'), false);
});
