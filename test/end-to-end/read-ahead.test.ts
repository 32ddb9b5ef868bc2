import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateSchool } from '../../bench/generate-school.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { isFull, unlessFull } from '../support/numbers.js';
import { ended, start } from '../support/process.js';
import { longer } from '../support/schools.js';
import { query, readTables } from '../support/tables.js';

const folder = temporaryFolder();
const extracts = join(folder, 'extracts');
mkdirSync(extracts);
// Enough to be read in a thread of its own, and with full numbers one that is too large for that among them, with others in
// one file.
const sizes = isFull ? [1000, 1000, 14_000, 1000, 1000, 1000] : [100, 100, 100, 100, 100, 100];
const schools = sizes.map((students, index) =>
  longer(generateSchool({ id: String(index + 1), students, seed: index + 1 }), 800_000),
);
for (const [name, from, until] of [
  ['1.json', 0, 1],
  ['2.ndjson', 1, 4],
  ['3.ndjson', 4, 6],
] as const)
  writeFileSync(join(extracts, name), schools.slice(from, until).join('\n'));

const said = (stdout: string): string[] =>
  stdout
    .split('\n')
    .filter((line) => /^ +\d+ +School /.test(line))
    .map((line) => line.replace(/ +\d+(\.\d+)? m?s$/, ''));

test(
  'a folder of files is loaded as the same documents one after another from standard input',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const [ahead, inTurn] = ['ahead', 'in-turn'].map((name) => join(folder, `${name}.db`)) as [string, string];
    const stdin = schools.join('\n');
    const first = await cli(['run', extracts, '--database', `sqlite:${ahead}`]);
    const second = await cli(['run', '-', '--database', `sqlite:${inTurn}`], { stdin });
    assert.deepEqual([first.code, second.code], [0, 0], first.stdout + second.stdout);
    assert.equal(said(first.stdout).length, sizes.length, first.stdout);
    assert.deepEqual(said(first.stdout), said(second.stdout));
    assert.deepEqual(readTables(ahead), readTables(inTurn));
    const findings = 'select * from findings order by school_id, number';
    assert.deepEqual(query(ahead, findings), query(inTurn, findings));

    const again = await cli(['run', extracts, '--database', `sqlite:${ahead}`]);
    assert.match(again.stdout, /6 schools: 6 unchanged/);
    const reasons = query(ahead, 'select reason from school_runs order by rowid desc limit 6');
    assert.deepEqual(
      new Set(reasons.map((row) => (row as { reason: string }).reason)),
      new Set(['The file is the one that was loaded last.']),
    );
  },
);

test(
  'who interrupts while files are read ahead has the school in hand finished, and the next run does the rest',
  { skip: unlessFull('it interrupts a run of large files') },
  async () => {
    const file = join(folder, 'interrupted.db');
    const child = start(['run', extracts, '--database', `sqlite:${file}`]);
    const end = ended(child);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    assert.equal(code, 130, stdout + stderr);
    const loaded = query(file, 'select distinct school_id from students').length;
    assert.ok(loaded > 0 && loaded < sizes.length, String(loaded));
    assert.match(stdout, new RegExp(`${String(loaded)} schools?: ${String(loaded)} loaded`));
    const { stdout: rest } = await cli(['run', extracts, '--database', `sqlite:${file}`]);
    assert.match(rest, new RegExp(`6 schools: .*\\b${String(6 - loaded)} loaded`));
    assert.match(rest, new RegExp(`6 schools: .*\\b${String(loaded)} unchanged`));
  },
);
