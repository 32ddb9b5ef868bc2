import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { addAccount } from '../../src/load/people/accounts.js';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import { auditEntry } from '../../src/serve/audit-entry.js';
import { Providers } from '../../src/serve/openid.js';
import { Browser, type Shown } from '../support/browser.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const client = { id: 'pullthrough', secret: 'a secret of at least thirty-two letters' };
const back = 'http://127.0.0.1:8080/sign-in/with/trust/back';
/** oidc-provider names Node 22, and needs what Node 20.10 does not have. */
const skip = 'parse' in URL ? false : 'oidc-provider needs a later version of Node';

/** A certified provider, here, with everybody's address: verified unless the name says otherwise. */
async function providerHere(): Promise<string> {
  const { default: Provider } = await import('oidc-provider');
  let answer: RequestListener = () => undefined;
  const server = createServer((request, response) => {
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [back] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['only for this test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.org`, email_verified: sub !== 'unverified' }),
    }),
  });
  const handle = provider.callback();
  answer = (request, response) => void handle(request, response);
  return issuer;
}

/** Somebody types their name there, and agrees. @returns where the provider leads back to */
async function signInThere(authorization: string, name: string): Promise<string> {
  const cookies = new Map<string, string>();
  let asked = new URL(authorization);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step++) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const sent = form === null ? {} : { method: 'POST', body: form };
    const response: Response = await fetch(asked, { ...sent, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
      cookies.set(key, value);
    }
    const to = response.headers.get('location');
    if (to !== null) {
      asked = new URL(to, asked);
      form = null;
      if (asked.href.startsWith(back)) return asked.href;
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    assert.ok(prompt !== undefined, page.slice(0, 500));
    asked = new URL(/action="([^"]*)"/.exec(page)?.[1] ?? '', asked);
    form = new URLSearchParams(prompt === 'login' ? { prompt, login: name, password: 'any' } : { prompt });
  }
  throw new Error('The provider does not lead back');
}

test('a certified provider signs in whom an admin added, with PKCE, nonce and state', { skip }, async () => {
  const issuer = await providerHere();
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(smallSchool(3));
  const configuration = shippedConfiguration();
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  const trust = { name: 'trust', type: 'openid', label: 'The Trust', issuer, client: client.id } as const;
  const providers = new Providers([{ ...trust, secret: client.secret, tenant: null, domains: null }]);
  const app = await createApp({ db, configuration, now: () => new Date(), hosts: ['127.0.0.1:8080'], providers });
  after(async () => {
    await app.close();
    await db.close();
  });
  for (const name of ['office@example.org', 'unverified@example.org']) {
    const entry = auditEntry(new Date(), { who: null, address: null }, { what: 'account-added' });
    const account = { name, role: 'viewer', schools: null, createdAt: '2026-11-20', password: '' } as const;
    assert.ok(await addAccount(db, account, entry));
  }
  const signIn = async (name: string, change = (query: string) => query): Promise<readonly [Shown, Browser]> => {
    const browser = new Browser(app);
    const { to } = await browser.get('/sign-in/with/trust?to=%2Fschools');
    const { pathname, search } = new URL(await signInThere(to ?? '', name));
    return [await browser.get(pathname + change(search)), browser];
  };
  const [shown, browser] = await signIn('office');
  assert.equal(shown.to, '/schools', shown.body);
  assert.equal((await browser.get('/account')).status, 200);
  assert.deepEqual(await db.knex('account_identities').select('account', 'provider', 'subject'), [
    { account: 'office@example.org', provider: 'trust', subject: 'office' },
  ]);
  for (const name of ['unverified', 'nobody']) assert.equal((await signIn(name))[0].status, 403, name);
  const other = (name: string) => (query: string) => query.replace(new RegExp(`([?&]${name}=)[^&]*`), '$1x');
  for (const name of ['code', 'state', 'iss']) {
    const [refused] = await signIn('office', other(name));
    assert.deepEqual([refused.status, /Start again here/.test(refused.body)], [403, true], name);
  }
});
