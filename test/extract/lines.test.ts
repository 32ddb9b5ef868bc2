import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Input } from '../../src/extract/bytes/input.js';
import { readDocuments } from '../../src/extract/json/documents.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readText, shippedConfiguration } from '../support/decide-text.js';

const plan = planReading(shippedConfiguration().pipeline);

function school(id: number): string {
  const empty = { Students: [], Contacts: [], ContactLinks: [], Staff: [], Classes: [], Groups: [] };
  return JSON.stringify({ SchoolID: String(id), ...empty });
}

/** The schools that were read, and of what could not be the place. */
async function read(text: string, pieces?: number): Promise<string[]> {
  return (await readText(text, plan, pieces)).map((result) =>
    result.type === 'extract' ? result.extract.school : result.broken.reason.replace(/^a text(, )?|: .*$/g, ''),
  );
}

test('C13: a byte order mark at the beginning of a later line is passed over, wherever the pieces end', async () => {
  const mark = '\ufeff';
  const text = `${mark}${school(1)}\n${mark}${school(2)}\n${mark}\n\n${mark}${mark}\n${mark}${school(3)}\n${school(4)}`;
  for (const pieces of [1, 2, 3, 7, 65536]) {
    const found = await read(text, pieces);
    assert.deepEqual(
      found.filter((one) => /^\d$/.test(one)),
      ['1', '2', '3', '4'],
      String(pieces),
    );
  }
  assert.deepEqual(await read(`${mark}${school(1)}\n${mark}${school(2)}`), ['1', '2']);
  assert.deepEqual(await read(`{"SchoolID":\n${mark}${school(2)}\n${school(3)}`), ['line 1', '2', '3']);
});

test('a file is one document a line where its first line alone is a value, or several begin with { at the margin', async () => {
  assert.deepEqual(await read(`${school(1)}\nnonsense\n${school(2)}`), ['1', 'line 2', '2']);
  assert.deepEqual(await read(`3\n${school(2)}`), ['line 1', '2']);
  assert.deepEqual(await read(`\n\n{"SchoolID"\n${school(2)}\n${school(3)}`), ['line 3', '2', '3']);
  assert.deepEqual(await read(`a heading\n${school(2)}\n${school(3)}`), ['line 1', '2', '3']);
  // One such line may be anything.
  assert.equal((await read(`a heading\n${school(2)}`)).length, 1);
  const list = await readText(`[\n${school(1)},\n${school(2)}!\n,${school(3)}\n]`, plan);
  assert.deepEqual(
    list.map(({ type }) => type),
    ['extract', 'extract', 'broken'],
  );
  assert.match(
    JSON.stringify(list[2]),
    /not JSON at byte \d+ \(line 3, column \d+\).*the rest of the array cannot be read/,
  );
});

test('C4: broken lines are each read once more at most, and none makes the file be opened again', async () => {
  const line = `{"SchoolID":"1","Students":[${'{"StudentID":1},'.repeat(50)}`;
  const broken = [line, `${line}"x]`, `${line.slice(0, 200)}}`, `\ud800${line}`];
  const count = 400;
  const texts = Array.from({ length: count }, (_, at) => broken[at % 4]);
  const bytes = Buffer.from([school(0), ...texts, school(1)].join('\n'));
  let opened = 0;
  const input: Input = {
    name: 'a text',
    reopens: true,
    open: async function* () {
      opened++;
      yield await Promise.resolve(bytes);
    },
  };
  let schools = 0;
  const lines: string[] = [];
  for await (const result of readDocuments(input, plan)) {
    if (result.type === 'extract') schools++;
    else lines.push(/^a text, line (\d+): /.exec(result.broken.reason)?.[1] ?? result.broken.reason);
  }
  assert.equal(schools, 2);
  // A line behind a broken one that does not begin a document is part of it.
  assert.deepEqual(
    lines,
    texts.flatMap((text, at) => (text.startsWith('{') ? [String(at + 2)] : [])),
  );
  assert.equal(opened, 1);
});
