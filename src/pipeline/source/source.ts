import { dirname, join } from 'node:path';
import { isSeq } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { anyWordOf, oneOrMore, path, text } from '../keys/types.js';

const schoolKeys = keyMap({
  id: needed(path, 'The path with the id of the school.', 'SchoolID'),
  name: optional(path, 'The path with its name.', 'SchoolName'),
  extractedAt: optional(path, 'The path with the time at which the extract was made.', 'ExtractedAt'),
});

const school = named('school', 'School', 'The keys of a document that say whose it is.', schoolKeys);

/** Relative to the pipeline. */
const inputs: YamlType<string[]> = {
  schema: oneOrMore(text).schema,
  read(file, node, what) {
    const given = isSeq(node) ? file.readTexts(node, what) : [file.readText(node, what)];
    return given.map((input) => (input === '-' ? input : join(dirname(file.path), input)));
  },
};

const sourceKeys = keyMap({
  inputs: optional(
    inputs,
    'Files, folders or globs that run, plan and impact read where none are named; relative to this file.',
    'extracts/',
  ),
  feed: optional(
    text,
    "Runs of one feed are expected to bring the same schools. Without it, those with the same inputs are one; needed where a folder's name has a date in it.",
    'nightly',
  ),
  expect: optional(
    anyWordOf('all'),
    'With `all`, a run ends with 1 where a school that an earlier run of its feed met does not arrive.',
  ),
  school: needed(school),
});

export const source = named('source', 'Source', 'Which extracts are read, and how they say whose they are.', {
  schema: sourceKeys.schema,
  read(file, node, what, key) {
    const { inputs: given, expect, ...rest } = sourceKeys.read(file, node, what, key);
    return { inputs: given ?? [], expectsAll: expect !== null, ...rest };
  },
});
