import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool } from '../support/small-school.js';
import { query } from '../support/tables.js';

const folder = temporaryFolder();

/** The samples of a text in the format of Prometheus, by name and labels. */
function samplesOf(text: string): Map<string, number> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, number] => {
        const [, name = '', value = ''] = /^(\S+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
        return [name, Number(value)];
      }),
  );
}

test('run --metrics writes what the run did and how the nights are, with no id and no name of a school', async () => {
  const inputs = join(folder, 'night');
  const file = join(folder, 'pullthrough.prom');
  const own = ['--database', `sqlite:${join(folder, 'db')}`, '--feed', 'night', '--metrics', file];
  const write = (id: string, extract: unknown) => writeFileSync(`${inputs}-${id}.json`, JSON.stringify(extract));
  const night = async (day: number, input: string): Promise<Map<string, number>> => {
    await cli(['run', `${inputs}-${input}.json`, ...own], { now: new Date(`2026-11-${String(day)}T02:00:00Z`) });
    const text = readFileSync(file, 'utf8');
    assert.doesNotMatch(text, /9360001|9360002|Elm|School 1/);
    return samplesOf(text);
  };
  const seconds = (day: number) => Date.parse(`2026-11-${String(day)}T02:00:00Z`) / 1000;
  write('1', smallSchool(30, '9360001'));
  write('2', smallSchool(30, '9360002'));
  const first = await night(20, '*');
  assert.equal(first.get('pullthrough_schools{status="loaded"}'), 2);
  assert.equal(first.get('pullthrough_run_well'), 1);
  assert.equal(first.get('pullthrough_school_seconds_count{status="loaded"}'), 2);
  assert.ok((first.get('pullthrough_run_rows{change="added"}') ?? 0) > 100);
  assert.equal(first.get('pullthrough_held_since_timestamp_seconds'), 0);
  assert.equal(first.get('pullthrough_not_seen_since_timestamp_seconds'), 0);
  write('1', { ...smallSchool(30, '9360001'), Groups: [] });
  for (const day of [21, 22]) {
    const later = await night(day, '1');
    assert.equal(later.get('pullthrough_run_well'), 0);
    assert.equal(later.get('pullthrough_schools{status="held"}'), 1);
    assert.equal(later.get('pullthrough_schools_not_seen'), 1);
    assert.equal(later.get('pullthrough_held_since_timestamp_seconds'), seconds(21));
    assert.equal(later.get('pullthrough_not_seen_since_timestamp_seconds'), seconds(20));
    assert.equal(later.get('pullthrough_latest_run_started_timestamp_seconds{part=""}'), seconds(day));
    assert.equal(later.get('pullthrough_latest_run_ended_timestamp_seconds{part=""}'), seconds(day));
  }
  write('1', smallSchool(30, '9360001'));
  const last = await night(23, '*');
  assert.equal(last.get('pullthrough_held_since_timestamp_seconds'), 0);
  assert.equal(last.get('pullthrough_schools_not_seen'), 0);
  assert.equal(last.get('pullthrough_not_seen_since_timestamp_seconds'), 0);
});

test('of a night in parts, the latest run of each part is there, and none that was shared out otherwise', async () => {
  const file = join(folder, 'parts.prom');
  const args = ['run', 'examples', '--metrics', file, '--database', `sqlite:${join(folder, 'parts.db')}`];
  for (const part of ['1/2', '1/3', '2/3', '3/3', '2/3']) await cli([...args, '--shard', part]);
  const parts = [...samplesOf(readFileSync(file, 'utf8')).keys()].filter((name) => name.includes('run_started'));
  assert.deepEqual(
    parts.map((name) => /part="(.*)"/.exec(name)?.[1]),
    ['1/3', '3/3', '2/3'],
  );
});

test('schools that wait for a worker are counted, from when their night began', async () => {
  const file = join(folder, 'queue.prom');
  const db = join(folder, 'queue.db');
  const args = ['run', 'examples/oakfield.json', '--metrics', file, '--database', `sqlite:${db}`];
  await cli(args, { now: new Date('2026-11-20T02:00:00Z') });
  const queued = (state: string) =>
    query(
      db,
      `insert into run_parts (run_id, document, state) select id, ${String(state.length)}, '${state}' from runs limit 1`,
    );
  for (const state of ['waiting', 'active', 'done', 'superseded']) queued(state);
  await cli(args, { now: new Date('2026-11-21T02:00:00Z') });
  const samples = samplesOf(readFileSync(file, 'utf8'));
  assert.equal(samples.get('pullthrough_queued_schools'), 2);
  assert.equal(samples.get('pullthrough_queued_since_timestamp_seconds'), Date.parse('2026-11-20T02:00:00Z') / 1000);
});

test('the file of numbers is whole or as it was, and one that cannot be written is said', async () => {
  const database = ['--database', `sqlite:${join(folder, 'whole.db')}`];
  const into = join(folder, 'collector');
  mkdirSync(into);
  const file = join(into, 'pullthrough.prom');
  assert.equal((await cli(['run', 'examples/oakfield.json', '--metrics', file, ...database])).code, 0);
  assert.deepEqual(readdirSync(into), ['pullthrough.prom'], 'the collector finds no half of it');
  const nowhere = await cli(['run', 'examples/oakfield.json', '--metrics', join(folder, 'none/x.prom'), ...database]);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /--metrics .*x\.prom cannot be written \(ENOENT\)/);
  const full = await cli(['run', 'examples/oakfield.json', '--metrics', '/dev/full', ...database]);
  assert.equal(full.code, existsSync('/dev/full') ? 1 : 2);
  if (existsSync('/dev/full')) assert.match(full.stderr, /--metrics \/dev\/full could not be written \(ENOSPC\)/);
});

interface Alerts {
  readonly groups: { readonly rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
}

test('the alerts of examples/ops name only numbers and labels that the program gives, and docs/operating.md has all of these', async () => {
  const file = join(folder, 'all.prom');
  // One of them fails, so every label has a value that alerts ask for.
  await cli(['run', 'examples', '--metrics', file, '--database', `sqlite:${join(folder, 'all.db')}`]);
  const text = readFileSync(file, 'utf8');
  const given = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  const { groups } = parse(readFileSync('examples/ops/alerts.yml', 'utf8')) as Alerts;
  const rules = groups.flatMap((group) => group.rules);
  assert.ok(rules.length >= 6);
  for (const { alert, expr, annotations } of rules) {
    assert.match(alert, /^Pullthrough[A-Z]/);
    assert.ok(annotations.summary.endsWith('.'), alert);
    const named = [...expr.matchAll(/pullthrough_\w+/g)].map(([name]) => name);
    assert.ok(named.length > 0, alert);
    for (const name of named) assert.ok(given.has(name), `${alert}: ${name}`);
    for (const [, name = '', labels = ''] of expr.matchAll(/(pullthrough_\w+)\{([^}]*)\}/g))
      for (const label of labels.split(','))
        assert.ok(
          text.split('\n').some((line) => line.startsWith(`${name}{`) && line.includes(label.trim())),
          `${alert}: ${name} with ${label}`,
        );
    for (const [, label = ''] of expr.matchAll(/\bby \((\w+)\)/g)) assert.ok(text.includes(`${label}="`), alert);
  }
  const operating = readFileSync('docs/operating.md', 'utf8');
  for (const name of given) assert.ok(operating.includes(`\`${name}\``), name);
});
