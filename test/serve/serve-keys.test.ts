import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const database = `sqlite:${join(root, 'served.db')}`;

/** The shipped pipeline with something under `serve`. */
function asking(serve: string): { readonly config: string; readonly folder: string } {
  const { folder, config } = configured(root, {}, false);
  appendFileSync(config, `\nserve: ${serve}\n`);
  return { folder, config };
}

test('check says where a key of second factors is missing, or is no place of a secret, and shows nothing of it', async () => {
  for (const [serve, says] of [
    ['{ secondFactor: several }', /secrets of second factors are encrypted/],
    ['{ secondFactor: some }', /off.*several.*all/],
    ['{ secondFactor: all, key: verysecretverysecretverysecretvery }', /must say where the secret is/],
  ] as const) {
    const { code, stdout, stderr } = await cli(['check', '--config', asking(serve).config]);
    assert.equal(code, 1, serve);
    assert.match(stdout + stderr, says);
    assert.doesNotMatch(stdout + stderr, /verysecret/);
  }
});

test('serve does not begin without the key that second factors need', async () => {
  assert.equal((await cli(['run', 'examples/oakfield.json', '--database', database])).code, 0);
  const { config, folder } = asking('{ secondFactor: all, key: { file: key.txt } }');
  const serve = async () => {
    const { code, stderr } = await cli(['serve', '--port', '0', '--config', config, '--database', database]);
    assert.equal(code, 2);
    return stderr;
  };
  assert.match(await serve(), /key of second factors \(serve\.key\): the file .*key\.txt is not there/);
  writeFileSync(join(folder, 'key.txt'), 'tooshortforakey\n');
  assert.match(await serve(), /has fewer than 32 characters: make one with openssl rand -base64 32/);
});
