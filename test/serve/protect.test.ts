import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { after, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openDatabase } from '../../src/load/database.js';
import { createApp } from '../../src/serve/app.js';
import type { Served } from '../../src/serve/route.js';
import { Browser } from '../support/browser.js';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const configuration = shippedConfiguration();
const password = 'a long enough sentence';

interface Site {
  readonly app: FastifyInstance;
  /** The pages, started anew. */
  readonly restart: () => Promise<FastifyInstance>;
  readonly addOffice: () => Promise<void>;
}

async function siteOf(served: Partial<Served> = {}): Promise<Site> {
  const [backend] = backends();
  assert.ok(backend !== undefined);
  const nights = await begin(backend);
  await nights.run(smallSchool(3));
  const db = await openDatabase(nights.database.url, configuration.pipeline);
  const apps: FastifyInstance[] = [];
  const restart = async () => {
    const hosts = ['127.0.0.1:8080', 'data.example.org', 'plain.example.org'];
    const secureHosts = ['data.example.org'];
    const app = await createApp({ db, configuration, now: () => new Date(), hosts, secureHosts, ...served });
    apps.push(app);
    return app;
  };
  after(async () => {
    for (const app of apps) await app.close();
    await db.close();
  });
  const addOffice = async () => {
    const args = ['user', 'add', 'office', '--role', 'editor', '--all-schools', '--database', nights.database.url];
    assert.equal((await cli(args, { stdin: password })).code, 0);
  };
  return { app: await restart(), restart, addOffice };
}

const safe = ['content-security-policy', 'x-frame-options', 'x-content-type-options', 'referrer-policy'];

test('an address that cannot be read, and a form that is too long or none, are answered by a page with every header', async () => {
  const { app } = await siteOf();
  const good = await new Browser(app).get('/schools/9360001');
  const headers = (shown: { headers: Readonly<Record<string, unknown>> }) =>
    ['cache-control', 'content-type', ...safe].map((name) => shown.headers[name]);
  for (const path of ['/schools/%ff', '/schools/%', '/%E0%A4%A', '/schools/9360001/%ff/export.csv']) {
    const shown = await new Browser(app).get(path);
    assert.equal(shown.status, 404, path);
    assert.match(shown.body, /<h1>Not found/);
    assert.deepEqual(headers(shown), headers(good), path);
  }
  const url = '/schools/9360001/teachers/type';
  const send = async (type: string, payload: string) => {
    const {
      statusCode: status,
      body,
      headers: sent,
    } = await app.inject({
      method: 'POST',
      url,
      payload,
      headers: { host: '127.0.0.1:8080', 'content-type': type },
    });
    assert.deepEqual(headers({ headers: sent }), headers(good), type);
    return { status, body };
  };
  const long = await send('application/x-www-form-urlencoded', `value=${'x'.repeat(2_000_000)}`);
  assert.equal(long.status, 413);
  assert.match(long.body, /The form is too long/);
  assert.doesNotMatch(long.body, /too old/);
  for (const [type, payload] of [
    ['application/json', '{"field":"room"}'],
    ['text/plain', 'field=room'],
    ['multipart/form-data; boundary=x', '--x--'],
  ] as const) {
    const { status, body } = await send(type, payload);
    assert.equal(status, 415, type);
    assert.match(body, /not a form of these pages/);
  }
});

test('a slash behind an address leads to the address without it, whoever asks, and never to another site', async () => {
  const { app, addOffice } = await siteOf();
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
  /** As a browser never would: the path as it is. */
  const ask = async (path: string, method = 'GET') => {
    const asked = request({ port, host: '127.0.0.1', path, method, headers: { host: '127.0.0.1:8080' } });
    const [answer] = (await once(asked.end(), 'response')) as [IncomingMessage];
    answer.resume();
    return [answer.statusCode, answer.headers.location ?? null];
  };
  for (const address of ['/schools/9360001', '/schools', '/schools/9360001/students', '/nowhere', '/schools/936%2F1']) {
    assert.deepEqual(await ask(`${address}/`), [301, address]);
    assert.deepEqual(await ask(`${address}///?page=2/&x=?`), [301, `${address}?page=2/&x=?`]);
    assert.deepEqual(await ask(`${address}/`, 'HEAD'), [301, address]);
  }
  assert.equal((await ask('/'))[0], 303, 'the first page leads to the only school');
  for (const path of [
    '//evil.example/',
    '///evil.example/',
    '/.//evil.example/',
    '/\\evil.example/',
    '//evil.example//',
    'http://evil.example/x/',
    '/x\t/',
  ]) {
    const [status, to] = await ask(path).catch(() => [400, null]);
    assert.deepEqual([Number(status) >= 400, to], [true, null], path);
  }
  assert.equal(
    (await new Browser(app).post('/schools/9360001/teachers/type/')).status,
    404,
    'a form goes nowhere else',
  );
  await addOffice();
  assert.deepEqual(await ask('/schools/9360001/'), [301, '/schools/9360001'], 'it says nothing of who may see it');
  assert.deepEqual(await ask('/schools/9360001'), [303, '/sign-in?to=%2Fschools%2F9360001']);
});

