import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, narrowing, type YamlType } from '../keys/yaml-type.js';
import { against, byName, oneOrMore, path, text } from '../keys/types.js';
import type { EndKey, LinkEnd, RecordKind } from '../pipeline.js';
import { composed, isComposed } from '../source/id-source.js';
import { separator, textSteps } from '../source/text-steps.js';
import { asSaid, labelOf } from '../text/label-of.js';
import { snakeCase } from '../text/text.js';
import { asWritten, type YamlFile } from '../yaml/yaml-file.js';
import { beside } from './beside.js';
import { checkEnd, checkParts, checkSplit } from './check-end.js';
import { checkHolder } from './check-holder.js';

/** The name of a kind of record. */
export const kindName = against(
  narrowing('recordKind', text.schema),
  (file, node, _what, _key, records: readonly RecordKind[]) => {
    const names = records.map((kind) => kind.name);
    return file.readOneOf(node, 'A kind of record', names, 'unknown-kind') ?? names[0] ?? '';
  },
);

const idListKeys = keyMap({
  list: needed(path, 'The path of the list.', 'StudentIDs'),
  value: optional(path, 'The path of the id within an entry; without it the entries are ids.', 'student.id'),
  split: optional(separator, 'What parts a text of several ids: each entry is as many.', ','),
});

const idList = named(
  'idList',
  'A list of ids',
  'A list of ids, or of objects that hold them.',
  idListKeys,
  { list: 'StudentIDs' },
  { list: 'students', value: 'student.id' },
);

const endKey: YamlType<Omit<EndKey, 'text'>> = named(
  'endKey',
  'Key of an end',
  'The path of one id, of a list of ids, or of the parts of an id.',
  {
    schema: { anyOf: [path.schema, idList.schema, composed.schema] },
    read(file, node, what, key) {
      const one = { list: false, value: null, split: null } as const;
      if (!isMap(node)) return { key: path.read(file, node, what, key), parts: null, ...one };
      if (isComposed(node)) return { ...composed.read(file, node, what, key), ...one };
      const { list, ...rest } = idList.read(file, node, what, key);
      return { key: list, list: true, ...rest, parts: null };
    },
  },
);

const endKeys = keyMap({
  to: optional(kindName, 'The kind of record at this end.', 'students'),
  from: optional(
    oneOrMore(endKey),
    'The key with its id; `{ list: key }` for a list of ids; `{ key: [...] }` for an id of several parts; or several of these.',
    'StudentID',
    { list: 'StudentIDs' },
    { key: ['course.code', 'course.year', 'number'] },
  ),
  text: optional(textSteps, 'How each value is changed before it is compared.', { part: '/' }),
  by: optional(
    text,
    'The field of these records that has what `from` names, if it is not their id. Its type is text.',
    'admissionNumber',
  ),
  count: optional(
    text,
    'The fact by which records at the other end know how many of these come through; by default the name of the end with Count.',
    'studentCount',
  ),
  beside: optional(
    beside,
    'What lists of the records at the other end, and their exports, show of these: under which heading, by names or by number. Without it, nothing.',
    'Children',
    { label: 'Students', show: 'count' },
  ),
});

const end = named(
  'end',
  'End',
  'One of the two records that a link joins. `{}` is the record that holds the list.',
  endKeys,
);

interface EndsOfKind {
  readonly ends: readonly [LinkEnd, LinkEnd];
  readonly records: readonly RecordKind[];
}

/** By end, the paths that name it in a view; the other ends stay as the kind has them. */
export const endsOfView = against(
  byName(oneOrMore(endKey).schema),
  (file, node, what, _, { ends, records }: EndsOfKind): readonly [LinkEnd, LinkEnd] => {
    const names = ends.map(({ name }) => name);
    const said = file.readMap(node, what, names);
    const inView = (one: LinkEnd): LinkEnd => {
      const entry = said.get(one.name);
      if (entry === undefined) return one;
      if (isEnd(entry.node)) {
        noteEnd(file, entry.node, one.name);
        return one;
      }
      const text = one.keys[0]?.text ?? [];
      const keys = oneOrMore(endKey).read(file, entry.node, what, entry.key);
      const end = { ...one, keys: keys.map((source) => ({ ...source, text })) };
      checkParts(file, entry.node, end, records);
      checkSplit(file, entry.node, end);
      return end;
    };
    return [inView(ends[0]), inView(ends[1])];
  },
);

/** Whether it is written as an end of the kind is. */
function isEnd(node: Node | null): node is YAMLMap {
  return isMap(node) && ['to', 'from', 'by', 'count', 'beside'].some((key) => node.has(key));
}

function noteEnd(file: YamlFile, node: YAMLMap, name: string): void {
  const from = node.get('from', true);
  const path = isScalar(from) ? asWritten(from) : '…';
  const message = 'A view gives only the path of an end: the rest is the same for all views.';
  file.problem(node, 'wrong-type', message, `Write ${name}: ${path}.`);
}

interface EndsScope {
  readonly records: readonly RecordKind[];
  /** The kind of record that holds the links; null if a section lists them. */
  readonly within: string | null;
  /** What `within` says. */
  readonly place: Node | null;
}

/** An end that is called as commands call its kind is called as people call the kind. */
function labelOfEnd(name: string, kind: RecordKind | undefined): string {
  return kind?.one === name ? labelOf(kind, 1) : asSaid(name);
}

const exactlyTwo = 'joins must name exactly two ends.';

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** The two ends of a kind of links. */
export const ends = against(
  { minProperties: 2, maxProperties: 2, ...byName(end.schema) },
  (file, node, what, _, { records, within, place }: EndsScope): [LinkEnd, LinkEnd] => {
    const named = new Set<string>();
    // What is wrong with further ends follows from there being any.
    const [one, other, further] = file.readMap(node, what);
    if (further !== undefined) file.problem(further[1].key, 'wrong-type', exactlyTwo);
    const read = [one, other].filter(isThere).map(([name, { node: body, key }]): LinkEnd => {
      const entries = endKeys.enter(file, body, name);
      const { to, from, text: steps, by, count, beside: shown } = endKeys.readFrom(file, entries, key, name);
      if (to !== null) named.add(name);
      else if (within === null) file.problem(key, 'missing-key', `The end "${name}" needs a key "to".`);
      const kind = to === null ? (within ?? '') : to(records);
      const end: LinkEnd = {
        name,
        label: labelOfEnd(
          name,
          records.find((one) => one.name === kind),
        ),
        column: `${snakeCase(name)}_id`,
        to: kind,
        keys: (from ?? []).map((source) => ({ ...source, text: steps ?? [] })),
        by,
        count: count ?? `${name}Count`,
        beside: shown,
      };
      checkEnd(file, entries, end, records);
      if (within === null) checkSplit(file, entries.get('from')?.node ?? null, end);
      return end;
    });
    const [first, second] = read;
    if (first !== undefined && second !== undefined) {
      if (within !== null) checkHolder(file, place, within, read, named, records);
      return [first, second];
    }
    file.problem(node, 'wrong-type', exactlyTwo);
    const none: LinkEnd = {
      name: '',
      label: '',
      column: '',
      to: records[0]?.name ?? '',
      keys: [],
      by: null,
      count: '',
      beside: null,
    };
    return [first ?? none, second ?? none];
  },
);
