import { createHash, type Hash } from 'node:crypto';
import type { Extract, Value } from '../extract.js';

/** Of more, one text would be longer than a text can be. */
const valuesAtATime = 10_000;

/** Of all that was read and kept of an extract, but for when it was made: the usual night brings the same. */
export function valuesDigest({ school, name, values, records, links, findings }: Extract): string {
  const hash = createHash('sha256');
  addJson(hash, [school, name, values.length]);
  for (let at = 0; at < values.length; at += valuesAtATime) addJson(hash, values.slice(at, at + valuesAtATime));
  for (const [kind, { read, ids, positions, values: own }] of records)
    addColumns(hash, [kind, read], [ids, positions, own]);
  for (const [kind, { read, first, second, positions, keys, values: own }] of links)
    addColumns(hash, [kind, read], [first, second, positions, keys, own]);
  addJson(hash, findings);
  return hash.digest('hex');
}

function addColumns(hash: Hash, about: readonly Value[], columns: readonly Int32Array[]): void {
  addJson(hash, [...about, ...columns.map(({ length }) => length)]);
  for (const column of columns) hash.update(column);
}

function addJson(hash: Hash, content: unknown): void {
  hash.update(JSON.stringify(content));
}
