import { createHash, type Hash } from 'node:crypto';
import type { Extract } from './extract.js';

const recordsAtATime = 1000;

/** Of all that was read and kept of an extract, but for when it was made: the usual night brings the same. */
export function valuesDigest({ school, name, records, links, findings }: Extract): string {
  const hash = createHash('sha256').update(JSON.stringify([school, name]));
  for (const [kind, { read, ids, positions, values }] of records) {
    hash.update(JSON.stringify([kind, read]));
    for (const column of [ids, positions, values]) addList(hash, column);
  }
  for (const [kind, { read, first, second, positions, keys, values }] of links) {
    hash.update(JSON.stringify([kind, read]));
    for (const column of [first, second, positions, keys, values]) addList(hash, column);
  }
  addList(hash, findings);
  return hash.digest('hex');
}

/** In parts, so that the text of a large school is never whole in memory. */
function addList(hash: Hash, list: readonly unknown[]): void {
  for (let at = 0; at < list.length; at += recordsAtATime)
    hash.update(JSON.stringify(list.slice(at, at + recordsAtATime)));
}
