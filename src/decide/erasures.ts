import type { Pair } from '../pipeline/parts.js';
import type { builtInRules } from '../pipeline/rules/rule.js';

/** Why a record that was, or may have been, erased stays out: a rule of `builtInRules`. */
export type ErasedAs = typeof builtInRules.forgotten | typeof builtInRules.erasedHalf;

/** A record as the extract has it. */
export interface StandingRecord {
  readonly kind: string;
  /** As the extract has it, which is the id of the first half. */
  readonly id: string;
  /** Each half's value of the field it is split by, as stored and folded; null if it is not split. */
  readonly halves: Pair | null;
  /** Whether some rule splits records of the kind. */
  readonly mayBeSplit: boolean;
}

/** What the two halves of a record are called in the extract. */
export interface HalfNames {
  /** The fields that make a name, without the one that the record is split by. */
  readonly fields: readonly string[];
  readonly of: (half: 0 | 1) => string | null;
}

/** A record that an erasure is about. */
export interface Met extends StandingRecord {
  /** Whether its halves seem to be as they were, except for the name of one, which the other has now. */
  readonly haveMoved: boolean;
}

/**
 * Who in a school was erased on request: why each half of a record stays out, or null for one that does not. If the
 * record is not split, only the first counts. Null if neither half was ever erased.
 * @param named null if it is not split
 */
export type Erasures = (
  standing: StandingRecord,
  named: HalfNames | null,
) => { readonly why: readonly [ErasedAs | null, ErasedAs | null]; readonly haveMoved: boolean } | null;
