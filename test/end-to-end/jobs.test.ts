import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../src/load/database.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { findInputs } from '../../src/extract/bytes/input.js';
import { runInJobs } from '../../src/run/jobs/run-in-jobs.js';
import type { SchoolReport } from '../../src/run/run-result.js';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends, isLeftAlone, type Backend } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';
import { first, smallSchool, withoutParents } from '../support/small-school.js';
import { dumpOf } from '../support/tables.js';

const root = temporaryFolder();
const program = new URL('../../src/cli/job.js', import.meta.url);

async function begin(backend: Backend) {
  const [whole, shared] = [await backend.make(), await backend.make()];
  const folder = mkdtempSync(join(root, 'n'));
  const { config } = configured(folder, {}, false);
  const extracts = join(folder, 'extracts');
  mkdirSync(extracts);
  const put = (name: string, ...documents: readonly unknown[]): void => {
    const text = documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
    writeFileSync(join(extracts, name), text);
  };
  const report = async (url: string, ...options: readonly string[]) => {
    const args = ['run', extracts, '--config', config, '--database', url, '--json', ...options];
    const { code, stdout, stderr } = await cli([...args, '--report', `text=${join(folder, 'text')}`]);
    assert.notEqual(stdout, '', stderr);
    const text = readFileSync(join(folder, 'text'), 'utf8')
      .replaceAll(url, '')
      .replaceAll(/in [\d.]+ s\..*$/gm, '');
    const json = JSON.parse(stdout) as { schools: { school: string | null; status: string; reason: string | null }[] };
    return { code, json: { ...json, seconds: 0 }, text: text.replaceAll(/--database \S+/g, '') };
  };
  return { whole, shared, config, extracts, put, report };
}

function fillNight(put: Awaited<ReturnType<typeof begin>>['put'], night: number): void {
  for (const at of first(12)) {
    const school = smallSchool(2 + at, `9360${String(100 + at)}`);
    if (at % 3 === 0) school.Contacts[0] = { ...school.Contacts[0], Title: '' };
    put(`9360${String(100 + at)}.json`, school);
  }
  const large = smallSchool(60, '936200');
  put('936200.json', night === 1 ? large : withoutParents(large, ...first(9)));
  put('many.ndjson', smallSchool(2, '936301'), '{"SchoolID":"936302","Students":[', smallSchool(3, '936303'), '{');
  put('nobody.json', '[]x');
}

