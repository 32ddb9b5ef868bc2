import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { guarded } from '../../src/load/guarded.js';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';
import { twoNights } from '../support/schools.js';
import { query, readTables } from '../support/tables.js';
import { unlessFull } from '../support/numbers.js';

const folder = temporaryFolder();
const bin = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));
const Database = sqliteDriver();
const ids = Array.from({ length: 8 }, (_, index) => String(index + 1));
const nights = ids.map((id) => twoNights(id, 40));
const [firstNight, nextNight] = ['first.ndjson', 'next.ndjson'].map((name, night) => {
  const path = join(folder, name);
  writeFileSync(path, nights.map((texts) => texts[night]).join('\n'));
  return path;
}) as [string, string];
const made = join(folder, 'made.db');

interface Report {
  readonly schools: readonly { readonly school: string; readonly status: string; readonly reason: string | null }[];
}

/** A database that holds the first night, in a folder of its own. */
async function database(name: string): Promise<{ place: string; file: string }> {
  const place = join(folder, name);
  mkdirSync(place);
  const file = join(place, 'a.db');
  if (name === 'made') assert.equal((await cli(['run', firstNight, '--database', `sqlite:${made}`])).code, 0);
  copyFileSync(made, file);
  return { place, file };
}

test('a first run makes the database that the others are copied from', async () => {
  const { file } = await database('made');
  assert.equal(query(file, 'select * from schools').length, ids.length);
});

test(
  'a database that another program holds: every command says so and ends with 1, and the next run goes through',
  { skip: unlessFull('it waits ten seconds for a lock') },
  async () => {
    const { file } = await database('locked');
    const before = readTables(file);
    const [{ id }] = query(file, "select id from teachers where school_id = '1' limit 1") as [{ id: string }];
    const other = new Database(file);
    other.exec('begin immediate');
    const runs = [
      start(['run', nextNight, '--database', `sqlite:${file}`]),
      start(['edit', 'teacher', id, 'room', 'B12', '--school', '1', '--database', `sqlite:${file}`]),
    ];
    for (const { code, stderr } of await Promise.all(runs.map(ended))) {
      assert.equal(code, 1);
      assert.match(stderr, /SQLITE_BUSY.*Another program holds the database\. Run again when it is done\./);
    }
    const report = await cli(['report', '--school', '1', '--database', `sqlite:${file}`]);
    assert.equal(report.code, 0, 'who only reads need not wait');
    other.exec('rollback');
    other.close();
    assert.deepEqual(readTables(file), before);
    assert.equal((await cli(['run', nextNight, '--database', `sqlite:${file}`])).code, 0);
  },
);

test('a lock that is not given back is named as that, with what to do', async () => {
  const { file } = await database('held');
  const [one, other] = [new Database(file), new Database(file, { timeout: 0 })];
  one.exec('begin immediate');
  await assert.rejects(
    guarded('Writing', () => Promise.resolve().then(() => other.exec('begin immediate'))),
    /^DatabaseError: Writing failed \(SQLITE_BUSY\): Another program holds the database\. Run again when it is done\.$/,
  );
  for (const connection of [one, other]) connection.close();
});

test(
  'a lock that another program takes in the middle and gives back is waited for',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const { file } = await database('waited');
    const other = new Database(file);
    const child = start(['run', nextNight, '--database', `sqlite:${file}`]);
    const end = ended(child);
    other.pragma('busy_timeout = 5000');
    other.exec('begin immediate');
    setTimeout(() => {
      other.exec('rollback');
      other.close();
    }, 1500);
    assert.equal((await end).code, 0);
  },
);

test('a statement that fails costs the school in hand, and no other', async () => {
  const { file } = await database('trigger');
  const before = readTables(file);
  query(
    file,
    "create trigger stop before update on students when old.school_id = '3' begin select raise(abort, 'stopped'); end",
  );
  const { code, stdout } = await cli(['run', nextNight, '--database', `sqlite:${file}`, '--json']);
  assert.equal(code, 1);
  const failed = (JSON.parse(stdout) as Report).schools.filter(({ status }) => status !== 'loaded');
  assert.deepEqual(
    failed.map(({ school, status }) => [school, status]),
    [['3', 'failed']],
  );
  assert.match(failed[0]?.reason ?? '', /Writing to table students failed .*refused a write.* No table was touched\./);
  const of3 = (tables: ReturnType<typeof readTables>): unknown =>
    Object.values(tables).map((rows) => rows.filter(([school]) => school === '3'));
  assert.deepEqual(of3(readTables(file)), of3(before));
});

