import { dirname, join } from 'node:path';
import { isSeq } from 'yaml';
import type { Source } from '../pipeline.js';
import { keyMap, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { anyWordOf, oneOrMore, text } from '../keys/types.js';
import { fetchingKeys, fetchingOf } from './fetching.js';
import { school, schools } from './school-source.js';
import { faultOfUrl, isUrl } from './source-url.js';
import type { WhoseDocument } from './whose-document.js';

/** Relative to the pipeline. */
const inputs: YamlType<string[]> = {
  schema: oneOrMore(text).schema,
  read(file, node, what) {
    const items = isSeq(node) ? file.readList(node, what) : [node];
    return items.map((item) => {
      const input = file.readText(item, isSeq(node) ? `An entry of ${what}` : what);
      if (!isUrl(input)) return input === '-' ? input : join(dirname(file.path), input);
      const fault = faultOfUrl(input);
      if (fault !== null) file.problem(item, 'unfit-url', fault.message, fault.hint);
      return input;
    });
  },
};

const sourceKeys = keyMap(
  {
    inputs: optional(
      inputs,
      'Files, folders, globs or URLs that run, plan and impact read where none are named; paths are relative to this file.',
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
    ...fetchingKeys,
    school: optional(school),
    schools: optional(schools),
  },
  { oneOf: [{ required: ['school'] }, { required: ['schools'] }] },
);

export const source = named('source', 'Source', 'Which extracts are read, and how they say whose they are.', {
  schema: sourceKeys.schema,
  read(file, node, what, key): Source {
    const entries = sourceKeys.enter(file, node, what);
    const said = sourceKeys.readFrom(file, entries, key, what);
    const { inputs: given, expect, school: one, schools: many, feed } = said;
    if (one !== null && many !== null)
      file.problem(
        entries.get('schools')?.key ?? key,
        'excludes',
        'source has both "school" and "schools".',
        'A document holds one school, or several: keep one of the two.',
      );
    if (one === null && many === null) file.require(entries, 'school', key, what);
    const fetching = fetchingOf(file, said);
    return { inputs: given ?? [], expectsAll: expect !== null, feed, fetching, school: one ?? many ?? nobody };
  },
});

/** In place of what is missing, after that was noted. */
const nobody: WhoseDocument = { id: { said: '', places: [] }, name: null, extractedAt: null, isMany: false };
