import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf, unlessFull } from '../support/numbers.js';
import { ended, start } from '../support/process.js';
import { smallSchool } from '../support/small-school.js';
import { query } from '../support/tables.js';

const folder = temporaryFolder();
const bin = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));
const trace = /^\s+at |node:internal|Node\.js v/m;

function schools(count: number): string {
  const path = join(folder, `${String(count)}.ndjson`);
  const lines = Array.from({ length: count }, (_, at) => JSON.stringify(smallSchool(10, String(9360001 + at))));
  writeFileSync(path, lines.join('\n'));
  return path;
}

test('C7: what cannot be printed stops nothing of what is loaded, and is said in one line', () => {
  const file = join(folder, 'full.db');
  const full = openSync('/dev/full', 'w');
  const input = schools(9);
  const calls = [
    ['run', input],
    ['run', input, '--json'],
    ['plan', input],
    ['export', 'students', '--school', '9360001'],
  ];
  for (const args of someOf(calls, 1)) {
    const { status, stderr } = spawnSync(process.execPath, [bin, ...args, '--database', `sqlite:${file}`], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    assert.equal(status, 1, args.join(' '));
    assert.match(stderr, /^The output could not be written \(ENOSPC\): what is there is incomplete\.$/m);
    assert.doesNotMatch(stderr, trace);
  }
  closeSync(full);
  assert.deepEqual(query(file, 'select count(*) as n from schools'), [{ n: 9 }]);
  assert.deepEqual(query(file, 'select distinct status from runs'), [{ status: 'done' }]);
});

test('C7: who stops reading is no fault', () => {
  const { status, stdout } = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" run --help | head -n 1; exit 0`], {
    encoding: 'utf8',
  });
  assert.equal(status, 0);
  assert.match(stdout, /^Usage/);
});

test('C7: where the system has no more files to open, that is said in a line, without a trace', () => {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    [
      '-c',
      `ulimit -n 24; exec "${process.execPath}" "${bin}" run examples/oakfield.json --database sqlite:${join(folder, 'few.db')}`,
    ],
    { encoding: 'utf8' },
  );
  assert.equal(status, 1, stdout);
  assert.match(stderr, /too many open files/);
  assert.doesNotMatch(stdout + stderr, trace);
});

test('C16: --version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  assert.deepEqual(await cli(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
});

test(
  'C16: SIGHUP ends a run as SIGTERM does: the school in hand is finished, and the run is noted as interrupted',
  { skip: unlessFull('it interrupts a run of 400 schools') },
  async () => {
    const file = join(folder, 'hangup.db');
    const child = start(['run', schools(400), '--database', `sqlite:${file}`]);
    child.stdout.once('data', () => child.kill('SIGHUP'));
    const { code, stderr } = await ended(child);
    assert.equal(code, 130, stderr);
    assert.deepEqual(query(file, 'select status from runs'), [{ status: 'interrupted' }]);
    const [{ n }] = query(file, 'select count(*) as n from schools') as [{ n: number }];
    assert.ok(n > 0 && n < 400, String(n));
  },
);

test(
  'C16: a SQLite driver that was not built is named as that, with what to do',
  { skip: unlessFull('it copies all that is installed') },
  () => {
    const copy = join(folder, 'not-built');
    mkdirSync(join(copy, 'node_modules'), { recursive: true });
    for (const part of ['package.json', 'pipeline.yaml', 'rules', 'schemas', 'examples'])
      cpSync(part, join(copy, part), { recursive: true });
    cpSync(resolve(fileURLToPath(import.meta.url), '../../../src'), join(copy, 'dist/src'), { recursive: true });
    for (const name of Object.keys(
      (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: object }).packages,
    )) {
      const [, top] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(name) ?? [];
      if (top === undefined || top.startsWith('better-sqlite3')) continue;
      mkdirSync(join(copy, 'node_modules', top, '..'), { recursive: true });
      symlinkSync(resolve('node_modules', top), join(copy, 'node_modules', top));
    }
    const driver = Number.parseInt(process.versions.node, 10) < 22 ? 'better-sqlite3' : 'better-sqlite3-13';
    cpSync(join('node_modules', driver), join(copy, 'node_modules', driver), {
      recursive: true,
      filter: (path) => !/[/\\](?:build|prebuilds|deps)$/.test(path),
    });
    const { status, stderr } = spawnSync(process.execPath, ['dist/src/cli/bin.js', 'run'], {
      cwd: copy,
      encoding: 'utf8',
    });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /was not built for this version of Node\. Install again without --ignore-scripts/);
    assert.doesNotMatch(stderr, trace);
    rmSync(copy, { recursive: true });
  },
);

test('B18: ids on the command line are trimmed and composed, as those of data are', async () => {
  const school = smallSchool(10, 'D\u00e9rby 1');
  school.Staff[0] = { ...school.Staff[0], StaffID: 'J\u00f6 1' };
  school.Classes[0] = { ...school.Classes[0], StaffID1: 'J\u00f6 1' };
  const input = join(folder, 'derby.json');
  writeFileSync(input, JSON.stringify(school));
  const database = ['--database', `sqlite:${join(folder, 'derby.db')}`];
  const typed = ' De\u0301rby 1\u00a0';
  const teacher = 'Jo\u0308 1 ';
  const run = await cli(['run', input, '--school', typed, ...database]);
  assert.equal(run.code, 0, run.stdout + run.stderr);
  for (const args of [
    ['edit', 'teacher', teacher, 'room', 'B12'],
    ['explain', 'teacher', teacher],
    ['history', 'teacher', teacher],
    ['export', 'teachers'],
    ['report', input],
    ['user', 'add', 'office', '--role', 'viewer'],
    ['forget', 'teacher', teacher],
  ]) {
    const stdin = args[0] === 'user' ? { stdin: 'a long enough password\n' } : {};
    const { code, stdout, stderr } = await cli([...args, '--school', typed, ...database], stdin);
    assert.equal(code, 0, `${args.join(' ')}: ${stdout}${stderr}`);
  }
  const { stderr } = await cli(['release', typed, ...database]);
  assert.match(stderr, /^School D\u00e9rby 1 is not held/);
});
