import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentResult } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { Limits } from '../../src/pipeline/limits.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';
import { isFull, someOf, unlessFull } from '../support/numbers.js';

const { pipeline } = shippedConfiguration();
const plan = planReading(pipeline);
const limited = (limits: Partial<Limits>) => planReading({ ...pipeline, limits: { ...pipeline.limits, ...limits } });

function schoolOf(sections: Readonly<Record<string, string>>, more = ''): string {
  const all = {
    Students: '[]',
    Contacts: '[]',
    ContactLinks: '[]',
    Staff: '[]',
    Classes: '[]',
    Groups: '[]',
    ...sections,
  };
  const members = Object.entries(all).map(([name, items]) => `"${name}":${items}`);
  return `{"SchoolID":"1",${more}${members.join(',')}}`;
}

async function onlyResult(text: string, by = plan): Promise<DocumentResult> {
  const [result, ...others] = await readText(text, by);
  assert.deepEqual(others, []);
  return result;
}

async function failureOf(text: string, by = plan): Promise<readonly [code: string, reason: string]> {
  const result = await onlyResult(text, by);
  assert.equal(result.type, 'broken', text.slice(0, 100));
  assert.equal(result.type === 'broken' ? result.broken.school : null, '1');
  return result.type === 'broken' ? [result.broken.code, result.broken.reason] : ['', ''];
}

async function isRead(text: string, by = plan): Promise<boolean> {
  return (await onlyResult(text, by)).type === 'extract';
}

const listOf = (entry: string, count: number) => `[${`${entry},`.repeat(count - 1)}${entry}]`;

test(
  'C2: a list has 100,000 entries at most, whatever they are, and a section 2,000,000',
  { skip: unlessFull('it takes seconds') },
  async () => {
    for (const entry of someOf(['{}', '[]', 'null', '1'], 1)) {
      const classOf = (count: number) => schoolOf({ Classes: `[{"ClassID":9,"StudentIDs":${listOf(entry, count)}}]` });
      assert.ok(await isRead(classOf(100_000)), entry);
      const [code, reason] = await failureOf(classOf(100_001));
      assert.equal(code, 'too-many');
      assert.match(
        reason,
        /too many entries at byte \d+: StudentIDs has more than 100,000 entries\. No school needs that/,
      );
    }
    assert.equal(pipeline.limits.sectionEntries, 2_000_000);
    const most = isFull ? 2_000_000 : 1000;
    const students = schoolOf({ Students: listOf('1', most + 1) });
    const [code, reason] = await failureOf(students, limited({ sectionEntries: most }));
    assert.equal(code, 'too-many');
    assert.match(reason, /Students has more than (?:2,000,000|1,000) entries/);
  },
);

test('C2: the pipeline can say other limits', async () => {
  const three = schoolOf({ Students: '[{"StudentID":1},{},3]', Classes: '[{"ClassID":9,"StudentIDs":[1,2,3]}]' });
  assert.ok(await isRead(three, limited({ sectionEntries: 3, listEntries: 3 })));
  assert.equal((await failureOf(three, limited({ sectionEntries: 2 })))[0], 'too-many');
  assert.equal((await failureOf(three, limited({ listEntries: 2 })))[0], 'too-many');
  assert.equal(
    (await failureOf(schoolOf({}, '"SchoolName":"abcdefghijklmnopqrstuvwxyz",'), limited({ characters: 25 })))[0],
    'too-long',
  );
  assert.equal((await failureOf(schoolOf({}, '"x":[[[]]],'), limited({ depth: 3 })))[0], 'too-deep');
  assert.match(
    (await failureOf(schoolOf({}), limited({ bytes: 60 })))[1],
    /too large at byte 6\d: the document has more than 60 bytes/,
  );
});

test('C2: what is not read may be of any length, and is not in memory', async () => {
  const unread = `"x":"${'a'.repeat(3_000_000)}","y":${listOf('{}', 200_000)},"${'k'.repeat(1_500_000)}":1,`;
  assert.ok(await isRead(schoolOf({ Students: `[{"StudentID":1,${unread}"Surname":"Lim"}]` }, unread)));
});

test('C2: of two documents in a list, one past a limit fails, and it is said that the rest cannot be read', async () => {
  const [first, second, ...others] = await readText(
    `[${schoolOf({})},${schoolOf({ Students: '[1,2,3]' })},${schoolOf({})}]`,
    limited({ sectionEntries: 2 }),
  );
  assert.equal(first.type, 'extract');
  assert.match(second.type === 'broken' ? second.broken.reason : '', /; the rest of the array cannot be read\. /);
  assert.deepEqual(others, []);
});
