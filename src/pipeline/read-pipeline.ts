import { dirname, join } from 'node:path';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { readOptions } from './read-options.js';
import {
  countsOf,
  kindsOf,
  type DuplicateSearch,
  type Field,
  type LinkEnd,
  type LinkKind,
  type LocalField,
  type Pipeline,
  type RecordKind,
  type SharedTrait,
  type SharedValueFact,
} from './pipeline.js';
import { didYouMean } from './text/did-you-mean.js';
import { readLimits } from './limits.js';
import { readRetention } from './read-retention.js';
import { inEntries, readEndKeys, readFieldSource, readPath } from './source/read-source.js';
import { leadsInto } from './source/source-path.js';
import { programTables } from './program-tables.js';
import { readConstant, readTextConstant } from './vocabulary/read-constant.js';
import { fieldTypes, usualFieldType } from './vocabulary/source-types.js';
import { isBlank, normalise, snakeCase } from './text/text.js';
import { unfitNames } from './unfit-names.js';
import type { Entries, Place, YamlFile } from './yaml/yaml-file.js';

/** What the URL of a database may begin with. */
export const databaseSchemes: readonly string[] = ['sqlite', 'postgres', 'postgresql', 'mysql', 'mariadb'];

const topKeys = [
  'name',
  'source',
  'database',
  'timezone',
  'rules',
  'options',
  'records',
  'links',
  'facts',
  'duplicates',
  'guard',
  'pause',
  'left',
  'history',
  'limits',
];

/** Names that mean something of their own in rules. */
export function isReserved(name: string): boolean {
  return (
    name === 'fields' ||
    name === 'today' ||
    name === 'option' ||
    name === 'id' ||
    name.includes('.') ||
    name.endsWith('Count')
  );
}

/** Reads pipeline.yaml but for its guard and pauses, which are the first layer of those; what is wrong is noted on the file. */
export function readPipeline(file: YamlFile): Pipeline {
  const top = file.readMap(file.root, 'the pipeline', topKeys);
  const need = (key: string) => file.require(top, key, file.root, 'The pipeline');
  const folder = dirname(file.path);
  const records = readRecords(file, need('records'));
  const links = readLinks(file, top.get('links')?.node ?? null, records);
  const pipeline: Pipeline = {
    file: file.path,
    name: file.readText(need('name'), 'name'),
    source: readSource(file, need('source'), folder),
    database: readDatabase(file, need('database'), folder),
    timezone: readTimezone(file, top),
    retention: readRetention(file, top),
    limits: readLimits(file, top),
    options: readOptions(file, top.get('options')?.node ?? null),
    records,
    links,
    facts: readFacts(file, top.get('facts')?.node ?? null, records),
    duplicates: readDuplicates(file, top.get('duplicates')?.node ?? null, records, links),
    places: placesOf(file, [...records, ...links]),
    unfitNames: [],
  };
  checkKinds(file, pipeline);
  checkNames(file, pipeline);
  checkPaths(file, pipeline);
  checkColumns(file, pipeline);
  return { ...pipeline, unfitNames: unfitNames(file, pipeline) };
}

