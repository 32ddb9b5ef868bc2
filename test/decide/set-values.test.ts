import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { Explainer } from '../../src/explain/explain.js';
import { Judge } from '../../src/explain/judge.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { effectInWords } from '../../src/words/rule-words.js';
import { kindNamed } from '../../src/words/words.js';
import { checked } from '../support/checked.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { extractOf, type Short } from '../support/small-table.js';

const root = temporaryFolder();

function configurationOf(students: string, links: string): Configuration {
  const folder = mkdtempSync(join(root, 'set-'));
  mkdirSync(join(folder, 'rules'));
  writeFileSync(
    join(folder, 'pipeline.yaml'),
    `name: set
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  classes: { one: class, from: classes, id: id, keep: { code: { from: code, store: { 4B: stored } }, day: { from: day, type: date } } }
  students: { one: student, from: students, id: id, keep: { email: email, room: {}, left: { from: left, type: day-of-instant } } }
links:
  places:
    one: place
    from: places
    joins: { class: { to: classes, from: class }, student: { to: students, from: student } }
    keep: { code: { from: code, store: { 4B: kept } }, seat: seat, began: { type: date } }
`,
  );
  writeFileSync(join(folder, 'rules', 'students.yaml'), students);
  writeFileSync(join(folder, 'rules', 'places.yaml'), links);
  return readConfiguration(join(folder, 'pipeline.yaml'), { set: [], today: () => today });
}

const rule = (
  name: string,
  params: string,
  conditions = '{ fact: option.none, operator: equal, value: null }',
): string => `- { name: ${name}, event: { type: set, params: ${params} }, conditions: { all: [${conditions}] } }\n`;

const blankSeat = '{ fact: seat, operator: equal, value: null }';
const blankRoom = '{ fact: room, operator: equal, value: null }';

test('set copies a changed text, and to a link what a field of its end has, before store', async () => {
  const configuration = configurationOf(
    rule(
      'email',
      '{ email: { field: email, text: [lower, { replace: { " ": "" } }] }, room: { field: email, text: { part: "@" } } }',
      blankRoom,
    ),
    rule(
      'code',
      '{ code: { field: class.code }, seat: { field: student.room, text: upper }, began: { field: class.day } }',
      blankSeat,
    ),
  );
  const email = fc.option(fc.string({ unit: fc.constantFrom('A', 'b', '@', 'é', ' x'), minLength: 1, maxLength: 6 }));
  const code = fc.option(fc.constantFrom('4B', '5c'));
  const day = fc.option(fc.constantFrom('2026-09-01', '2027-01-01'));
  await checked(
    fc.asyncProperty(email, code, day, fc.option(fc.constantFrom('A1', 'a2')), async (given, ofClass, began, seat) => {
      const { pipeline } = configuration;
      const text = given?.trim().normalize() ?? null;
      const extract = extractOf(pipeline, {
        classes: [['9', { code: ofClass, day: began }]],
        students: [['101', { email: text === '' ? null : text }]],
        places: [
          [['9', '101'], { seat, code: 'own' }],
          [['9', '404'], { code: 'own' }],
        ] as Short[],
      });
      const decision = await decide(extract, configuration.forSchool('1'), today, new RuleMemory());
      const [students, places] = ['students', 'places'].map((kind) => decision.through.get(kind));
      const low = text === null ? null : text.toLowerCase().replaceAll(' ', '') || null;
      const room = text === null ? null : text.slice(text.lastIndexOf('@') + 1).trim() || null;
      assert.deepEqual([students?.valueAt(0, 0), students?.valueAt(0, 1)], [low, room]);
      assert.equal(places?.length, 1);
      const stored = ofClass === '4B' ? 'kept' : ofClass;
      assert.deepEqual(
        [0, 1, 2].map((field) => places?.valueAt(0, field)),
        seat === null ? [stored, room?.toUpperCase() ?? null, began] : ['own', seat, null],
      );
    }),
    { numRuns: cases(500) },
  );
});

test('explain imagines the same values as set gives', async () => {
  const configuration = configurationOf(
    '[]',
    `${rule('code', '{ code: { field: class.code, text: lower } }', blankSeat)}- { name: code-4b, event: { type: require }, because: not 4b, fix: correct the code, conditions: { all: [{ fact: code, operator: equal, value: 4b }] } }\n`,
  );
  const { pipeline } = configuration;
  const extract = extractOf(pipeline, {
    classes: [['9', { code: '5C' }]],
    students: [['101']],
    places: [[['9', '101'], {}]],
  });
  const explainer = await Explainer.of(extract, configuration.forSchool('1'), today, new RuleMemory());
  const judge = new Judge(explainer.solved.book);
  const [places] = pipeline.links;
  const seen = (code: string) => {
    const ends = [
      { id: '9', values: [code, null] },
      { id: '101', values: [null, null, null] },
    ] as const;
    return judge.faults(places, { ends, keys: [], values: [null, null, null] }).map(({ name }) => name);
  };
  assert.deepEqual([seen('4B'), seen('5C')], [[], ['code-4b']]);
  const node = explainer.find('places', ['9', '101']);
  assert.ok(node !== null);
  const { why } = await explainer.explain(node);
  assert.deepEqual(
    why.map((reason) => reason.rule),
    ['code-4b'],
  );
});

test('what set gives is said in words', () => {
  const configuration = configurationOf(
    rule(
      'room',
      '{ room: { field: email, text: [lower, { part: "@" }, { take: -3 }, { replace: { a: b } }, trimEach, upper] } }',
      blankRoom,
    ),
    rule('code', '{ code: { field: class.code, text: { take: 1 } } }', blankSeat),
  );
  const { pipeline } = configuration;
  const words = configuration.effective(null).rules.map(({ rule: one }) => {
    const kind = kindNamed(pipeline, one.kind);
    return kind === undefined ? '' : effectInWords(pipeline, kind, one);
  });
  assert.deepEqual(words, [
    'Room becomes what is in Email (in small letters, what follows the last “@”, the last 3 characters, with “a” replaced, with single spaces between words, in capital letters) if',
    'Code becomes what is in code of the class (the first character) if',
  ]);
});

test('what set cannot give is refused', () => {
  const problemsOf = (students: string, links: string): string[] => {
    try {
      configurationOf(students, links);
      return [];
    } catch (error) {
      assert.ok(error instanceof ConfigurationError);
      return error.problems.map(({ code }) => code);
    }
  };
  const ofStudent = (params: string) => problemsOf(rule('a', params, blankRoom), '[]');
  const ofPlace = (params: string) => problemsOf('[]', rule('a', params, blankSeat));
  assert.deepEqual(ofStudent('{ room: { field: class.code } }'), ['unknown-field']);
  assert.deepEqual(ofPlace('{ code: { field: class.cod } }'), ['unknown-field']);
  assert.deepEqual(ofPlace('{ code: { field: class.day, text: lower } }'), ['excludes']);
  assert.deepEqual(ofPlace('{ began: { field: class.code } }'), ['wrong-type']);
  assert.deepEqual(ofPlace('{ began: { field: student.left } }'), []);
  assert.deepEqual(ofPlace('{ code: { field: class.code, text: lowr } }'), ['wrong-type']);
});
