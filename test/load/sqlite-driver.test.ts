import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { faultOfInstallation } from '../../src/load/dialects/sqlite-driver.js';

test('a file of the program that is missing is said to be that, and no driver that was not built', async () => {
  const worker = new Worker(new URL('../../src/load/dialects/no-such-thread.js', import.meta.url));
  const [error] = await once(worker, 'error').catch((failed: unknown) => [failed]);
  const { message = '' } = faultOfInstallation(error) ?? {};
  assert.match(
    message,
    /^A file of pullthrough itself is missing: src\/load\/dialects\/no-such-thread\.js\. Install it/,
  );
});

test('a binary that is missing is a driver that was not built; any other fault is none of the installation', () => {
  const missing = (module: string) =>
    Object.assign(new Error(`Cannot find module '${module}'\nRequire stack:\n- /app/x.js`), {
      code: 'MODULE_NOT_FOUND',
    });
  for (const error of [
    missing('../build/Release/better_sqlite3.node'),
    missing('bindings'),
    new Error('Could not locate the bindings file. Tried: …'),
    Object.assign(new Error('x'), { code: 'ERR_DLOPEN_FAILED' }),
  ])
    assert.match(faultOfInstallation(error)?.message ?? '', /was not built for this version of Node/);
  assert.equal(faultOfInstallation(Object.assign(new Error('x'), { code: 'SQLITE_BUSY' })), null);
});