function placesOf(file: YamlFile, kinds: readonly (RecordKind | LinkKind)[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const note = (name: string, node: Node | null) => {
    if (node !== null) places.set(name, file.place(node));
  };
  for (const { type, name, fields } of kinds) {
    const section = type === 'record' ? 'records' : 'links';
    note(name, file.findKey(section, name));
    for (const key of ['from', 'id', 'within', 'joins']) note(`${name}:${key}`, file.findKey(section, name, key));
    for (const field of fields)
      note(`${name}.${field.name}`, file.findKey(section, name, field.kept ? 'keep' : 'read', field.name));
  }
  return places;
}

/** No database ever had a table of such a name. */
function checkKinds(file: YamlFile, pipeline: Pipeline): void {
  for (const { type, name } of kindsOf(pipeline)) {
    if (!/[.\p{Cc}]/u.test(name) && !isBlank(name)) continue;
    const node = file.findKey(type === 'record' ? 'records' : 'links', name);
    const hint = 'A name is letters (a to z, A to Z) and digits, a letter first.';
    file.problem(node, 'unfit-name', `"${name}" cannot be the name of a table.`, hint);
  }
}

function readSource(file: YamlFile, node: Node | null, folder: string): Pipeline['source'] {
  const source = file.readMap(node, 'source', ['inputs', 'feed', 'expect', 'school']);
  const feed = source.get('feed');
  const expect = source.get('expect');
  const inputs = source.get('inputs')?.node ?? null;
  const given =
    inputs === null ? [] : isSeq(inputs) ? file.readTexts(inputs, 'inputs') : [file.readText(inputs, 'inputs')];
  const schoolNode = file.require(source, 'school', node, 'source');
  const school = file.readMap(schoolNode, 'school', ['id', 'name', 'extractedAt']);
  const optional = (key: string) => {
    const entry = school.get(key);
    return entry === undefined ? null : readPath(file, entry.node, key);
  };
  return {
    inputs: given.map((input) => (input === '-' ? input : join(folder, input))),
    feed: feed === undefined ? null : file.readText(feed.node, 'feed') || null,
    expectsAll: expect !== undefined && file.readOneOf(expect.node, 'expect', ['all'] as const) !== null,
    school: {
      id: readPath(file, file.require(school, 'id', schoolNode, 'school'), 'id'),
      name: optional('name'),
      extractedAt: optional('extractedAt'),
    },
  };
}

/** A SQLite file lies beside the pipeline, wherever the program is started. */
function readDatabase(file: YamlFile, node: Node | null, folder: string): string {
  const url = file.readText(node, 'database');
  const scheme = /^([^:]*):/.exec(url)?.[1] ?? url;
  if (url !== '' && !databaseSchemes.includes(scheme))
    file.problem(
      node,
      'wrong-type',
      `"${scheme}" is no kind of database that is known.`,
      didYouMean(scheme, databaseSchemes),
    );
  else if (url.startsWith('sqlite://'))
    file.problem(node, 'wrong-type', 'A SQLite database is a file, without //.', 'Write sqlite:FILE.');
  else if (url !== '' && scheme !== 'sqlite' && !url.startsWith(`${scheme}://`))
    file.problem(node, 'wrong-type', `The URL of a ${scheme} database begins with ${scheme}://.`);
  const path = /^sqlite:(?!:memory:|\/)(.+)$/.exec(url)?.[1];
  return path === undefined ? url : `sqlite:${join(folder, path)}`;
}

function readTimezone(file: YamlFile, top: Entries): string {
  const entry = top.get('timezone');
  if (entry === undefined) return 'Europe/London';
  const timezone = file.readText(entry.node, 'timezone');
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    file.problem(entry.node, 'wrong-type', `There is no time zone "${timezone}".`, 'Europe/London is one.');
    return 'Europe/London';
  }
  return timezone;
}

const recordWords = [
  ...(['one', 'label', 'from', 'id', 'name', 'keep', 'read', 'local'] as const),
  ...(['filters', 'order', 'headings'] as const),
];
const fieldWords = ['from', 'type', 'value', 'store', 'otherwise', 'else', 'label'] as const;

function readRecords(file: YamlFile, node: Node | null): RecordKind[] {
  return [...file.readMap(node, 'records')].map(([name, { node: body, key }]) => {
    const entries = file.readMap(body, name, recordWords);
    const need = (word: string) => file.require(entries, word, key, `The record kind "${name}"`);
    const fields = readFields(file, entries);
    return {
      type: 'record',
      name,
      one: file.readText(need('one'), 'one'),
      label: readLabel(file, entries, name),
      table: snakeCase(name),
      section: readPath(file, need('from'), 'from'),
      idKey: readPath(file, need('id'), 'id'),
      fields,
      nameFields: readKeptFields(file, entries, 'name', fields),
      local: readLocal(file, entries),
      filters: readKeptFields(file, entries, 'filters', fields),
      order: readKeptFields(file, entries, entries.has('order') ? 'order' : 'name', fields),
      headings: readHeadings(file, entries, fields),
    };
  });
}

