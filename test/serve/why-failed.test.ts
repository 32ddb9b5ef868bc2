import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureInWords, turnAfterFailure } from '../../src/words/failure-words.js';
import { documentProblems, type DocumentProblemCode } from '../../src/extract/extract.js';
import { configured } from '../support/configured.js';
import { backends } from '../support/databases.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { siteOf } from '../support/site.js';
import { smallSchool } from '../support/small-school.js';

const begin = nightsIn();
const root = temporaryFolder();
const shipped = shippedConfiguration();
const school = (ExtractedAt: string) => ({ ...smallSchool(3), ExtractedAt });

for (const backend of backends())
  test(`a school that failed though its file is right says what sort of reason it is and whose turn it is, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    const { get } = await siteOf(nights.database.url, shipped);
    /** What its page says, without what is for admins. */
    const why = async (): Promise<string> => {
      const { text } = await get('/schools/9360001');
      const of = (words: RegExp) => words.exec(text)?.[1] ?? '';
      return `${of(/Why([^]*?)Details for administrators/)} ${of(/Next: ([^]*?)Latest run/)}`;
    };
    await nights.run([school('2026-11-20T02:00:00Z'), smallSchool(1, '9360002')]);

    assert.equal((await nights.run(school('2026-11-10T02:00:00Z'))).only.status, 'failed');
    assert.match(
      await why(),
      /^The file is older than the one whose data is in use, so it was left alone\. The data of [^.]* is still in use\. Ask whoever sends the files for the latest one\. ?$/,
    );
    const [, row] = (await get('/')).rows;
    assert.match(row?.[3] ?? '', /^The file is older than [^.]*\. The data of [^.]* is still in use\. ?Details/);
    assert.equal(row?.[4], 'Ask whoever sends the files for the latest one.', 'whose turn it is, once');

    const { config } = configured(root, { 'rules/schools/9360001.yaml': 'nonsense: yes\n' }, false);
    assert.equal((await nights.run(school('2026-11-21T02:00:00Z'), '--config', config)).only.status, 'failed');
    assert.match(
      await why(),
      /^What is set for this school has a mistake in it[^.]*\..* Whoever writes the rules corrects it\. There is nothing for the school to do\. ?$/,
    );

    const [one, other] = ['one.json', 'other.json'].map((name) => nights.file(school('2026-11-22T02:00:00Z'), name));
    const twice = await nights.runFiles(one ?? '', other ?? '');
    assert.deepEqual(
      twice.schools.map(({ status }) => status),
      ['unchanged', 'failed'],
    );
    const [latest] = await nights.database.query('select id from runs order by began desc');
    assert.match(
      (await get(`/runs/${String(latest?.id)}`)).text,
      /The school came twice in one run, so the second file was left alone\. Ask whoever sends the files/,
    );
  });

test('what the database did not take is no fault of the school', async () => {
  const [sqlite] = backends();
  assert.ok(sqlite !== undefined);
  const nights = await begin(sqlite);
  await nights.run(school('2026-11-20T02:00:00Z'));
  await nights.database.query(
    "create trigger full before update on students begin select raise(abort, 'no more room'); end",
  );
  const changed = school('2026-11-21T02:00:00Z');
  Object.assign(changed.Students[0] ?? {}, { Surname: 'Another' });
  assert.equal((await nights.run(changed)).only.status, 'failed');
  const { get } = await siteOf(nights.database.url, shipped);
  assert.match(
    (await get('/schools/9360001')).text,
    /Next: .* There is nothing for the school to do\..*The file is right, and the database did not take its data\. /,
  );
});

test('every fault has words: of a file what is wrong with it, of all else whose turn it is', () => {
  for (const code of Object.keys(documentProblems) as DocumentProblemCode[]) {
    assert.match(failureInWords(shipped.pipeline, { code }), /^The (file|letters|compressed file) /);
    assert.equal(turnAfterFailure({ code }), null);
  }
  for (const noted of [null, { code: 'of-a-later-version' } as never]) {
    assert.equal(failureInWords(shipped.pipeline, noted), 'The data could not be loaded.');
    assert.match(turnAfterFailure(noted) ?? '', /whoever runs the nightly import/);
  }
});
