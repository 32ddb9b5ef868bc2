import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();
cpSync('examples/arbor', folder, { recursive: true });
const config = join(folder, 'pipeline.yaml');

test('cases of a nested extract decide every rule and condition both ways, and notice every change', async () => {
  const checked = await cli(['check', '--config', config]);
  assert.equal(checked.stdout, '0 errors in 14 files\n');
  const { code, stdout } = await cli(['test', '--config', config, '--mutate']);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^\d\d cases: \d\d passed, 0 failed\.$/m);
  const [, rules, allRules, conditions, allConditions] =
    /^Decided both ways: (\d+) of (\d+) rules, (\d+) of (\d+) conditions\.$/m.exec(stdout) ?? [];
  assert.deepEqual([rules, conditions], [allRules, allConditions]);
  const [, noticed, changes] = /^Changes noticed: (\d+) of (\d+)\.$/m.exec(stdout) ?? [];
  assert.equal(noticed, changes);
});

test('a misspelt key deep in an extract, or in an entry of a list, is an error where it stands', async () => {
  const file = join(folder, 'rules/tests/contacts.yaml');
  const shipped = readFileSync(file, 'utf8');
  const faults: readonly [before: string, after: string, place: RegExp][] = [
    [
      '{ preferredFirstName: null, preferredLastName: " "',
      '{ preferedFirstName: null, preferredLastName: " "',
      /has preferredFirstName, the case preferedFirstName: correct the one/,
    ],
    [
      '{ address: second@example.org, priority: 2 }',
      '{ adress: second@example.org, priority: 2 }',
      /has address, the case adress: correct the one/,
    ],
    ['guardian: { id: 2 }', 'guardian: { idd: 2 }', /has id, the case idd: correct the one/],
    [
      'data.guardians:\n      - email',
      'data.guardian:\n      - email',
      /has data\.guardians, the case data\.guardian: correct the one/,
    ],
  ];
  for (const [before, after, hint] of faults) {
    assert.ok(shipped.includes(before), before);
    writeFileSync(file, shipped.replace(before, after));
    const line = shipped.slice(0, shipped.indexOf(before)).split('\n').length;
    const { code, stdout } = await cli(['test', '--config', config]);
    assert.equal(code, 1, after);
    assert.match(stdout, new RegExp(`contacts\\.yaml:${String(line)}:\\d+ {2}unknown-key`), after);
    assert.match(stdout, hint, after);
  }
  writeFileSync(file, shipped);
});
