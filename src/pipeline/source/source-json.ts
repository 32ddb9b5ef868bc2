import { normalise } from '../text/text.js';
import { isObject, toJson, type SourceObject, type SourceValue } from './source-value.js';
import type { SourceShape } from './source-shape.js';

const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * A JSON document, whose numbers keep their digits.
 * @throws SyntaxError
 */
export function parseSource(json: string): SourceValue {
  // Checked before anything in it is changed: what follows trusts it.
  JSON.parse(json);
  const marked = json.replace(stringOrNumber, (found) =>
    found.startsWith('"') ? `"s${found.slice(1)}` : `"n${found}"`,
  );
  return sourceOf(JSON.parse(marked));
}

function sourceOf(value: unknown): SourceValue {
  if (typeof value === 'string') return value.startsWith('n') ? value.slice(1) : JSON.stringify(value.slice(1));
  if (Array.isArray(value)) return value.map(sourceOf);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // The mark of a key is no part of it.
  return new Map(Object.entries(value).map(([key, inner]) => [key.slice(1), sourceOf(inner)]));
}

/** The text of a scalar, as rules see it; null if it is blank, a yes or no, or no scalar. */
export function textOf(value: SourceValue | undefined): string | null {
  if (typeof value !== 'string' || /^[[{tfn]/.test(value)) return null;
  const text = normalise(value.startsWith('"') ? (JSON.parse(value) as string) : value);
  return text === '' ? null : text;
}

/** All scalars within a value. */
export function scalarsOf(value: SourceValue): string[] {
  if (typeof value === 'string') return /^[[{]/.test(value) ? scalarsOf(parseSource(value)) : [value];
  return [...value.values()].flatMap(scalarsOf);
}

/** What a shape reads of a value; keys that are not there stay away. */
export function readOf(value: SourceValue, shape: SourceShape): SourceValue {
  if (shape.keys.size === 0) return toJson(value);
  if (isObject(value)) return objectOf(value, shape);
  return typeof value === 'string' || !shape.isList
    ? toJson(value)
    : value.map((entry) => (isObject(entry) ? objectOf(entry, shape) : toJson(entry)));
}

export function objectOf(object: SourceObject, shape: SourceShape): SourceObject {
  const read = new Map<string, SourceValue>();
  for (const [key, inner] of shape.keys) {
    const value = object.get(key);
    if (value !== undefined) read.set(key, readOf(value, inner));
  }
  return read;
}
