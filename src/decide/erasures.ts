import type { Pair } from '../pipeline/parts.js';
import type { builtInRules } from '../pipeline/rule.js';

/** Why a record stays out that was erased, or may be: a rule of `builtInRules`. */
export type ErasedAs = typeof builtInRules.forgotten | typeof builtInRules.erasedHalf;

/** A record as the extract has it. */
export interface Standing {
  readonly kind: string;
  /** As the extract has it: that of the first half. */
  readonly id: string;
  /** What each half is split by, as it is stored and folded; null where it is not split. */
  readonly halves: Pair | null;
  /** Whether some rule splits records of the kind. */
  readonly mayBeSplit: boolean;
}

/**
 * Who of a school was erased on request: why each half of a record stays out, or null for one that does not; of a record that
 * is not split the first alone counts. Null where neither half was ever erased.
 */
export type Erasures = (standing: Standing) => readonly [ErasedAs | null, ErasedAs | null] | null;
