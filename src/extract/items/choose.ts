import type { Wanted } from '../../pipeline/pipeline.js';
import { blank, type Cell } from '../../table/dictionary.js';
import type { RawRecord } from '../json/raw-object.js';
import { listIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';

/** How an entry of a list is chosen, by the columns that are read from each entry. */
export interface ChoicePlan {
  readonly where: readonly { readonly column: number; readonly is: Wanted['is'] }[];
  /** What parts the text of an entry into several values; null if it is one. */
  readonly split: string | null;
  /** The path of the list. */
  readonly list: string;
  readonly order: { readonly column: number; readonly first: 'lowest' | 'highest' } | null;
}

export interface ChosenEntry {
  /** Its value; null if none fits. */
  readonly value: Scalar | null;
  /** Columns in which an entry that counted had a bad value. */
  readonly bad: readonly number[];
}

/**
 * The first entry in order that fits and whose value is neither blank nor bad.
 * @param definitions by column, as scalars name them
 */
export function chooseEntry(
  plan: ChoicePlan,
  column: number,
  row: RawRecord,
  definitions: readonly number[],
  scalars: Scalars,
): ChosenEntry {
  const badIn = new Set<number>();
  const values = listIn(row, column);
  /** A bad value is noted, and read as blank. */
  const readScalar = (of: number, scalar: Scalar): Cell => {
    const cell = scalars.cellOf(scalar, definitions[of]);
    if (cell !== null) return cell;
    badIn.add(of);
    return blank;
  };
  const valueOf = (of: number, entry: number) =>
    scalars.dictionary.at(readScalar(of, listIn(row, of)[entry] ?? scalars.blank));
  const goodOf = (value: Scalar): Scalar | undefined => {
    const pieces = plan.split === null ? [value] : scalars.pieces(value, plan.split, plan.list);
    return pieces.find((piece) => readScalar(column, piece) !== blank);
  };
  let best: Scalar | null = null;
  let bestRank = Infinity;
  values.forEach((value, entry) => {
    if (!plan.where.every(({ column: of, is }) => is.includes(valueOf(of, entry) as string | boolean | null))) return;
    const good = value.isBlank ? undefined : goodOf(value);
    if (good === undefined) return;
    const rank = plan.order === null ? 0 : rankOf(valueOf(plan.order.column, entry) as string | null, plan.order.first);
    if (best !== null && rank >= bestRank) return;
    best = good;
    bestRank = rank;
  });
  return { value: best, bad: [...badIn] };
}

/** Lower comes first; an entry without a number comes last. */
function rankOf(number: string | null, first: 'lowest' | 'highest'): number {
  if (number === null) return Infinity;
  return first === 'lowest' ? Number(number) : -Number(number);
}
