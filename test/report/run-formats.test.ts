import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { markdown } from '../../src/report/plan/markdown.js';
import { runFormats } from '../../src/report/run/formats.js';
import { uncoloured } from '../../src/report/writers/paint.js';
import type { RunReport } from '../../src/report/run/run-report.js';
import type { SchoolReport } from '../../src/run/run-result.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool } from '../support/small-school.js';

const folder = temporaryFolder();
const { pipeline } = readConfiguration('pipeline.yaml', { set: [], today: () => '2026-11-20' });
const database = ['--database', `sqlite:${join(folder, 'db')}`];
const mebibyte = 1024 * 1024;

function written(format: string, report: Partial<RunReport>): string {
  const found = runFormats.find(({ name }) => name === format);
  assert.ok(found);
  const whole = { schools: [], seconds: 1, unseen: [], cannotKnow: false as const, purge: null, ...report };
  return found.write({ pipeline, report: whole, reasons: [], places: { database: 'sqlite:x', same: '' } });
}

function school(given: Partial<SchoolReport>): SchoolReport {
  const nothing = { sections: {}, changes: {}, excluded: {}, warnings: {}, letGo: 0 };
  return { school: '9361234', name: 'Oakfield', status: 'held', reason: 'Too much.', ...nothing, ...given };
}

function path(name: string): string {
  return join(folder, name);
}

test('one run writes every form, each what it would be alone, beside the text on standard output', async () => {
  const forms = runFormats.map(({ name }) => `--report=${name}=${path(name)}`);
  const { code, stdout } = await cli(['run', 'examples', ...forms, '--report', 'github=-', ...database]);
  assert.equal(code, 1);
  const [text = '', json = '', markdown = '', github = ''] = runFormats.map(({ name }) =>
    readFileSync(path(name), 'utf8'),
  );
  assert.equal(stdout.replaceAll(/ +\d+ ms$/gm, ''), `${text}${github}`);
  assert.deepEqual(
    (JSON.parse(json) as RunReport).schools.map(({ status }) => status),
    ['loaded', 'loaded', 'failed', 'loaded'],
  );
  assert.match(
    markdown,
    /^### 4 schools: 3 loaded, 1 failed, in [\d.]+ s\n\n#### Failed\n\n- `9361236` Ash Lane Primary: /,
  );
  assert.match(
    github,
    /^::error title=School 9361236 failed::examples\/three\.ndjson, line 2: [^\n]*\n::notice title=Passed over::Passed over in examples: \d that [^\n]*\n$/,
  );
});

test('plan writes forms beside that of --format, and release those of a run', async () => {
  const extract = path('extract.json');
  writeFileSync(extract, JSON.stringify(smallSchool(12)));
  const plan = await cli(['plan', extract, '--json', '--report', `markdown=${path('plan.md')}`, ...database]);
  assert.equal((JSON.parse(plan.stdout) as RunReport).schools[0]?.status, 'planned');
  assert.match(readFileSync(path('plan.md'), 'utf8'), /^### What a run would do\n/);
  const release = ['release', '9360001', extract, '--report', `markdown=${path('release.md')}`, ...database];
  assert.equal((await cli(release)).code, 0);
  assert.match(readFileSync(path('release.md'), 'utf8'), /^### 1 school: 1 loaded, /);
});

test('a report that nobody can write is known before anything is read', async () => {
  const twice = ['--report', `json=${path('a')}`, '--report', `text=${path('a')}`];
  const wrong: [readonly string[], RegExp][] = [
    [
      ['run', '--report', 'json'],
      /^--report json is not FORMAT=FILE, as in json=run\.json\. Nothing was read or touched\.\n$/,
    ],
    [['run', '--report', 'json='], /is not FORMAT=FILE/],
    [['run', '--report', 'jsno=a'], /^There is no format "jsno"\. Did you mean "json"\?/],
    [['run', '--report', `json=${path('none/a')}`], /^--report \S+ cannot be written \(ENOENT\)\./],
    [['run', '--report', `json=${folder}`], /^--report \S+ is a folder\./],
    [['run', ...twice], /^--report writes to \S+ twice\./],
    [['run', '--report', 'json=-'], /^For JSON on standard output there is --json\./],
    [['run', '--json', '--report', 'github=-'], /would be mixed with the result on standard output/],
    [['plan', '--format', 'markdown', '--report', 'github=-'], /would be mixed with the result on standard output/],
    [['release', '9361234', '--report', 'json=a'], /give release the inputs to load/],
  ];
  for (const [args, message] of wrong) {
    const { code, stdout, stderr } = await cli([...args, '--database', `sqlite:${path('untouched')}`]);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  }
});

test('an annotation stays one line with one title, whatever an id or a reason holds', () => {
  const text = written('github', {
    schools: [school({ school: 'a,b:c%\n::error::x', reason: 'one\r\n::warning::two, 5 %' })],
  });
  assert.equal(
    text,
    '::warning title=School a%2Cb%3Ac%25\ufffd%3A%3Aerror%3A%3Ax held::one\ufffd\ufffd::warning::two, 5 %25\n',
  );
});

test('where GitHub will not show all annotations, the first says how many there are', () => {
  const schools = [
    ...Array.from({ length: 11 }, (_, at) => school({ school: String(at) })),
    ...Array.from({ length: 10 }, () => school({ school: null, status: 'failed' })),
    school({ status: 'unchanged' }),
  ];
  const lines = written('github', { schools }).trimEnd().split('\n');
  assert.equal(lines.length, 22);
  assert.equal(lines[0], '::error title=A school that its document does not name failed::Too much.');
  assert.match(lines[10] ?? '', /^::warning title=11 schools held::/);
});

test('a run that was refused or interrupted says so in every form', () => {
  for (const format of ['text', 'json', 'markdown', 'github'])
    assert.match(written(format, { refused: 'Not as planned.' }), /Not as planned/, format);
  for (const format of ['text', 'json', 'markdown'])
    assert.match(written(format, { interrupted: true }), /interrupted/i, format);
});

test("a summary is cut to what a job's summary takes, and the gravest stay", () => {
  const reason = 'é'.repeat(400);
  const many = (status: SchoolReport['status'], from: number): SchoolReport[] =>
    Array.from({ length: 2000 }, (_, at) => school({ school: String(from + at), status, reason }));
  const schools = [...many('loaded', 0), ...many('held', 10_000), ...many('failed', 20_000)];
  const text = written('markdown', { schools });
  assert.ok(Buffer.byteLength(text) <= mebibyte);
  assert.ok(Buffer.byteLength(text) > mebibyte - 2000);
  assert.match(text, /^### 6000 schools: 2000 loaded, 2000 held, 2000 failed, in 1\.0 s\n/);
  assert.match(text, /- `20000` Oakfield: /);
  const shown = text.match(/^- `/gm)?.length ?? 0;
  assert.ok(text.includes(`And ${String(6000 - shown)} more schools, for which there is no room.`));
  const plan = markdown.write({
    pipeline,
    report: { schools: many('held', 0), seconds: 1, unseen: [], cannotKnow: false, purge: null, fingerprint: 'f' },
    places: { database: 'sqlite:x', run: 'r', release: null, releaseOf: () => null },
    paint: uncoloured,
  });
  assert.ok(Buffer.byteLength(plan) <= mebibyte);
});

test("a school's name is no mark-up in a summary", () => {
  const text = written('markdown', { schools: [school({ name: '<img src=x> | [a](http://x) @all' })] });
  assert.ok(text.includes('`9361234` \\<img src=x\\> \\| \\[a\\](http\\://x) \\@all: Too much.'), text);
});
