import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { forShell } from '../../src/pipeline/text/for-shell.js';
import { sameOptions } from '../../src/cli/same-options.js';
import { cli } from '../support/cli.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool, withoutParents } from '../support/small-school.js';
import { query } from '../support/tables.js';

const root = temporaryFolder();

/** The words of a command as a shell takes them, without `npx pullthrough`. */
function words(command: string): string[] {
  const said = execFileSync('bash', ['-c', `printf '%s\\0' ${command.replace(/^npx pullthrough /, '')}`]);
  return said.toString().split('\0').slice(0, -1);
}

function written(folder: string, extract: unknown): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "school's.json");
  writeFileSync(file, JSON.stringify(extract));
  return file;
}

test('B15: the command that releases a held school can be pasted, wherever it is printed, and is not kept', async () => {
  const { config } = configured(root, {});
  const folder = join(root, 'with a space');
  const database = `sqlite:${join(folder, 'a $HOME.db')}`;
  const school = smallSchool(10, "-9 '1");
  const same = ['--config', config, '--database', database];
  const file = written(folder, school);
  assert.equal((await cli(['run', file, ...same])).code, 0);
  written(folder, { ...school, Groups: [] });
  const { stdout: plan } = await cli(['plan', file, ...same]);
  const [, planned = ''] = /\n {2}If it is right: {2}(npx pullthrough release .*)\n$/.exec(plan) ?? [];
  const fingerprint = words(planned)[6] ?? '';
  assert.deepEqual(words(planned), ['release', ...same, '--only-if', fingerprint, '--', "-9 '1", file]);
  assert.match(fingerprint, /^[0-9a-f]{32}$/);
  const markdown = join(folder, 'summary.md');
  const github = join(folder, 'annotations');
  const reports = ['--report', `markdown=${markdown}`, '--report', `github=${github}`];
  const { stdout } = await cli(['run', file, ...same, ...reports]);
  const command = ['release', ...same, '--', "-9 '1"];
  const [, inText = ''] = /Nothing was changed\. If it is right: (npx pullthrough release .*)\n/.exec(stdout) ?? [];
  assert.deepEqual(words(inText), command);
  const [, inMarkdown = ''] =
    /If it is right: `(npx pullthrough release .*)`/.exec(readFileSync(markdown, 'utf8')) ?? [];
  assert.deepEqual(words(inMarkdown), command);
  assert.ok(readFileSync(github, 'utf8').includes(`If it is right: ${inText}`));
  for (const table of ['holds', 'school_runs', 'latest_school_runs'])
    for (const { reason } of query(database.slice('sqlite:'.length), `select reason from ${table}`) as {
      reason: unknown;
    }[])
      assert.doesNotMatch(String(reason), /pullthrough|If it is right/);
  const json = await cli(['run', file, ...same, '--json']);
  assert.doesNotMatch(json.stdout, /npx|releasable/);
  assert.equal((await cli(command)).code, 0);
  assert.equal((await cli(['run', file, ...same])).code, 0);
});

test('B15: so can those that say where to look next, and what else to erase', async () => {
  const database = `sqlite:${join(root, 'next.db')}`;
  const school = smallSchool(10, 'a b');
  const [contact, ...contacts] = withoutParents(school).Contacts;
  const couple = { ...contact, ContactID: "o'5", Title: 'Mr and Mrs' };
  const [link, ...links] = school.ContactLinks;
  const out = { ...contacts[0], Surname: ' ', ContactID: '-7 x' };
  const file = written(join(root, 'next'), {
    ...school,
    Contacts: [couple, ...contacts, out],
    ContactLinks: [{ ...link, ContactID: "o'5" }, ...links, { ...link, ContactID: '-7 x' }],
  });
  const { stdout } = await cli(['run', file, '--database', database]);
  const [, why = '', all = ''] = /Why one of them\? +(npx .*)\n +All of them: +(npx .*)\n/.exec(stdout) ?? [];
  assert.deepEqual(words(why), ['explain', '--school', 'a b', '--database', database, '--', 'contact', '-7 x']);
  const explained = await cli(words(why));
  assert.deepEqual([explained.code, /contact-surname/.test(explained.stdout)], [0, true], explained.stderr);
  assert.equal((await cli(words(all))).code, 0);
  const erased = await cli(['forget', 'contact', "o'5", '--database', database]);
  const [, other = ''] = /To erase it, too: (npx .*)\n/.exec(erased.stdout) ?? [];
  assert.deepEqual(words(other), ['forget', 'contact', "o'5#2", '--school', 'a b', '--database', database]);
  assert.equal((await cli(words(other))).code, 0);
  const users = await cli(['user', 'list', '--database', database]);
  assert.ok(users.stdout.includes(`npx pullthrough user add NAME --database ${database}\n`), users.stdout);
});

test('B15: so can that which writes the schemas of editors anew', async () => {
  const { folder, config } = configured(root, { '.pullthrough/schemas/school.json': '{}' }, false);
  const same = ['--config', config, '--root', folder];
  const { stdout } = await cli(['check', ...same]);
  const [, command = ''] = /Write them anew: (npx .*)/.exec(stdout) ?? [];
  assert.deepEqual(words(command), ['schema', ...same]);
  assert.equal((await cli(words(command))).code, 0);
  assert.doesNotMatch((await cli(['check', ...same])).stdout, /old-schemas/);
});

test('B15: a password is not repeated, and all else of the call is, quoted for a shell', () => {
  const same = (database: string) => sameOptions({ config: 'pipeline.yaml', database, school: [], set: [] });
  assert.equal(
    same('postgres://bob:s3cr3t@h:5/x?sslmode=require'),
    " --database 'postgres://bob@h:5/x?sslmode=require'",
  );
  assert.equal(same('mysql://bob@h/x'), ' --database mysql://bob@h/x');
  assert.equal(same('sqlite:a:b@c.db'), ' --database sqlite:a:b@c.db');
  for (const text of ['a b', "it's", '$HOME', '', '~', '=ls', '#x', '-x', 'a\u001b[31m\\n\'"', 'é\u202e', '*'])
    assert.deepEqual(words(`npx pullthrough ${forShell(text)}`), [text]);
  assert.doesNotMatch(forShell('a\u001b[31m'), /\p{C}/u);
});

test('B15: a paused school has no command that would release it', async () => {
  const { config } = configured(root, { 'rules/schools/1.yaml': 'pause: { from: 2026-11-01, until: 2026-11-30 }\n' });
  const file = written(join(root, 'paused'), smallSchool(10, '1'));
  const args = ['--config', config, '--database', `sqlite:${join(root, 'paused.db')}`, '--date', '2026-11-20'];
  for (const command of ['plan', 'run']) {
    const { stdout } = await cli([command, file, ...args]);
    assert.match(stdout, /held +The school is paused/);
    assert.doesNotMatch(stdout, /release/);
  }
});
