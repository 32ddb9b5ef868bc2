import type { Order } from '../../pipeline/pipeline.js';

/** What puts an entry in its place: a number, or a day; null if it has none. */
export type Rank = number | string | null;

/** @param value as it is read */
export function rankOf(value: unknown, { type }: Pick<Order, 'type'>): Rank {
  if (typeof value !== 'string') return null;
  return type === 'order' ? Number(value) : value;
}

/** Negative if the first comes before the other. What has no rank comes last. */
export function compareRanks(a: Rank, b: Rank, { first }: Pick<Order, 'first'>): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b === (first === 'lowest') ? -1 : 1;
}
