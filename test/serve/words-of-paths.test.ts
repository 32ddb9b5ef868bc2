import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inShort } from '../../src/pipeline/text/in-short.js';
import { addReasons, type ReasonCount } from '../../src/run/reasons.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { nightsIn } from '../support/nights.js';
import { pagesOf } from '../support/shown-pages.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const surname = 'Surname is not text; it counts as blank.';
const birth =
  'DateOfBirth is not an existing day (YYYY-MM-DD, alone or with a time after a T or a space); it counts as blank.';

for (const backend of backends())
  test(`bad values of several fields are said field by field, in a run, its report and on the page (${backend.name})`, async () => {
    const school = smallSchool(6);
    for (const student of school.Students.slice(0, 2)) Object.assign(student, { DateOfBirth: '2018-02-30' });
    Object.assign(school.Students[2], { Surname: ['x'] });
    const night = await begin(backend);
    const { stdout } = await night.command('run', night.file(school));
    assert.match(stdout, /^ {6}2 students +DateOfBirth is not an existing day .*; it counts as blank$/m);
    assert.match(stdout, /^ {6}1 student +Surname is not .*; it counts as blank$/m);
    const { main, tables } = await (
      await pagesOf(night.database.url, shippedConfiguration())
    ).get('/schools/9360001/not-coming-through');
    assert.ok(main !== undefined);
    const why = tables.flat().map(([count, words]) => `${String(count)}: ${String(words)}`);
    assert.deepEqual(
      why.filter((text) => text.includes('counts as blank')),
      [`3 students: ${birth} ${surname}`],
    );
  });

test('the first three of many are said, and how many more there are', () => {
  assert.equal(inShort(['A.', 'B.', 'A.']), 'A. B.');
  assert.equal(inShort(['A.', 'B.', 'C.', 'D.', 'E.']), 'A. B. C. And 2 more like these.');
});

test('what schools say of one path in different words is said of the path, in whichever order they are added', () => {
  const reason = (because: string, count: number, field = 'Titel'): ReasonCount => ({
    ...{ kind: 'contacts', rule: 'unread-path', field, because, fix: null, among: 'warnings', count, example: null },
  });
  const all = [reason('a', 1), reason('b', 2), reason('c', 4), reason('d', 8, 'Surnam')];
  for (const order of [all, all.toReversed()]) {
    const counts = new Map<string, ReasonCount>();
    addReasons(counts, order, true);
    assert.deepEqual([...counts.values()].map(({ because, count }) => `${String(count)} ${String(because)}`).sort(), [
      '7 Titel: no record has what the pipeline reads',
      '8 d',
    ]);
  }
});
