import { isMap, isSeq, type Node } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { asIs, listOf, path, scalar } from '../keys/types.js';
import type { IdPart } from '../pipeline.js';
import { readTextConstant } from '../vocabulary/read-constant.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { textSteps } from './text-steps.js';

/** Where an id is, and what it is made of if it is not the value there as it is. */
export interface IdSource {
  /** As findings name it. */
  readonly key: string;
  /** Null if it is the value at the path. */
  readonly parts: readonly IdPart[] | null;
}

const partKeys = keyMap({
  from: optional(path, 'The path of the value.', 'number'),
  text: optional(textSteps, 'How the value is changed.', { part: '/' }),
  value: optional(asIs(scalar.schema), 'The same in every id, in place of `from`.', 'S1'),
});

const part = named(
  'idPart',
  'Part of an id',
  'The path of a value, a value that is changed, or a constant.',
  {
    schema: { anyOf: [path.schema, partKeys.schema] },
    read(file, node, what, key): IdPart {
      if (!isMap(node)) return { path: path.read(file, node, what, key), text: [] };
      const entries = partKeys.enter(file, node, what);
      const { from, text, value } = partKeys.readFrom(file, entries, node, what);
      const constant = entries.get('value');
      if (constant === undefined) {
        if (from === null) file.require(entries, 'from', node, what);
        return { path: from ?? '', text: text ?? [] };
      }
      const other = entries.get('from') ?? entries.get('text');
      if (other !== undefined)
        file.problem(other.key, 'excludes', `${what} has "value", and so is read from nowhere.`, 'Keep one of them.');
      return { constant: readTextConstant(file, value, 'value', 'A part is never blank.') ?? '' };
    },
  },
  'course.code',
  { from: 'course.href', text: { part: '/' } },
  { value: 'S1' },
);

const partList: YamlType<IdPart[]> = {
  schema: listOf(part.schema, { minItems: 2 }),
  read(file, node, what) {
    const parts = file.readList(node, what).map((item) => part.read(file, item, `A part of ${what}`, item));
    const [only, second] = parts;
    if (only !== undefined && second !== undefined) {
      if (!parts.some((one) => 'path' in one))
        file.problem(node, 'key-parts', 'A key of constants alone is the same everywhere.', 'Name a path, too.');
      return parts;
    }
    const hint =
      only === undefined || !('path' in only) ? 'Name the parts that make it.' : `Write the path itself: ${only.path}`;
    file.problem(node, 'key-parts', 'A key has several parts.', hint);
    return parts;
  },
};

const composedKeys = keyMap({
  key: needed(
    partList,
    'What the id is made of. The parts are joined by |, with \\ before a | or \\ of a part, so that no two meet.',
    ['course.code', 'course.year', 'number'],
  ),
});

/** An id that is made of several parts. */
export const composed = named('composedId', 'An id of several parts', 'If one part is blank or bad, it is no id.', {
  schema: composedKeys.schema,
  read(file, node, what, key): IdSource {
    const { key: parts } = composedKeys.read(file, node, what, key);
    return { key: parts.map((one) => ('path' in one ? one.path : one.constant)).join('|'), parts };
  },
});

export function isComposed(node: Node | null): boolean {
  return isMap(node) && node.has('key');
}

const changedKeys = keyMap({
  from: needed(path, 'The path of the id.', 'href'),
  text: needed(textSteps, 'How it is changed.', { part: '/' }),
});

const changed = named('changedId', 'An id that is a part of a text', 'What text functions make of a value.', {
  schema: changedKeys.schema,
  read(file, node, what, key): IdSource {
    const { from, text } = changedKeys.read(file, node, what, key);
    return { key: from, parts: [{ path: from, text }] };
  },
});

/** The id of a record. */
export const idSource: YamlType<IdSource> = {
  schema: { anyOf: [path.schema, changed.schema, composed.schema] },
  read(file, node, what, key) {
    if (isSeq(node)) {
      noteListOfParts(file, node, 'A list here is several ids.');
      return { key: '', parts: null };
    }
    if (!isMap(node)) return { key: path.read(file, node, what, key), parts: null };
    return isComposed(node) ? composed.read(file, node, what, key) : changed.read(file, node, what, key);
  },
};

export function noteListOfParts(file: YamlFile, node: Node | null, message: string): void {
  file.problem(node, 'key-parts', message, 'One that is made of parts is written { key: [...] }.');
}
