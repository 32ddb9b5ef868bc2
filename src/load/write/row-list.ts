import type { Stored } from '../tables/tables.js';

/** Lists of values, which may be made one by one when asked for. */
export type RowList = Iterable<readonly Stored[]> & { readonly length: number };

/** Rows made one after another, so those of a large school are not all in memory at once. */
export function madeRows(length: number, make: () => Iterator<readonly Stored[]>): RowList {
  return { length, [Symbol.iterator]: make };
}
