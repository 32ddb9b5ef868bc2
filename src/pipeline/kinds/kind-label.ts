import { isMap } from 'yaml';
import { keyMap, needed } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { text } from '../keys/types.js';

export interface KindLabel {
  /** Null if people call it as commands do. */
  readonly one: string | null;
  readonly many: string;
}

const both = named(
  'kindLabel',
  'What people call them',
  'One and several of a kind, as people call them.',
  keyMap({
    one: needed(text, 'One of them, in a sentence.', 'parent'),
    many: needed(text, 'Several, as a heading.', 'Parents'),
  }),
  { one: 'parent', many: 'Parents' },
);

export const meaningOfLabel =
  'What people call them: the plural; or `{ one, many }`, if they say another word for one of them than `one`.';

export const kindLabel: YamlType<KindLabel> = {
  schema: { anyOf: [text.schema, both.schema] },
  read: (file, node, what, key) =>
    isMap(node) ? both.read(file, node, what, key) : { one: null, many: text.read(file, node, what, key) },
};
