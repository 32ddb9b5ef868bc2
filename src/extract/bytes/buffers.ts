import type { Extract } from '../extract.js';

/** What of an extract need not be copied to another thread, where nobody looks at it here again. */
export function buffersOf({ records, links }: Extract): ArrayBuffer[] {
  return [
    ...[...records.values()].flatMap(({ ids, positions, values }) => [ids, positions, values]),
    ...[...links.values()].flatMap(({ first, second, keys, ...of }) => [first, second, keys, of.positions, of.values]),
  ].map(({ buffer }) => buffer as ArrayBuffer);
}
