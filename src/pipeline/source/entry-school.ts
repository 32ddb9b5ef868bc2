import { isMap } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { path } from '../keys/types.js';
import type { EntrySchool } from '../pipeline.js';

const listKeys = keyMap({
  list: needed(path, 'The path of the list.', 'places'),
  value: optional(path, 'The path of the id within an entry; without it the entries are ids.', 'org'),
});

const list = named('entrySchools', 'Schools of an entry', 'It belongs to each school that the list names.', listKeys, {
  list: 'places',
  value: 'org',
});

/** To which of the schools of a document an entry belongs. */
export const entrySchool: YamlType<EntrySchool> = {
  schema: { anyOf: [path.schema, list.schema] },
  read: (file, node, what, key) =>
    isMap(node) ? list.read(file, node, what, key) : { list: null, value: path.read(file, node, what, key) },
};
