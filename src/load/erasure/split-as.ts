import { foldTitle, secondHalf, type Pair } from '../../pipeline/parts.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import type { Store } from '../dialect.js';
import type { ErasedRow } from './erased-rows.js';
import { splitAs } from './forgotten.js';
import { wholeOf } from './half-ids.js';
import { saidAnew } from './said-anew.js';

/** How the tables have a record when it, or a half of it, is erased. */
export interface StandsAs {
  /** As hashes; null if nobody knows. */
  readonly split_as: string | null;
  /** The same, if the extract that was loaded last had it. */
  readonly met_as: string | null;
}

interface SplitQuestion {
  readonly school: string;
  readonly kind: RecordKind;
  readonly id: string;
  /** The field by which records of the kind are split; null if they are not; without it, nobody knows. */
  readonly splitBy?: string | null;
  readonly salt: string;
  /** What is known of it from an erasure that was undone since the last load. */
  readonly before: ErasedRow | undefined;
  /** And of its other half. */
  readonly other: ErasedRow | undefined;
}

/**
 * The tables have nothing to go by if the record's erasure was just undone, or its other half was erased: then it
 * counts how the last load met it.
 */
export async function standsAs(store: Pick<Store, 'knex'>, asked: SplitQuestion): Promise<StandsAs> {
  const { before, other } = asked;
  if (before !== undefined)
    return { split_as: saidAnew.mark(before.met_as ?? other?.met_as ?? before.split_as), met_as: before.met_as };
  if (other !== undefined) return { split_as: other.met_as ?? other.split_as, met_as: other.met_as };
  return inTables(store, asked);
}

interface Row {
  readonly id: string;
  readonly left_at: string | null;
  readonly by: string | null;
}

async function inTables(
  { knex }: Pick<Store, 'knex'>,
  { school, kind, id, splitBy, salt }: SplitQuestion,
): Promise<StandsAs> {
  const whole = wholeOf(id);
  const column = kind.fields.find(({ name, kept }) => kept && name === splitBy)?.column;
  const stored = await knex<Record<string, string | null>>(kind.table)
    .where({ school_id: school })
    .whereIn('id', [whole, `${whole}${secondHalf}`])
    .select<Record<string, string | null>[]>('*');
  const rows = stored.map((row): Row => ({
    ...{ id: String(row.id), left_at: row.left_at ?? null },
    by: column === undefined ? null : (row[column] ?? null),
  }));
  const isCurrent = rows.some(({ left_at }) => left_at === null);
  // A half that left before the other was no longer part of the record.
  const last = isCurrent
    ? null
    : rows.reduce((latest, { left_at }) => (latest > (left_at ?? '') ? latest : (left_at ?? '')), '');
  const halves = halvesIn(
    rows.filter(({ left_at }) => left_at === last),
    whole,
    splitBy,
  );
  const split_as = halves === undefined ? null : splitAs(salt, { kind: kind.name, id: whole, halves });
  return { split_as, met_as: isCurrent ? split_as : null };
}

/** Undefined if nobody knows. If one half is unknown it is blank, which is no half's name. */
function halvesIn(rows: readonly Row[], whole: string, splitBy: string | null | undefined): Pair | null | undefined {
  const [first, second] = [whole, `${whole}${secondHalf}`].map((id) => rows.find((row) => row.id === id));
  if (splitBy === undefined || (first === undefined && second === undefined)) return undefined;
  if (splitBy === null || second === undefined) return null;
  const folded = (row: Row | undefined): string => foldTitle(row?.by ?? '');
  return folded(first) === '' && folded(second) === '' ? undefined : [folded(first), folded(second)];
}
