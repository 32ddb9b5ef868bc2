import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { test } from 'node:test';
import { main } from '../../src/cli/main.js';
import { Passed, type Far } from '../../src/run/passed.js';
import { Progress, progressInWords } from '../../src/cli/progress.js';
import { temporaryFolder } from '../support/folder.js';

const erased = '\r\u001b[2K';
const folder = temporaryFolder();

function far(given: Partial<Far>): Far {
  return { schools: 0, files: 0, allFiles: 1, bytes: 0, allBytes: null, ...given };
}

test('progress is said in files, or schools where all are in one, with rate and time left as far as they are known', () => {
  const night = { schools: 412, files: 412, allFiles: 3000, bytes: 412, allBytes: 3000 };
  const one = { schools: 1, bytes: 50, allBytes: 100 };
  const said: readonly [Partial<Far>, number, string][] = [
    [night, 45.3, '412 of 3,000 files, 9.1 schools a second, 5 min left'],
    [{ ...night, schools: 8240 }, 5, '412 of 3,000 files, 1,648 schools a second, 35 s left'],
    [{ ...night, bytes: 2999 }, 45, '412 of 3,000 files, 9.2 schools a second, 5 s left'],
    [{ ...night, bytes: 1 }, 3, '412 of 3,000 files, 137 schools a second, 2 h 30 min left'],
    [{ ...night, schools: 0, files: 0, bytes: 0 }, 3, '0 of 3,000 files'],
    [one, 4, '1 school, 0.3 schools a second, 5 s left'],
    [{ schools: 20, bytes: 50 }, 4, '20 schools, 5 schools a second'],
  ];
  for (const [given, seconds, words] of said) assert.equal(progressInWords(far(given), seconds), words);
});

test('of a file that is read twice the bytes count once, and of one that is passed they count all', () => {
  const passed = new Passed([100, 50, 30]);
  passed.read(60);
  passed.read(60);
  assert.deepEqual(passed.far(1), { schools: 1, files: 0, allFiles: 3, bytes: 100, allBytes: 180 });
  passed.file();
  passed.file();
  passed.read(10);
  assert.deepEqual(passed.far(4), { schools: 4, files: 2, allFiles: 3, bytes: 160, allBytes: 180 });
  assert.deepEqual(new Passed([null]).far(0), { schools: 0, files: 0, allFiles: 1, bytes: 0, allBytes: null });
});

/** Tells of progress each so many milliseconds, and what is written then. */
function watched(stderr: { readonly isTTY?: boolean; readonly columns?: number }, step: number, times: number) {
  let now = 1_000_000;
  const written: string[] = [];
  const write = (text: unknown): boolean => written.push(String(text)) > 0;
  const progress = new Progress(
    { ...stderr, write },
    () => now,
    (text) => text,
  );
  for (let at = 0; at < times; at++) {
    progress.tell(far({ schools: at, files: at, allFiles: 1000 }));
    now += step;
  }
  return { progress, written };
}

test('in a log there is a line each ten seconds at most, and none where there is little to do', () => {
  const { written, progress } = watched({}, 500, 61);
  assert.deepEqual(written, [
    '20 of 1,000 files, 2 schools a second\n',
    '40 of 1,000 files, 2 schools a second\n',
    '60 of 1,000 files, 2 schools a second\n',
  ]);
  progress.end();
  assert.equal(written.length, 3);
  assert.deepEqual(watched({}, 100, 90).written, []);
});

test('on a terminal there is one line, which fits, makes room for others and is gone at the end', () => {
  assert.deepEqual(watched({ isTTY: true }, 100, 20).written, []);
  const { written, progress } = watched({ isTTY: true, columns: 30 }, 50, 50);
  assert.deepEqual(
    written.map((text) => text.replace(erased, '')),
    ['  40 of 1,000 files, 20 scho…', '  44 of 1,000 files, 20 scho…', '  48 of 1,000 files, 20 scho…'],
  );
  written.length = 0;
  progress.makeRoom(() => written.push('a line\n'));
  assert.deepEqual(written, [erased, 'a line\n', `${erased}  48 of 1,000 files, 20 scho…`]);
  written.length = 0;
  progress.end();
  progress.makeRoom(() => written.push('the last\n'));
  assert.deepEqual(written, [erased, 'the last\n']);
});

for (const isTTY of [true, false])
  test(`a long run with --json ${isTTY ? 'on a terminal' : 'in a log'} has progress on standard error, and on standard output the result alone`, async () => {
    const written = { stdout: '', stderr: '' };
    const stream = (to: keyof typeof written): Writable =>
      new Writable({
        write: (chunk: Buffer, _, done) => {
          written[to] += chunk.toString();
          done();
        },
      });
    let now = Date.UTC(2026, 10, 20);
    const database = `sqlite:${join(folder, `${String(isTTY)}.db`)}`;
    await main(['run', 'examples/three.ndjson', 'examples/oakfield.json', '--json', '--database', database], {
      stdin: Readable.from([]),
      stdout: stream('stdout'),
      stderr: Object.assign(stream('stderr'), { isTTY }),
      env: { NO_COLOR: '1' },
      now: () => new Date((now += 4_000)),
      interrupted: new AbortController().signal,
    });
    assert.ok(Array.isArray((JSON.parse(written.stdout) as { schools: unknown }).schools));
    const lines = written.stderr.split(isTTY ? erased : '\n').filter((text) => / of 2 files, /.test(text));
    assert.ok(lines.length > 1, written.stderr);
    assert.equal(written.stderr.includes('\u001b'), isTTY);
    if (isTTY) assert.ok(written.stderr.trimEnd().split(erased).at(-1)?.includes('files') !== true, written.stderr);
  });
