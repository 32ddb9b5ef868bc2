import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Resolve } from '../../src/sources/network.js';
import { fetched, sourcesOf } from '../support/fetched.js';
import { temporaryFolder } from '../support/folder.js';
import { ownCertificate, send, sourceServer } from '../support/source-server.js';
import { unlessFull } from '../support/numbers.js';

const certificate = ownCertificate('mis.example', 'login.example', 'elsewhere.example');
const document = JSON.stringify({ SchoolID: '1', Students: 'x'.repeat(2000) });

/** Resolves names as told, one answer after another. */
function resolving(...answers: readonly string[]): { readonly resolve: Resolve; readonly asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (host, _, callback) => {
    const address = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(host);
    const found: LookupAddress[] = address
      .split(' ')
      .map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 }));
    callback(null, found);
  };
  return { resolve, asked };
}

const here = resolving('127.0.0.1').resolve;

/** The network of this machine, by other names than its own. */
const machine = { resolve: here, authorities: certificate.cert };
const allowed = 'allow: [127.0.0.0/8]';

test('a document is fetched by https, whole', async () => {
  const server = await sourceServer((_, response) => send(response, document), certificate);
  const url = `https://mis.example:${String(server.port)}/1`;
  assert.equal(await fetched(sourcesOf(allowed, machine), url), document);
  assert.equal(server.asked[0].headers.authorization, undefined);
});

test('it may be compressed on the way, and in itself', async () => {
  const server = await sourceServer(({ url }, response) => {
    const once = gzipSync(document);
    if (url === '/way') send(response, once, { 'content-encoding': 'gzip' });
    else if (url === '/itself') send(response, once);
    else if (url === '/both') send(response, gzipSync(once), { 'content-encoding': 'gzip' });
    else if (url === '/broken') send(response, once.subarray(0, 40), { 'content-encoding': 'gzip' });
    else send(response, once, { 'content-encoding': 'br' });
  });
  const at = (path: string) => fetched(sourcesOf(''), `http://127.0.0.1:${String(server.port)}/${path}`);
  for (const path of ['way', 'itself', 'both']) assert.equal(await at(path), document, path);
  assert.equal(await at('broken'), 'bad-gzip: the answer is gzip data that is broken or cut short');
  assert.equal(await at('other'), 'not-fetched: the answer is compressed in a way that nobody asked for');
});

test('what grows beyond the limit, or is larger as it comes, ends there', async () => {
  const bomb = gzipSync(Buffer.alloc(30_000_000, 0x20));
  const server = await sourceServer(({ url }, response) => {
    if (url === '/way') send(response, bomb, { 'content-encoding': 'gzip' });
    else send(response, Buffer.alloc(2_000_000, 0x20));
  });
  const sources = sourcesOf('', {}, {}, 'limits: { bytes: 1000000 }\n');
  const large = 'too-large: the document has more than 1,000,000 bytes';
  for (const path of ['way', 'plain'])
    assert.equal(await fetched(sources, `http://127.0.0.1:${String(server.port)}/${path}`), large);
  assert.deepEqual(sources.waits, []);
});

type Fault = (response: ServerResponse, attempt: number) => void;

const cutOff: Fault = (response) => {
  response.writeHead(200, { 'content-length': String(document.length) });
  response.write(document.slice(0, 500), () => response.destroy());
};
const cutChunks: Fault = (response) => {
  response.writeHead(200);
  response.write(document.slice(0, 500), () => response.destroy());
};
const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (response) =>
    response.writeHead(code, headers).end('secret text of the source');

const faults: readonly (readonly [string, Fault, string])[] = [
  [
    'breaks off before its length',
    cutOff,
    'not-fetched: it broke off: closed the connection too early (tried 3 times)',
  ],
  [
    'breaks off in the middle of pieces',
    cutChunks,
    'not-fetched: it broke off: closed the connection too early (tried 3 times)',
  ],
  [
    'closes at once',
    (response) => response.destroy(),
    'not-fetched: it closed the connection too early (tried 3 times)',
  ],
  ['says 500', status(500), 'not-fetched: it answered 500 (tried 3 times)'],
  ['says 429', status(429), 'not-fetched: it answered 429 (tried 3 times)'],
  ['says 404', status(404), 'not-fetched: it answered 404'],
  ['says 401', status(401), 'not-fetched: it answered 401'],
  ['says 206 without being asked', status(206), 'not-fetched: it answered 206'],
  ['says 304 without being asked', status(304), 'not-fetched: it says that nothing is new, and was not asked that'],
  [
    'asks to wait for too long',
    status(429, { 'retry-after': '3600' }),
    'not-fetched: it answered 429, and asks to wait 3600 seconds',
  ],
];

