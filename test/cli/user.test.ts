import assert from 'node:assert/strict';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { readPassword } from '../../src/cli/read-password.js';
import { hashPassword, isPassword } from '../../src/serve/password.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { query } from '../support/tables.js';
import { unlessFull } from '../support/numbers.js';

const folder = temporaryFolder();
const password = 'a long enough sentence';
const [viewer, name] = [['--role', 'viewer', '--school', '9361234'], 'office'];
let number = 0;

async function loaded() {
  const file = join(folder, `${String(number++)}.db`);
  const database = ['--database', `sqlite:${file}`];
  assert.equal((await cli(['run', 'examples/oakfield.json', ...database])).code, 0);
  const user = (args: readonly string[], stdin = '') => cli(['user', ...args, ...database], { stdin });
  return { file, user };
}

test(
  'accounts are added, listed, changed and removed, and the audit says so without a password',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const { file, user } = await loaded();
    assert.match(
      (await user(['list'])).stdout,
      /^Nobody has an account\. To give somebody one: npx pullthrough user add NAME/,
    );
    const said = [
      await user(['add', name, ...viewer], password),
      await user(['add', 'Trust.Admin', '--role', 'admin', '--all-schools'], `${password}\r\n`),
      await user(['list']),
      await user(['list', '--json']),
      await user(['change', 'OFFICE', '--role', 'editor']),
      await user(['change', name, '--school', '9361234', '--school', 'x', '--json']),
      await user(['change', name, '--school', '9361234', '--school', 'x', '--school', 'y']),
      await user(['password', name], `${password}, another`),
      await user(['remove', name]),
      await user(['remove', 'trust.admin']),
    ];
    assert.deepEqual(
      said.map(({ code, stdout }) => [code, stdout.replace(/"createdAt":"[^"]*"/g, '"createdAt":""')]),
      [
        [0, 'office may sign in: viewer of school 9361234.\n'],
        [0, 'trust.admin may sign in: admin of all schools.\n'],
        [0, 'office       viewer  9361234\ntrust.admin  admin   all schools\n'],
        [
          0,
          '{"accounts":[{"name":"office","role":"viewer","schools":["9361234"],"createdAt":"","disabled":false,"secondFactor":false},{"name":"trust.admin","role":"admin","schools":"all","createdAt":"","disabled":false,"secondFactor":false}]}\n',
        ],
        [0, 'office is now: editor of school 9361234.\n'],
        [
          0,
          '{"name":"office","role":"editor","schools":["9361234","x"],"createdAt":"","disabled":false,"secondFactor":false}\n',
        ],
        [0, 'office is now: editor of schools 9361234, x and y.\n'],
        [0, 'The password of office is set. They are signed out everywhere.\n'],
        [0, 'office may no longer sign in, and is signed out.\n'],
        [
          0,
          'trust.admin may no longer sign in, and is signed out. Nobody has an account now: on this machine the pages are open to anybody.\n',
        ],
      ],
    );
    assert.equal(said[5]?.stderr, 'No run has loaded school x yet: is that its id?\n');
    assert.equal(said[6]?.stderr, 'No run has loaded schools x or y yet: are those their ids?\n');
    const noted = query(file, 'select who, what, detail from audit order by at, id') as Record<string, unknown>[];
    assert.deepEqual(
      noted.map(({ who, what, detail }) => [who, what, detail]),
      [
        [null, 'account-added', 'office: viewer of school 9361234'],
        [null, 'account-added', 'trust.admin: admin of all schools'],
        [null, 'account-changed', 'office: editor of school 9361234'],
        [null, 'account-changed', 'office: editor of school 9361234, x'],
        [null, 'account-changed', 'office: editor of school 9361234, x, y'],
        [null, 'account-password', 'office'],
        [null, 'account-removed', 'office'],
        [null, 'account-removed', 'trust.admin'],
      ],
    );
    assert.ok(!JSON.stringify([said, noted]).includes(password));
  },
);

test('an account of a school that no run has met is added only when that is meant', async () => {
  const { user } = await loaded();
  const asked = ['add', name, '--role', 'viewer', '--school', '9361234', '--school', '936123'];
  const refused = await user(asked, password);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^No run has met school 936123 in .*--even-if-unknown.* Nothing was changed\.\n$/);
  assert.match((await user(['list'])).stdout, /^Nobody has an account/);
  assert.equal((await user([...asked, '--even-if-unknown'], password)).code, 0);
  assert.match((await user(['list'])).stdout, /936123/);
  assert.equal((await user(['list', '--even-if-unknown'])).code, 2);
});

