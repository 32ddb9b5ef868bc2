import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, narrowing, type YamlType } from '../keys/yaml-type.js';
import { against, byName, listOf, text } from '../keys/types.js';
import type { Field, LocalField, RecordKind } from '../pipeline.js';
import { entrySchool } from '../source/entry-school.js';
import { idSource } from '../source/id-source.js';
import { snakeCase } from '../text/text.js';
import { withBadMarks, withPathsOfMarks } from './bad-marks.js';
import { emptied, meaningOfEmptied, ownColumns } from './emptied.js';
import { kindLabel, meaningOfLabel } from './kind-label.js';
import { checkNames } from './check-names.js';
import { fields as fieldsByName, readKeptField } from './fields.js';
import { withPathsOf } from './view-fields.js';
import { recordViews } from './views.js';

/** @param what one of them, as the subject of a sentence */
const keptFields = (what: string) =>
  against(listOf(narrowing('keptField', text.schema)), (file, node, word, _, all: readonly Field[]) =>
    file.readOnce(node, word).flatMap((item) => readKeptField(file, item, what, all) ?? []),
  );

const keptField = (what: string) =>
  against(narrowing('keptField', text.schema), (file, node, _word, _key, all: readonly Field[]) =>
    readKeptField(file, node, what, all),
  );

const localKeys = keyMap({ label: optional(text, 'What people call it.', 'Room') });

const local: YamlType<LocalField[]> = {
  schema: byName({ title: 'A local field', description: 'A column of its own.', ...localKeys.schema }),
  read: (file, node, what) =>
    [...file.readMap(node, what)].map(([name, { node: body, key }]) => ({
      name,
      column: snakeCase(name),
      label: localKeys.read(file, body, name, key).label ?? name,
    })),
};

const recordKeys = keyMap({
  one: needed(text, 'The singular, by which commands know it, too.', 'student'),
  label: optional(kindLabel, meaningOfLabel, 'Students', { one: 'parent', many: 'Parents' }),
  from: needed(
    recordViews,
    'The path of the list that holds them; or a view, or several of both: which entries of which lists they are.',
    'Contacts',
    { section: 'people', where: { role: 'parent' } },
  ),
  id: optional(
    idSource,
    'The path of the id in a record; `{ from, text }` for a part of a text; `{ key: [...] }` if it has several parts. It may be missing if every view has one.',
    'ContactID',
    { from: 'href', text: { part: '/' } },
    { key: ['course.code', 'course.year', 'number'] },
  ),
  school: optional(
    entrySchool,
    'With `source.schools`: the id of the school to which a record belongs, or a list of them. Without it a record belongs to every school of the document.',
    'orgId',
    { list: 'places', value: 'org' },
  ),
  name: optional(
    keptFields('A field of the name'),
    'The kept fields by which people know a record, in the order in which they are said. Shown only where names are asked for.',
    ['forename', 'surname'],
  ),
  keep: optional(fieldsByName(true), 'Fields that are stored, each a column (snake_case).'),
  read: optional(fieldsByName(false), 'Fields that only decide, and are never stored.'),
  emptied: optional(emptied, meaningOfEmptied, ['upn']),
  local: optional(local, 'Fields that people type and no run ever writes.'),
  filters: optional(keptFields('A filter'), 'The kept fields by whose values people narrow a list on the Data pages.', [
    'yearGroup',
    'className',
  ]),
  find: optional(
    keptFields('A field to find by'),
    'The kept fields by whose words people find a record in all schools that they see; without it, those of the name. With `[]`, they find it only in its list.',
    ['forename', 'surname', 'email'],
  ),
  order: optional(
    keptFields('A field of the order'),
    'The kept fields by which a list is ordered on the Data pages and in exports; without it, those of the name.',
    ['surname', 'forename'],
  ),
  headings: optional(
    keptField('The headings'),
    'The kept field whose values are the headings of their list on the Data pages.',
    'heading',
  ),
});

const record = named(
  'record',
  'Kind of record',
  'Its key is its name in rules, reports and commands; its table is the name in snake_case.',
  {
    schema: recordKeys.schema,
    read(file, node, name, key): RecordKind {
      const entries = recordKeys.enter(file, node, name);
      const what = `The record kind "${name}"`;
      const { one, label, from, id, ...said } = recordKeys.readFrom(file, entries, key, what);
      checkNames(file, entries);
      const all = withBadMarks([...(said.keep ?? []), ...(said.read ?? [])]);
      const { views, hasViews } = from({ fields: all, id });
      if (views.some(({ idKey }) => idKey === '')) file.require(entries, 'id', key, what);
      const fields = withPathsOfMarks(withPathsOf(all, views));
      const nameFields = said.name?.(all) ?? [];
      return {
        type: 'record',
        name,
        one,
        singular: label?.one ?? one,
        label: label?.many ?? name,
        table: snakeCase(name),
        views,
        hasViews,
        school: said.school,
        fields,
        nameFields,
        emptied:
          said.emptied?.({ fields: [...all.filter(({ kept }) => kept), ...(said.local ?? [])], own: ownColumns }) ?? [],
        local: said.local ?? [],
        filters: said.filters?.(all) ?? [],
        find: said.find?.(all) ?? nameFields,
        order: said.order?.(all) ?? nameFields,
        headings: said.headings?.(all) ?? null,
      };
    },
  },
  { one: 'group', label: 'Groups', from: 'Groups', id: 'GroupID', keep: { description: 'GroupDescription' } },
);

export const records: YamlType<RecordKind[]> = {
  schema: narrowing('records', byName(record.schema)),
  read: (file, node, what) =>
    [...file.readMap(node, what)].map(([name, { node: body, key }]) => record.read(file, body, name, key)),
};
