import type { Stored } from '../tables/tables.js';

/** Lists of values, which may be made one by one as they are asked for. */
export type RowList = Iterable<readonly Stored[]> & { readonly length: number };

/** Rows that are made one after another, so that of a large school not all of them are in memory at once. */
export function madeRows(length: number, make: () => Iterator<readonly Stored[]>): RowList {
  return { length, [Symbol.iterator]: make };
}