const unusable: readonly [string, (file: string) => void, RegExp][] = [
  [
    'no database',
    (file) => writeFileSync(file, 'text, and no database '.repeat(100)),
    /SQLITE_NOTADB.*no SQLite database/,
  ],
  ['cut short', (file) => truncateSync(file, 3 * 4096), /(SQLITE_CORRUPT|SQLITE_NOTADB).*is damaged/],
  [
    'overwritten in the middle',
    (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0x5a, 4096, bytes.length - 4096);
      writeFileSync(file, bytes);
    },
    /SQLITE_CORRUPT.*is damaged/,
  ],
  [
    'of a newer version',
    (file) => query(file, "insert into pullthrough_migrations (name, batch) values ('999-later', 9)"),
    /A newer version of pullthrough made .* Use that version\./,
  ],
  [
    'another database',
    (file) => replaced(file, 'create table students (name text)'),
    /has a table students that pullthrough did not make|There is no database .* yet/,
  ],
];

function replaced(file: string, sql: string): void {
  writeFileSync(file, '');
  query(file, sql);
}

for (const [name, spoil, message] of unusable) {
  test(`a database that cannot be used is refused by every command, and left as it is: ${name}`, async () => {
    const { file } = await database(name.replaceAll(' ', '-'));
    spoil(file);
    const before = readFileSync(file);
    for (const call of [
      ['run', nextNight],
      ['report'],
      ['explain', 'student', '1001'],
      ['edit', 'teacher', '2001', 'room', 'B12'],
    ]) {
      const { code, stdout, stderr } = await cli([...call, '--school', '1', '--database', `sqlite:${file}`]);
      assert.equal(code, 1, call.join(' '));
      assert.match(stdout + stderr, message);
    }
    if (name !== 'of a newer version') assert.deepEqual(readFileSync(file), before);
  });
}

test('a database in a folder that is not there is 1, with what to look at', async () => {
  const nowhere = `sqlite:${join(folder, 'nowhere', 'a.db')}`;
  const { code, stderr } = await cli(['run', firstNight, '--database', nowhere]);
  assert.equal(code, 1);
  assert.match(stderr, /cannot be opened or reached\. Is its folder there/);
});

/** A file system of the test's own, of a size, needs a mount: in a user namespace where the system allows one. */
const mounts = spawnSync('unshare', ['-rm', 'true']).status === 0;
const skip = mounts ? false : 'this system lets nobody mount a file system in a namespace of their own';

function inOwnMount(place: string, script: string): { status: number | null; stdout: string; stderr: string } {
  const shell = `mount -t tmpfs -o "size=$SIZE" none "$PLACE/disk" && ${script}`;
  const env = { ...process.env, PLACE: place, NODE: process.execPath, BIN: bin, INPUT: nextNight };
  mkdirSync(join(place, 'disk'));
  const size = String(Math.ceil((readFileSync(made).length * 1.9) / 4096) * 4096);
  return spawnSync('unshare', ['-rm', 'sh', '-c', shell], { env: { ...env, SIZE: size }, encoding: 'utf8' });
}

test(
  'a disk that fills up: the schools that found room are loaded, the others are as before, and the result is whole',
  { skip: skip || unlessFull('it takes seconds') },
  async () => {
    const { place, file } = await database('full');
    const { status, stdout, stderr } = inOwnMount(
      place,
      'cp "$PLACE/a.db" "$PLACE/disk" && "$NODE" "$BIN" run "$INPUT" --database "sqlite:$PLACE/disk/a.db" --json; code=$?; cp "$PLACE"/disk/a.db* "$PLACE"; exit $code',
    );
    assert.equal(status, 1);
    assert.notEqual(stdout, '', stderr);
    const { schools } = JSON.parse(stdout) as Report;
    assert.equal(schools.length, ids.length);
    const failed = schools.filter(({ status: found }) => found === 'failed');
    assert.ok(failed.length > 0 && failed.length < ids.length, stdout);
    assert.ok(
      failed.every(({ reason }) => /There is no room left on its disk\. Make room, and run again\./.test(reason ?? '')),
    );
    const found = readTables(file);
    const before = readTables(made);
    const of = (tables: typeof found, school: string): unknown =>
      Object.values(tables).map((rows) => rows.filter(([id]) => id === school));
    for (const { school, status: became } of schools) {
      if (became === 'failed') assert.deepEqual(of(found, school), of(before, school));
      else assert.notDeepEqual(of(found, school), of(before, school));
    }
    assert.equal((await cli(['run', nextNight, '--database', `sqlite:${file}`])).code, 0);
  },
);

test('a database on a disk that is open for reading only is 1, with what to look at', { skip }, async () => {
  const { place } = await database('read-only');
  const { status, stdout } = inOwnMount(
    place,
    'cp "$PLACE/a.db" "$PLACE/disk" && mount -o remount,ro "$PLACE/disk" && exec "$NODE" "$BIN" run "$INPUT" --database "sqlite:$PLACE/disk/a.db" 2>&1',
  );
  assert.equal(status, 1);
  assert.match(stdout, /May this user write|may this user write/);
});
