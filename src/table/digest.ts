import type { Hash } from 'node:crypto';
import type { Tables } from './tables.js';

/** Of more, one text would be longer than a text can be. */
const valuesAtATime = 10_000;

/** Adds all that tables hold to a hash. */
export function addTables(hash: Hash, tables: Tables): void {
  const { values, tables: all } = tables.parcel();
  for (let at = 0; at < values.length; at += valuesAtATime)
    hash.update(JSON.stringify(values.slice(at, at + valuesAtATime)));
  for (const [kind, width, { ids, positions, keys, cells }] of all) {
    hash.update(JSON.stringify([kind, width, positions.length]));
    for (const column of [...ids, positions, ...(keys === null ? [] : [keys]), cells]) hash.update(column);
  }
}
