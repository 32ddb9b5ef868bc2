import { isMap, isSeq, type Node } from 'yaml';
import type { SourceShape } from './source-shape.js';
import { asJson } from '../yaml/yaml-as-json.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** A value of a document: JSON text if nothing inside it is read, otherwise its parts. */
export type SourceValue = string | readonly SourceValue[] | SourceObject;
export type SourceObject = ReadonlyMap<string, SourceValue>;

/** What to say of a key that is none of some names. */
type HintOf = (key: string, names: readonly string[]) => string;

/** Reads an object. Any key that the pipeline does not read is wrong. */
export function readObject(
  file: YamlFile,
  node: Node | null,
  what: string,
  shape: SourceShape,
  hintOf: HintOf,
): SourceObject {
  const object = new Map<string, SourceValue>();
  for (const [key, entry] of file.readMap(node, `an item of ${what}`)) {
    const inner = shape.keys.get(key);
    if (inner !== undefined) object.set(key, readValue(file, entry.node, `${what}.${key}`, inner, hintOf));
    else
      file.problem(
        entry.key,
        'unknown-key',
        `Nothing reads a key "${key}" of ${what}.`,
        `${hintOf(key, [...shape.keys.keys()])} Omit what nothing reads.`,
      );
  }
  return object;
}

function readValue(file: YamlFile, node: Node | null, what: string, shape: SourceShape, hintOf: HintOf): SourceValue {
  if (shape.keys.size === 0) return asJson(file, node);
  if (!shape.isList) return isMap(node) ? readObject(file, node, what, shape, hintOf) : asJson(file, node);
  if (!isSeq(node)) return asJson(file, node);
  return file
    .readList(node, what)
    .map((item) => (isMap(item) ? readObject(file, item, what, shape, hintOf) : asJson(file, item)));
}

export function isObject(value: SourceValue | undefined): value is SourceObject {
  return value instanceof Map;
}

export function toJson(value: SourceValue): string {
  if (typeof value === 'string') return value;
  if (isObject(value))
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`).join(',')}}`;
  return `[${value.map(toJson).join(',')}]`;
}

/** The value at a path of an object; undefined if there is none. */
export function valueAt(object: SourceObject, path: readonly string[]): SourceValue | undefined {
  let found: SourceValue | undefined = object;
  for (const step of path) found = isObject(found) ? found.get(step) : undefined;
  return found;
}

/** An object with another value at a path, or with none if the value is undefined. */
export function withValueAt(
  object: SourceObject,
  [step = '', ...rest]: readonly string[],
  value: SourceValue | undefined,
): SourceObject {
  const changed = new Map(object);
  const inner = changed.get(step);
  const put =
    rest.length === 0 ? value : withValueAt(isObject(inner) ? inner : new Map<string, SourceValue>(), rest, value);
  if (put === undefined) changed.delete(step);
  else changed.set(step, put);
  return changed;
}
