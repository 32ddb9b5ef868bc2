import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { keyMap, needed, optional, type MapValues } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { byName, listOf, path, scalar } from '../keys/types.js';
import type { Choice, Field, FieldSource, Wanted } from '../pipeline.js';
import { readConstant } from '../vocabulary/read-constant.js';
import { fieldTypeNamed, usualFieldType } from '../vocabulary/source-types.js';
import { asWritten, type Entries, type YamlFile } from '../yaml/yaml-file.js';
import { isLookup, isLookupNode, lookup } from './lookup-source.js';
import { pathInList } from './source-path.js';
import { separator } from './text-steps.js';

/** What an entry must have to fit: at each path, a value or one of a list. */
const where: YamlType<Wanted[]> = {
  schema: byName({ anyOf: [scalar.schema, listOf(scalar.schema)] }),
  read: (file, node, what) =>
    [...file.readMap(node, what)].map(([at, entry]) => {
      path.read(file, entry.key, 'A key of where', entry.key);
      return readWanted(file, at, entry.node);
    }),
};

function readWanted(file: YamlFile, at: string, node: Node | null): Wanted {
  const items = isSeq(node) ? file.readList(node, at) : [node];
  const values = items.map((item) => ({ item, value: file.readScalar(item, at) }));
  const given = values.map(({ value }) => typeof value).filter((type) => type !== 'object');
  const areYesOrNo = given.length > 0 && given.every((type) => type === 'boolean');
  const is = values.map(({ item, value }) =>
    typeof value === 'boolean' || value === null
      ? value
      : readConstant(file, item, isScalar(item) ? asWritten(item) : '', 'Write null, which is a blank.'),
  );
  return areYesOrNo
    ? { path: at, type: fieldTypeNamed.boolean.name, is }
    : { path: at, type: usualFieldType, is: is.map((value) => (value === null ? null : String(value))) };
}

const choiceKeys = keyMap({
  list: needed(path, 'The path of the list.', 'emails'),
  value: optional(path, 'The path of the value within an entry; without it the entries are the values.', 'address'),
  split: optional(
    separator,
    'What parts a text of several: the text of each entry counts as that many entries, one after another. What is blank between is none.',
    ';',
  ),
  where: optional(
    where,
    'What must stand at a path of an entry for it to fit: a value, or one of a list of them. null is a blank.',
    { type: 'Mobile' },
  ),
  lowest: optional(
    path,
    'The path of a number: the entry with the lowest comes first, one without a number last.',
    'priority',
  ),
  highest: optional(
    path,
    'The path of a number: the entry with the highest comes first, one without a number last.',
    'score',
  ),
});

const choice = named(
  'choice',
  'A value of a list',
  'Of the entries that fit, the first in order whose value is neither blank nor bad.',
  {
    schema: choiceKeys.schema,
    read(file, node): Choice {
      const entries = choiceKeys.enter(file, node, 'from');
      const { list, value, split, where: wanted, ...by } = choiceKeys.readFrom(file, entries, node, 'from');
      const read = { list, value, split, where: wanted ?? [], order: orderOf(file, entries, by) };
      if (value === null && (read.where.length > 0 || read.order !== null))
        file.problem(node, 'missing-key', 'from needs a key "value": which key of the entry that is chosen.');
      return read;
    },
  },
  { list: 'emails', value: 'address', lowest: 'priority' },
  { list: 'phones', where: { type: 'Mobile' }, value: 'number' },
);

function orderOf(
  file: YamlFile,
  entries: Entries,
  { lowest, highest }: Pick<MapValues<typeof choiceKeys.keys>, 'lowest' | 'highest'>,
): Choice['order'] {
  if (lowest !== null && highest !== null) {
    const key = entries.get('highest')?.key ?? null;
    file.problem(key, 'wrong-type', 'from has both "lowest" and "highest".', 'Keep one of them.');
  }
  if (lowest !== null) return { path: lowest, first: 'lowest' };
  return highest === null ? null : { path: highest, first: 'highest' };
}

const single: YamlType<FieldSource> = {
  schema: { anyOf: [path.schema, choice.schema, lookup.schema] },
  read(file, node, what, key) {
    if (isMap(node) && node.has('lookup') && node.has('list')) {
      file.problem(node, 'excludes', '`lookup` and `list` exclude each other.', 'Keep one of them.');
      return '';
    }
    return (isLookupNode(node) ? lookup : isMap(node) ? choice : path).read(file, node, what, key);
  },
};

/** Where a field's value is in the extract, as findings show it and as it is read. */
export const fieldSource: YamlType<Pick<Field, 'from' | 'source' | 'further'>> = {
  schema: { anyOf: [path.schema, choice.schema, lookup.schema, listOf(single.schema, { minItems: 1 })] },
  read(file, node, what, key) {
    const items = isSeq(node) ? file.readList(node, what) : [node];
    const [source = '', ...further] = items.map((item) => single.read(file, item, what, isSeq(node) ? item : key));
    if (items.length === 0) file.problem(node, 'missing-key', `${what} names no path.`);
    return { from: [source, ...further].map(shown).join(', '), source, further };
  },
};

/** A source as findings show it. */
function shown(source: FieldSource): string {
  if (typeof source === 'string') return source;
  return isLookup(source) ? pathInList(source.lookup, source.value) : pathInList(source.list, source.value);
}