for (const backend of backends().filter(({ name }) => name !== 'SQLite')) {
  test(`two processes leave the tables and the result of one, in one run, on ${backend.name}`, async () => {
    const { whole, shared, put, report } = await begin(backend);
    for (const night of [1, 2, 3]) {
      fillNight(put, night);
      const expected = await report(whole.url);
      const found = await report(shared.url, '--jobs', '2');
      assert.deepEqual(found, expected);
      assert.deepEqual(await dumpOf(shared), await dumpOf(whole));
    }
    const runs = 'select status, counts, part from runs order by began';
    assert.deepEqual(await shared.query(runs), await whole.query(runs));
    assert.equal((await shared.query('select id from runs')).length, 3);
  });

  test(`a process that dies fails what it had in hand, and the others do the rest, on ${backend.name}`, async () => {
    const { shared, put, config, extracts } = await begin(backend);
    for (const at of first(30)) put(`${String(at + 100)}.json`, smallSchool(40, String(at + 100)));
    const configuration = readConfiguration(config, { set: [], today: () => '2026-11-21' });
    const inputs = await findInputs([extracts], process.stdin);
    const db = await openDatabase(shared.url, configuration.pipeline);
    const reports: SchoolReport[] = [];
    try {
      const terms = { configuration, now: () => new Date(), named: [extracts] };
      const setting = { config, set: [], root: null, database: shared.url };
      const result = await runInJobs(
        inputs,
        db,
        terms,
        { count: 2, program, setting },
        {
          school: (school) => {
            reports.push(school);
            if (reports.length === 3) process.kill(childOf(process.pid), 'SIGKILL');
          },
        },
      );
      assert.equal(result.isWell, false);
      const failed = result.schools.filter(({ status }) => status === 'failed');
      assert.ok(failed.length >= 1 && failed.length <= 2, String(failed.length));
      assert.match(failed[0]?.reason ?? '', /\.json: the process that had it ended \(SIGKILL\) before it said/);
      assert.equal(result.schools.length, 30);
      const again = await runInJobs(inputs, db, terms, { count: 2, program, setting }, {});
      assert.equal(again.isWell, true);
    } finally {
      await db.close();
    }
    assert.equal((await shared.query('select school_id from schools where loaded_at is not null')).length, 30);
    assert.deepEqual(await shared.query('select status from runs order by began'), [
      { status: 'failed' },
      { status: 'done' },
    ]);
  });

  test(`an interruption ends all processes after the school in hand, on ${backend.name}`, async () => {
    const { shared, put, config, extracts } = await begin(backend);
    for (const at of first(60)) put(`${String(at + 100)}.json`, smallSchool(60, String(at + 100)));
    const child = start(['run', extracts, '--config', config, '--database', shared.url, '--jobs', '2']);
    let [said, isTold] = ['', false];
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      // A second signal of a kind ends at once.
      if (!isTold && /loaded/.test(said)) isTold = child.kill('SIGTERM');
    });
    const { code, stdout, stderr } = await ended(child);
    assert.equal(code, 130, stderr);
    assert.match(stdout, /Interrupted: what came after was not read\./);
    const loaded = await shared.query('select school_id from schools where loaded_at is not null');
    assert.equal(loaded.length, [...stdout.matchAll(/^ {2}\d+ +School \d+ +loaded/gm)].length);
    assert.ok(loaded.length < 60);
    assert.deepEqual(await shared.query('select status from runs'), [{ status: 'interrupted' }]);
    assert.ok(await isLeftAlone(backend.name, shared));
  });

  test(`of a school in several files one is loaded and the others fail, and a school that no file has is missing, on ${backend.name}`, async () => {
    const { shared, put, report } = await begin(backend);
    for (const at of first(4)) put(`${String(at)}.json`, smallSchool(3, 'same'));
    const { code, json } = await report(shared.url, '--jobs', '3');
    assert.equal(code, 1);
    assert.deepEqual(json.schools.map(({ status }) => status).sort(), ['failed', 'failed', 'failed', 'loaded']);
    for (const { status, reason } of json.schools)
      if (status === 'failed') assert.match(String(reason), /appears a second time in this run/);
    const rows = await shared.query('select status from school_runs order by document');
    assert.deepEqual(rows.map(({ status }) => status).sort(), ['failed', 'failed', 'failed', 'loaded']);
    const missing = await report(shared.url, '--jobs', '2', '--school', 'none');
    assert.deepEqual(
      missing.json.schools.map(({ school, status }) => [school, status]),
      [['none', 'failed']],
    );
  });
}

/** The process that this one started last. */
function childOf(pid: number): number {
  const pids = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' });
  const jobs = pids.split('\n').filter((line) => line.includes('cli/job.js'));
  return Number.parseInt(jobs.at(-1) ?? '', 10);
}

test('on SQLite, with what is no file, with a plan or no number, several processes are refused', async () => {
  const { config, extracts, put } = await begin(backends()[0]);
  put('a.json', smallSchool(1));
  const server = 'postgres://127.0.0.1:1/none';
  for (const [input, database, options, message] of [
    [extracts, `sqlite:${join(root, 'a.db')}`, ['--jobs', '2'], /--jobs needs a server/],
    ['-', server, ['--jobs', '2'], /standard input is none: give files/],
    [extracts, server, ['--jobs', '2', '--only-if', 'x'], /in one process: omit --jobs/],
    [extracts, server, ['--jobs', '0'], /no number of processes from 1 to 64/],
    [extracts, server, ['--jobs', 'two'], /no number of processes/],
  ] as const) {
    const { code, stderr } = await cli(['run', input, '--config', config, '--database', database, ...options]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});
