import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { backends, type Backend } from '../support/databases.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { siteOf } from '../support/site.js';
import { smallSchool } from '../support/small-school.js';

const root = temporaryFolder();

interface Result {
  readonly code: number;
  readonly unseen: readonly { readonly school: string; readonly lastMet: string | null }[];
  readonly names: readonly string[];
  readonly unknown: boolean;
  readonly stderr: string;
  readonly warnings: readonly Record<string, number>[];
}

async function begin(backend: Backend) {
  const { url } = await backend.make();
  const { folder, config } = configured(mkdtempSync(join(root, 'f')));
  const put = (feed: string, ...schools: string[]): void => {
    rmSync(join(folder, feed), { recursive: true, force: true });
    mkdirSync(join(folder, feed));
    for (const id of schools) writeFileSync(join(folder, feed, `${id}.json`), JSON.stringify(smallSchool(2, id)));
  };
  const command = async (name: string, feed: string, day: number, ...options: string[]): Promise<Result> => {
    const args = [name, join(folder, feed), '--config', config, '--database', url, '--json', ...options];
    const now = new Date(Date.UTC(2026, 10, day, 2));
    const { code, stdout, stderr } = await cli(args, { now });
    assert.notEqual(stdout, '', stderr);
    const { unseen, unseenUnknown, schools } = JSON.parse(stdout) as Pick<Result, 'unseen'> & {
      unseenUnknown?: true;
      schools: { warnings: Record<string, number> }[];
    };
    const names = unseen.map(({ school }) => school);
    return {
      code,
      unseen,
      names,
      unknown: unseenUnknown === true,
      stderr,
      warnings: schools.map((one) => one.warnings),
    };
  };
  const run = (feed: string, day: number, ...options: string[]) => command('run', feed, day, ...options);
  const plan = (feed: string, day: number, ...options: string[]) => command('plan', feed, day, ...options);
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, 'rules/schools'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  return { url, folder, config, put, run, plan, write };
}

