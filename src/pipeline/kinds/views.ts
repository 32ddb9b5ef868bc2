import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { keyMap, needed, optional, usually } from '../keys/key-map.js';
import { named, type YamlType } from '../keys/yaml-type.js';
import { against, sectionPath, yesOrNo } from '../keys/types.js';
import type { Field, LinkEnd, LinkView, RecordKind, RecordView, View } from '../pipeline.js';
import { idSource, type IdSource } from '../source/id-source.js';
import { where } from '../source/read-where.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { endsOfView } from './ends.js';
import { fieldsOfView } from './view-fields.js';

const common = {
  section: needed(
    sectionPath,
    'The path of the list; [] steps into the entries of a list on the way.',
    'people',
    'students[].contacts',
  ),
  where: optional(where, 'Which entries the view takes; without it, all of them.', { role: 'student' }),
  optional: usually(yesOrNo, false, 'A list that is missing or null is an empty one.'),
  keep: optional(fieldsOfView(true), "Fields that are read differently here; each stands for the kind's.", {
    type: { value: 'registration' },
  }),
  read: optional(fieldsOfView(false), 'The same for fields that only decide.'),
};

const recordViewKeys = keyMap({
  ...common,
  id: optional(idSource, "The id, if it differs from the kind's.", 'groupId'),
});

const linkViewKeys = keyMap({
  ...common,
  joins: optional(endsOfView, "By end, what its `from` takes here, if that differs from the kind's.", {
    student: 'pupil.id',
  }),
});

const recordView = named(
  'recordView',
  'A view of records',
  'Entries of a section that are records of the kind. An entry is taken by the first view of the kind that fits.',
  recordViewKeys,
  { section: 'people', where: { role: 'student' } },
);

const linkView = named(
  'linkView',
  'A view of links',
  'Entries of a section that are links of the kind. An entry is taken by the first view of the kind that fits.',
  linkViewKeys,
  { section: 'memberships', where: { role: 'student' } },
);

/** What a kind says that its views may say differently. */
interface OfRecords {
  readonly fields: readonly Field[];
  /** Null if only its views say it. */
  readonly id: IdSource | null;
}

interface OfLinks {
  readonly fields: readonly Field[];
  readonly ends: readonly [LinkEnd, LinkEnd];
  readonly records: readonly RecordKind[];
}

export interface Views<V> {
  readonly views: readonly V[];
  readonly hasViews: boolean;
}

export const recordViews = against(
  viewsOf(recordView).schema,
  (file, node, what, _, { fields, id }: OfRecords): Views<RecordView> => ({
    hasViews: !isScalar(node),
    views: readEach(file, node, what, (one): RecordView => {
      if (!isMap(one)) return { ...plain(sectionPath.read(file, one, what, one), fields), ...idOf(id) };
      const said = recordView.read(file, one, 'a view', one);
      return { ...viewOf(said, fields), ...idOf(said.id ?? id) };
    }),
  }),
);

export const linkViews = against(
  viewsOf(linkView).schema,
  (file, node, what, _, { fields, ends, records }: OfLinks): Views<LinkView> => ({
    hasViews: !isScalar(node),
    views: readEach(file, node, what, (one): LinkView => {
      if (!isMap(one)) return { ...plain(sectionPath.read(file, one, what, one), fields), ends };
      const said = linkView.read(file, one, 'a view', one);
      return { ...viewOf(said, fields), ends: said.joins?.({ ends, records }) ?? ends };
    }),
  }),
);

/** The path is empty if nothing says it. */
function idOf(id: IdSource | null): Pick<RecordView, 'idKey' | 'idParts'> {
  return { idKey: id?.key ?? '', idParts: id?.parts ?? null };
}

function viewsOf({ schema }: YamlType<unknown>) {
  const one = { anyOf: [sectionPath.schema, schema] };
  return { schema: { anyOf: [...one.anyOf, { type: 'array', minItems: 1, items: one }] } };
}

function readEach<V>(file: YamlFile, node: Node | null, what: string, read: (one: Node | null) => V): V[] {
  if (!isSeq(node)) return [read(node)];
  const items = file.readList(node, what);
  if (items.length === 0) file.problem(node, 'missing-key', `${what} is an empty list: it needs a section.`);
  return items.map(read);
}

function plain(section: string, fields: readonly Field[]): View {
  return { section, where: null, isOptional: false, fields };
}

type Said = Pick<ReturnType<typeof recordViewKeys.read>, keyof typeof common>;

function viewOf({ section, where, optional: isOptional, keep, read }: Said, fields: readonly Field[]): View {
  const kept = keep?.(fields) ?? fields;
  return { section, where, isOptional, fields: read?.(kept) ?? kept };
}