test('a host is the same in capitals, with a final dot, and with the port that goes without saying', async () => {
  const { app } = await siteOf();
  const answers = async (host: string) => {
    const { status, headers } = await new Browser(app, { host }).get('/');
    return status === 421 ? null : headers['strict-transport-security'] === undefined ? 'http' : 'https';
  };
  for (const [host, expected] of [
    ['data.example.org', 'https'],
    ['Data.Example.ORG', 'https'],
    ['data.example.org.', 'https'],
    ['data.example.org:443', 'https'],
    ['DATA.example.org.:443', 'https'],
    ['plain.example.org:80', 'http'],
    ['plain.example.org.', 'http'],
    ['127.0.0.1:8080', 'http'],
    ['plain.example.org:443', null],
    ['data.example.org:8080', null],
    ['127.0.0.1', null],
    ['127.0.0.1:80', null],
    ['data.example.org..', null],
    ['evil.example', null],
    ['', null],
  ] as const)
    assert.equal(await answers(host), expected, host);
});

test('a form that the browser says is from elsewhere is refused, whatever its token', async () => {
  const { app } = await siteOf();
  const status = async (host: string, sent: Readonly<Record<string, string>>) => {
    const browser = new Browser(app, { host });
    await browser.get('/schools/9360001/teachers');
    const headers = { ...sent, host, 'content-type': 'application/x-www-form-urlencoded' };
    const form = { _csrf: browser.token, id: '30', field: 'room', value: 'B12' };
    const cookie = [...browser.cookies].map((one) => one.join('=')).join('; ');
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/schools/9360001/teachers/type',
      payload: new URLSearchParams(form).toString(),
      headers: { ...headers, cookie },
    });
    return statusCode;
  };
  const here = '127.0.0.1:8080';
  const secure = 'data.example.org';
  for (const [host, sent, expected] of [
    [here, {}, 303],
    [here, { origin: 'http://127.0.0.1:8080' }, 303],
    [here, { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' }, 303],
    [here, { origin: 'null', 'sec-fetch-site': 'same-origin' }, 303],
    [secure, { origin: 'https://data.example.org' }, 303],
    ['Data.Example.org.:443', { origin: 'https://data.example.org' }, 303],
    [here, { origin: 'null' }, 403],
    [here, { origin: 'http://127.0.0.1:8081' }, 403],
    [here, { origin: 'https://evil.example' }, 403],
    [here, { origin: 'http://plain.example.org' }, 403],
    [secure, { origin: 'http://data.example.org' }, 403],
    [here, { 'sec-fetch-site': 'cross-site' }, 403],
    [here, { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }, 403],
  ] as const)
    assert.equal(await status(host, sent), expected, JSON.stringify([host, sent]));
});

test('a form that is open while the pages are started anew is taken, signed in or not', async () => {
  const { app, restart, addOffice } = await siteOf();
  const teachers = '/schools/9360001/teachers';
  const form = { id: '30', field: 'room', value: 'B12' };
  const send = async (browser: Browser, then: Browser) => {
    then.token = browser.token;
    for (const [name, value] of browser.cookies) then.cookies.set(name, value);
    return (await then.post(`${teachers}/type`, form)).status;
  };
  const here = new Browser(app);
  await here.get(teachers);
  assert.equal(await send(here, new Browser(await restart())), 303);
  await addOffice();
  const office = new Browser(app);
  await office.signIn('office', password);
  await office.get(teachers);
  assert.equal(await send(office, new Browser(await restart())), 303);
  const other = new Browser(app);
  await other.signIn('office', password);
  office.token = other.token;
  assert.equal((await other.get('/account')).status, 200);
  assert.equal(await send(office, new Browser(await restart())), 403, 'of another session of theirs');
});
