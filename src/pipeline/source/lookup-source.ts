import { isMap, type Node } from 'yaml';
import { keyMap, needed, optional, usually } from '../keys/key-map.js';
import { byName, path, sectionPath, yesOrNo } from '../keys/types.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import type { Lookup } from '../pipeline.js';
import { checkOneOrder, orderKeys, orderOf } from './order-source.js';
import { lookupWhere } from './read-where.js';

const listKeys = keyMap({
  list: needed(path, 'The path of a list of ids in the record.', 'terms'),
  value: optional(path, 'The path of the id within an entry; without it the entries are ids.', 'sourcedId'),
});

const own: YamlType<Lookup['match'][number]['own']> = {
  schema: { anyOf: [path.schema, listKeys.schema] },
  read(file, node, what, key) {
    if (!isMap(node)) return { path: path.read(file, node, what, key), isList: false, value: null };
    if (node.has('lookup')) {
      file.problem(
        node,
        'lookup-chain',
        'The match of a look-up cannot be a look-up.',
        'Name an id that the record has.',
      );
      return { path: '', isList: false, value: null };
    }
    const { list, value } = listKeys.read(file, node, what, key);
    return { path: list, isList: true, value };
  },
};

const match: YamlType<Lookup['match']> = {
  schema: { ...byName(own.schema), minProperties: 1 },
  read(file, node, what) {
    if (isMap(node) && node.items.length === 0)
      file.problem(
        node,
        'missing-key',
        'An empty match takes any entry for every record.',
        'Say by which id: { owner: id }.',
      );
    return [...file.readMap(node, what)].map(([at, { key, node: body }]) => {
      path.read(file, key, `A key of ${what}`, key);
      return { path: at, own: own.read(file, body, at, key) };
    });
  },
};

const lookupKeys = keyMap({
  lookup: needed(sectionPath, 'The path of the list that is looked into.', 'emails'),
  optional: usually(yesOrNo, false, 'A list that is missing or null is an empty one.'),
  match: needed(match, 'By path in an entry, the id of this record that is there, or a list of ids, any of which is.', {
    owner: 'id',
  }),
  where: optional(lookupWhere, 'Which entries count, as in a view. `{ fact: today }` is the day of the run.', {
    kind: 'Home',
  }),
  ...orderKeys,
  first: usually(yesOrNo, false, 'The order of the extract is meant, so different values are no surprise.'),
  value: needed(path, 'The path of the value in an entry.', 'address'),
});

/** A value that another list has. */
export const lookup = named(
  'lookup',
  'A value from elsewhere',
  'The value of an entry of another list that names this record: the first in order that is neither blank nor bad.',
  {
    schema: lookupKeys.schema,
    read(file, node): Lookup {
      const entries = lookupKeys.enter(file, node, 'from');
      const said = lookupKeys.readFrom(file, entries, node, 'from');
      checkOneOrder(file, entries, said.first);
      return {
        ...{ lookup: said.lookup, isOptional: said.optional, match: said.match, where: said.where, value: said.value },
        order: orderOf(said),
        isFirst: said.first,
      };
    },
  },
  { lookup: 'emails', match: { owner: 'id' }, where: { kind: 'Home' }, lowest: 'rank', value: 'address' },
);

export function isLookupNode(node: Node | null): boolean {
  return isMap(node) && node.has('lookup');
}
