import type { RawRecord } from '../json/raw-object.js';
import type { Scalar } from './scalar.js';

export function isList(value: RawRecord['values'][number]): value is readonly Scalar[] {
  return Array.isArray(value);
}

/** One value of a row; of a list, its first. */
export function scalarIn(row: RawRecord, column: number): Scalar | undefined {
  const value = row.values[column];
  return isList(value) ? value[0] : value;
}

/** @param at the entry of a list; null for its first */
export function scalarAt(row: RawRecord, column: number, at: number | null): Scalar | undefined {
  const value = row.values[column];
  return isList(value) ? value[at ?? 0] : value;
}

/** The entries of a list in a row. */
export function listIn(row: RawRecord, column: number): readonly Scalar[] {
  const value = row.values[column];
  return isList(value) ? value : [];
}
