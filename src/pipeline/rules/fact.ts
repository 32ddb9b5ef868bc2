import type { FactTypeName } from '../vocabulary/fact-types.js';

/** What a condition may look at. */
export interface Fact {
  readonly name: string;
  readonly type: FactTypeName;
  /** The values that it may have, or the entries of a list, if they are known. */
  readonly values?: readonly string[];
}
