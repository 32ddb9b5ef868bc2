import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
const config = join(folder, 'pipeline.yaml');
mkdirSync(join(folder, 'rules', 'schools'), { recursive: true });
writeFileSync(
  config,
  `name: A trust
source: { schools: { section: orgs, id: code, name: title } }
database: sqlite:unused.db
records:
  pupils: { one: pupil, from: pupils, id: id, school: org, keep: { surname: last } }
  sets: { one: set, from: sets, id: id, school: org }
links:
  members: { one: member, from: members, joins: { set: { to: sets, from: set }, pupil: { to: pupils, from: pupil } } }
`,
);
writeFileSync(
  join(folder, 'rules', 'pupils.yaml'),
  `- name: in-a-set
  because: None of its sets comes through
  conditions: { all: [{ fact: setCount, operator: greaterThan, value: 0 }] }
  event: { type: require }
`,
);

function trust(surnames: readonly [string, string]): string {
  return JSON.stringify({
    orgs: [
      { code: '1', title: 'Oak' },
      { code: '2', title: 'Ash' },
    ],
    pupils: [
      { id: 1, org: 1, last: surnames[0] },
      { id: 1, org: 2, last: surnames[1] },
      { id: 2, org: 2, last: 'Ong' },
    ],
    sets: [
      { id: 'a', org: '1' },
      { id: 'b', org: '2' },
    ],
    members: [
      { set: 'a', pupil: 1 },
      { set: 'b', pupil: 1 },
    ],
  });
}

interface Run {
  readonly schools: readonly { school: string | null; status: string; reason: string | null; sections: unknown }[];
}

for (const backend of backends())
  test(`a trust's document is a load for each of its schools, and fails all of them when it breaks, on ${backend.name}`, async () => {
    const { url, query } = await backend.make();
    const file = join(folder, `${backend.name}.json`);
    const run = async (text: string, ...options: string[]) => {
      writeFileSync(file, text);
      const { code, stdout, stderr } = await cli([
        ...['run', file, '--config', config, '--database', url, '--json'],
        ...options,
      ]);
      assert.ok(stdout.startsWith('{'), stderr);
      const { schools } = JSON.parse(stdout) as Run;
      return { code, schools, said: schools.map(({ school, status }) => `${String(school)} ${status}`) };
    };
    const rows = () => query('select school_id, id, surname from pupils where left_at is null order by 1, 2');

    // Nobody knows yet of whom a document is that breaks.
    assert.deepEqual((await run(trust(['Okoro', 'Lim']).slice(0, 90))).said, ['null failed']);
    const first = await run(trust(['Okoro', 'Lim']));
    assert.deepEqual([first.code, ...first.said], [0, '1 loaded', '2 loaded']);
    assert.deepEqual(
      (await rows()).map((row) => Object.values(row).join(' ')),
      ['1 1 Okoro', '2 1 Lim'],
    );
    assert.deepEqual(first.schools[1]?.sections, {
      pupils: { read: 2, through: 1, not: 1, rejected: 0, merged: 0, split: 0, outside: 1 },
      sets: { read: 1, through: 1, not: 0, rejected: 0, merged: 0, split: 0, outside: 1 },
      members: { read: 1, through: 1, not: 0, rejected: 0, merged: 0, split: 0, outside: 1 },
    });
    assert.deepEqual((await run(trust(['Okoro', 'Lim']))).said, ['1 unchanged', '2 unchanged']);
    assert.deepEqual((await run(trust(['Okoro', 'Lim-Ong']))).said, ['1 unchanged', '2 loaded']);

    const before = await rows();
    const broken = await run(trust(['Okoro', 'Lim']).slice(0, 90));
    assert.deepEqual([broken.code, ...broken.said], [1, '1 failed', '2 failed']);
    for (const { reason } of broken.schools) assert.match(String(reason), /cut short/);
    assert.deepEqual((await run('{', '--school', '2')).said, ['2 failed']);
    assert.deepEqual(await rows(), before);
  });

test('the sums of a report have what is outside, where a mapping leaves out something', async () => {
  const file = join(folder, 'report.json');
  writeFileSync(file, trust(['Okoro', 'Lim']));
  const { stdout } = await cli(['report', file, '--config', config, '--school', '2']);
  assert.match(stdout, /outside +read +split +through/);
  assert.match(stdout, /pupils +1 +2 +0 +1 +1 +0 +0/);
  const html = await cli(['report', file, '--config', config, '--school', '2', '--format', 'html']);
  assert.match(html.stdout, /<th[^>]*>Outside<\/th>/);
});
