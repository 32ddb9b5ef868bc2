import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { ended } from '../support/process.js';
import { unlessFull } from '../support/numbers.js';

const root = temporaryFolder();
const bin = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));
const example = readFileSync('test/cases/01-everything-comes-through.json', 'utf8');

function school(id: string): string {
  return JSON.stringify({ ...(JSON.parse(example) as object), SchoolID: id });
}

function made(files: Readonly<Record<string, string | Buffer>>): { folder: string; database: string } {
  const folder = mkdtempSync(join(root, 'inputs-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return { folder, database: `sqlite:${mkdtempSync(join(root, 'database-'))}/db` };
}

function schoolsOf(stdout: string): (string | null)[] {
  return (JSON.parse(stdout) as { schools: { school: string | null }[] }).schools.map(({ school }) => school);
}

test('A9: a folder gives its extracts by name, whatever the case of their endings, and says in a line what else lay there', async () => {
  const { folder, database } = made({
    ...{ 'a.json': school('a'), 'B.JSON': school('B'), 'd.NdJson': school('d'), 'e.JSONL.GZ': gzipSync(school('e')) },
    ...{ 'c.json.part': 'x', 'e.json.zip': 'x', '.hidden.json': 'x', '.gitkeep': '' },
  });
  mkdirSync(join(folder, 'old.json'));
  writeFileSync(join(folder, 'old.json', 'f.json'), school('f'));
  const line = `Passed over in ${folder}: 3 that are no regular file ending in .json, .ndjson or .jsonl (or with .gz): c.json.part, e.json.zip, old.json/.`;
  const markdown = join(root, 'run.md');
  const asJson = await cli([
    'run',
    folder,
    '--database',
    database,
    '--json',
    '--report',
    `markdown=${markdown}`,
    '--report',
    `github=${markdown}.github`,
  ]);
  assert.equal(asJson.code, 0, asJson.stderr);
  assert.deepEqual(schoolsOf(asJson.stdout), ['B', 'a', 'd', 'e']);
  assert.ok(asJson.stderr.includes(line), asJson.stderr);
  const { passedOver } = JSON.parse(asJson.stdout) as { passedOver: unknown };
  assert.deepEqual(passedOver, [{ of: folder, names: ['c.json.part', 'e.json.zip', 'old.json/'] }]);
  assert.match(readFileSync(markdown, 'utf8'), /3 that are no regular file.*old/);
  assert.match(
    readFileSync(`${markdown}.github`, 'utf8'),
    /^::notice title=Passed over::.*3 that are no regular file/m,
  );
  for (const command of [
    ['run', folder],
    ['plan', folder],
    ['report', folder],
  ]) {
    const { code, stdout, stderr } = await cli([...command, '--database', database]);
    assert.equal(code, 0, stderr);
    assert.equal(`${stdout}${stderr}`.split(line).length, 2, `${command[0] ?? ''}: ${stdout}${stderr}`);
  }
  const glob = await cli(['run', `${folder}/*`, '--database', database, '--json']);
  assert.equal(glob.code, 1, 'what a person names by a glob is read, whatever its ending');
});

test('A9: an input that gives no file is a wrong call, beside others too, and says what lies there', async () => {
  const { folder, database } = made({ 'notes.txt': 'x', '.x.json': '{}' });
  const good = made({ 'a.json': school('a') }).folder;
  for (const inputs of [
    [folder],
    [good, folder],
    [good, join(folder, 'missing.json')],
    [good, `${folder}/*.json`],
    [good, '/dev/zero'],
  ]) {
    const { code, stderr } = await cli(['run', ...inputs, '--database', database]);
    assert.equal(code, 2, inputs.join(' '));
    assert.match(stderr, /Nothing was read or touched\.\n$/);
  }
  assert.match(
    (await cli(['run', folder, '--database', database])).stderr,
    /Passed over in .*: 1 that is .*: notes\.txt\./,
  );
});

test('C5: of a folder only regular files are read, links to such included; what else bears such a name is named', async () => {
  const { folder, database } = made({ 'a.json': school('a') });
  const elsewhere = made({ 'b.json': school('b') }).folder;
  symlinkSync(join(elsewhere, 'b.json'), join(folder, 'b.json'));
  symlinkSync('/dev/zero', join(folder, 'zero.json'));
  symlinkSync(elsewhere, join(folder, 'linked.json'));
  execFileSync('mkfifo', [join(folder, 'fifo.json')]);
  const socket = createServer().listen(join(folder, 'socket.json'));
  await once(socket, 'listening');
  const { code, stdout, stderr } = await cli(['run', folder, '--database', database, '--json']);
  socket.close();
  assert.equal(code, 0, stderr);
  assert.deepEqual(schoolsOf(stdout), ['a', 'b']);
  assert.match(stderr, /: 4 that are no regular file .*: fifo\.json, linked\.json, socket\.json, zero\.json\./);
  // A link that leads nowhere is an extract that cannot be read.
  symlinkSync('nowhere', join(folder, 'gone.json'));
  const gone = await cli(['run', folder, '--database', database]);
  assert.equal(gone.code, 1);
  assert.match(gone.stdout, /gone\.json cannot be read \(ENOENT\)/);
});

test(
  'C5: a pipe that a person names is read once, from a shell and by name',
  { skip: unlessFull('it starts three programs') },
  async () => {
    const { folder, database } = made({ 'a.json': school('a'), 'b.json': school('b') });
    const shell = (command: string) =>
      ended(spawn('bash', ['-c', command, 'bash', process.execPath, bin, folder, database]));
    const both = await shell('"$1" "$2" run <(cat "$3/a.json") <(gzip < "$3/b.json") --database "$4" --json');
    assert.equal(both.code, 0, both.stderr);
    assert.deepEqual(schoolsOf(both.stdout), ['a', 'b']);
    const piped = await shell('cat "$3/a.json" | "$1" "$2" run /dev/stdin --database "$4" --json');
    assert.deepEqual([piped.code, schoolsOf(piped.stdout)], [0, ['a']], piped.stderr);
    const twice = await shell('"$1" "$2" run <(cat "$3/a.json") --only-if 0 --database "$4"');
    assert.equal(twice.code, 2);
    assert.match(twice.stderr, /can be read only once: give files/);
  },
);