for (const [name, fault, expected] of faults)
  test(`a source that ${name} fails, and what it sent is not said`, async () => {
    const server = await sourceServer((_, response) => fault(response, 0));
    const sources = sourcesOf('fetch: { tries: 3 }');
    assert.equal(await fetched(sources, `http://127.0.0.1:${String(server.port)}/1`), expected);
    const tries = /tried (\d)/.exec(expected)?.[1] ?? '1';
    assert.equal(server.asked.length, Number(tries));
    assert.equal(sources.waits.length, Number(tries) - 1);
  });

test('a source that is well again is asked for all of it, and no half stays', async () => {
  const answers: Fault[] = [cutOff, status(503, { 'retry-after': '7' }), (response) => send(response, document)];
  const date = 'Fri, 20 Nov 2026 02:00:09 GMT';
  const server = await sourceServer((_, response) => (answers.shift() ?? status(404))(response, 0));
  const sources = sourcesOf('');
  const url = `http://127.0.0.1:${String(server.port)}/1`;
  assert.equal(await fetched(sources, url), document);
  const [first = 0, second] = sources.waits;
  assert.deepEqual([first >= 500 && first <= 1000, second], [true, 7000]);
  answers.push(status(429, { 'retry-after': date }), (response) => send(response, document));
  assert.equal(await fetched(sources, url), document);
  assert.deepEqual(sources.waits.slice(2), [9000]);
});

test(
  'time is limited: until the answer begins, between its pieces, and for all of it',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const server = await sourceServer(({ url }, response) => {
      if (url === '/silent') return;
      response.writeHead(200);
      response.write('{');
      if (url !== '/drips') return;
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    });
    const at = (path: string) =>
      fetched(
        sourcesOf('fetch: { tries: 1, answerSeconds: 1, idleSeconds: 1, wholeSeconds: 2 }'),
        `http://127.0.0.1:${String(server.port)}/${path}`,
      );
    const [silent, stops, drips] = await Promise.all(['silent', 'stops', 'drips'].map(at));
    assert.equal(silent, 'not-fetched: it did not begin to answer in time');
    assert.equal(stops, 'not-fetched: it broke off: paused for too long');
    assert.equal(drips, 'not-fetched: it took longer than 2 seconds');
  },
);

const refused = 'refused-address: it leads to an address that is not public and that the pipeline does not allow';

test('no address that is not public is connected to, however it is written', async () => {
  const server = await sourceServer((_, response) => send(response, document), certificate);
  const port = String(server.port);
  const written = [
    '10.1.2.3',
    '169.254.169.254',
    '192.168.0.1',
    '0x0a000001',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    '[fd00::1]',
  ];
  for (const host of [...written, '[64:ff9b::a00:1]', '100.64.0.1', '224.0.0.1', '0.0.0.0'])
    assert.equal(await fetched(sourcesOf(''), `https://${host}:${port}/`), refused, host);
  for (const address of ['127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1', '93.184.216.34 10.0.0.1'])
    assert.equal(
      await fetched(sourcesOf('', { ...machine, resolve: resolving(address).resolve }), `https://mis.example:${port}/`),
      refused,
      address,
    );
  assert.equal(
    await fetched(
      sourcesOf('', { ...machine, resolve: resolving('93.184.216.34').resolve }),
      `https://localhost:${port}/`,
    ),
    refused,
  );
  assert.equal(server.asked.length, 0);
});

test('a name that leads to this machine the second time leads nowhere', async () => {
  const server = await sourceServer(
    (_, response) => response.writeHead(503, { connection: 'close' }).end(),
    certificate,
  );
  const { resolve, asked } = resolving('127.0.0.2', '127.0.0.1');
  const sources = sourcesOf('allow: [127.0.0.2/32]\nfetch: { connectSeconds: 1 }', { ...machine, resolve });
  assert.equal(await fetched(sources, `https://mis.example:${String(server.port)}/`), refused);
  assert.deepEqual(asked, ['mis.example', 'mis.example']);
  assert.equal(server.asked.length, 0);
});

