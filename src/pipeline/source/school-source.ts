import { isMap, isSeq } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { path } from '../keys/types.js';
import { where } from './read-where.js';
import { pathInList } from './source-path.js';
import type { SchoolPlace, SchoolSource, WhoseDocument } from './whose-document.js';

const listKeys = keyMap({
  list: needed(path, 'The path of the list.', 'orgs'),
  where: optional(where, 'Which entry it is; without it, any.', { type: 'school' }),
  value: needed(path, 'The path of the value within the entry.', 'sourcedId'),
});

const schoolList = named(
  'schoolList',
  'A value of a list of the document',
  'Of the entries that fit. If they have several ids, the document fails.',
  listKeys,
  { list: 'orgs', where: { type: 'school' }, value: 'sourcedId' },
);

const place: YamlType<SchoolPlace> = {
  schema: { anyOf: [path.schema, schoolList.schema] },
  read: (file, node, what, key) =>
    isMap(node) ? schoolList.read(file, node, what, key) : { path: path.read(file, node, what, key) },
};

/** A place, or several, the first of which that has something counts. */
export const schoolSource: YamlType<SchoolSource> = {
  schema: { anyOf: [place.schema, { type: 'array', items: place.schema, minItems: 1 }] },
  read(file, node, what, key) {
    const places = isSeq(node)
      ? file.readList(node, what).map((item) => place.read(file, item, what, item))
      : [place.read(file, node, what, key)];
    if (places.length === 0) file.problem(node, 'missing-key', `${what} names no path.`);
    return { said: places.map(inWords).join(' or '), places };
  },
};

function inWords(place: SchoolPlace): string {
  return 'path' in place ? place.path : pathInList(place.list, place.value);
}

const schoolKeys = keyMap({
  id: needed(schoolSource, 'The path with the id of the school, or a value of a list.', 'SchoolID', {
    list: 'orgs',
    where: { type: 'school' },
    value: 'sourcedId',
  }),
  name: optional(schoolSource, 'The same with its name.', 'SchoolName'),
  extractedAt: optional(path, 'The path with the time at which the extract was made.', 'ExtractedAt'),
});

export const school = named('school', 'School', 'The keys of a document that say whose it is.', {
  schema: schoolKeys.schema,
  read: (file, node, what, key): WhoseDocument => ({ ...schoolKeys.read(file, node, what, key), isMany: false }),
});

const schoolsKeys = keyMap({
  section: needed(path, 'The path of the list of schools.', 'orgs'),
  where: optional(where, 'Which entries are schools; without it, all of them.', { type: 'school' }),
  id: needed(path, 'The path of the id in an entry.', 'sourcedId'),
  name: optional(path, 'The path of the name in an entry.', 'name'),
  extractedAt: optional(path, 'The path of the document with the time at which it was made.', 'made'),
});

export const schools = named(
  'schools',
  'Schools',
  'Each entry of a list is a school, and one document holds several. Each is decided, guarded and loaded by itself.',
  {
    schema: schoolsKeys.schema,
    read(file, node, what, key): WhoseDocument {
      const { section: list, where, id, name, extractedAt } = schoolsKeys.read(file, node, what, key);
      const from = (value: string): SchoolSource => ({
        said: pathInList(list, value),
        places: [{ list, where, value }],
      });
      return { id: from(id), name: name === null ? null : from(name), extractedAt, isMany: true };
    },
  },
  { section: 'orgs', where: { type: 'school' }, id: 'sourcedId', name: 'name' },
);
