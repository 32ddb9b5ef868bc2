import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { assertShown } from '../support/shown.js';
import type { SmallSchool } from '../support/small-school.js';
import { query } from '../support/tables.js';

const operating = readFileSync('docs/operating.md', 'utf8');
const root = temporaryFolder();
const database = join(root, 'pullthrough.db');
const extracts = join(root, 'extracts');
mkdirSync(extracts);

const [elmStreet = ''] = readFileSync('examples/three.ndjson', 'utf8').split('\n');
const night = (day: number, change: (school: SmallSchool) => object = () => ({})): void => {
  const school = { ...(JSON.parse(elmStreet) as SmallSchool), ExtractedAt: `2026-11-${String(day)}T02:00:00Z` };
  writeFileSync(join(extracts, '9361235.json'), JSON.stringify({ ...school, ...change(school) }));
};

/** What happens before the commands under a heading: the nights of one school. */
const before: Readonly<Record<string, () => void>> = {
  'The nightly run': () => night(20),
  'See it before it is done': () =>
    night(21, ({ Staff, Contacts, ContactLinks }) => ({
      Staff: Staff.map((member, at) => (at === 0 ? { ...member, Surname: 'Ong' } : member)),
      Contacts: Contacts.filter(({ ContactID: id }) => id !== 509),
      ContactLinks: ContactLinks.filter(({ ContactID: id }) => id !== 509),
    })),
  'A school is held': () => night(22, () => ({ Contacts: [], ContactLinks: [] })),
  'An old extract': () => night(20),
  'Someone else wrote to the tables': () => {
    night(23);
    query(database, `update teachers set surname = 'Hand' where id = (select min(id) from teachers)`);
    query(database, `delete from group_students where student_id = '4'`);
  },
};

test('the commands in docs/operating.md print what stands there, one night after the other', async () => {
  let fingerprint = '';
  let shown = 0;
  for (const [heading, prepare] of Object.entries(before)) {
    prepare();
    const section = operating.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
    assert.ok(section, heading);
    for (const [, command = '', output = ''] of section.matchAll(
      /^```console\n\$ npx pullthrough (.*)\n([^]*?)^```$/gm,
    )) {
      const words = command.split(' ').map((word) => (word === 'extracts' ? extracts : word));
      const at = words.indexOf('--only-if') + 1;
      if (at > 0) words[at] = fingerprint;
      const { stdout, stderr } = await cli([...words, '--database', `sqlite:${database}`]);
      fingerprint = /--only-if ([0-9a-f]{32})/.exec(stdout)?.[1] ?? fingerprint;
      assertShown(stdout.replaceAll(`${root}/`, ''), output, `${command}\n${stderr}`);
      shown++;
    }
  }
  assert.equal(shown, [...operating.matchAll(/^```console$/gm)].length);
});

test('docs/operating.md names each exit code, and every option of run and plan', async () => {
  for (const code of [0, 1, 2, 3, 130]) assert.match(operating, new RegExp(`^\\| ${String(code)} \\|`, 'm'));
  for (const command of ['run', 'plan']) {
    const { stdout } = await cli([command, '--help']);
    const general = new Set(['config', 'set', 'date', 'format', 'out', 'help']);
    for (const [, option = ''] of stdout.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm))
      if (!general.has(option))
        assert.ok(operating.includes(`\`--${option}`) || operating.includes(` --${option}`), option);
  }
});
