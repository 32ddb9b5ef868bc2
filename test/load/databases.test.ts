import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';

for (const { name, make } of backends()) {
  test(`the example school loads twice, the second time unchanged, on ${name}`, async () => {
    const { url, query } = await make();
    const { code, stdout, stderr } = await cli(['run', 'examples/oakfield.json', '--database', url]);
    assert.equal(code, 0, stdout + stderr);
    const again = await cli(['run', 'examples/oakfield.json', '--database', url]);
    assert.equal(again.code, 0, again.stdout + again.stderr);
    assert.match(again.stdout, /unchanged/);
    assert.equal((await query('select * from students where left_at is null')).length, 57);
  });
}
