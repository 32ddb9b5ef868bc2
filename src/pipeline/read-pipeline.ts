import type { Node } from 'yaml';
import { checkPipeline } from './check-pipeline.js';
import { databaseUrl } from './database-url.js';
import { required, type Required } from './files/required.js';
import { entriesOf, type GuardEntries } from './guard/guard-entries.js';
import { guard, pauses } from './guard/guard-keys.js';
import { keyMap, needed, optional, usually } from './keys/key-map.js';
import { define } from './keys/yaml-type.js';
import { text } from './keys/types.js';
import { duplicates } from './kinds/duplicates.js';
import { links } from './kinds/links.js';
import { fieldKeyNames } from './kinds/fields.js';
import { records } from './kinds/records.js';
import { sharedValues } from './kinds/shared-values.js';
import { limitKeys, limits } from './limits.js';
import { recipients } from './notify/notice-keys.js';
import type { LinkKind, Pipeline, RecordKind } from './pipeline.js';
import { options } from './read-options.js';
import { kept, usualDays } from './retention.js';
import { serve, serveKeys } from './serve-keys.js';
import { source } from './source/source.js';
import { terms } from './term-keys.js';
import type { Terms } from './terms.js';
import { timezone } from './timezone.js';
import { unfitNames } from './unfit-names.js';
import type { Place, YamlFile } from './yaml/yaml-file.js';

const pipelineKeys = keyMap({
  name: needed(text, 'What the pipeline is called.', 'RM Integris'),
  source: needed(source),
  database: needed(
    databaseUrl,
    'Where it is loaded. A SQLite file is relative to this file. --database and PULLTHROUGH_DATABASE go before it.',
    'sqlite:pullthrough.db',
  ),
  timezone: {
    ...usually(timezone, 'Europe/London', 'Whose day it is, for rules with dates.', 'Europe/London'),
    title: 'Time zone',
  },
  rules: optional(
    required,
    'Which files of rules/ must be there. All of rules/ is read in any case; one of these that is lost is an error, because it would restrict nobody. `none` says that no rule for all schools is wanted; without it a pipeline that has none is refused.',
    { files: ['students.yaml', 'contacts.yaml'] },
  ),
  options: optional(options, 'What schools may choose, and rules read as option.<name>.'),
  records: needed(records, 'The kinds of records, each a table. A name is letters and digits, a letter first.'),
  links: optional(
    links,
    'The kinds of links between two records, each a table. A name is letters and digits, a letter first.',
  ),
  facts: {
    ...optional(
      sharedValues,
      'By kind of record: how many others that come through have the same value in a field. For warn.',
      { contacts: { sameEmail: { of: 'email', fold: 'case', among: 'others' } } },
    ),
    title: 'Facts over many records',
  },
  duplicates: {
    ...optional(duplicates, 'By kind of record: who is reported as likely to be one person. They are never merged.', {
      contacts: { same: ['forename', 'surname'], anyOf: ['email', { phone: 'digits' }, 'student'] },
    }),
    title: 'Likely duplicates',
  },
  guard: optional(guard),
  pause: optional(pauses, 'Days on which no school is loaded.', { from: '2026-08-20', until: '2026-09-06' }),
  terms: optional(
    terms,
    "The days of terms, for rules with `during` and `notDuring`. A school's file may give other days.",
    {
      autumn: [{ from: '2026-09-02', until: '2026-12-18' }],
    },
  ),
  notify: optional(
    recipients,
    'Who is told how a night ended, of all schools: once a night at most, and only if there is something to look at.',
    { mail: 'operations@example.org' },
  ),
  serve: optional(serve, 'What the Data pages ask of people.', { approvals: 2 }),
  left: optional(kept, 'How long the values of what left are kept.', { days: 400 }),
  history: optional(kept, 'How long the history of changes is kept.', { days: 400 }),
  limits: optional(limits, 'Beyond what a document is no extract of a school: it fails, and the others are loaded.', {
    listEntries: 200000,
  }),
});

export const pipelineFile = define(
  'pipeline',
  'A pipeline',
  'pipeline.yaml: what is read from a MIS, under which names, and into which tables. Its rules lie in rules/ beside it.',
  pipelineKeys.schema,
);

export interface ReadPipeline {
  readonly pipeline: Pipeline;
  /** Its guard and pauses, the first layer of both. */
  readonly guard: GuardEntries;
  readonly required: Required;
  readonly terms: Terms;
}

/** Reads pipeline.yaml, and notes on the file what is wrong. */
export function readPipeline(file: YamlFile): ReadPipeline {
  const top = pipelineKeys.enter(file, file.root, 'the pipeline');
  const said = pipelineKeys.readFrom(file, top, file.root, 'The pipeline');
  const before = file.problems.length;
  const kinds = { records: said.records, links: said.links?.(said.records) ?? [] };
  // What looks for links of a kind would miss those whose end is misspelt.
  const areEndsKnown = file.problems.slice(before).every(({ code }) => code !== 'unknown-kind');
  const pipeline: Pipeline = {
    file: file.path,
    name: said.name,
    source: said.source,
    database: said.database,
    timezone: said.timezone,
    today: '',
    retention: { leftDays: said.left ?? usualDays, historyDays: said.history ?? usualDays },
    limits: said.limits ?? limitKeys.readFrom(file, new Map(), null, 'limits'),
    options: said.options ?? new Map(),
    ...kinds,
    notify: said.notify?.flat() ?? [],
    serve: said.serve ?? serveKeys.readFrom(file, new Map(), null, 'serve'),
    facts: said.facts?.(kinds.records) ?? [],
    duplicates: (areEndsKnown ? said.duplicates?.(kinds) : null) ?? [],
    places: placesOf(file, [...kinds.records, ...kinds.links]),
    unfitNames: [],
  };
  checkPipeline(file, pipeline, areEndsKnown);
  const [first] = top.values();
  return {
    pipeline: { ...pipeline, unfitNames: unfitNames(file, pipeline) },
    guard: entriesOf(said, kinds.links),
    terms: said.terms ?? new Map(),
    required: said.rules ?? { isNone: false, key: first?.key ?? null, files: [] },
  };
}

function placesOf(file: YamlFile, kinds: readonly (RecordKind | LinkKind)[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const note = (name: string, node: Node | null) => {
    if (node !== null) places.set(name, file.place(node));
  };
  for (const key of ['name', 'source', 'timezone', 'facts', 'duplicates', 'limits', 'left', 'history'])
    note(`:${key}`, file.findKey(key));
  for (const kind of kinds) {
    const { type, name, fields } = kind;
    const section = type === 'record' ? 'records' : 'links';
    note(name, file.findKey(section, name));
    for (const key of ['from', 'id', 'within', 'joins', 'rows', 'school'])
      note(`${name}:${key}`, file.findKey(section, name, key));
    for (const { name: end } of kind.type === 'link' ? kind.ends : [])
      note(`${name}:joins.${end}`, file.findKey(section, name, 'joins', end, 'from'));
    for (const field of fields) {
      const path = [section, name, field.kept ? 'keep' : 'read', field.name] as const;
      const of = `${name}.${field.name}`;
      note(of, file.findKey(...path) ?? file.findKey(section, name, ...field.name.split('.')));
      for (const key of fieldKeyNames) note(`${of}:${key}`, file.findKey(...path, key));
      for (const word of field.store?.keys() ?? []) note(`${of}:store.${word}`, file.findKey(...path, 'store', word));
    }
  }
  return places;
}
