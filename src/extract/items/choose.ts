import type { Order } from '../../pipeline/pipeline.js';
import { blank, type Cell } from '../../table/dictionary.js';
import type { RawRecord } from '../json/raw-object.js';
import type { EntriesPlan, PlannedTest } from '../plan/where-plan.js';
import { compareRanks, rankOf, type Rank } from './rank.js';
import { listIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';

/** How an entry of a list is chosen, by the columns that are read from each entry. */
export interface ChoicePlan {
  /** Null if every entry fits. */
  readonly where: EntriesPlan | null;
  /** What parts the text of an entry into several values; null if it is one. */
  readonly split: string | null;
  /** The path of the list. */
  readonly list: string;
  readonly order: (Order & { readonly column: number }) | null;
}

export interface ChosenEntry {
  /** Its value; null if none fits. */
  readonly value: Scalar | null;
  /** Columns in which an entry that counted had a bad value. */
  readonly bad: readonly number[];
  /** Whether any entry fits, whatever its value. */
  readonly hasFit: boolean;
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
  const readAt = (of: number, entry: number) => readScalar(of, listIn(row, of)[entry] ?? scalars.blank);
  const holds = ({ fits, columns }: PlannedTest, entry: number): boolean => {
    const outcome = fits(row, entry, scalars);
    if (outcome === null) for (const of of columns) readAt(of, entry);
    return outcome === true;
  };
  const { where, order } = plan;
  const isTaken = (entry: number) => where?.any.some((tests) => tests.every((test) => holds(test, entry))) ?? true;
  const goodOf = (value: Scalar): Scalar | undefined => {
    const pieces = plan.split === null ? [value] : scalars.pieces(value, plan.split, plan.list);
    return pieces.find((piece) => readScalar(column, piece) !== blank);
  };
  let best: Scalar | null = null;
  let bestRank: Rank = null;
  let hasFit = false;
  values.forEach((value, entry) => {
    if (!isTaken(entry)) return;
    hasFit = true;
    const good = value.isBlank ? undefined : goodOf(value);
    if (good === undefined) return;
    const rank = order === null ? null : rankOf(scalars.dictionary.at(readAt(order.column, entry)), order);
    if (best !== null && (order === null || compareRanks(rank, bestRank, order) >= 0)) return;
    best = good;
    bestRank = rank;
  });
  return { value: best, bad: [...badIn], hasFit };
}

/** How many entries of a list would fit but for case or spaces. */
export function nearlyFitting({ where }: ChoicePlan, column: number, row: RawRecord, scalars: Scalars): number {
  return listIn(row, column).filter((_, entry) => where?.nearly(row, entry, scalars) === true).length;
}
