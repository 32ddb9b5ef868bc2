import { isMap } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { path } from '../keys/types.js';
import type { YamlType } from '../keys/yaml-type.js';
import type { Order } from '../pipeline.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

const dayKeys = keyMap({
  from: needed(path, 'The path of a day.', 'joined'),
  type: needed(
    { schema: { const: 'date' }, read: (file, node, what) => file.readOneOf(node, what, ['date']) },
    'Days.',
  ),
});

type By = Pick<Order, 'path' | 'type'>;

const by: YamlType<By> = {
  schema: { anyOf: [path.schema, dayKeys.schema] },
  read: (file, node, what, key) =>
    isMap(node)
      ? { path: dayKeys.read(file, node, what, key).from, type: 'date' }
      : { path: path.read(file, node, what, key), type: 'order' },
};

/** The keys that put entries in an order. */
export const orderKeys = {
  lowest: optional(
    by,
    'The path of a number, or { from, type: date }: the entry with the lowest comes first, one without last.',
    'priority',
  ),
  highest: optional(by, 'The same, with the highest first.', 'score', { from: 'joined', type: 'date' }),
};

/** Null if the order is that of the extract. */
export function orderOf({
  lowest,
  highest,
}: {
  readonly lowest: By | null;
  readonly highest: By | null;
}): Order | null {
  if (lowest !== null) return { ...lowest, first: 'lowest' };
  return highest === null ? null : { ...highest, first: 'highest' };
}

/** Notes a second of the keys that say which entry comes first. */
export function checkOneOrder(file: YamlFile, entries: Entries, isFirst = false): void {
  const keys = ['lowest', 'highest', ...(isFirst ? ['first'] : [])].filter((key) => entries.has(key));
  const second = entries.get(keys[1] ?? '');
  if (second !== undefined)
    file.problem(second.key, 'excludes', `\`${keys.join('` and `')}\` exclude each other.`, 'Keep one of them.');
}