test('a redirect is followed to public places only, and takes no credentials to another host', async () => {
  const elsewhere = await sourceServer((_, response) => send(response, document), certificate);
  const port = String(elsewhere.port);
  const to: Record<string, string> = {
    '/near': '/end',
    '/far': `https://elsewhere.example:${port}/`,
    '/link-local': 'https://169.254.169.254/latest',
    '/here': `http://localhost:${port}/`,
    '/plain': 'http://elsewhere.example/',
    '/user': 'https://user:word@elsewhere.example/',
    '/round': '/round',
    '/none': '',
  };
  const server = await sourceServer(({ url }, response) => {
    if (url === '/end') send(response, document);
    else if (to[url] === '') response.writeHead(302).end();
    else response.writeHead(302, { location: to[url] }).end();
  }, certificate);
  const credentials = `credentials: { mis: { to: 'https://mis.example:${String(server.port)}', bearer: { env: TOKEN } } }`;
  const secret = { ...machine, env: { TOKEN: 'secret-token' } };
  const at = (path: string) =>
    fetched(sourcesOf(`${allowed}\n${credentials}`, secret), `https://mis.example:${String(server.port)}${path}`);
  assert.equal(await at('/near'), document);
  assert.equal(server.asked.at(-1)?.headers.authorization, 'Bearer secret-token');
  assert.equal(await at('/far'), document);
  assert.equal(elsewhere.asked.at(-1)?.headers.authorization, undefined);
  assert.equal(await at('/link-local'), refused);
  assert.equal(await at('/here'), refused);
  assert.match(await at('/plain'), /^not-fetched: it leads on to a URL that is not fetched: http: sends/);
  assert.match(await at('/user'), /^not-fetched: it leads on to a URL that is not fetched: There is a user/);
  assert.equal(await at('/round'), 'not-fetched: it leads on more than 5 times');
  assert.match(await at('/none'), /^not-fetched: /);
});

test('a user, a token or what a client is given says who asks', async () => {
  let given = 0;
  const login = await sourceServer(({ headers, body }, response) => {
    assert.equal(headers.authorization, `Basic ${Buffer.from('id%3A1:se%2Fcret').toString('base64')}`);
    assert.equal(body, 'grant_type=client_credentials&scope=extracts');
    send(response, { access_token: `token${String(++given)}`, token_type: 'bearer', expires_in: 3600 });
  }, certificate);
  let good = 'Bearer token1';
  const server = await sourceServer(({ headers }, response) => {
    if (headers.authorization === good) send(response, document);
    else response.writeHead(401).end();
  }, certificate);
  const of = (proof: string) =>
    sourcesOf(`${allowed}\ncredentials: { mis: { to: 'https://mis.example:${String(server.port)}', ${proof} } }`, {
      ...machine,
      env: { SECRET: 'se/cret' },
    });
  const url = `https://mis.example:${String(server.port)}/`;
  const token = `https://login.example:${String(login.port)}/token`;
  const client = of(`client: { token: '${token}', id: 'id:1', secret: { env: SECRET }, scope: extracts }`);
  assert.deepEqual(await Promise.all([fetched(client, url), fetched(client, url)]), [document, document]);
  assert.equal(given, 1, 'one token is for all until it expires');
  good = 'Bearer token2';
  assert.equal(await fetched(client, url), document, 'a token that is refused is fetched anew, once');
  good = 'Bearer token9';
  assert.equal(await fetched(client, url), 'not-fetched: it answered 401');
  good = `Basic ${Buffer.from('u:se/cret').toString('base64')}`;
  assert.equal(await fetched(of('basic: { user: u, password: { env: SECRET } }'), url), document);
  const [beside, elsewhere] = ['secret', join(temporaryFolder(), 'secret')];
  writeFileSync(elsewhere, 'se/cret\n');
  const ofFile = (file: string) =>
    sourcesOf(
      `${allowed}\ncredentials: { mis: { to: 'https://mis.example:${String(server.port)}', basic: { user: u, password: { file: '${file}' } } } }`,
      machine,
      { [beside]: 'se/cret' },
    );
  for (const file of [beside, elsewhere]) assert.equal(await fetched(ofFile(file), url), document, file);
  assert.equal(
    await fetched(of('bearer: { env: NOWHERE }'), url),
    'not-fetched: credentials mis: the environment variable NOWHERE is not there or cannot be read',
  );
});

test('a proxy of the environment finds the host, and this machine is not asked for its address', async () => {
  const server = await sourceServer((_, response) => send(response, document), certificate);
  const tunnels: string[] = [];
  const proxy = createServer().on('connect', ({ url = '' }, socket) => {
    tunnels.push(url);
    const target = connect(server.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.pipe(socket).pipe(target);
    for (const one of [target, socket]) one.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  after(() => proxy.close().closeAllConnections());
  const HTTPS_PROXY = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
  const { resolve, asked } = resolving('10.0.0.1');
  const port = String(server.port);
  const through = (env: Record<string, string>) => sourcesOf('', { ...machine, resolve, env: { HTTPS_PROXY, ...env } });
  assert.equal(await fetched(through({}), `https://mis.example:${port}/`), document);
  assert.deepEqual([tunnels, asked], [[`mis.example:${port}`], []]);
  // What is asked directly is looked at as ever.
  assert.equal(await fetched(through({ NO_PROXY: 'mis.example' }), `https://mis.example:${port}/`), refused);
  assert.deepEqual([tunnels.length, asked], [1, ['mis.example']]);
});
