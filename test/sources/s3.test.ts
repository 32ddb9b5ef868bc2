import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { NoInputError } from '../../src/extract/bytes/no-input-error.js';
import { cli } from '../support/cli.js';
import { sourcePipeline, sourcesOf, textOf } from '../support/fetched.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool } from '../support/small-school.js';
import { send, sourceServer } from '../support/source-server.js';

const secret = 'secret/key+of=S3';
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Whether a request is signed by the secret, worked out as AWS documents it (Signature Version 4). */
function isSigned(url: string, headers: IncomingHttpHeaders): boolean {
  const [, date = '', region = '', signed = '', signature = ''] =
    /Credential=ID\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const [path = '', query = ''] = url.split('?');
  const sorted = query
    .split('&')
    .filter((part) => part !== '')
    .sort()
    .join('&');
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const canonical = ['GET', path, sorted, lines.join(''), signed, payload].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, hash].join('\n');
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, date));
  return signed.includes('host') && hmac(key, text).toString('hex') === signature;
}

const escaped = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** A bucket that lists two objects a page. */
function bucket(objects: Readonly<Record<string, unknown>>) {
  const list = (url: URL, response: ServerResponse): void => {
    const [prefix, token] = ['prefix', 'continuation-token'].map((name) => url.searchParams.get(name) ?? '');
    const under = Object.keys(objects).filter((key) => key.startsWith(prefix));
    const names = [...new Set(under.map((key) => /^[^/]*\/?/.exec(key.slice(prefix.length))?.[0] ?? ''))].sort();
    const from = Number(token === '' ? 0 : token.replace('a&b', ''));
    const shown = names
      .slice(from, from + 2)
      .map((name) =>
        name.endsWith('/')
          ? `<CommonPrefixes><Prefix>${escaped(prefix + name)}</Prefix></CommonPrefixes>`
          : `<Contents><Owner><ID>x</ID></Owner><Key>${escaped(prefix + name)}</Key><ETag>&quot;1&quot;</ETag></Contents>`,
      );
    const more =
      from + 2 < names.length ? `<NextContinuationToken>a&amp;b${String(from + 2)}</NextContinuationToken>` : '';
    const head = `<EncodingType>url</EncodingType><IsTruncated>${String(more !== '')}</IsTruncated>${more}`;
    send(response, `<?xml version="1.0"?><ListBucketResult xmlns="x">${head}${shown.join('')}</ListBucketResult>`);
  };
  return sourceServer(({ url, headers }, response) => {
    const whole = new URL(url, 'http://x');
    const key = decodeURIComponent(whole.pathname.replace(/^\/extracts\/?/, ''));
    if (!isSigned(url, headers)) response.writeHead(403).end('<Error>SignatureDoesNotMatch</Error>');
    else if (whole.searchParams.get('list-type') === '2') list(whole, response);
    else if (!(key in objects)) response.writeHead(404).end();
    else if (headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else send(response, objects[key], { etag: '"1"' });
  });
}

const env = (port: number, key = secret) => ({
  AWS_ACCESS_KEY_ID: 'ID',
  AWS_SECRET_ACCESS_KEY: key,
  AWS_REGION: 'eu-west-2',
  AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${String(port)}`,
});

const names = ['night/b.json', 'night/a+ ü(1)!.JSON.gz', 'night/Z.ndjson', 'night/&.json'];
const objects = {
  ...Object.fromEntries(names.map((name) => [name, { name }])),
  'night/notes.txt': 1,
  'night/old/1.json': 1,
  'other.json': 2,
};

test('a prefix gives its objects as a folder gives its files, each request signed', async () => {
  const server = await bucket(objects);
  const passed: unknown[] = [];
  const sources = sourcesOf('', { env: env(server.port) });
  for (const prefix of ['s3://extracts/night', 's3://extracts/night/']) {
    const inputs = await sources.find([prefix], Readable.from([]), (files) => passed.push(files));
    assert.deepEqual(
      inputs.map(({ name }) => name),
      ['%26.json', 'Z.ndjson', 'a%2B%20%C3%BC%281%29%21.JSON.gz', 'b.json'].map(
        (name) => `s3://extracts/night/${name}`,
      ),
    );
    const texts = await Promise.all(inputs.map(textOf));
    assert.deepEqual(
      texts,
      ['night/&.json', 'night/Z.ndjson', 'night/a+ ü(1)!.JSON.gz', 'night/b.json'].map((name) =>
        JSON.stringify({ name }),
      ),
    );
  }
  assert.deepEqual(passed[0], { of: 's3://extracts/night', names: ['notes.txt', 'old/'] });
  const [one] = await sources.find(['s3://extracts/other.json'], Readable.from([]));
  assert.equal(await textOf(one), '2');
  const [none] = await sources.find(['s3://extracts/none.json'], Readable.from([]));
  assert.match(await textOf(none), /^not-fetched: .*\/extracts\/none\.json answered 404$/);
});

test('what cannot be listed, or lists nothing, is no input', async () => {
  const server = await bucket({ 'night/notes.txt': 1 });
  const find = (machine: object, prefix = 's3://extracts/night') =>
    sourcesOf('fetch: { tries: 1 }', machine).find([prefix], Readable.from([]));
  const says = (pattern: RegExp) => (error: unknown) => error instanceof NoInputError && pattern.test(error.message);
  await assert.rejects(find({ env: env(server.port) }), says(/has no object ending in/));
  await assert.rejects(find({ env: env(server.port, 'wrong') }), says(/cannot be listed: .* answered 403/));
  const { AWS_SECRET_ACCESS_KEY: _secret, ...without } = env(server.port);
  assert.equal(_secret, secret);
  await assert.rejects(find({ env: without }), says(/AWS_SECRET_ACCESS_KEY is not there/));
  await assert.rejects(
    find({ env: { ...env(server.port), AWS_ENDPOINT_URL_S3: 'http://s3.example' } }),
    says(/AWS_ENDPOINT_URL_S3: http: sends/),
  );
});

test('a run loads what is under a prefix, and asks for nothing that is known', async () => {
  const server = await bucket({ 'n/1.json': smallSchool(2, '1'), 'n/2.json': smallSchool(2, '2') });
  const config = sourcePipeline('inputs: s3://extracts/n');
  const database = `sqlite:${temporaryFolder()}/db`;
  const run = () => cli(['run', '--config', config, '--database', database, '--json'], { env: env(server.port) });
  const statuses = ({ stdout }: { stdout: string }) =>
    (JSON.parse(stdout) as { schools: { status: string }[] }).schools.map(({ status }) => status);
  assert.deepEqual(statuses(await run()), ['loaded', 'loaded']);
  const second = await run();
  assert.deepEqual(statuses(second), ['unchanged', 'unchanged']);
  assert.deepEqual(
    server.asked.slice(-2).map(({ headers }) => headers['if-none-match']),
    ['"1"', '"1"'],
  );
  assert.ok(!`${second.stdout}${second.stderr}`.includes(secret));
});
