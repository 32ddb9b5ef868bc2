import type { PathNode } from './path-node.js';

/** No name of a field is longer. */
const longestName = 64;
/** From so many keys on, an object whose keys differ from one to the next has no fields. */
const manyKeys = 20;
const fewHave = 0.1;

/** Whether a key is an id or another value by its letters alone: `101`, `b7f3…`, `a.lim@example.org`. */
export function looksLikeId(key: string): boolean {
  if (key.length > longestName || !/\p{L}/u.test(key)) return true;
  if (/^\d/.test(key) || /.@/.test(key) || /[\p{C}\p{Zl}\p{Zp}]/u.test(key)) return true;
  const digits = key.replace(/\D/g, '').length;
  return digits * 2 > key.length || /^[\da-f]{8}-[\da-f]{4}-/i.test(key);
}

/** Whether a key by itself may be a person: words that begin with capitals, with spaces or a comma between. */
function looksLikePerson(key: string): boolean {
  return /^\p{Lu}[\p{L}\p{M}.'’-]*(?:, ?| )(?:[\p{L}\p{M}.'’-]+ )*\p{Lu}[\p{L}\p{M}.'’-]*$/u.test(key);
}

/**
 * Takes the keys out of a tree that are data: an object whose keys are ids or names of people has no fields. They are
 * known by what they are, by how they differ from object to object, and because they are values elsewhere.
 * @param isValue whether a text is a value of the extract
 * @param isKnown whether a key has a word in it that keys of extracts have
 */
export function hideKeys(node: PathNode, isValue: (text: string) => boolean, isKnown: (key: string) => boolean): void {
  for (const inner of [...node.keys.values(), node.entries, node.under])
    if (inner !== null) hideKeys(inner, isValue, isKnown);
  // A key without a value is where a document breaks, and may be a part of one.
  for (const [key, inner] of node.keys) if (inner.count === 0) node.keys.delete(key);
  const keys = [...node.keys.keys()];
  if (keys.length === 0) return;
  // Of several keys it is known how they differ.
  const areValues = keys.filter((key) => isValue(key) || (keys.length === 1 && looksLikePerson(key)));
  if (areData(node, keys, isKnown)) for (const key of keys) node.hide(key);
  else for (const key of areValues) if (!isKnown(key)) node.hide(key);
}

function areData(node: PathNode, keys: readonly string[], isKnown: (key: string) => boolean): boolean {
  const known = keys.filter(isKnown).length;
  if (known * 2 >= keys.length) return false;
  // Most of the keys are data already, so the others most likely are, too.
  if (node.hiddenKeys !== null && node.hiddenKeys.count > keys.length) return true;
  const objects = node.types.object;
  const present = keys.reduce((sum, key) => sum + (node.keys.get(key)?.count ?? 0), 0);
  if (keys.length > manyKeys && objects > 1 && present / (objects * keys.length) < fewHave) return true;
  if (keys.length < 2 || present > keys.length * 2) return false;
  const nodes = [...node.keys.values()];
  return areAlike(nodes) || (known === 0 && nodes.every(({ count, filled, blanks }) => count === filled + blanks));
}

/** Whether all are objects, most of whose keys all of them have, and with values in them: records by a key. */
function areAlike(nodes: readonly PathNode[]): boolean {
  if (nodes.some(({ types, count, keys }) => types.object < count || [...keys].some(isEnvelope))) return false;
  const shared = new Map<string, number>();
  for (const { keys } of nodes) for (const key of keys.keys()) shared.set(key, (shared.get(key) ?? 0) + 1);
  const most = [...shared].filter(([, count]) => count * 5 >= nodes.length * 4);
  const withValues = most.filter(([key]) => nodes.some((node) => (node.keys.get(key)?.filled ?? 0) > 0));
  return withValues.length > 0 && most.length * 5 >= shared.size * 3;
}

/** Whether a key holds the list of a section. */
function isEnvelope([key, { entries }]: readonly [string, PathNode]): boolean {
  return isEnvelopeKey(key) && (entries?.types.object ?? 0) > 0;
}

/** Whether a key says nothing but that there is a list. */
export function isEnvelopeKey(key: string): boolean {
  return /^(?:data|items|results|entries|records|rows|list|nodes|edges|values?)$/i.test(key);
}
