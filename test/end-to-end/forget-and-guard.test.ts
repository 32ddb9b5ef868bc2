import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends } from '../support/databases.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool, withoutParents } from '../support/small-school.js';

const begin = nightsIn();
const { config } = configured(temporaryFolder(), { 'rules/schools/1.yaml': 'guard: { hold: removals }\n' });
const [night1, night2] = ['test/inputs/forget-guard-night1.json', 'test/inputs/forget-guard-night2.json'];

for (const backend of backends()) {
  test(`B2: an erasure and its undoing leave held what was held, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const statusOf = async (path: string) => (await nights.runFiles(path, '--config', config)).only.status;
    const forget = async (...args: string[]) => {
      const { code, stderr } = await nights.command('forget', 'student', '120', ...args);
      assert.equal(code, 0, stderr);
    };
    assert.equal(await statusOf(night1), 'loaded');
    assert.equal(await statusOf(night2), 'held');
    const students = await nights.count('students');
    await forget();
    assert.equal(await statusOf(night2), 'held');
    await forget('--undo');
    assert.equal(await statusOf(night2), 'held');
    assert.equal(await nights.count('students'), students);
  });

  test(`B3: a section that came empty is held also after an erasure, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = smallSchool(10);
    const Groups = school.Groups.map((group) => ({ ...group, GroupType: 'Other' }));
    assert.equal((await nights.run({ ...school, Groups })).only.status, 'loaded');
    assert.equal((await nights.command('forget', 'student', '105')).code, 0);
    const { only } = await nights.run({ ...school, Groups: [] });
    assert.equal(only.status, 'held');
    assert.match(String(only.reason), /The section of groups came empty, and held 1 when it was last loaded/);
  });

  test(`B2: who was erased does not count: the section that held them alone may come empty, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const school = withoutParents(smallSchool(10), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assert.equal((await nights.run(school)).only.status, 'loaded');
    assert.equal((await nights.command('forget', 'contact', '5000')).code, 0);
    const { only } = await nights.run({ ...school, Contacts: [], ContactLinks: [] });
    assert.equal(only.status, 'unchanged', String(only.reason));
  });
}
