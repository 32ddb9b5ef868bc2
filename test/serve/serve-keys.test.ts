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

test('check says what is wrong with a sign-in provider', async () => {
  const client = 'client: abc, secret: { env: CLIENT_SECRET }';
  const wrong = [
    ['a: { type: google, client: abc, secret: verysecret }', /must say where the secret is/],
    ['b: { type: google, client: abc }', /The provider b needs a key "secret"/],
    [`c: { type: googel, ${client} }`, /"googel".*google/],
    [`C!: { type: google, ${client} }`, /small letters and digits, a letter first/],
    [`d: { type: microsoft, ${client} }`, /The type microsoft needs it/],
    [`e: { type: microsoft, tenant: common, ${client} }`, /must be the id of one directory/],
    [`f: { type: openid, ${client} }`, /The type openid needs it/],
    [`g: { type: openid, issuer: 'http://id.example.org', ${client} }`, /must be the https:\/\/ URL of a provider/],
    [
      `h: { type: openid, issuer: 'https://id.example.org', domains: example.org, ${client} }`,
      /is for the type google/,
    ],
  ] as const;
  const faulty = asking(`{ signIn: { ${wrong.map(([provider]) => provider).join(', ')} } }`);
  const found = await cli(['check', '--config', faulty.config]);
  assert.equal(found.code, 1);
  for (const [provider, says] of wrong) assert.match(found.stdout + found.stderr, says, provider);
  assert.doesNotMatch(found.stdout + found.stderr, /verysecret/);
  const tenant = '6BABCAAD-604b-40ac-a9d7-9fd97c0b779f';
  const right = [
    `google: { type: google, domains: Example.org, ${client} }`,
    `staff: { type: microsoft, tenant: ${tenant}, ${client} }`,
    `trust: { type: openid, issuer: 'http://localhost:9000/oidc', label: The Trust, ${client} }`,
  ];
  const { config } = asking(`{ signIn: { ${right.join(', ')} } }`);
  const { code, stdout, stderr } = await cli(['check', '--config', config]);
  assert.equal(code, 0, stdout + stderr);
  const served = await cli(['serve', '--port', '0', '--config', config, '--database', database]);
  assert.equal(served.code, 2);
  assert.match(served.stderr, /The secret of the sign-in provider google: the environment variable CLIENT_SECRET/);
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
