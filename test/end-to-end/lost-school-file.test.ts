import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { backends } from '../support/databases.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool, withoutParents, type SmallSchool } from '../support/small-school.js';
import { readTablesOf } from '../support/tables.js';
import { siteOf } from '../support/site.js';
import { today } from '../support/decide-text.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';

const root = temporaryFolder();
const begin = nightsIn();
const strict = 'options: { parentalResponsibilityOnly: true }\n';

/** A configuration with a file of the small school, which can go and come back. */
function withOwnFile(yaml: string) {
  const { folder, config } = configured(root, { 'rules/schools/9360001.yaml': yaml });
  const path = join(folder, 'rules', 'schools', '9360001.yaml');
  const away = join(mkdtempSync(join(root, 'away-')), '9360001.yaml');
  return { folder, config, path, lose: () => renameSync(path, away), putBack: () => renameSync(away, path) };
}

/** Of every second parent nobody knows a responsibility. */
function school(ExtractedAt = '2026-11-20T02:00:00Z'): SmallSchool {
  const all = { ...smallSchool(20), ExtractedAt };
  const ContactLinks = all.ContactLinks.map((link, at) =>
    at % 2 === 0 ? link : { ...link, ParentalResponsibility: false },
  );
  return { ...all, ContactLinks };
}

const reason =
  /^The school had a file of its own in rules\/schools at its last load, and no longer has one\..* Was it deleted .*Nothing was changed\.$/;

for (const backend of backends()) {
  test(`a school whose own file is gone is held, also where its extract is the same, until the file is back or that is approved, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const own = withOwnFile(strict);
    const run = (extract: unknown) => nights.run(extract, '--config', own.config);
    assert.equal((await run(school())).only.status, 'loaded');
    assert.equal(await nights.count('contacts'), 10);
    const before = await readTablesOf(nights.database);
    own.lose();
    for (const night of [school(), school('2026-11-21T02:00:00Z'), withoutParents(school('2026-11-22T02:00:00Z'), 0)]) {
      const { code, only } = await run(night);
      assert.deepEqual([code, only.status, only.letGo], [1, 'held', 0]);
      assert.match(only.reason ?? '', reason);
      assert.deepEqual(await readTablesOf(nights.database), before);
    }
    own.putBack();
    assert.equal((await run(school())).only.status, 'unchanged');
    own.lose();
    const file = nights.file(school());
    const plan = await nights.command('plan', file, '--config', own.config, '--json');
    assert.match(plan.stdout, /"status":"held","reason":"The school had a file of its own/);
    assert.equal((await run(school())).only.status, 'held');
    const site = await siteOf(nights.database.url, readConfiguration(own.config, { set: [], today: () => today }));
    const { text } = await site.get('/schools/9360001/held');
    assert.match(text, /rules of its own, and they are gone.*own rules file is gone\./s);
    const release = await nights.command('release', '9360001', '--config', own.config);
    assert.equal(release.code, 0, release.stderr);
    assert.match(release.stdout, /: the school's own rules file goes\./);
    const after = await run(school());
    assert.deepEqual([after.code, after.only.status], [0, 'loaded']);
    assert.equal(await nights.count('contacts'), 20);
    assert.equal((await run(school())).only.status, 'unchanged');
  });

  test(`a file that changes nothing is missed too, and where no load noted a file nothing is held, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const own = withOwnFile('# Nothing is other here yet.\n');
    const run = () => nights.run(school(), '--config', own.config);
    own.lose();
    assert.equal((await run()).only.status, 'loaded');
    own.putBack();
    assert.equal((await run()).only.status, 'unchanged');
    own.lose();
    assert.equal((await run()).only.status, 'held');
    const file = nights.file(school());
    const released = await nights.command('release', '9360001', file, '--config', own.config);
    assert.equal(released.code, 0, released.stderr);
    assert.equal((await run()).only.status, 'unchanged');
    own.putBack();
    assert.equal((await run()).only.status, 'unchanged');
    own.lose();
    await nights.database.query('update "schools" set "own_file" = null');
    assert.deepEqual([(await run()).only.status, (await run()).only.status], ['unchanged', 'unchanged']);
  });
}

test('while its own file is gone nothing is written of a school, also where what is added is written beside a hold, and a file that cannot be read fails it', async () => {
  const [backend] = backends();
  assert.ok(backend);
  const nights = await begin(backend);
  const own = withOwnFile(strict);
  const pipeline = readFileSync(own.config, 'utf8');
  writeFileSync(own.config, pipeline.replace('hold: all', 'hold: removals'));
  const run = (extract: unknown) => nights.run(extract, '--config', own.config);
  assert.equal((await run(school())).only.status, 'loaded');
  const before = await readTablesOf(nights.database);
  own.lose();
  const { only } = await run(withoutParents(school('2026-11-21T02:00:00Z'), 0, 2, 4, 6, 8, 10, 12));
  assert.deepEqual([only.status, only.letGo], ['held', 0]);
  assert.match(only.reason ?? '', reason);
  assert.deepEqual(await readTablesOf(nights.database), before);
  writeFileSync(`${own.path}.txt`, strict);
  const failed = await run(school());
  assert.equal(failed.only.status, 'failed');
  assert.match(failed.only.reason ?? '', /unread-file/);
});
