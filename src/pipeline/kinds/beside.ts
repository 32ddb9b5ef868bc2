import { isMap } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { oneOf, text } from '../keys/types.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { besideShows, type Beside } from '../pipeline.js';

const besideKeys = keyMap({
  label: needed(text, 'The heading of the column.', 'Children'),
  show: optional(oneOf(besideShows), 'What is said of them; by default their names.', 'count'),
});

/** The column of a list with the records that are linked to each of its own: its heading alone, or how it is shown. */
export const beside: YamlType<Beside> = named(
  'beside',
  'A column of linked records',
  'The heading of a column; or the heading, and what it shows.',
  {
    schema: { anyOf: [text.schema, besideKeys.schema] },
    read(file, node, what, key) {
      if (!isMap(node)) return { label: text.read(file, node, what, key), shows: 'names' };
      const { label, show } = besideKeys.read(file, node, what, key);
      return { label, shows: show ?? 'names' };
    },
  },
  'Children',
  { label: 'Students', show: 'count' },
);
