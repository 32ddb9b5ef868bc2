import { isMap, isSeq } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { listOf, path } from '../keys/types.js';
import type { Choice, Field, FieldSource } from '../pipeline.js';
import { isLookupNode, lookup } from './lookup-source.js';
import { isLookup } from './lookups.js';
import { checkOneOrder, orderKeys, orderOf } from './order-source.js';
import { listWhere } from './read-where.js';
import { pathInList } from './source-path.js';
import { separator } from './text-steps.js';

const choiceKeys = keyMap({
  list: needed(path, 'The path of the list.', 'emails'),
  value: optional(path, 'The path of the value within an entry; without it the entries are the values.', 'address'),
  split: optional(
    separator,
    'What parts a text of several: the text of each entry counts as that many entries, one after another. What is blank between is none.',
    ';',
  ),
  where: optional(listWhere, 'Which entries fit, as in a view. null is a blank.', { type: 'Mobile' }),
  ...orderKeys,
});

const choice = named(
  'choice',
  'A value of a list',
  'Of the entries that fit, the first in order whose value is neither blank nor bad.',
  {
    schema: choiceKeys.schema,
    read(file, node): Choice {
      const entries = choiceKeys.enter(file, node, 'from');
      const { list, value, split, where, ...by } = choiceKeys.readFrom(file, entries, node, 'from');
      checkOneOrder(file, entries);
      const read = { list, value, split, where, order: orderOf(by) };
      if (value === null && (where !== null || read.order !== null))
        file.problem(node, 'missing-key', 'from needs a key "value": which key of the entry that is chosen.');
      return read;
    },
  },
  { list: 'emails', value: 'address', lowest: 'priority' },
  { list: 'phones', where: { type: 'Mobile' }, value: 'number' },
);

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
