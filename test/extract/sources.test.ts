import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { checked } from '../support/checked.js';
import { readText, today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { valueReader } from '../support/read-values.js';

const folder = temporaryFolder();

/** A value as it stands, and what a day that is read there is: null for a blank, undefined for a bad one. */
type Day = readonly [written: unknown, day: string | null | undefined];

const days: readonly Day[] = [
  [undefined, null],
  [null, null],
  ['  ', null],
  ['2018-02-30', undefined],
  [['2018-01-01'], undefined],
  ['2018-03-09', '2018-03-09'],
  ['2019-01-01', '2019-01-01'],
];
const day = fc.constantFrom(...days);

test('of several places, the first that is neither blank nor bad counts, and each bad one before it is noted', async () => {
  const read = valueReader(folder, '{ day: { from: [a, b.c, { list: l, value: v }], type: date } }');
  await checked(
    fc.asyncProperty(day, day, fc.array(day, { maxLength: 3 }), async (a, b, list) => {
      const { values, said } = await read({ a: a[0], b: { c: b[0] }, l: list.map(([v]) => ({ v })) });
      const found = [a, b, ...list].find(([, one]) => typeof one === 'string');
      assert.deepEqual(values, [[found?.[1] ?? null]]);
      const isGood = (one: Day) => typeof one[1] === 'string';
      const badIn = (some: readonly Day[]) => some.some(([, one]) => one === undefined);
      const expected = [
        ...(badIn([a]) ? ['bad-value a'] : []),
        ...(!isGood(a) && badIn([b]) ? ['bad-value b.c'] : []),
        ...(![a, b].some(isGood) && badIn(list.slice(0, list.findIndex(isGood) + 1 || list.length))
          ? ['bad-value l[].v']
          : []),
      ];
      // In a list all that fit are looked at.
      const loose = ![a, b].some(isGood) && badIn(list) ? [...new Set([...expected, 'bad-value l[].v'])] : expected;
      assert.deepEqual(said, loose);
    }),
    { numRuns: cases(3000) },
  );
});

test('a path that no record has is no warning while another of the same field is there', async () => {
  const read = valueReader(folder, '{ phone: { from: [mobil, home] } }');
  const unread = async (...things: object[]) => {
    const { extract } = await read(...things);
    return extract.findings.map(({ rule, field }) => `${rule} ${String(field)}`);
  };
  assert.deepEqual(await unread({ home: '1' }), []);
  assert.deepEqual(await unread({ other: '1' }), ['unread-path mobil, home']);
});

test('a text of several values counts as a list of them', async () => {
  const read = valueReader(
    folder,
    '{ email: { from: { list: emails, split: ";" }, text: lower }, day: { from: { list: rows, value: days, split: " or ", where: { kind: born } }, type: date } }',
  );
  const { values, said } = await read(
    { emails: ' ; A@example.org;b@example.org' },
    { emails: ['', 'B@example.org'] },
    { emails: 7 },
    { emails: ';;' },
    {
      rows: [
        { kind: 'left', days: '2020-01-01' },
        { kind: 'born', days: 'May or 2018-03-09 or 2019-01-01' },
      ],
    },
  );
  assert.deepEqual(values, [
    ['a@example.org', null],
    ['b@example.org', null],
    ['7', null],
    [null, null],
    [null, '2018-03-09'],
  ]);
  assert.deepEqual(said, ['bad-value rows[].days']);
});

test('a text of several ids names a link for each, and each has the values of its entry', async () => {
  const file = join(folder, 'links.yaml');
  writeFileSync(
    file,
    `name: links
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  classes: { one: class, from: classes, id: id }
  students: { one: student, from: students, id: id }
links:
  plain: { one: plain, within: classes, joins: { class: {}, student: { to: students, from: { list: ids, split: "," } } } }
  rich:
    one: rich
    within: classes
    joins: { class: { count: richCount }, student: { to: students, count: richCount, from: { list: rows, value: ids, split: "|" } } }
    keep: { role: { from: [role, part] } }
`,
  );
  const { pipeline } = readConfiguration(file, { set: [], today: () => today });
  const plan = planReading(pipeline);
  const piece = fc.constantFrom('', ' ', '1', ' 2 ', '30', 'x'.repeat(201));
  const entry = fc.array(piece, { maxLength: 4 });
  await checked(
    fc.asyncProperty(fc.array(entry, { maxLength: 3 }), fc.boolean(), async (entries, isList) => {
      const texts = isList ? entries.map((one) => one.join(',')) : (entries[0] ?? []).join(',');
      const rows = entries.map((one, at) => ({
        ids: one.join('|'),
        ...(at === 0 ? { part: `p${String(at)}` } : { role: `r${String(at)}` }),
      }));
      const document = { school: 1, students: [], classes: [{ id: 9, ids: texts, rows }] };
      const [result] = await readText(JSON.stringify(document), plan);
      if (result?.type !== 'extract') throw new Error(JSON.stringify(result));
      const { tables, rejected } = result.extract;
      const filled = (some: readonly string[]) => some.map((one) => one.trim()).filter((one) => one !== '');
      const isId = (one: string) => one.length <= 200;
      const pieces = filled(isList ? entries.flat() : (entries[0] ?? []));
      assert.deepEqual(
        Array.from(tables.of('plain'), ({ ids }) => ids[1]),
        pieces.filter(isId),
      );
      assert.equal(rejected.get('plain'), pieces.filter((one) => !isId(one)).length);
      const wanted = entries.flatMap((one, at) =>
        filled(one)
          .filter(isId)
          .map((id) => [id, at === 0 ? 'p0' : `r${String(at)}`]),
      );
      assert.deepEqual(
        Array.from(tables.of('rich'), ({ ids, values }) => [ids[1], values[0]]),
        wanted,
      );
    }),
    { numRuns: cases(1000) },
  );
  const many = { school: 1, students: [], classes: [{ id: 9, ids: '1,'.repeat(100_001) }] };
  const [result] = await readText(JSON.stringify(many), plan);
  assert.ok(result?.type === 'broken');
  assert.equal(result.broken.code, 'too-many');
});
