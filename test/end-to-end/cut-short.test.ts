import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { generateSchool } from '../../bench/generate-school.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { cli } from '../support/cli.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { isFull } from '../support/numbers.js';
import { readTables } from '../support/tables.js';

const folder = temporaryFolder();
const document = generateSchool({ id: '1', students: 6, seed: 1 });
const bytes = Buffer.from(document);
/** Bytes from one cut to the next: primes, so that they go through the document in no step with its text. */
const strides = { read: isFull ? 1 : 31, loaded: isFull ? 7 : 211 };

interface Report {
  readonly schools: readonly { readonly status: string; readonly reason: string }[];
}

/** Other people of the same school. Its id comes last: hardly a cut says whose it is, so none is refused for having come before. */
function idLast(): Buffer {
  const others = JSON.parse(generateSchool({ id: '1', students: 6, seed: 2 })) as Record<string, unknown>;
  const { SchoolID, ...rest } = others;
  return Buffer.from(JSON.stringify({ ...rest, SchoolID }));
}

function writeCuts(name: string, whole: Buffer, ending: string): string {
  const into = join(folder, name);
  mkdirSync(into);
  for (let cut = 0; cut < whole.length; cut += strides.loaded)
    writeFileSync(join(into, `${String(cut).padStart(5, '0')}${ending}`), whole.subarray(0, cut));
  return into;
}

test(`an extract of 8 kB cut short at one byte in ${String(strides.loaded)} is refused each time, and the tables stay as they were`, async () => {
  assert.ok(bytes.length > 8000 && bytes.length < 9500, String(bytes.length));
  const file = join(folder, 'a.db');
  const database = `sqlite:${file}`;
  const whole = join(folder, 'whole.json');
  writeFileSync(whole, document);
  assert.equal((await cli(['run', whole, '--database', database])).code, 0);
  const before = readTables(file);
  const changed = idLast();
  for (const [name, cuts, ending] of [
    ['plain', changed, '.json'],
    ['compressed', gzipSync(changed), '.json.gz'],
  ] as const) {
    const { code, stdout } = await cli(['run', writeCuts(name, cuts, ending), '--database', database, '--json']);
    assert.equal(code, 1);
    const { schools } = JSON.parse(stdout) as Report;
    assert.equal(schools.length, Math.ceil(cuts.length / strides.loaded));
    const wrong = schools.filter(
      ({ status, reason }) => status !== 'failed' || !/is empty|cut short|not gzip-compressed/.test(reason),
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(readTables(file), before);
  }
});

test('where the id of the school comes first, the cut is known by it, and refused all the same', async () => {
  const plan = planReading(shippedConfiguration().pipeline);
  const end = document.indexOf(',');
  for (let cut = 0; cut < bytes.length; cut += strides.read) {
    const results = await readText(bytes.subarray(0, cut), plan);
    const [result] = results;
    assert.ok(results.length === 1 && result?.type === 'broken', String(cut));
    if (cut > end) assert.equal(result.broken.school, '1', String(cut));
  }
});

test('where it comes last, only a cut that takes nothing but the last brace says whose it is, and each is refused', async () => {
  const plan = planReading(shippedConfiguration().pipeline);
  const whole = idLast();
  for (let cut = 0; cut < whole.length; cut += strides.read) {
    const [result, ...rest] = await readText(whole.subarray(0, cut), plan);
    assert.ok(rest.length === 0 && result?.type === 'broken', String(cut));
    assert.equal(result.broken.school, cut === whole.length - 1 ? '1' : null, String(cut));
  }
});
