import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { whyNotReady } from '../../src/load/readiness.js';
import { createMetrics } from '../../src/operations/metrics.js';
import { startOperations } from '../../src/operations/server.js';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';

const database = ['--database', `sqlite:${join(temporaryFolder(), 'db')}`];

test('serve answers those who watch on a port of their own, and counts requests by their routes', async () => {
  assert.equal((await cli(['run', 'examples/oakfield.json', ...database])).code, 0);
  const process = start(['serve', '--port', '0', '--operations-port', '0', '--log', 'json', ...database]);
  after(() => process.kill('SIGKILL'));
  let logged = '';
  process.stderr.on('data', (bytes: Buffer) => (logged += bytes.toString()));
  while (!logged.includes('"serving"')) await once(process.stderr, 'data');
  const { pages, watched } = JSON.parse(logged) as { pages: string; watched: string };
  assert.match(watched, /^http:\/\/127\.0\.0\.1:\d+$/);
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`${watched}${path}`, { method });
    return `${String(answer.status)} ${await answer.text()}`;
  };
  assert.equal(await ask('/health'), '200 alive\n');
  assert.equal(await ask('/ready'), '200 ready\n');
  assert.equal(await ask('/ready', 'HEAD'), '200 ');
  assert.match(await ask('/schools/9361234'), /^404 /);
  assert.match(await ask('/health', 'POST'), /^405 /);
  assert.equal((await fetch(`${pages}/health`)).status, 404, 'the pages have none of it');
  await fetch(`${pages}/schools/9361234/contacts?search=okoro`);
  await fetch(`${pages}/schools/9361234/nothing`);
  const numbers = await ask('/metrics');
  assert.match(
    numbers,
    /^pullthrough_request_seconds_count\{method="GET",route="\/schools\/:school\/:kind",code="200"\} 1$/m,
  );
  assert.match(numbers, /^pullthrough_schools\{status="loaded"\} 1$/m);
  assert.match(numbers, /^process_resident_memory_bytes \d+$/m);
  assert.doesNotMatch(numbers, /9361234|Oakfield|okoro/i);
  process.kill('SIGTERM');
  const { code, stderr } = await ended(process);
  assert.equal(code, 0, stderr);
  assert.match(logged, /"event":"interrupted","words":"The pages are closed\."/);
});

test('serve says if nobody can watch it where it was told', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = String((other.address() as AddressInfo).port);
  const taken = await cli(['serve', '--port', '0', '--operations-port', port, ...database]);
  other.close();
  assert.equal(taken.code, 1);
  assert.match(
    taken.stderr,
    new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 cannot be listened on \\(EADDRINUSE\\): try another --op`),
  );
  assert.equal((await cli(['serve', '--operations-port', 'x', ...database])).code, 2);
});

for (const { name, make } of backends())
  test(`a database is ready if it answers and has the migrations of this version, on ${name}`, async () => {
    const { url, query } = await make();
    const db = await openDatabase(url, shippedConfiguration().pipeline);
    assert.equal(await whyNotReady(db), null);
    await query(`insert into pullthrough_migrations (name, batch) values ('999-of-tomorrow', 1)`);
    assert.equal(await whyNotReady(db), 'newer');
    await query(`delete from pullthrough_migrations where name in ('999-of-tomorrow', '018-held-since')`);
    assert.equal(await whyNotReady(db), 'older');
    await db.close();
    assert.notEqual(await whyNotReady(db), null);
  });

test('who asks whether a process is ready gets an answer even if the database gives none', async () => {
  const whyNot = () => new Promise<string | null>(() => undefined);
  const terms = { host: '127.0.0.1', port: 0, metrics: createMetrics(), whyNotReady: whyNot, readyWithin: 20 };
  const { origin, close } = await startOperations(terms);
  const answers = await Promise.all(['/ready', '/ready', '/health'].map((path) => fetch(`${origin}${path}`)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [503, 503, 200],
  );
  assert.equal(await answers[0].text(), 'not ready: no-answer\n');
  await close();
});
