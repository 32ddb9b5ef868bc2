import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { textSteps } from '../../src/pipeline/source/text-steps.js';
import { textChange, type TextStep } from '../../src/pipeline/text/text-functions.js';
import { normalise } from '../../src/pipeline/text/text.js';
import { YamlFile } from '../../src/pipeline/yaml/yaml-file.js';
import { checked } from '../support/checked.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const folder = temporaryFolder();

function read(yaml: string): { steps: readonly TextStep[]; problems: string[] } {
  const path = join(folder, 'text.yaml');
  writeFileSync(path, yaml);
  const file = new YamlFile(path, []);
  const key = file.findKey('text');
  const steps = textSteps.read(file, file.find('text'), 'text', key);
  return {
    steps,
    problems: file.problems.map(({ code, line, column }) => `${code} ${String(line)}:${String(column)}`),
  };
}

/** A step as plainly as the docs say it, character by character. */
function plainly(text: string, step: TextStep): string {
  if (step === 'lower') return text.toLowerCase();
  if (step === 'upper') return text.toUpperCase();
  if (step === 'trimEach')
    return text
      .split(/\p{White_Space}/u)
      .filter(Boolean)
      .join(' ');
  if ('part' in step) {
    // From the end: where two places overlap, splitting would take the first of them.
    for (let at = text.length; at >= 0; at--)
      if (text.startsWith(step.part, at)) return text.slice(at + step.part.length);
    return text;
  }
  if ('take' in step)
    return step.take > 0 ? [...text].slice(0, step.take).join('') : [...text].slice(step.take).join('');
  let becomes = '';
  for (let rest = text; rest !== '';) {
    const fitting = [...step.replace].filter(([old]) => rest.startsWith(old));
    const [old, put] = fitting.sort(([a], [b]) => b.length - a.length)[0] ?? [rest.charAt(0), rest.charAt(0)];
    becomes += put;
    rest = rest.slice(old.length);
  }
  return becomes;
}

const characters = ['a', 'B', ' ', '/', '#', 'é', 'ß', 'İ', 'Σ', '\u0301', '😀', '\u00a0', '\u2003', '|'];
const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 12 });
const some = fc
  .string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 2 })
  .map((one) => one.normalize());
const step: fc.Arbitrary<TextStep> = fc.oneof(
  fc.constantFrom<TextStep>('lower', 'upper', 'trimEach'),
  some.map((part) => ({ part })),
  fc.integer({ min: -14, max: 14 }).map((take) => ({ take: take === 0 ? 1 : take })),
  fc.array(fc.tuple(some, text), { minLength: 1, maxLength: 4 }).map((pairs) => ({ replace: new Map(pairs) })),
);

test('text functions do what a plain reading of each does, one after another, on text as it is stored', async () => {
  await checked(
    fc.property(text.map(normalise), fc.array(step, { minLength: 1, maxLength: 4 }), (given, steps) => {
      const plain = steps.reduce((changed, one) => normalise(plainly(changed, one)), given);
      assert.equal(textChange(steps)(given), plain);
    }),
    { numRuns: cases(20_000) },
  );
});

test('each text function, as people write it', () => {
  const made = (yaml: string, given: string): string => {
    const { steps, problems } = read(`text: ${yaml}\n`);
    assert.deepEqual(problems, [], yaml);
    return textChange(steps)(given);
  };
  assert.equal(made('lower', 'Q@Example.NET'), 'q@example.net');
  assert.equal(made('upper', 'straße'), 'STRASSE');
  assert.equal(made('trimEach', 'Anne   Marie'), 'Anne Marie');
  assert.equal(made('{ part: "/" }', '/staff/12'), '12');
  assert.equal(made('{ part: "/" }', '12'), '12');
  assert.equal(made('{ part: "/" }', '/staff/'), '');
  assert.equal(made('{ part: "#" }', 'uri://ed-fi.org/GradeLevelDescriptor#Second grade'), 'Second grade');
  assert.equal(made('{ part: 0 }', '1012'), '12');
  assert.equal(made('{ take: 2 }', '😀😀x'), '😀😀');
  assert.equal(made('{ take: -2 }', 'x😀'), 'x😀');
  assert.equal(made('{ take: 99 }', 'short'), 'short');
  assert.equal(made('{ replace: { a: b, b: a, ab: "" } }', 'abba'), 'ab');
  assert.equal(made('{ replace: { " ": , 0: nought } }', '0 1 2'), 'nought12');
  assert.equal(made('[{ part: "#" }, { take: 6 }, upper]', 'x#Second grade'), 'SECOND');
});

test('what cannot be meant by a text function is refused at its place', () => {
  const refused: Readonly<Record<string, readonly string[]>> = {
    'text: lowr': ['wrong-type 1:7'],
    'text: []': ['missing-key 1:7'],
    'text: {}': ['missing-key 1:7'],
    'text: { tak: 3 }': ['unknown-key 1:9'],
    'text: { take: 0 }': ['wrong-type 1:15'],
    'text: { take: 1.5 }': ['wrong-type 1:15'],
    'text: { part: "" }': ['blank-value 1:15'],
    'text: { replace: {} }': ['missing-key 1:18'],
    'text: { replace: { "": x } }': ['blank-value 1:20'],
    'text: { take: 3, part: "/" }': ['excludes 1:18'],
    'text: [{ replace: { a: b } }, lower, { replace: { b: c } }]': ['excludes 1:38'],
  };
  for (const [yaml, problems] of Object.entries(refused)) assert.deepEqual(read(`${yaml}\n`).problems, problems, yaml);
});
