import type { Wanted } from '../pipeline/pipeline.js';
import { isBlank } from '../pipeline/text.js';
import type { Nested, RawRecord, RawScalar } from './raw.js';
import { toValue } from './values.js';
import type { Fault } from './validate.js';

/** How an entry of a list is chosen, by the columns that are read of each. */
export interface ChoicePlan {
  readonly where: readonly { readonly column: number; readonly type: Wanted['type']; readonly is: Wanted['is'] }[];
  readonly order: { readonly column: number; readonly first: 'lowest' | 'highest' } | null;
}

export interface Chosen {
  /** Index of the entry; null where none fits. */
  readonly entry: number | null;
  /** Columns in which an entry that counted had a bad value. */
  readonly bad: readonly number[];
}

/** Of the entries that fit, the first in order whose value is neither blank nor bad. */
export function chooseEntry(plan: ChoicePlan, column: number, row: RawRecord, faults: readonly Fault[]): Chosen {
  const bad = new Set<number>();
  const values = listIn(row, column);
  /** The value of a column in an entry; null for a blank, and for a bad one, which is noted. */
  const read = (of: number, type: Wanted['type'], entry: number) => {
    if (faults.some((fault) => fault.value === of && (fault.entry === null || fault.entry === entry))) {
      bad.add(of);
      return null;
    }
    const literals = row.literals[of];
    return toValue(type, listIn(row, of)[entry] ?? null, Array.isArray(literals) ? literals[entry] : undefined);
  };
  let best: number | null = null;
  let bestRank = Infinity;
  values.forEach((value, entry) => {
    if (!plan.where.every(({ column: of, type, is }) => is.includes(read(of, type, entry) as string | boolean | null)))
      return;
    if (isBlank(value) || read(column, 'text', entry) === null) return;
    const rank =
      plan.order === null ? 0 : rankOf(read(plan.order.column, 'text', entry) as string | null, plan.order.first);
    if (best !== null && rank >= bestRank) return;
    best = entry;
    bestRank = rank;
  });
  return { entry: best, bad: [...bad] };
}

/** Lower comes first; without a number an entry comes last. */
function rankOf(number: string | null, first: 'lowest' | 'highest'): number {
  if (number === null) return Infinity;
  return first === 'lowest' ? Number(number) : -Number(number);
}

function listIn(row: RawRecord, column: number): readonly (RawScalar | Nested)[] {
  const value = row.values[column];
  return Array.isArray(value) ? value : [];
}
