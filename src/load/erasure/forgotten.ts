import type { ErasedAs, Erasures, Met, HalfNames, StandingRecord } from '../../decide/erasures.js';
import { secondHalf } from '../../pipeline/parts.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { DatabaseError } from '../database-error.js';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { digestOf, hashOf, readErased, type ErasedRows, type ErasedRow } from './erased-rows.js';
import { hasNameOf, readOtherHalves, type OtherHalf, type OtherHalves } from './other-halves.js';

/** The people of a school who were erased on request. */
export interface Forgotten extends ErasedRows {
  /** Null if nobody was. */
  readonly erasures: Erasures | null;
  /** One text for each, with everything that the decision uses. */
  readonly marks: ReadonlySet<string>;
}

export const nobody: Forgotten = { erasures: null, salts: new Map(), rows: new Map(), marks: new Set() };

/** As a decision needs it. */
export async function readForgotten(
  store: Pick<Store, 'knex' | 'present'>,
  school: string,
  pipeline: Pipeline,
): Promise<Forgotten> {
  const erased = await readErased(store, school);
  const { rows } = erased;
  if (rows.size === 0) return nobody;
  const others = await readOtherHalves(store, school, pipeline, erased);
  const marks = new Set(Array.from(rows.values(), (row) => markOf(row, others.get(row.digest))));
  return { ...erased, erasures: (standing, named) => erasedOf(standing, named, erased, others), marks };
}

function markOf({ digest, split_as }: ErasedRow, other: OtherHalf | undefined): string {
  return JSON.stringify([digest, split_as, other === undefined ? null : [other.hasLeft, ...other.name.values()]]);
}

function erasedOf(
  standing: StandingRecord,
  named: HalfNames | null,
  { salts, rows }: ErasedRows,
  others: OtherHalves,
): ReturnType<Erasures> {
  const { kind, id, halves, mayBeSplit } = standing;
  const salt = salts.get(kind);
  if (salt === undefined) return null;
  const [first, second] = [id, `${id}${secondHalf}`].map((one) => rows.get(digestOf(salt, kind, one)));
  if (first === undefined && second === undefined) return null;
  const areSure = [first, second].every((one) => one === undefined || isStill(one, standing));
  const haveMoved =
    areSure &&
    named !== null &&
    ([first, second] as const).some(
      (one, half) => one !== undefined && hasNameOf(others.get(one.digest), one, named, half === 0 ? 0 : 1),
    );
  // For kinds that nothing splits, only one person can be meant.
  const isPlain =
    first !== undefined && first.split_as === null && second === undefined && halves === null && !mayBeSplit;
  const isKnown = isPlain || (areSure && !haveMoved);
  const halfOf = (one: ErasedRow | undefined) => (isKnown ? asForgotten(one) : builtInRules.erasedHalf);
  return { why: [halfOf(first), halfOf(second)], haveMoved };
}

function asForgotten(erasure: ErasedRow | undefined): ErasedAs | null {
  return erasure === undefined ? null : builtInRules.forgotten;
}

/** Whether it is known who is who: at least one half has its old name, or the record is whole as it was. */
function isStill({ split_as: was, salt }: ErasedRow, standing: StandingRecord): boolean {
  if (was === null) return false;
  const [first, second] = was.split(' ');
  const [firstNow, secondNow] = splitAs(salt, standing).split(' ');
  if ((second === undefined) !== (secondNow === undefined)) return false;
  return first === firstNow || (second !== undefined && second === secondNow);
}

/** How a record is split, as hashes: one if it is whole, one of each half if it is split. */
export function splitAs(salt: string, { kind, id, halves }: Pick<StandingRecord, 'kind' | 'id' | 'halves'>): string {
  const hash = (...of: readonly string[]) => hashOf(salt, kind, id, ...of);
  return halves === null ? hash('whole') : halves.map((half, at) => hash(String(at), half)).join(' ');
}

/**
 * Notes how the extract that is loaded has each person who was erased. If names have changed places, it is no longer
 * known how the record was split: the rows that showed it go.
 */
export async function noteMet(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  { rows }: Forgotten,
  met: readonly Met[],
): Promise<void> {
  const now = new Map<string, string>();
  const moved = new Set<string>();
  const salts = new Map([...rows.values()].map(({ kind, salt }) => [kind, salt]));
  for (const standing of met) {
    const salt = salts.get(standing.kind) ?? '';
    for (const id of [standing.id, `${standing.id}${secondHalf}`]) {
      const digest = digestOf(salt, standing.kind, id);
      now.set(digest, splitAs(salt, standing));
      if (standing.haveMoved) moved.add(digest);
    }
  }
  for (const { digest, met_as: before, split_as: was } of rows.values()) {
    const met_as = now.get(digest) ?? null;
    const split_as = moved.has(digest) ? null : was;
    if (met_as === before && split_as === was) continue;
    await guarded('Writing to table forgotten', () =>
      knex('forgotten').where({ school_id: school, digest }).update({ met_as, split_as }),
    );
  }
}

/** By kind, how many the last load met and this extract lacks. */
export function lostOf({ rows, salts }: ErasedRows, met: readonly StandingRecord[]): ReadonlyMap<string, number> {
  const there = new Set(
    met.flatMap(({ kind, id }) => [id, `${id}${secondHalf}`].map((one) => digestOf(salts.get(kind) ?? '', kind, one))),
  );
  const lost = new Map<string, number>();
  for (const { digest, kind, met_as } of rows.values())
    if (met_as !== null && !there.has(digest)) lost.set(kind, (lost.get(kind) ?? 0) + 1);
  return lost;
}

/**
 * For a load that has the school to itself, and decided it before.
 * @returns who was erased
 * @throws DatabaseError `overtaken` if, since then, a person was erased, an erasure undone, or the other half of one
 *   loaded
 */
export async function assertDecidedWith(
  store: Pick<Store, 'knex'>,
  school: string,
  pipeline: Pipeline,
  known: Forgotten | null,
): Promise<Forgotten> {
  const now = await readForgotten(store, school, pipeline);
  const before = known?.marks ?? new Set<string>();
  const isSame = now.marks.size === before.size && [...now.marks].every((mark) => before.has(mark));
  if (!isSame)
    throw new DatabaseError(
      'overtaken',
      'The list of erased people changed after the school was decided: run it again.',
    );
  return now;
}
