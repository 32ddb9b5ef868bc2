import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Marking, timeFinder, type FileMark } from '../../src/extract/bytes/file-mark.js';
import type { Extract } from '../../src/extract/extract.js';
import { instantOf } from '../../src/pipeline/text/instant.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';
import { smallSchool } from '../support/small-school.js';
import { checked } from '../support/checked.js';
import { cases, isFull } from '../support/numbers.js';

const { pipeline } = shippedConfiguration();
const plan = planReading(pipeline);
const findTime = timeFinder(pipeline);

function markOf(text: string, ...ends: readonly number[]): FileMark {
  const bytes = Buffer.from(text);
  const marking = new Marking(findTime);
  let start = 0;
  for (const end of [...ends.toSorted((a, b) => a - b), bytes.length]) {
    marking.add(bytes.subarray(start, end));
    start = Math.max(start, end);
  }
  return marking.mark();
}

async function extractsOf(text: string): Promise<Extract[]> {
  const results = await readText(text, plan);
  return results.map((result) => {
    if (result.type !== 'extract') throw new Error(`not whole: ${text}`);
    return result.extract;
  });
}

const { SchoolID: id, SchoolName: name, ExtractedAt: time, ...sections } = smallSchool(2);
const space = fc.constantFrom('', ' ', '\n  ', '\t', '\r\n');
const scalar = fc.oneof(
  fc.constantFrom('null', 'true', '-1.5e3', '"a"', '"a\\"b,\\\\"', '"Straße"', '"\\u0045xtractedAt"', '""'),
  fc.string().map((text) => JSON.stringify(text)),
);
const value = fc.oneof(
  { weight: 9, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constantFrom('{}', '["ExtractedAt"]', '{"ExtractedAt":"2026-11-01"}') },
);
const key = fc.constantFrom('Other', 'Extracted', 'extractedat', 'ExtractedAt ', 'Vendor', 'Vendor"s', 'Ünlisted');
const times = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('2026-11-20T02:00:00Z', '2026-11-21', '2026-11-21T02:30+01:00', ' 2026-11-22 '),
  },
  { weight: 2, arbitrary: fc.constantFrom('', 'last Friday', '2026-02-30', 'a\\nb', '\\u0032026-11-20') },
);

/** Two texts that differ in the time of the first document, and perhaps more of it than is good. */
const pairs = fc
  .record({
    before: fc.array(fc.tuple(key, value), { maxLength: 4 }),
    after: fc.array(fc.tuple(key, value), { maxLength: 2 }),
    again: fc.option(times, { freq: 5, nil: undefined }),
    gaps: fc.array(space, { minLength: 6, maxLength: 6 }),
    form: fc.constantFrom<'one' | 'array' | 'lines'>('one', 'one', 'array', 'lines'),
    times: fc.tuple(times, times),
  })
  .map(({ before, after, again, gaps, form, times: both }) => {
    const members = (all: readonly (readonly [string, string])[]) =>
      all.map(([one, text]) => `${JSON.stringify(one)}${gaps[0]}:${gaps[1]}${text}${gaps[2]},${gaps[3]}`).join('');
    const rest = `"SchoolID": "${id}", "SchoolName": "${name}",${members(after)}${JSON.stringify(sections).slice(1, -1)}`;
    const repeated = again === undefined ? '' : `,"ExtractedAt":"${again}"`;
    const textWith = (at: string): string => {
      const first = `${gaps[4]}{${gaps[5]}${members(before)}"ExtractedAt"${gaps[0]}:${gaps[1]}"${at}"${gaps[2]},${rest}${repeated}}`;
      const second = JSON.stringify({ ...smallSchool(1, '2') });
      if (form === 'array') return `[${first},${second}]`;
      return form === 'lines' ? `${first.replaceAll(/[\r\n]/g, ' ')}\n${second}\n` : first;
    };
    return { texts: both.map(textWith) as [string, string], times: both };
  });

test('files with one mark hold the same but for the time, which is that of the first document unless its key repeats', async () => {
  const numRuns = cases(1000, 150);
  let same = 0;
  await checked(
    fc.asyncProperty(pairs, async ({ texts, times: both }) => {
      const [mark, other] = texts.map((text) => markOf(text));
      if (mark.digest !== other.digest) {
        if (both[0] === both[1]) assert.fail('the same bytes have two marks');
        return;
      }
      const [before, after] = [await extractsOf(texts[0]), await extractsOf(texts[1])];
      for (const [at, marked] of [
        [before[0], mark],
        [after[0], other],
      ] as const) {
        const isRepeated = at.findings.some(({ rule }) => rule === 'repeated-key');
        if (marked.at !== null && !isRepeated) assert.equal(marked.at, at.extractedInstant);
      }
      if (both[0] !== both[1]) same++;
      const timeless = (all: readonly Extract[]) =>
        all.map(({ tables, ...rest }) => ({
          ...{ ...rest, extractedAt: '', extractedInstant: 0 },
          rows: Array.from(tables, ([kind, table]) => [kind, [...table]]),
        }));
      assert.deepEqual(timeless(before), timeless(after));
    }),
    { numRuns },
  );
  assert.ok(same > (isFull ? 100 : 5), String(same));
});

test('a mark does not depend on the pieces in which a file comes, and every other byte counts', async () => {
  const text = JSON.stringify(smallSchool(40));
  const bytes = Buffer.from(text);
  const mark = markOf(text);
  assert.equal(mark.at, instantOf(String(time), pipeline.timezone));
  const span = { start: text.indexOf(String(time)), end: text.indexOf(String(time)) + String(time).length };
  await checked(
    fc.property(
      fc.array(fc.nat(bytes.length), { maxLength: 5 }),
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      (ends, at, change) => {
        assert.deepEqual(markOf(text, ...ends), mark);
        const other = Buffer.from(bytes);
        other[at] ^= change;
        if (at >= span.start && at < span.end) return;
        const marking = new Marking(findTime);
        marking.add(other);
        assert.notEqual(marking.mark().digest, mark.digest);
      },
    ),
    { numRuns: cases(500, 50) },
  );
});

test('a file is not searched for a time far from its beginning, or with a parser', () => {
  const far = `{"Other":"${'x'.repeat(5000)}",${JSON.stringify(smallSchool(1)).slice(1)}`;
  const behindList = `{"Other":[],${JSON.stringify(smallSchool(1)).slice(1)}`;
  for (const text of [far, behindList, '', '{', '[]', 'ExtractedAt']) assert.equal(markOf(text).at, null);
  const elsewhere = timeFinder({
    ...pipeline,
    source: { ...pipeline.source, school: { ...pipeline.source.school, extractedAt: 'meta.at' } },
  });
  assert.equal(elsewhere('{"meta.at":"2026-11-20","meta":{"at":"2026-11-20"}}'), null);
});
