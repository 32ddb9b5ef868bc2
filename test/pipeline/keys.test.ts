import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import type { Pipeline } from '../../src/pipeline/pipeline.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { today } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
let number = 0;

const usual = {
  id: 'number',
  room: '{ to: rooms, from: room }',
  person: '{ to: people, from: who }',
};

function read(said: Partial<typeof usual>): { pipeline: Pipeline | null; problems: string[] } {
  const { id, room, person } = { ...usual, ...said };
  const folder = join(root, String(number++));
  mkdirSync(folder);
  const file = join(folder, 'pipeline.yaml');
  writeFileSync(
    file,
    `name: keys
rules: none
source: { school: { id: school } }
database: "sqlite::memory:"
records:
  rooms: { one: room, from: rooms, id: ${id} }
  people:
    one: person
    from: people
    id: id
    keep: { surname: last, born: { from: born, type: date }, kind: { value: human } }
links:
  sits: { one: sit, from: sits, joins: { room: ${room}, person: ${person} } }
`,
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

test('an id of several parts is read with its constants and text functions', () => {
  const key = '{ key: [site.code, { from: href, text: { part: "/" } }, { value: 007 }] }';
  const { pipeline, problems } = read({ id: key, room: `{ to: rooms, from: ${key} }` });
  assert.deepEqual(problems, []);
  const parts = [{ path: 'site.code', text: [] }, { path: 'href', text: [{ part: '/' }] }, { constant: '007' }];
  assert.deepEqual(pipeline?.records[0]?.views[0]?.idParts, parts);
  assert.equal(pipeline.records[0].views[0]?.idKey, 'site.code|href|007');
  assert.deepEqual(pipeline.links[0]?.ends[0].keys, [
    { key: 'site.code|href|007', list: false, value: null, split: null, parts, text: [] },
  ]);
});

test('ids and the ends that name them have as many parts', () => {
  const two = '{ key: [site, number] }';
  assert.deepEqual(read({ id: two }).problems, [
    'key-parts at room: The id of rooms has 2 parts, this end has 1. Both name the same parts, in the same order.',
  ]);
  assert.deepEqual(read({ room: `{ to: rooms, from: ${two} }` }).problems, [
    'key-parts at { key: [site, number] }: The id of rooms has 1 part, this end has 2. Both name the same parts, in the same order.',
  ]);
  const list = 'A list here is several ids: one that is made of parts is written { key: [...] }.';
  assert.deepEqual(read({ id: two, room: '{ to: rooms, from: [site, number] }' }).problems, [
    `key-parts at [site, number]: The id of rooms has 2 parts, this end has 1. ${list}`,
  ]);
  assert.deepEqual(read({ id: '[site, number]' }).problems, [
    'key-parts at [site, number]: A list here is several ids. One that is made of parts is written { key: [...] }.',
  ]);
});

test('a key of one part is written as a path', () => {
  assert.deepEqual(read({ id: '{ key: [site] }', room: '{ to: rooms, from: site }' }).problems, [
    'key-parts at [site]: A key has several parts. Write the path itself: site',
  ]);
  assert.deepEqual(read({ id: '{ key: [] }' }).problems, [
    'key-parts at []: A key has several parts. Name the parts that make it.',
  ]);
  const constants = '{ key: [{ value: 1 }, { value: 2 }] }';
  assert.deepEqual(read({ id: constants, room: `{ to: rooms, from: ${constants} }` }).problems, [
    'key-parts at [{ value: 1 }, { value: 2 }]: A key of constants alone is the same everywhere. Name a path, too.',
    'key-parts at [{ value: 1 }, { value: 2 }]: A key of constants alone is the same everywhere. Name a path, too.',
  ]);
});

test('links name records by a field that the extract gives as text', () => {
  assert.deepEqual(read({ person: '{ to: people, from: who, by: surname }' }).problems, []);
  assert.deepEqual(read({ person: '{ to: people, from: who, by: surnam }' }).problems, [
    'by-field at surnam: people has no field "surnam". Did you mean "surname"?',
  ]);
  for (const field of ['born', 'kind'])
    assert.deepEqual(read({ person: `{ to: people, from: who, by: ${field} }` }).problems, [
      `by-field at ${field}: \`by\` needs a field of type text that the extract gives. There are: surname.`,
    ]);
});

test('what leaves a key nothing to do is refused', () => {
  const two = '{ key: [site, number] }';
  assert.deepEqual(read({ person: `{ to: people, from: ${two}, by: surname }` }).problems, [
    'excludes at by: `by` and `{ key: [...] }` exclude each other: a field has one value. Keep one of them.',
  ]);
  assert.deepEqual(read({ id: two, room: `{ to: rooms, from: ${two}, text: lower }` }).problems, [
    'excludes at text: `text` and `{ key: [...] }` exclude each other. Write it in the part: { from: path, text: … }.',
  ]);
  assert.deepEqual(read({ person: '{ to: people, by: surname, text: lower }' }).problems, [
    'excludes at by: There is no `from` that would name the field. Give the end a `from`, or remove it.',
    'excludes at text: There is no `from` whose values it would change. Give the end a `from`, or remove it.',
  ]);
  assert.deepEqual(read({ id: '{ key: [{ value: 1, from: a }, b] }', room: `{ to: rooms, from: ${two} }` }).problems, [
    'excludes at from: A part of key has "value", and so is read from nowhere. Keep one of them.',
  ]);
});
