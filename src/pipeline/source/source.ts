import { dirname, join } from 'node:path';
import { isSeq } from 'yaml';
import type { Source } from '../pipeline.js';
import { keyMap, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { anyWordOf, oneOrMore, text } from '../keys/types.js';
import { school, schools } from './school-source.js';
import type { WhoseDocument } from './whose-document.js';

/** Relative to the pipeline. */
const inputs: YamlType<string[]> = {
  schema: oneOrMore(text).schema,
  read(file, node, what) {
    const given = isSeq(node) ? file.readTexts(node, what) : [file.readText(node, what)];
    return given.map((input) => (input === '-' ? input : join(dirname(file.path), input)));
  },
};

const sourceKeys = keyMap(
  {
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
    school: optional(school),
    schools: optional(schools),
  },
  { oneOf: [{ required: ['school'] }, { required: ['schools'] }] },
);

export const source = named('source', 'Source', 'Which extracts are read, and how they say whose they are.', {
  schema: sourceKeys.schema,
  read(file, node, what, key): Source {
    const entries = sourceKeys.enter(file, node, what);
    const { inputs: given, expect, school: one, schools: many, feed } = sourceKeys.readFrom(file, entries, key, what);
    if (one !== null && many !== null)
      file.problem(
        entries.get('schools')?.key ?? key,
        'excludes',
        'source has both "school" and "schools".',
        'A document holds one school, or several: keep one of the two.',
      );
    if (one === null && many === null) file.require(entries, 'school', key, what);
    return { inputs: given ?? [], expectsAll: expect !== null, feed, school: one ?? many ?? nobody };
  },
});

/** In place of what is missing, after that was noted. */
const nobody: WhoseDocument = { id: { said: '', places: [] }, name: null, extractedAt: null, isMany: false };
