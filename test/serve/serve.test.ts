import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start as startProcess } from '../support/process.js';
import { unlessFull } from '../support/numbers.js';

const database = `sqlite:${join(temporaryFolder(), 'served.db')}`;

/** A test that fails on the way leaves nothing running that would keep this file from ending. */
function start(args: readonly string[]): ReturnType<typeof startProcess> {
  const child = startProcess(args);
  after(() => child.kill('SIGKILL'));
  return child;
}

test('serve says where its pages are, shows them, and ends when it is interrupted', async () => {
  assert.equal((await cli(['run', 'examples/oakfield.json', '--database', database])).code, 0);
  const process = start(['serve', '--port', '0', '--database', database]);
  let said = '';
  process.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  while (!said.includes('Ctrl+C')) await once(process.stdout, 'data');
  const [, origin = ''] = /: (http:\/\/127\.0\.0\.1:\d+\/)\n/.exec(said) ?? [];
  const response = await fetch(`${origin}schools/9361234/contacts?search=okoro`);
  assert.equal(response.status, 200);
  assert.match(await response.text(), /2 parents found/);
  process.kill('SIGINT');
  const { code, stderr } = await ended(process);
  assert.equal(code, 0);
  assert.match(stderr, /^\nThe pages are closed\.\n$/);
});

test('serve on a port that is taken, or is none, says so', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = String((other.address() as AddressInfo).port);
  const taken = await cli(['serve', '--port', port, '--database', database]);
  other.close();
  assert.equal(taken.code, 1);
  assert.match(
    taken.stderr,
    new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 cannot be listened on \\(EADDRINUSE\\): try another`),
  );
  for (const none of ['x', '65536', '-1']) {
    const { code, stderr } = await cli(['serve', '--port', none, '--database', database]);
    assert.equal(code, 2, stderr);
  }
});

test('serve lets others in only where somebody has an account, and by the names that are said', async () => {
  const own = ['--database', `sqlite:${join(temporaryFolder(), 'others.db')}`];
  assert.equal((await cli(['run', 'examples/oakfield.json', ...own])).code, 0);
  for (const [args, says] of [
    [
      ['--host', '127.0.0.2'],
      /nobody has an account in [^]*: npx pullthrough user add NAME --role admin --all-schools --database sqlite:/,
    ],
    [['--public-url', 'https://data.example.org'], /nobody has an account/],
    [['--host', '0.0.0.0'], /By which name do people come.*--public-url/],
    [['--public-url', 'data.example.org'], /no address of a site/],
    [['--public-url', 'https://data.example.org/pages'], /without a path/],
    [['--proxy', 'caddy'], /no address/],
  ] as const) {
    const { code, stderr } = await cli(['serve', '--port', '0', ...args, ...own]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
  }
  const added = await cli(['user', 'add', 'office', '--role', 'viewer', '--all-schools', ...own], {
    stdin: 'a long enough sentence',
  });
  assert.equal(added.code, 0, added.stderr);
  const process = start([
    'serve',
    '--port',
    '0',
    '--host',
    '127.0.0.2',
    '--public-url',
    'http://data.example.org',
    ...own,
  ]);
  let [said, warned] = ['', ''];
  process.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  process.stderr.on('data', (bytes: Buffer) => (warned += bytes.toString()));
  while (!said.includes('Ctrl+C') || warned === '')
    await once(process.stdout, 'data', { signal: AbortSignal.timeout(50) }).catch(() => null);
  assert.match(said, /: http:\/\/data\.example\.org\/\nEveryone has to sign in\. Ctrl\+C ends\.\n$/);
  assert.match(warned, /^Passwords cross the network unencrypted: put a proxy/);
  process.kill('SIGINT');
  assert.equal((await ended(process)).code, 0);
});

test(
  'serve where somebody has an account asks everyone to sign in, and where nobody has one says that it does not',
  { skip: unlessFull('it starts two servers') },
  async () => {
    const own = ['--database', `sqlite:${join(temporaryFolder(), 'account.db')}`];
    assert.equal((await cli(['run', 'examples/oakfield.json', ...own])).code, 0);
    const served = async (body: (origin: string) => Promise<void>): Promise<string> => {
      const process = start(['serve', '--port', '0', ...own]);
      let said = '';
      process.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
      while (!said.includes('Ctrl+C')) await once(process.stdout, 'data');
      await body(/http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '');
      process.kill('SIGINT');
      await ended(process);
      return said;
    };
    const leadsTo = async (origin: string) =>
      (await fetch(`${origin}/`, { redirect: 'manual' })).headers.get('location');
    const open = await served(async (origin) => {
      assert.equal(await leadsTo(origin), '/schools/9361234');
      const args = ['user', 'add', 'office', '--role', 'viewer', '--all-schools', ...own];
      assert.equal((await cli(args, { stdin: 'a long enough sentence' })).code, 0);
      assert.equal(await leadsTo(origin), '/sign-in', 'also while it serves');
    });
    assert.match(
      open,
      /Only this machine reaches them\. Nobody has an account, so anybody here sees and may do everything\./,
    );
    const closed = await served(async (origin) => assert.equal(await leadsTo(origin), '/sign-in'));
    assert.match(closed, /Only this machine reaches them, and everyone has to sign in\./);
  },
);
