import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Problem } from '../../src/pipeline/problem.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { temporaryFolder } from '../support/folder.js';
import { today } from '../support/decide-text.js';

const folder = temporaryFolder();
let files = 0;

/** What is said of a pipeline that keeps some fields; the mark ▶ is where it should point. */
function problemsOf(keep: string): {
  readonly problems: readonly Problem[];
  readonly line: number;
  readonly column: number;
} {
  const head = `name: comments
source: { school: { id: school } }
rules: none
database: "sqlite::memory:"
records:
  people:
    one: person
    from: people
    id: id
    keep:
`;
  const marked = head + keep;
  const before = marked.slice(0, marked.indexOf('▶'));
  const place = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
  const file = join(folder, `${String(files++)}.yaml`);
  writeFileSync(file, marked.replace('▶', ''));
  try {
    readConfiguration(file, { set: [], today: () => today });
    return { problems: [], ...place };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems, ...place };
  }
}

for (const [name, keep] of [
  ['on one line', '      a: { from: { list: names, value: ▶#text } }\n      b: b\n'],
  ['on one line, with many after it', `      a: { from: ▶#text, type: date }\n${'      b: b\n'.repeat(9)}`],
  ['over two lines', '      a: { from: { list: names,\n          value: ▶#text } }\n      b: b\n'],
  [
    'before a comma',
    '      a: {\n        from: {\n          value: ▶#text,\n          list: names\n        }\n      }\n',
  ],
  ['in a list', '      a: { from: [b, ▶#text\n        , c] }\n'],
  ['as a key', '      a: {\n        from: {\n          match: { ▶#id: id },\n          value: x\n        }\n      }\n'],
  [
    'as the only value of its line',
    '      a: {\n        from: { list: names,\n          value: ▶#text\n        }\n      }\n',
  ],
  ['without brackets', '      a: ▶#text\n      b: b\n'],
] as const)
  test(`a # that takes away a value is named at its place, with what to do: ${name}`, () => {
    const { problems, line, column } = problemsOf(keep);
    const [first, ...others] = problems;
    assert.ok(first !== undefined && others.length === 0, JSON.stringify(problems));
    assert.deepEqual([first.line, first.column], [line, column], first.message);
    assert.match(first.message, /This # begins a comment, because a space is before it/);
    assert.equal(first.hint, 'Text that begins with # needs quotes, as in "#text".');
  });

test('a comment that is meant is blamed for nothing', () => {
  for (const keep of [
    // What is missing here is a bracket.
    '      a: { from: b, # text\n      c: c\n',
    '      a: { from: b,\n      #c: c\n      d: d\n',
    // This one is closed, and the fault is elsewhere.
    '      a: { from: [b, #c\n        d] }\n      e: { from: f\n      g: g\n',
    '      a: { from: "b, #c", type: date\n      d: d\n',
  ]) {
    const { problems } = problemsOf(keep);
    assert.ok(problems.length > 0, keep);
    assert.doesNotMatch(JSON.stringify(problems), /begins a comment/, keep);
  }
});
