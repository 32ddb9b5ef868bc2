import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { cli } from '../support/cli.js';
import { isFull } from '../support/numbers.js';
import { temporaryFolder } from '../support/folder.js';
import { query, readTables } from '../support/tables.js';

const root = temporaryFolder();
const oakfield = readFileSync('examples/oakfield.json', 'utf8');
const everything = readFileSync('test/cases/01-everything-comes-through.json', 'utf8');
let number = 0;

function fresh(): { folder: string; file: string; database: string } {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  const file = join(folder, 'db');
  return { folder, file, database: `sqlite:${file}` };
}

function given(folder: string, name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Report {
  schools: {
    school: string | null;
    name: string | null;
    status: string;
    reason: string | null;
    changes: Record<string, Record<string, number>>;
  }[];
}

async function runJson(...args: string[]): Promise<{ code: number; stderr: string; report: Report }> {
  const { code, stdout, stderr } = await cli(['run', ...args, '--json']);
  return { code, stderr, report: JSON.parse(stdout) as Report };
}

const layouts: readonly [string, string, string | Buffer, number][] = [
  ['one document', 'a.json', everything, 1],
  ['one document with a byte order mark', 'a.json', `\ufeff${everything}`, 1],
  ['one document without indentation', 'a.json', everything.replace(/^ +/gm, ''), 1],
  ['an array of documents', 'a.json', `[${everything},${everything.replace('"SchoolID": "1"', '"SchoolID": "2"')}]`, 2],
  ['one document a line', 'a.ndjson', `${compact('1')}\n\n${compact('2')}\r\n`, 2],
  ['one document a line, compressed', 'a.jsonl.gz', gzipSync(`${compact('1')}\n${compact('2')}`), 2],
  ['documents that are large also when compressed', 'a.ndjson.gz', gzipSync(`${large('1')}\n${large('2')}`), 2],
];

function compact(school: string): string {
  return JSON.stringify({ ...(JSON.parse(everything) as object), SchoolID: school });
}

/** With what no compression makes smaller, in a key that nothing reads. */
function large(school: string): string {
  const Photos = Array.from({ length: 4 }, () => randomBytes(400_000).toString('base64'));
  return JSON.stringify({ Photos, ...(JSON.parse(everything) as object), SchoolID: school });
}

for (const [name, file, content, schools] of layouts) {
  test(`the layout is found out: ${name}`, async () => {
    const { folder, database } = fresh();
    const { code, report, stderr } = await runJson(given(folder, file, content), '--database', database);
    assert.equal(code, 0, stderr);
    assert.equal(report.schools.length, schools);
    assert.deepEqual(new Set(report.schools.map(({ status }) => status)), new Set(['loaded']));
  });
}

test('a folder gives each of its files, whatever stands in their names', async () => {
  const { folder, database } = fresh();
  const inputs = join(folder, 'inputs');
  mkdirSync(inputs);
  given(inputs, 'one\nschool.json', compact('1'));
  given(inputs, 'another.json', compact('2'));
  const { code, report } = await runJson(inputs, '--database', database);
  assert.equal(code, 0);
  assert.deepEqual(report.schools.map(({ school }) => school).sort(), ['1', '2']);
});

test('standard input is read like a file', async () => {
  const { database } = fresh();
  const { code, stdout } = await cli(['run', '-', '--database', database, '--json'], {
    stdin: `${compact('1')}\n${compact('2')}\n`,
  });
  assert.equal(code, 0);
  assert.equal((JSON.parse(stdout) as Report).schools.length, 2);
});

test('in one document a line, a first line that is cut short costs only itself', async () => {
  const { folder, database } = fresh();
  const whole = compact('2');
  for (const cut of [
    whole.indexOf('Okoro') + 2,
    whole.indexOf('"Surname"'),
    whole.indexOf('{"StaffID":32'),
    whole.length - 1,
  ]) {
    const text = `${compact('1').slice(0, cut)}\n${whole}\n${compact('3')}\n`;
    const { code, report } = await runJson(given(folder, 'a.ndjson', text), '--database', `${database}-${String(cut)}`);
    assert.equal(code, 1);
    assert.deepEqual(
      report.schools.map(({ status }) => status),
      ['failed', 'loaded', 'loaded'],
      String(cut),
    );
  }
});

test('an extract cut short at any byte is refused, and the tables stay', async () => {
  const { folder, file, database } = fresh();
  await runJson(given(folder, 'a.json', everything), '--database', database);
  const before = readTables(file);
  const text = compact('1').replace('Okoro', 'Changed');
  for (let cut = 0; cut < text.length; cut += isFull ? 13 : 131) {
    const { code, report } = await runJson(given(folder, 'b.json', text.slice(0, cut)), '--database', database);
    assert.equal(code, 1, String(cut));
    assert.equal(report.schools[0]?.status, 'failed', String(cut));
  }
  assert.deepEqual(readTables(file), before);
});

const broken: readonly [string, string | Buffer, RegExp][] = [
  ['no id', everything.replace('"SchoolID": "1"', '"SchoolID": " "'), /no usable SchoolID/],
  ['a section missing', everything.replace('"Groups"', '"Grups"'), /Groups \(missing; did you mean Grups\?\)/],
  [
    'a section that is no list',
    JSON.stringify({ ...(JSON.parse(everything) as object), Groups: 'none' }),
    /Groups \(no list\)/,
  ],
  [
    'a section that is an object without an id',
    JSON.stringify({ ...(JSON.parse(everything) as object), Groups: {} }),
    /Groups \(an object without GroupID: an envelope\?\)/,
  ],
  ['not JSON', everything.replace('"Students": [', '"Students": [,'), /not JSON at byte \d+/],
  ['a string, not an object', '"hello"', /no object/],
  ['nothing', '', /is empty/],
  ['an empty list', '[]', /has an empty list, and no document/],
  ['text after the document', `${everything}\n]`, /not JSON at byte/],
  ['UTF-16', Buffer.from(`\ufeff${everything}`, 'utf16le'), /a\.json: it is UTF-16\. Save or export it as UTF-8\./],
];

for (const [name, text, reason] of broken) {
  test(`a document is refused: ${name}`, async () => {
    const { folder, database } = fresh();
    const { code, report } = await runJson(given(folder, 'a.json', text), '--database', database);
    assert.equal(code, 1);
    assert.match(report.schools[0]?.reason ?? '', reason);
  });
}

test('a school that appears twice fails the second time, and keeps what the first loaded', async () => {
  const { folder, file, database } = fresh();
  const text = `${compact('1')}\n${compact('1').replace('Okoro', 'Other')}\n`;
  const { code, report } = await runJson(given(folder, 'a.ndjson', text), '--database', database);
  assert.equal(code, 1);
  assert.deepEqual(
    report.schools.map(({ status }) => status),
    ['loaded', 'failed'],
  );
  assert.deepEqual(query(file, 'select surname from students'), [{ surname: 'Okoro' }]);
});

test('a wrong call is 2 and touches nothing', async () => {
  const { folder, file, database } = fresh();
  mkdirSync(join(folder, 'empty'));
  const calls = [
    ['run', join(folder, 'nowhere.json')],
    ['run', 'examples/oakfield.json', join(folder, 'empty')],
    ['run', join(folder, '*.json')],
    ['run', 'examples/oakfield.json', '--set', 'singleSignOnn=true'],
    ['run', 'examples/oakfield.json', '--set', 'singleSignOn=maybe'],
    ['run', 'examples/oakfield.json', '--date', '2026-02-30'],
    ['run', 'examples/oakfield.json', '--unknown'],
    ['edit', 'teacher', '31', 'rom', 'B12'],
  ];
  for (const call of calls) {
    const { code, stdout } = await cli([...call, '--database', database]);
    assert.equal(code, 2, call.join(' '));
    assert.equal(stdout, '');
  }
  assert.throws(() => readFileSync(file));
});

test('a database that cannot be used is 1', async () => {
  const { folder } = fresh();
  const noDatabase = given(folder, 'db', 'this is no database, but text that is long enough to be looked at');
  assert.equal((await cli(['run', 'examples/oakfield.json', '--database', `sqlite:${noDatabase}`])).code, 1);
  assert.equal((await cli(['run', 'examples/oakfield.json', '--database', 'oracle://somewhere'])).code, 1);
});

test('unlisted keys reach neither tables, nor logs, nor reports', async () => {
  const { folder, file, database } = fresh();
  const secret = oakfield.replace(
    /\{ ?"(StudentID|ContactID|StaffID|ClassID|GroupID)"/g,
    '{ "SENStatus": "SECRET", "Address": { "Line1": ["SECRET"] }, "$1"',
  );
  const input = given(
    folder,
    'a.json',
    secret.replace('"Students"', '"Attendance": [{ "Mark": "SECRET" }], "Students"'),
  );
  assert.ok(secret.split('SECRET').length > 300);
  for (const args of [[], ['--json']]) {
    const { stdout, stderr } = await cli(['run', input, '--database', database, ...args]);
    assert.doesNotMatch(stdout + stderr, /SECRET|SENStatus|Line1/);
  }
  for (const suffix of ['', '-wal'])
    assert.doesNotMatch(readFileSync(`${file}${suffix}`, { flag: 'a+' }).toString('latin1'), /SECRET|SENStatus/);
});

test('a statement that fails says what it was doing, and no value of a person', async () => {
  const { folder, file, database } = fresh();
  await runJson(given(folder, 'a.json', everything), '--database', database);
  query(file, "create trigger stop before update on teachers begin select raise(abort, 'stopped'); end");
  const input = given(folder, 'b.json', everything.replace('"Surname": "Lim"', '"Surname": "Zyzzyva"'));
  const json = await cli(['run', input, '--database', database, '--json']);
  const text = await cli(['run', input, '--database', database]);
  assert.equal(json.code, 1);
  const all = json.stdout + json.stderr + text.stdout + text.stderr;
  assert.match(all, /Writing to table teachers failed \(SQLITE_CONSTRAINT_TRIGGER\)/);
  assert.doesNotMatch(all, /Zyzzyva|a\.lim@|Okoro/);
  assert.doesNotMatch(JSON.stringify(query(file, 'select * from school_runs')), /Zyzzyva|a\.lim@|Okoro/);
  assert.deepEqual(query(file, "select surname from teachers where id = '31'"), [{ surname: 'Lim' }]);
});

test('no finding holds a value of a person', async () => {
  const { file, database } = fresh();
  await runJson('examples/oakfield.json', '--database', database, '--set', 'singleSignOn=true');
  const findings = JSON.stringify(query(file, 'select * from findings'));
  const people = query(file, 'select surname, email, phone from contacts') as Record<string, string | null>[];
  const values = people.flatMap((person) => Object.values(person)).filter((value): value is string => value !== null);
  assert.ok(values.length > 100);
  assert.deepEqual(
    values.filter((value) => findings.includes(value)),
    [],
  );
});

test('after a syntax error in an array the documents before it are loaded, and that is said', async () => {
  const { folder, database } = fresh();
  const text = `[${compact('1')},${compact('2')},${compact('3').replace('"Students":[', '"Students":[,')},${compact('4')}]`;
  const { code, report } = await runJson(given(folder, 'a.json', text), '--database', database);
  assert.equal(code, 1);
  assert.deepEqual(
    report.schools.map(({ school, status }) => [school, status]),
    [
      ['1', 'loaded'],
      ['2', 'loaded'],
      ['3', 'failed'],
    ],
  );
  assert.match(report.schools[2]?.reason ?? '', /the rest of the array cannot be read/);
});

test('a broken document is known by its school where it said it before it broke', async () => {
  const { folder, database } = fresh();
  const { report } = await runJson(
    given(folder, 'a.json', everything.replace('"Groups": [', '"Groups": [,')),
    '--database',
    database,
  );
  assert.deepEqual(
    report.schools.map(({ school, name, status }) => [school, name, status]),
    [['1', 'Oakfield', 'failed']],
  );
});

test('documents over several lines, one behind the other, are one failure each', async () => {
  const { folder, database } = fresh();
  const { code, report } = await runJson(given(folder, 'a.json', `${everything}${everything}`), '--database', database);
  assert.equal(code, 1);
  assert.deepEqual(
    report.schools.map(({ status }) => status),
    ['failed', 'failed'],
  );
});

test("a syntax error between two documents of an array is nobody's", async () => {
  const { folder, database } = fresh();
  const { report } = await runJson(
    given(folder, 'a.json', `[${compact('1')} x ${compact('2')}]`),
    '--database',
    database,
  );
  assert.deepEqual(
    report.schools.map(({ school, status }) => [school, status]),
    [
      ['1', 'loaded'],
      [null, 'failed'],
    ],
  );
});

test('a folder within a folder is passed over, also where its name ends like an extract', async () => {
  const { folder, database } = fresh();
  given(folder, 'a.json', everything);
  mkdirSync(join(folder, 'b.json'));
  const { code, report } = await runJson(folder, '--database', database);
  assert.equal(code, 0);
  assert.equal(report.schools.length, 1);
});

test('where to look next is said with the database that was named, and for what was loaded', async () => {
  const { folder, database } = fresh();
  const out = JSON.stringify({ ...(JSON.parse(compact('1')) as object), Classes: [] });
  const first = await cli(['run', given(folder, 'a.json', everything), '--database', database]);
  assert.match(first.stdout, new RegExp(`npx pullthrough report --database ${database}`));
  const held = await cli(['run', given(folder, 'b.json', out), '--database', database]);
  assert.match(held.stdout, /held/);
  assert.doesNotMatch(held.stdout, /npx pullthrough explain/);
});

test('in an array, a document that does not say its school is known by its number', async () => {
  const { folder, database } = fresh();
  const nobody = everything.replace('"SchoolID": "1"', '"SchoolID": null');
  const { report } = await runJson(
    given(folder, 'a.json', `[${everything}, 7, ${nobody}, []]`),
    '--database',
    database,
  );
  assert.deepEqual(
    report.schools.map(({ reason }) => /Document \d of the array [a-z ]+/.exec(reason ?? '')?.[0] ?? null),
    [
      null,
      'Document 2 of the array is no object',
      'Document 3 of the array has no usable ',
      'Document 4 of the array is no object',
    ],
  );
});

test('a wrong call that has the URL of a database in it shows neither user nor password', async () => {
  const url = 'postgres://bob:s3cr3t@h/x';
  for (const args of [[`--databse=${url}`], [url], ['examples/oakfield.json', '--date', url]]) {
    const { code, stdout, stderr } = await cli(['run', ...args]);
    assert.equal(code, 2);
    assert.match(stderr, /postgres:\/\/…@h\/x/);
    assert.doesNotMatch(stdout + stderr, /bob|s3cr3t/);
  }
});
