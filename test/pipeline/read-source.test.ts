import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { stepsOf } from '../../src/pipeline/source/source-path.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const example = join('examples', 'arbor');
let number = 0;

/** The pipeline of the example with one text replaced, or its problems, each with the text that it underlines. */
function replaced(before: string, after: string): { pipeline: Pipeline | null; problems: string[] } {
  const folder = join(root, String(number++));
  mkdirSync(folder);
  cpSync(join(example, 'rules'), join(folder, 'rules'), { recursive: true });
  const text = readFileSync(join(example, 'pipeline.yaml'), 'utf8');
  assert.ok(text.includes(before), before);
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(
    file,
    text.replace(before, () => after),
  );
  try {
    return { pipeline: readConfiguration(file, { set: [], today: () => today }).pipeline, problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const problems = error.problems.map(({ code, source, column, length, message, hint }) => {
      const at = source.slice(column - 1, column - 1 + length);
      return `${code} at ${at}: ${message}${hint === null ? '' : ` ${hint}`}`;
    });
    return { pipeline: null, problems };
  }
}

test('a dot steps into an object, and one with a backslash before it belongs to the key', () => {
  assert.deepEqual(stepsOf('surname'), ['surname']);
  assert.deepEqual(stepsOf('person.name.first'), ['person', 'name', 'first']);
  assert.deepEqual(stepsOf('home\\.phone.number\\.1'), ['home.phone', 'number.1']);
  assert.deepEqual(stepsOf('C:\\dir'), ['C:\\dir']);
});

const asked = (path: string, operator: string, value: unknown, type: string) => ({
  path,
  test: { operator, value, type, isList: false },
});

test('a choice is read with its path, its conditions as they are written, and its order', () => {
  const { pipeline } = replaced(
    '{ list: emailAddresses, value: address, lowest: priority }',
    '{ list: e.list, value: a.b, where: { type: [7, Home, null], main: true, x.y: 007, ended: null }, highest: n }',
  );
  const field = pipeline?.records.find(({ name }) => name === 'contacts')?.fields.find(({ name }) => name === 'email');
  assert.equal(field?.from, 'e.list[].a.b');
  assert.deepEqual(field?.source, {
    list: 'e.list',
    value: 'a.b',
    split: null,
    where: [
      [
        asked('type', 'in', ['7', 'Home', null], 'text'),
        asked('main', 'equal', true, 'boolean'),
        asked('x.y', 'equal', '007', 'text'),
        asked('ended', 'equal', null, 'text'),
      ],
    ],
    order: { path: 'n', type: 'order', first: 'highest' },
  });
});

test('a field of a link within records is shown with the list in whose entries it is read', () => {
  const links = replaced('data.groups', 'data.groups').pipeline?.links ?? [];
  assert.deepEqual(
    links.map(({ name, fields }) => [name, fields.map(({ from, source }) => [from, source])]),
    [
      [
        'contactLinks',
        [
          ['guardianRelationships[].relationshipType.name', 'relationshipType.name'],
          [null, null],
          ['guardianRelationships[].primaryGuardian', 'primaryGuardian'],
        ],
      ],
      ['classStudents', []],
      [
        'classTeachers',
        [
          [null, null],
          ['staff[].role', 'role'],
        ],
      ],
      ['groupStudents', []],
    ],
  );
});

const choice = '{ list: emailAddresses, value: address, lowest: priority }';
const faults: readonly [what: string, before: string, after: string, problems: string[]][] = [
  [
    'a path with an empty step',
    'yearGroup.name',
    'yearGroup..name',
    [
      'wrong-type at yearGroup..name: yearGroup has an empty step: "yearGroup..name". A dot steps into an object; a dot in a key is written \\.',
    ],
  ],
  [
    "the school's id with an empty step",
    'school.id',
    '.id',
    ['wrong-type at .id: id has an empty step: ".id". A dot steps into an object; a dot in a key is written \\.'],
  ],
  [
    'a misspelt way of choosing',
    choice,
    '{ list: emailAddresses, value: address, lowset: priority }',
    ['unknown-key at lowset: There is no key "lowset" in from. Did you mean "lowest"?'],
  ],
  ['a choice without its list', choice, '{ value: address }', ['missing-key at value: from needs a key "list".']],
  [
    'a choice that does not say what is chosen',
    choice,
    '{ list: emailAddresses, lowest: priority }',
    [
      `missing-key at { list: emailAddresses, lowest: priority }: from needs a key "value": which key of the entry that is chosen.`,
    ],
  ],
  [
    'both orders at once',
    choice,
    '{ list: emailAddresses, value: address, lowest: priority, highest: rank }',
    ['excludes at highest: `lowest` and `highest` exclude each other. Keep one of them.'],
  ],
  [
    'a condition that is no single value',
    choice,
    '{ list: emailAddresses, value: address, where: { type: { is: Work } } }',
    ['unknown-operator at is: There is no operator "is". Did you mean "in"?'],
  ],
  [
    "a choice among a link's ends",
    '{ list: students, value: student.id }',
    '{ list: students, value: student.id, where: { main: true } }',
    ['unknown-key at where: There is no key "where" in from. There are: list, value, split.'],
  ],
  [
    'a field of links that are but ids',
    '{ list: staff, value: staff.id }',
    '{ list: staff }',
    [
      'missing-key at keep: "staffRole" is read from entries of a list, but no end of the link names a list of objects. Give an end from: { list: …, value: … }.',
    ],
  ],
  [
    'a choice in the entry of a list',
    'relationship: relationshipType.name',
    'relationship: { from: { list: types, value: name } }',
    ['wrong-type at keep: "relationship" of a link within records cannot be chosen from a list.'],
  ],
  [
    'an option, and a list, in the where of a list',
    choice,
    '{ list: emailAddresses, value: address, where: { type: { fact: today }, kinds: { contains: a }, ^.id: 1 } }',
    [
      "view-where at { fact: today }: Options and today have no place in a list. A school's choice is a rule, which explain can name.",
      'view-where at contains: "contains" looks into a list, and this is in one: lists within lists are not read.',
      'path-form at ^.id: ^ stands only at the beginning of a path, within a section with []. Outwards is a step of its own: ^.id. A key that begins with ^ is written \\^.',
    ],
  ],
  [
    'a section within another',
    'from: data.groups',
    'from: data.classes.groups',
    [
      'wrong-type at data.classes.groups: "data.classes.groups" leads into "data.classes", which is a section and so a list. If an extract has either, both are optional.',
    ],
  ],
];

for (const [what, before, after, expected] of faults) {
  test(`refused, where it stands: ${what}`, () => {
    assert.deepEqual(replaced(before, after).problems, expected);
  });
}
