import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../support/folder.js';
import { isFull, unlessFull } from '../support/numbers.js';
import { ended, start } from '../support/process.js';
import { query } from '../support/tables.js';

const root = temporaryFolder();
const broken = isFull ? 6000 : 100;
const example = JSON.parse(readFileSync('test/cases/01-everything-comes-through.json', 'utf8')) as Record<
  string,
  unknown
>;

interface Reported {
  readonly schools: readonly {
    readonly school: string | null;
    readonly status: string;
    readonly reason: string | null;
  }[];
}

async function runWith(megabytes: number, folder: string) {
  const file = join(root, `${String(megabytes)}.db`);
  const env = { NODE_OPTIONS: `--max-old-space-size=${String(megabytes)}` };
  const { code, signal, stdout, stderr } = await ended(
    start(['run', folder, '--database', `sqlite:${file}`, '--json'], env),
  );
  assert.deepEqual([code, signal], [1, null], stderr.slice(-2000));
  const runs = query(file, 'select status from runs');
  return { schools: (JSON.parse(stdout) as Reported).schools, stderr, runs };
}

function made(name: string): { folder: string; put: (file: string, content: string | Buffer) => void } {
  const folder = join(root, name);
  mkdirSync(folder);
  return { folder, put: (file, content) => writeFileSync(join(folder, file), content) };
}

const good = (id: string) => JSON.stringify({ ...example, SchoolID: id });

test(
  'C2: what would exhaust the memory, or take for ever, fails alone, and the school beside it is loaded',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const { folder, put } = made('evil');
    const empty = { Students: [], Contacts: [], ContactLinks: [], Staff: [], Classes: [], Groups: [] };
    const school = (id: string, more: object) => JSON.stringify({ SchoolID: id, ...empty, ...more });
    const entries = school('entries', { Classes: [{ ClassID: 9, StudentIDs: '?' }] }).split('"?"');
    put(
      '1-entries.json.gz',
      gzipSync(`${entries[0]}[${'{},'.repeat(isFull ? 10_000_000 : 200_000)}{}]${entries[1]}`, { level: 9 }),
    );
    put('2-blanks.json', school('blanks', { Contacts: [{ ContactID: 1, Surname: `é${' '.repeat(999_000)}x` }] }));
    const alike = Array.from({ length: 3000 }, (_, at) => ({
      ...{ ContactID: at, Title: 'Mrs', Forename: 'Ada', Surname: 'Lim', Email: 'a@b.c', Phone: '01632 960001' },
    }));
    const links = alike.map(({ ContactID }) => ({ StudentID: 101, ContactID, ParentalResponsibility: true }));
    const family = {
      Students: [{ StudentID: 101 }],
      Staff: [{ StaffID: 31, Title: 'Ms', Forename: 'A', Surname: 'B' }],
    };
    const lesson = { Classes: [{ ClassID: 9, Type: 'Registration', StaffID1: 31, StudentIDs: [101] }] };
    put('3-alike.json', school('alike', { ...family, ...lesson, Contacts: alike, ContactLinks: links }));
    const lines = Array.from(
      { length: broken },
      (_, at) => `{"SchoolID":"line ${String(at)}","Students":[${'{"StudentID":1},'.repeat(50)}`,
    );
    put('4-lines.ndjson', lines.join('\n'));
    symlinkSync('/dev/zero', join(folder, '5-zero.json'));
    put('6-good.json', good('good'));
    const { schools, stderr, runs } = await runWith(512, folder);
    const statusOf = (id: string) => schools.find(({ school: one }) => one === id)?.status;
    assert.equal(statusOf('good'), 'loaded');
    assert.equal(statusOf('alike'), 'loaded');
    assert.match(schools[0].reason ?? '', /too many entries at byte .*StudentIDs has more than 100,000 entries/);
    assert.equal(
      schools.filter(({ school: id, status }) => id?.startsWith('line ') === true && status === 'failed').length,
      broken,
    );
    assert.match(stderr, /1 that is no regular file .*: 5-zero\.json\./);
    assert.deepEqual(runs, [{ status: 'failed' }]);
  },
);

test(
  'C2: a document within all limits that exhausts the memory of its reader fails alone',
  { skip: unlessFull('it reads a school that fills the memory') },
  async () => {
    const { folder, put } = made('large');
    const students = Array.from({ length: 30_000 }, (_, at) => ({
      StudentID: at,
      KnownName: `${String(at)}${'x'.repeat(5000)}`,
    }));
    put(
      '1-large.json.gz',
      gzipSync(JSON.stringify({ ...example, SchoolID: 'large', Students: students }), { level: 1 }),
    );
    put('2-good.json', good('good'));
    const { schools, runs } = await runWith(128, folder);
    assert.deepEqual(
      schools.map(({ school, status }) => [school, status]),
      [
        [null, 'failed'],
        ['good', 'loaded'],
      ],
    );
    assert.match(schools[0].reason ?? '', /1-large\.json\.gz: to read the document takes more memory than there is/);
    assert.deepEqual(runs, [{ status: 'failed' }]);
  },
);

test(
  'C2: so does one that can be read and not be decided',
  { skip: unlessFull('it decides a school that fills the memory') },
  async () => {
    const { folder, put } = made('undecided');
    const students = Array.from({ length: 400_000 }, (_, at) => ({ StudentID: at }));
    put('1-large.json', JSON.stringify({ ...example, SchoolID: 'large', Students: students }));
    put('2-good.json', good('good'));
    const { schools, runs } = await runWith(144, folder);
    assert.deepEqual(
      schools.map(({ status }) => status),
      ['failed', 'loaded'],
    );
    assert.match(
      schools[0].reason ?? '',
      /to (?:decide 400,\d+ records and links|read the document) takes more memory than there is/,
    );
    assert.deepEqual(runs, [{ status: 'failed' }]);
  },
);