function readKeptFields(
  file: YamlFile,
  entries: Entries,
  word: 'name' | 'filters' | 'order',
  fields: readonly Field[],
): string[] {
  const entry = entries.get(word);
  if (entry === undefined) return [];
  const what = { name: 'A field of the name', filters: 'A filter', order: 'A field of the order' }[word];
  return file
    .readOnce(entry.node, word)
    .flatMap((item) => file.readOneOf(item, what, keptNames(fields), 'unknown-field') ?? []);
}

function readHeadings(file: YamlFile, entries: Entries, fields: readonly Field[]): string | null {
  const entry = entries.get('headings');
  return entry === undefined ? null : file.readOneOf(entry.node, 'The headings', keptNames(fields), 'unknown-field');
}

function keptNames(fields: readonly Field[]): string[] {
  return fields.filter((field) => field.kept).map((field) => field.name);
}

function readLabel(file: YamlFile, entries: Entries, name: string): string {
  const entry = entries.get('label');
  return entry === undefined ? name : file.readText(entry.node, 'label');
}

/** A field's name in words: `yearGroup` is `Year group`. */
function inWords(name: string): string {
  const words = snakeCase(name).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readFields(file: YamlFile, entries: Entries): Field[] {
  return (['keep', 'read'] as const).flatMap((word) => {
    const entry = entries.get(word);
    if (entry === undefined) return [];
    return [...file.readMap(entry.node, word)].map(([name, { node, key }]) => {
      if (isReserved(name))
        file.problem(key, 'reserved-name', `A field cannot be called "${name}": the name means something in rules.`);
      return readField(file, name, node, word === 'keep');
    });
  });
}

function readField(file: YamlFile, name: string, node: Node | null, kept: boolean): Field {
  const field = { name, column: snakeCase(name), label: inWords(name), kept };
  const simple = { type: usualFieldType, constant: null, store: null, otherwise: undefined, else: null } as const;
  if (isScalar(node)) return { ...field, ...simple, ...readFieldSource(file, node, name) };
  const entries = file.readMap(node, name, fieldWords);
  const from = entries.get('from');
  const type = entries.get('type');
  const value = entries.get('value');
  const otherwise = entries.get('otherwise');
  const constant = value === undefined ? null : readValue(file, value.node);
  return {
    ...field,
    label: readLabel(file, entries, field.label),
    ...(from === undefined ? { from: null, source: null } : readFieldSource(file, from.node, 'from')),
    type:
      (type === undefined
        ? null
        : file.readOneOf(
            type.node,
            'type',
            fieldTypes.map(({ name }) => name),
          )) ?? usualFieldType,
    constant,
    store: readStore(file, entries),
    otherwise: otherwise === undefined ? undefined : readOtherwise(file, otherwise.node),
    else: readElse(file, entries),
  };
}

function readStore(file: YamlFile, entries: Entries): Map<string, string> | null {
  const entry = entries.get('store');
  if (entry === undefined) return null;
  const store = new Map<string, string>();
  const lines = new Map<string, number>();
  for (const [written, { key, node }] of file.readMap(entry.node, 'store')) {
    const read = readConstant(file, key, written, 'A blank is stored as null, whatever store says: take it away.');
    const other = lines.get(read);
    if (other !== undefined)
      file.problem(key, 'repeated-name', `"${read}" stands in store already, at line ${String(other)}.`);
    lines.set(read, file.place(key).line);
    store.set(read, normalise(file.readText(node, `store of ${read}`)));
  }
  return store;
}

/** A number stays one; everything else is text. */
function readValue(file: YamlFile, node: Node | null): string | number | null {
  const value = file.readScalar(node, 'value');
  if (value === null || typeof value === 'number') return value;
  return readConstant(file, node, String(value), 'Leave "value" out of a field that is blank.');
}

function readOtherwise(file: YamlFile, node: Node | null): string | null {
  return readTextConstant(file, node, 'otherwise', 'Write null, to store nothing.');
}

function readElse(file: YamlFile, entries: Entries): Field['else'] {
  const entry = entries.get('else');
  if (entry === undefined) return null;
  const text = file.readText(entry.node, 'else');
  const [link, field, ...rest] = text.split('.');
  if (link === undefined || field === undefined || rest.length > 0) {
    file.problem(
      entry.node,
      'unknown-field',
      `else must name a field of a link, like contactLinks.relationship, not "${text}".`,
    );
    return null;
  }
  return { link, field };
}

function readLocal(file: YamlFile, entries: Entries): LocalField[] {
  const entry = entries.get('local');
  if (entry === undefined) return [];
  return [...file.readMap(entry.node, 'local')].map(([name, { node }]) => {
    const inner = file.readMap(node, name, ['label']);
    return { name, column: snakeCase(name), label: readLabel(file, inner, name) };
  });
}

function readLinks(file: YamlFile, node: Node | null, records: readonly RecordKind[]): LinkKind[] {
  if (node === null) return [];
  return [...file.readMap(node, 'links')].map(([name, { node: body, key }]) => {
    const entries = file.readMap(body, name, ['one', 'label', 'from', 'within', 'joins', 'keep', 'read']);
    const need = (word: string) => file.require(entries, word, key, `The link kind "${name}"`);
    const from = entries.get('from');
    const withinNode = entries.get('within');
    const within = withinNode === undefined ? null : readKindName(file, withinNode.node, records);
    if (from === undefined && withinNode === undefined) need('from');
    const ends = readEnds(file, need('joins'), within, records);
    const fields = readFields(file, entries);
    return {
      type: 'link',
      name,
      one: file.readText(need('one'), 'one'),
      label: readLabel(file, entries, name),
      table: snakeCase(name),
      section: from === undefined ? null : readPath(file, from.node, 'from'),
      within,
      ends,
      fields: within === null ? fields : inEntries(file, entries.get('keep')?.key ?? key, fields, ends),
    };
  });
}

function readKindName(file: YamlFile, node: Node | null, records: readonly RecordKind[]): string {
  const names = records.map((kind) => kind.name);
  return file.readOneOf(node, 'A kind of record', names, 'unknown-kind') ?? names[0] ?? '';
}

function readEnds(
  file: YamlFile,
  node: Node | null,
  within: string | null,
  records: readonly RecordKind[],
): [LinkEnd, LinkEnd] {
  const ends = [...file.readMap(node, 'joins')].map(([name, { node: body }]): LinkEnd => {
    const entries = file.readMap(body, name, ['to', 'from', 'count']);
    const to = entries.get('to');
    const from = entries.get('from');
    const count = entries.get('count');
    if (to === undefined && within === null) file.problem(node, 'missing-key', `The end "${name}" needs a key "to".`);
    return {
      name,
      column: `${snakeCase(name)}_id`,
      to: to === undefined ? (within ?? '') : readKindName(file, to.node, records),
      keys: from === undefined ? [] : readEndKeys(file, from.node),
      count: count === undefined ? `${name}Count` : file.readText(count.node, 'count'),
    };
  });
  const [first, second] = ends;
  if (first === undefined || second === undefined || ends.length > 2) {
    file.problem(node, 'wrong-type', 'joins must name exactly two ends.');
    const none: LinkEnd = { name: '', column: '', to: records[0]?.name ?? '', keys: [], count: '' };
    return [first ?? none, second ?? none];
  }
  return [first, second];
}

function readFacts(file: YamlFile, node: Node | null, records: readonly RecordKind[]): SharedValueFact[] {
  if (node === null) return [];
  return [
    ...file.readMap(
      node,
      'facts',
      records.map((kind) => kind.name),
    ),
  ].flatMap(([kind, { node: body }]) =>
    [...file.readMap(body, `facts of ${kind}`)].map(([name, { node: inner, key }]) => {
      const entries = file.readMap(inner, name, ['of', 'fold', 'among']);
      const need = (word: string) => file.require(entries, word, key, `The fact "${name}"`);
      const fold = entries.get('fold');
      return {
        name,
        kind,
        field: readFieldName(file, need('of'), records, kind),
        fold: (fold === undefined ? null : file.readOneOf(fold.node, 'fold', ['case', 'none'] as const)) ?? 'none',
        among: file.readOneOf(need('among'), 'among', ['others', 'halves'] as const) ?? 'others',
      };
    }),
  );
}

function readFieldName(file: YamlFile, node: Node | null, records: readonly RecordKind[], kind: string): string {
  const fields = records.find((candidate) => candidate.name === kind)?.fields.map((field) => field.name) ?? [];
  return file.readOneOf(node, 'A field', fields, 'unknown-field') ?? fields[0] ?? '';
}

function readDuplicates(
  file: YamlFile,
  node: Node | null,
  records: readonly RecordKind[],
  links: readonly LinkKind[],
): DuplicateSearch[] {
  if (node === null) return [];
  return [
    ...file.readMap(
      node,
      'duplicates',
      records.map((kind) => kind.name),
    ),
  ].map(([kind, { node: body, key }]) => {
    const entries = file.readMap(body, kind, ['same', 'anyOf']);
    const need = (word: string) => file.require(entries, word, key, `duplicates of ${kind}`);
    return {
      kind,
      same: file.readOnce(need('same'), 'same').map((item) => readFieldName(file, item, records, kind)),
      anyOf: file.readOnce(need('anyOf'), 'anyOf').flatMap((item) => readTrait(file, item, kind, records, links)),
    };
  });
}

function readTrait(
  file: YamlFile,
  node: Node,
  kind: string,
  records: readonly RecordKind[],
  links: readonly LinkKind[],
): SharedTrait[] {
  if (isMap(node)) {
    return [...file.readMap(node, 'anyOf')].map(([field, { node: compare, key }]) => ({
      type: 'field',
      field: readFieldName(file, key, records, kind),
      compare: file.readOneOf(compare, `The comparison of ${field}`, ['case', 'digits'] as const) ?? 'case',
    }));
  }
  const name = file.readText(node, 'An entry of anyOf');
  for (const link of links) {
    const [first, second] = link.ends;
    if (first.to === kind && second.name === name) return [{ type: 'end', link: link.name, end: name }];
    if (second.to === kind && first.name === name) return [{ type: 'end', link: link.name, end: name }];
  }
  return [{ type: 'field', field: readFieldName(file, node, records, kind), compare: 'case' }];
}

/** What one path reads whole, no other can lead into; and two kinds cannot share a section. */
function checkPaths(file: YamlFile, pipeline: Pipeline): void {
  const sections = kindsOf(pipeline).flatMap(({ type, name, section }) =>
    section === null ? [] : [{ path: section, node: file.find(type === 'record' ? 'records' : 'links', name, 'from') }],
  );
  const { id, name, extractedAt } = pipeline.source.school;
  const school = Object.entries({ id, name, extractedAt }).flatMap(([key, path]) =>
    path === null ? [] : [{ path, node: file.find('source', 'school', key) }],
  );
  for (const { path, node } of [...sections, ...school]) {
    const list = sections.find((other) => leadsInto(path, other.path));
    if (list !== undefined)
      file.problem(node, 'wrong-type', `"${path}" leads into "${list.path}", which is a section and so a list.`);
  }
  sections.forEach(({ path, node }, index) => {
    if (sections.findIndex((other) => other.path === path) !== index)
      file.problem(node, 'repeated-name', `Two kinds are read from the section "${path}".`);
  });
}

/** A kind is a table, and each of its fields a column, beside those that every such table has. */
function checkColumns(file: YamlFile, pipeline: Pipeline): void {
  for (const kind of kindsOf(pipeline)) {
    const section = kind.type === 'record' ? 'records' : 'links';
    if (programTables.includes(kind.table) || kind.table.startsWith('pullthrough_'))
      file.problem(
        file.findKey(section, kind.name),
        'reserved-name',
        `pullthrough has a table "${kind.table}" of its own.`,
      );
    const own = kind.type === 'record' ? ['id', 'left_at'] : kind.ends.map(({ column }) => column);
    const taken = new Set(['school_id', 'row_digest', 'row_folded', 'typed_folded', ...own]);
    const fields = [...kind.fields.filter(({ kept }) => kept), ...(kind.type === 'record' ? kind.local : [])];
    for (const { name, column } of fields) {
      const node = file.findKey(section, kind.name, 'local', name) ?? file.findKey(section, kind.name, 'keep', name);
      if (taken.has(column))
        file.problem(node, 'repeated-name', `The table of ${kind.name} has a column "${column}" already.`);
      taken.add(column);
    }
  }
}

/** What only the whole can tell: names that stand twice, counts that clash, fields that `else` does not find. */
function checkNames(file: YamlFile, pipeline: Pipeline): void {
  const seen = new Set<string>();
  for (const { name, one, type } of kindsOf(pipeline)) {
    for (const word of new Set([name, one])) {
      const section = type === 'record' ? 'records' : 'links';
      const node = file.find(section, name, 'one') ?? file.findKey(section, name);
      if (seen.has(word)) file.problem(node, 'repeated-name', `Two kinds are called "${word}".`);
      seen.add(word);
    }
  }
  for (const kind of pipeline.records) {
    const counts = countsOf(pipeline, kind.name).map((count) => count.fact);
    const twice = counts.find((count, index) => counts.indexOf(count) !== index);
    if (twice !== undefined) {
      const last = countsOf(pipeline, kind.name)
        .filter((count) => count.fact === twice)
        .at(-1);
      file.problem(
        file.findKey('links', last?.link.name ?? '', 'joins'),
        'repeated-name',
        `Records of ${kind.name} have two counts "${twice}".`,
        'Give one of the ends a `count:` of its own.',
      );
    }
    for (const field of kind.fields) if (field.else !== null) checkElse(file, pipeline, kind, field, field.else);
  }
}

/** Values are taken of links that end at the record, and stored only where the link stores them too. */
function checkElse(
  file: YamlFile,
  { links }: Pipeline,
  kind: RecordKind,
  field: Field,
  { link: linkName, field: name }: NonNullable<Field['else']>,
): void {
  const node =
    file.find('records', kind.name, 'keep', field.name, 'else') ??
    file.find('records', kind.name, 'read', field.name, 'else');
  const what = `else of ${kind.name}.${field.name}`;
  const wanted = `${linkName}.${name}`;
  const ending = links.filter(({ ends }) => ends.some(({ to }) => to === kind.name));
  const names = ending.flatMap((link) =>
    link.fields.filter(({ kept }) => kept || !field.kept).map((inner) => `${link.name}.${inner.name}`),
  );
  const link = links.find((candidate) => candidate.name === linkName);
  const found = link?.fields.find((candidate) => candidate.name === name);
  if (link === undefined || found === undefined)
    file.problem(node, 'unknown-field', `${what}: there is no field "${wanted}".`, didYouMean(wanted, names));
  else if (!ending.includes(link))
    file.problem(
      node,
      'unknown-field',
      `${what}: ${linkName} have no end at ${kind.name}, so there is never a value.`,
      didYouMean(wanted, names),
    );
  else if (field.kept && !found.kept) {
    const hint = `Put it under keep: of ${linkName} if it may be stored, or take this else away.`;
    file.problem(node, 'never-stored', `${what}: "${name}" stands under read: and is never stored.`, hint);
  }
}
