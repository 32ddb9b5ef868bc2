import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';

const database = `sqlite:${join(temporaryFolder(), 'served.db')}`;

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
