import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findingFormats } from '../../src/report/findings/formats.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { query } from '../support/tables.js';

const folder = temporaryFolder();
const file = join(folder, 'secret.json');
const database = `sqlite:${join(folder, 'db')}`;

/** The example with a mark on every value that a person typed or is: what remains are ids, types and the school. */
const secret = readFileSync('examples/oakfield.json', 'utf8').replace(
  /"(KnownName|Surname|CurrentYearGroup|CurrentClass|Forename|Email|Phone|Relationship|PrimaryEmail|ClassCode|ClassDescription|GroupDescription)": "([^"]*[^" ][^"]*)"/g,
  (_, key: string, value: string) => `"${key}": "${value}SECRET"`,
);
writeFileSync(file, secret);
assert.ok(secret.split('SECRET').length > 500);

for (const { name } of findingFormats) {
  test(`${name} names ids only, from the extract and from the last run, unless names are asked for`, async () => {
    await cli(['run', file, '--database', database]);
    for (const args of [[file], ['--database', database]]) {
      const { code, stdout, stderr } = await cli(['report', ...args, '--format', name, '--set', 'singleSignOn=true']);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /5019/);
      assert.doesNotMatch(stdout + stderr, /SECRET/);
    }
    const { stdout } = await cli(['report', file, '--format', name, '--names']);
    assert.match(stdout, /SECRET/);
    // Names are asked for, and nothing else that is known of a person.
    assert.doesNotMatch(stdout, /\w@|01632/);
  });
}

test('names are never stored, and a report from an extract neither needs nor makes a database', async () => {
  const missing = join(folder, 'none.db');
  const { code } = await cli(['report', file, '--names', '--database', `sqlite:${missing}`]);
  assert.equal(code, 0);
  assert.equal(existsSync(missing), false);
  assert.doesNotMatch(JSON.stringify(query(join(folder, 'db'), 'select * from findings')), /SECRET/);
});

test('only those are named of whom the report speaks', async () => {
  const { stdout } = await cli(['report', 'examples/oakfield.json', '--names', '--json']);
  const { schools } = JSON.parse(stdout) as { schools: { names: Record<string, Record<string, string>> }[] };
  const { students, teachers } = schools[0]?.names ?? {};
  assert.deepEqual(teachers, {
    '30': 'Mrs Helen Trescott',
    '33': 'Deepa Nair',
    '38': 'Imogen Fairweather',
  });
  assert.equal(students?.['158'], 'Luca Bianchi');
  assert.equal(students?.['102'], undefined);
});
