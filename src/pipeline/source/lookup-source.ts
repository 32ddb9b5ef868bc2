import { isMap, type Node } from 'yaml';
import { keyMap, needed, optional, usually } from '../keys/key-map.js';
import { byName, path, sectionPath, yesOrNo } from '../keys/types.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { kindsOf, type Field, type FieldSource, type Lookup, type Pipeline } from '../pipeline.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';
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

const orderKeys = keyMap({
  from: needed(path, 'The path of a day.', 'joined'),
  type: needed(
    { schema: { const: 'date' }, read: (file, node, what) => file.readOneOf(node, what, ['date']) },
    'Days.',
  ),
});

type By = Pick<NonNullable<Lookup['order']>, 'path' | 'type'>;

const order: YamlType<By> = {
  schema: { anyOf: [path.schema, orderKeys.schema] },
  read: (file, node, what, key) =>
    isMap(node)
      ? { path: orderKeys.read(file, node, what, key).from, type: 'date' }
      : { path: path.read(file, node, what, key), type: 'order' },
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
  lowest: optional(
    order,
    'The path of a number, or { from, type: date }: the lowest comes first, one without last.',
    'rank',
  ),
  highest: optional(order, 'The same, with the highest first.', { from: 'joined', type: 'date' }),
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
      checkOne(file, entries, said.first);
      const { lowest, highest } = said;
      const by = lowest ?? highest;
      return {
        ...{ lookup: said.lookup, isOptional: said.optional, match: said.match, where: said.where, value: said.value },
        order: by === null ? null : { ...by, first: lowest === null ? 'highest' : 'lowest' },
        isFirst: said.first,
      };
    },
  },
  { lookup: 'emails', match: { owner: 'id' }, where: { kind: 'Home' }, lowest: 'rank', value: 'address' },
);

function checkOne(file: YamlFile, entries: Entries, isFirst: boolean): void {
  const keys = ['lowest', 'highest', ...(isFirst ? ['first'] : [])].filter((key) => entries.has(key));
  const second = entries.get(keys[1] ?? '');
  if (second !== undefined)
    file.problem(second.key, 'excludes', `\`${keys.join('` and `')}\` exclude each other.`, 'Keep one of them.');
}

export function isLookupNode(node: Node | null): boolean {
  return isMap(node) && node.has('lookup');
}

export function isLookup(source: FieldSource | null): source is Lookup {
  return typeof source === 'object' && source !== null && 'lookup' in source;
}

/** All that fields look up, in the order of the pipeline. */
export function lookupsOf(pipeline: Pipeline): Lookup[] {
  const fields = kindsOf(pipeline).flatMap(({ views }) => [...views].flatMap((view): readonly Field[] => view.fields));
  return fields.flatMap(({ source, further }) => [source, ...further].filter(isLookup));
}
