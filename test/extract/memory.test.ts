import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readDocuments } from '../../src/extract/json/documents.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { unlessFull } from '../support/numbers.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A document of as many bytes as the parser is given at once, with a name and days of its own. */
function school(number: number): string {
  const day = new Date(Date.UTC(1990, 0, 1 + number)).toISOString().slice(0, 10);
  return JSON.stringify({
    SchoolID: String(number),
    SchoolName: `A school with a long name, number ${String(number)}`,
    ExtractedAt: `${day}T02:00:00.000Z`,
    Students: [{ StudentID: '1', DateOfBirth: `${day}T00:00:00.000` }],
    Contacts: [],
    ContactLinks: [],
    Staff: [],
    Classes: [],
    Groups: [],
    Unlisted: 'x'.repeat(64 * 1024),
  });
}

test(
  'what is kept of a school to the end of a run is no view of the text around it',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const plan = planReading(shippedConfiguration().pipeline);
    const kept: unknown[] = [];
    const read = async (from: number, until: number): Promise<void> => {
      const bytes = Array.from({ length: until - from }, (_, at) => Buffer.from(`${school(from + at)}\n`));
      const input = { name: 'schools.ndjson', reopens: true, open: () => Readable.from(bytes) };
      for await (const result of readDocuments(input, plan)) {
        assert.equal(result.type, 'extract', JSON.stringify(result));
        if (result.type === 'extract') kept.push([result.extract.name, result.extract.extractedAt]);
      }
    };
    await read(0, 50);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    await read(50, 450);
    collectGarbage();
    const grownBy = process.memoryUsage().heapUsed - before;
    assert.equal(kept.length, 450);
    assert.ok(grownBy < 4e6, `${String(grownBy)} bytes for the names of 400 schools`);
  },
);
