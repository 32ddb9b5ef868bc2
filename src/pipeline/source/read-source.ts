import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Choice, EndKey, Field, LinkEnd, Wanted } from '../pipeline.js';
import { isPath, pathInList } from './source-path.js';
import { readConstant } from '../vocabulary/read-constant.js';
import { fieldTypeNamed, usualFieldType } from '../vocabulary/source-types.js';
import { asWritten, type Entries, type YamlFile } from '../yaml/yaml-file.js';

/** Where a field's value stands in the extract: as it is shown, and as it is read. */
export type FieldSource = Pick<Field, 'from' | 'source'>;

/** A path into the extract: a key, or keys one inside the other with dots between. */
export function readPath(file: YamlFile, node: Node | null, what: string): string {
  const text = file.readText(node, what);
  if (text !== '' && !isPath(text)) {
    file.problem(
      node,
      'wrong-type',
      `${what} has an empty step: "${text}".`,
      'A dot steps into an object; a dot in a key is written \\.',
    );
  }
  return text;
}

/** What `from` of a field says: a path, or a list and how one of its entries is chosen. */
export function readFieldSource(file: YamlFile, node: Node | null, what: string): FieldSource {
  if (!isMap(node)) {
    const path = readPath(file, node, what);
    return { from: path, source: path };
  }
  const entries = file.readMap(node, 'from', ['list', 'value', 'where', 'lowest', 'highest']);
  const list = readList(file, entries, node);
  const value = readOptionalPath(file, entries, 'value');
  const source = { list, value, where: readWhere(file, entries), order: readOrder(file, entries) };
  if (value === null && (source.where.length > 0 || source.order !== null))
    file.problem(node, 'missing-key', 'from needs a key "value": which key of the entry that is chosen.');
  return { from: pathInList(list, value), source };
}

/** What `from` of a link's end says: a path, a list, or several of either. */
export function readEndKeys(file: YamlFile, node: Node | null): EndKey[] {
  const readKey = (item: Node | null): EndKey => {
    if (!isMap(item)) return { key: readPath(file, item, 'from'), list: false, value: null };
    const entries = file.readMap(item, 'from', ['list', 'value']);
    const list = readPath(file, file.require(entries, 'list', item, 'from'), 'list');
    return { key: list, list: true, value: readOptionalPath(file, entries, 'value') };
  };
  return isSeq(node) ? file.readList(node, 'from').map(readKey) : [readKey(node)];
}

/** Fields of links within records are read from the entries of the list that names them, and shown with it. */
export function inEntries(
  file: YamlFile,
  node: Node | null,
  fields: readonly Field[],
  ends: readonly LinkEnd[],
): Field[] {
  const lists = ends.flatMap((end) => end.keys).filter((key) => key.value !== null);
  return fields.map((field) => {
    if (field.source === null) return field;
    if (typeof field.source !== 'string') {
      file.problem(node, 'wrong-type', `"${field.name}" of a link within records cannot be chosen from a list.`, null);
    } else if (lists.length === 0) {
      const where = 'from: { list: …, value: … }';
      file.problem(
        node,
        'missing-key',
        `"${field.name}" is read from entries of a list, but no end of the link names a list of objects.`,
        `Give an end ${where}.`,
      );
    } else if (lists.length === 1) {
      return { ...field, from: pathInList(lists[0]?.key ?? '', field.source) };
    }
    return field;
  });
}

function readList(file: YamlFile, entries: Entries, owner: Node): string {
  const list = readOptionalPath(file, entries, 'list');
  if (list === null) file.require(entries, 'list', owner, 'from');
  return list ?? '';
}

function readOptionalPath(file: YamlFile, entries: Entries, key: string): string | null {
  const entry = entries.get(key);
  return entry === undefined ? null : readPath(file, entry.node, key);
}

function readWhere(file: YamlFile, entries: Entries): Wanted[] {
  const entry = entries.get('where');
  if (entry === undefined) return [];
  return [...file.readMap(entry.node, 'where')].map(([path, { node, key }]) => {
    readPath(file, key, 'A key of where');
    const items = isSeq(node) ? file.readList(node, path) : [node];
    const values = items.map((item) => ({ item, value: file.readScalar(item, path) }));
    const given = values.map(({ value }) => typeof value).filter((type) => type !== 'object');
    const areYesOrNo = given.length > 0 && given.every((type) => type === 'boolean');
    const is = values.map(({ item, value }) =>
      typeof value === 'boolean' || value === null
        ? value
        : readConstant(file, item, isScalar(item) ? asWritten(item) : '', 'Write null, which is a blank.'),
    );
    return areYesOrNo
      ? { path, type: fieldTypeNamed.boolean.name, is }
      : { path, type: usualFieldType, is: is.map((value) => (value === null ? null : String(value))) };
  });
}

function readOrder(file: YamlFile, entries: Entries): Choice['order'] {
  const lowest = readOptionalPath(file, entries, 'lowest');
  const highest = readOptionalPath(file, entries, 'highest');
  if (lowest !== null && highest !== null) {
    const key = entries.get('highest')?.key ?? null;
    file.problem(key, 'wrong-type', 'from has both "lowest" and "highest".', 'Keep one of them.');
  }
  if (lowest !== null) return { path: lowest, first: 'lowest' };
  return highest === null ? null : { path: highest, first: 'highest' };
}
