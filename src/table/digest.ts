import type { Hash } from 'node:crypto';
import type { Tables } from './tables.js';

/** The JSON of more could be longer than a string can be. */
const valuesAtATime = 10_000;

/** Adds everything in the tables to a hash. */
export function addTables(hash: Hash, tables: Tables): void {
  const { values, tables: all } = tables.parcel();
  for (let at = 0; at < values.length; at += valuesAtATime)
    hash.update(JSON.stringify(values.slice(at, at + valuesAtATime)));
  for (const [kind, width, { ids, positions, keys, cells }] of all) {
    hash.update(JSON.stringify([kind, width, positions.length]));
    for (const column of [...ids, positions, ...(keys === null ? [] : [keys]), cells]) hash.update(column);
  }
}