for (const backend of backends()) {
  test(`A5: a school that stops arriving is named, every night until it arrives, on ${backend.name}`, async () => {
    const { url, folder, config, put, run, plan } = await begin(backend);
    put('a', '1', '2', '3');
    const night = await run('a', 1);
    assert.deepEqual([night.code, night.names, night.unknown], [0, [], false]);
    put('a', '1', '3');
    const planned = await plan('a', 2);
    assert.deepEqual(planned.unseen, [{ school: '2', lastMet: '2026-11-01T02:00:00.000Z' }]);
    const reports = ['markdown', 'github', 'text'].map((name) => join(folder, `report.${name}`));
    const options = ['markdown', 'github', 'text'].flatMap((name, at) => ['--report', `${name}=${reports[at] ?? ''}`]);
    const second = await run('a', 2, ...options);
    assert.deepEqual([second.code, second.unseen], [0, planned.unseen]);
    assert.match(second.stderr, /School 2 did not arrive; a run met it last at 2026-11-01T02:00:00\.000Z\./);
    for (const report of reports) assert.match(readFileSync(report, 'utf8'), /School 2 did not arrive/, report);
    const configuration = readConfiguration(config, { set: [], today: () => today });
    const { get } = await siteOf(url, configuration);
    assert.match((await get('/schools/2')).text, /Last met by a runSun 1 Nov 2026/);
    assert.deepEqual(
      (await get('/schools')).rows.slice(1).map((row) => row[3]),
      ['Sun 1 Nov 2026', 'Mon 2 Nov 2026', 'Mon 2 Nov 2026'],
    );
    assert.deepEqual((await run('a', 3)).names, ['2']);
    put('a', '1', '2', '3');
    assert.deepEqual((await run('a', 4)).names, []);
    // A document that is broken behind its school's id says that it arrived.
    writeFileSync(join(folder, 'a/2.json'), '{"SchoolID":"2","Students":5}');
    const broken = await run('a', 5);
    assert.deepEqual([broken.code, broken.names], [1, []]);
  });

  test(`A5: the pages say of a school that did not arrive that it is not seen, and when its last file came, on ${backend.name}`, async () => {
    const { url, folder, config, put, run } = await begin(backend);
    put('a', '1', '2', '3', '4');
    await run('a', 1);
    put('a', '1', '3');
    await run('a', 2);
    const configuration = readConfiguration(config, { set: [], today: () => today });
    const { get } = await siteOf(url, configuration);
    const unseen = /^not seen, last file Sun 1 Nov 2026$/;
    const states = async (path: string) =>
      (await get(path)).rows.slice(1).map((row) => [row[0]?.replace(/^School \d+ /, ''), row[1]]);
    const [second, fourth, ...others] = await states('/schools');
    assert.deepEqual([second?.[0], fourth?.[0]], ['2', '4']);
    assert.match(second?.[1] ?? '', unseen);
    assert.match(fourth?.[1] ?? '', unseen);
    assert.deepEqual(others, [
      ['1', 'unchanged'],
      ['3', 'unchanged'],
    ]);
    const list = await get('/schools');
    assert.match(list.text, /2 schools not seen: a run expected them, and they did not arrive\./);
    assert.match(list.text, /Not seen 2/);
    assert.deepEqual(
      (await states('/schools?status=unseen')).map(([id]) => id),
      ['2', '4'],
    );
    const page = await get('/schools/2');
    assert.match(page.text, /Latest runnot seen, last file Sun 1 Nov/);
    assert.doesNotMatch(page.html, /status-(unchanged|loaded)/);
    assert.match((await get('/schools/1')).text, /Latest rununchanged/);
    const [, runOfAll] = /href="(\/runs\/20261102[^"]+)"/.exec((await get('/runs')).html) ?? [];
    const shown = await get(runOfAll ?? '');
    assert.match(shown.text, /Schools that did not arrive/);
    assert.deepEqual(
      shown.rows.filter((row) => unseen.test(row[1] ?? '')).map((row) => row[0]),
      ['School 2 2', 'School 4 4'],
    );
    // One that any run meets is seen again, and one that fails says that it arrived.
    put('b', '2');
    await run('b', 3);
    assert.deepEqual(
      (await states('/schools?status=unseen')).map(([id]) => id),
      ['4'],
    );
    put('a', '1', '2', '3');
    writeFileSync(join(folder, 'a/4.json'), '{"SchoolID":"4","Students":5}');
    await run('a', 4);
    assert.deepEqual(await states('/schools?status=unseen'), []);
    put('a', '1', '2', '3');
    await run('a', 5);
    const [failed] = await states('/schools');
    assert.equal(failed?.[0], '4');
    assert.match(failed?.[1] ?? '', /^failed, not seen, last file Wed 4 Nov/);
    assert.equal((await get('/schools?status=unseen')).rows.length, 2);
  });

  test(`A5: what another feed brought since is not missing, and the first run of a feed cannot know, on ${backend.name}`, async () => {
    const { put, run, folder } = await begin(backend);
    put('a', '1', '2');
    put('b', '3');
    await run('a', 1);
    const first = await run('b', 1);
    assert.deepEqual([first.unknown, first.names, first.code], [true, [], 0]);
    assert.match(first.stderr, /nobody can know who is missing/);
    assert.equal((await run('b', 2)).unknown, false);
    // The second moves to the other feed.
    put('a', '1');
    put('b', '3', '2');
    assert.deepEqual((await run('a', 3)).names, ['2']);
    assert.deepEqual((await run('b', 3)).names, []);
    assert.deepEqual((await run('a', 4)).names, []);
    put('b', '3');
    assert.deepEqual((await run('b', 4)).names, ['2']);
    assert.deepEqual((await run('a', 5)).names, ['2']);
    // By a name, whatever the folder is called.
    put('night-1', '1', '3');
    put('night-2', '1');
    await run('night-1', 6, '--feed', 'all');
    assert.deepEqual((await run('night-2', 7, '--feed', 'all')).names, ['3']);
    assert.ok(folder !== '');
  });

  test(`A5: a run of some schools or of a plan neither looks nor counts, nor does a plan count, on ${backend.name}`, async () => {
    const { put, run, plan } = await begin(backend);
    put('a', '1', '2');
    await plan('a', 1);
    await run('a', 1);
    put('a', '2', '4');
    assert.deepEqual((await run('a', 2, '--school', '4')).names, []);
    assert.deepEqual((await plan('a', 2, '--school', '4')).names, []);
    assert.deepEqual((await plan('a', 2)).names, ['1']);
    put('a', '2');
    // The fourth was loaded, but by no run that counts.
    assert.deepEqual((await run('a', 3)).names, ['1']);
  });

  test(`A5: who is paused or retired is not expected, and source.expect makes an absence a failure, on ${backend.name}`, async () => {
    const { url, config, put, run, write } = await begin(backend);
    writeFileSync(config, readFileSync(config, 'utf8').replace(/^source:\n/m, 'source:\n  expect: all\n'));
    put('a', '1', '2', '3');
    assert.equal((await run('a', 1)).code, 0);
    put('b', '1');
    const unknown = await run('b', 1);
    assert.deepEqual([unknown.code, unknown.unknown], [1, true]);
    // What is read once makes no feed, so nobody can know who is missing.
    const piped = async (...options: string[]) => {
      const given = { stdin: JSON.stringify(smallSchool(2, '1')), now: new Date(Date.UTC(2026, 10, 1, 3)) };
      return cli(['run', '-', '--config', config, '--database', url, ...options], given);
    };
    const unnamed = await piped();
    assert.equal(unnamed.code, 1, unnamed.stdout);
    assert.match(
      unnamed.stdout + unnamed.stderr,
      /make no feed, so nobody can know who is missing: name one with --feed/,
    );
    const json = JSON.parse((await piped('--json')).stdout) as { unseenUnknown?: true };
    assert.equal(json.unseenUnknown, true);
    await piped('--feed', 'pipe');
    assert.equal((await piped('--feed', 'pipe')).code, 0);
    assert.equal((await piped('--school', '1')).code, 0);
    put('a', '1');
    const absent = await run('a', 2);
    assert.deepEqual([absent.code, absent.names], [1, ['2', '3']]);
    write('rules/schools/2.yaml', 'pause: { from: 2026-11-01, until: 2026-11-03 }\n');
    write('rules/schools/3.yaml', 'retired: 2026-11-04\n');
    assert.deepEqual((await run('a', 3)).names, ['3']);
    const fourth = await run('a', 4);
    assert.deepEqual([fourth.names, fourth.code], [['2'], 1]);
    put('a', '1', '2', '3');
    const back = await run('a', 5);
    assert.deepEqual([back.names, back.code, back.warnings[2]?.retired], [[], 0, 1]);
    const { get } = await siteOf(url, readConfiguration(config, { set: [], today: () => '2026-11-05' }));
    const [retired, inEffect] = (await get('/schools/3/rules')).rows.filter((row) =>
      /retired|expected/.test(row.join(' ')),
    );
    assert.match(retired?.join(' ') ?? '', /^retired differs from the base from 2026-11-04 .*3\.yaml:1$/);
    assert.equal(inEffect?.[1], 'in effect: no extract is expected');
  });
}