test('what cannot be an account is refused, says what to do and changes nothing', async () => {
  const { file, user } = await loaded();
  await user(['add', name, ...viewer], password);
  const before = query(file, 'select * from accounts');
  for (const [args, given, code, says] of [
    [['add', name, ...viewer], password, 1, /There is an account office .*: user change/],
    [['add', 'b', ...viewer], 'elevenchars', 2, /at least 12 characters/],
    [['add', 'b', ...viewer], '', 2, /at least 12 characters/],
    [['add', 'b', ...viewer], 'x'.repeat(1001), 2, /at most 1000/],
    [['add', 'someone@example.org', ...viewer], 'Someone@Example.org', 2, /would try that password first/],
    [['add', 'b', ...viewer], 'Password1234', 2, /would try that password first/],
    [['add', 'b', ...viewer], 'abcabcabcabc', 2, /would try that password first/],
    [['add', 'b', '--role', 'editr', '--all-schools'], password, 2, /no role "editr".*editor/],
    [['add', 'b', '--all-schools'], password, 2, /As what\?/],
    [['add', 'b', '--role', 'viewer'], password, 2, /Which schools/],
    [['add', 'b', '--all-schools', ...viewer], password, 2, /two answers/],
    [['add', '', ...viewer], password, 2, /A name has/],
    [['add', 'a b', ...viewer], password, 2, /A name has/],
    [['add', '\u202eb', ...viewer], password, 2, /A name has/],
    [['change', name], '', 2, /What should change/],
    [['change', 'nobody', '--role', 'admin'], '', 1, /no account nobody/],
    [['change', 'nobody', '--reset-second-factor'], '', 1, /no account nobody/],
    [['change', name, '--reset-second-factor', '--role', 'admin'], '', 2, /goes alone/],
    [['remove', name, '--reset-second-factor'], '', 2, /user change does/],
    [['password', 'nobody'], password, 1, /no account nobody/],
    [['password', name, '--role', 'admin'], password, 2, /user change does/],
    [['remove', 'nobody'], '', 1, /no account nobody/],
    [['remove'], '', 2, /Whose account/],
    [['ad', name], '', 2, /There is no user ad\..*add/],
  ] as const) {
    const result = await user(args, given);
    assert.equal(result.code, code, args.join(' '));
    assert.match(result.stderr, says);
    assert.equal(result.stdout, '');
    if (given.length > 4) assert.ok(!result.stderr.includes(given));
  }
  assert.deepEqual(query(file, 'select * from accounts'), before);
  const missing = await cli(['user', 'list', '--database', `sqlite:${join(folder, 'none.db')}`]);
  assert.deepEqual([missing.code, /pullthrough run makes it/.test(missing.stderr)], [1, true]);
});

test('a password is kept as a hash that says what it was made with, and is the same however its accents are put', async () => {
  const [one, two] = [await hashPassword('caf\u00e9 \u{1f600} pass'), await hashPassword('caf\u00e9 \u{1f600} pass')];
  assert.match(one, /^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}==\$[\w+/]{43}=$/);
  assert.notEqual(one, two);
  assert.equal(await isPassword('cafe\u0301 \u{1f600} pass', one), true);
  assert.equal(await isPassword('cafe \u{1f600} pass', one), false);
  // Made with another cost, by another version.
  const cheap = '$scrypt$ln=10,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$';
  const { scryptSync } = await import('node:crypto');
  const hash = scryptSync('x', Buffer.alloc(16), 32, { N: 1024, r: 8, p: 1 }).toString('base64');
  assert.deepEqual([await isPassword('x', cheap + hash), await isPassword('y', cheap + hash)], [true, false]);
  for (const broken of [null, '', 'x', one.slice(0, 60)]) assert.equal(await isPassword('', broken), false);
});

test('a password is typed on a terminal without being shown, with what was mistyped taken back', async () => {
  const typing = async (keys: readonly string[]) => {
    const raw: boolean[] = [];
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
    let shown = '';
    const stderr = Object.assign(new PassThrough(), { isTTY: true }).on('data', (text: Buffer) => {
      shown += text.toString();
    });
    const world = { stdin, stdout: stderr, stderr, env: {}, now: () => new Date(), interrupted: AbortSignal.abort() };
    const typed = readPassword('Password: ', world);
    for (const key of keys) stdin.write(key);
    const password = await typed;
    return { password, raw, shown };
  };
  assert.deepEqual(await typing(['a', 'b\u007f', '\u{1f600}c', '\r']), {
    password: 'a\u{1f600}c',
    raw: [true, false],
    shown: 'Password: \n',
  });
  assert.equal((await typing(['secret', '\u0003'])).password, null);
});
