import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool } from '../support/small-school.js';

const folder = temporaryFolder();
const database = ['--database', `sqlite:${join(folder, 'db')}`];
const operating = readFileSync('docs/operating.md', 'utf8');

interface Line {
  readonly level: string;
  readonly time: string;
  readonly event: string;
  readonly run?: string | null;
  readonly school?: string | null;
  readonly status?: string;
  readonly words?: string;
}

function linesOf(stderr: string): Line[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

test('run --log json says on standard error what became of each school, and nothing else', async () => {
  const { code, stdout, stderr } = await cli(['run', 'examples', '--json', '--log', 'json', ...database]);
  assert.equal(code, 1);
  const lines = linesOf(stderr);
  const { schools } = JSON.parse(stdout) as { schools: { school: string; status: string }[] };
  assert.deepEqual(
    lines.filter(({ event }) => event === 'school').map(({ school, status, level }) => [school, status, level]),
    schools.map(({ school, status }) => [school, status, status === 'failed' ? 'error' : 'info']),
  );
  assert.deepEqual(
    lines.map(({ event }) => event),
    ['warning', 'night-began', 'school', 'school', 'school', 'school', 'night-ended'],
  );
  assert.match(lines[0].words ?? '', /^Passed over in examples: /);
  const [run] = lines.flatMap(({ run: id }) => id ?? []);
  assert.match(run, /^\d{8}T/);
  for (const { event, run: id } of lines.slice(1)) assert.equal(id, run, event);
  for (const { event } of lines) assert.ok(operating.includes(`\`${event}\``), event);
});

test('without --json the text is on standard output, as without a log, and warnings are in both', async () => {
  const args = ['run', 'examples', '--database', `sqlite:${join(folder, 'text.db')}`];
  const { stdout, stderr } = await cli([...args, '--log=json']);
  assert.match(
    stdout,
    /^ {2}Passed over in examples[^]*\n {2}9361234 +Oakfield Primary +loaded[^]*4 schools: 3 loaded, 1 failed/,
  );
  assert.equal(linesOf(stderr)[0].event, 'warning');
});

test('schools that are held or did not arrive are warnings', async () => {
  const inputs = join(folder, 'night');
  const file = (id: string, extract: unknown) => writeFileSync(`${inputs}-${id}.json`, JSON.stringify(extract));
  const own = ['--database', `sqlite:${join(folder, 'held.db')}`, '--feed', 'night'];
  file('1', smallSchool(30, '1'));
  file('2', smallSchool(30, '2'));
  assert.equal((await cli(['run', `${inputs}-*.json`, ...own])).code, 0);
  file('1', { ...smallSchool(30, '1'), Groups: [] });
  const { stderr } = await cli(['run', `${inputs}-1.json`, '--log', 'json', ...own]);
  assert.deepEqual(
    linesOf(stderr).map(({ level, event, school, status }) => [level, event, school, status]),
    [
      ['info', 'night-began', undefined, undefined],
      ['warn', 'school', '1', 'held'],
      ['warn', 'not-seen', '2', undefined],
      ['error', 'night-ended', undefined, undefined],
    ],
  );
});

test('a wrong call and a database that is not there are lines of the log, too', async () => {
  for (const [args, words] of [
    [['run', 'nowhere.json', ...database], /nowhere\.json/],
    [['run', 'examples/oakfield.json', '--database', 'postgres://127.0.0.1:1/none'], /127\.0\.0\.1/],
    [['run', '--date', 'never'], /--date never/],
  ] as const) {
    const { code, stderr } = await cli([...args, '--log', 'json']);
    assert.notEqual(code, 0);
    const [line] = linesOf(stderr);
    assert.equal(line.level, 'warn');
    assert.match(line.words ?? '', words);
  }
});
