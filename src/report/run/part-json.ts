import type { ClockGap } from '../../load/runs/clock-gap.js';
import type { ReasonCount } from '../../run/reasons.js';
import type { PartTerms } from './run-report.js';

/** An id in JSON; of a link, the list of its ids. */
type JsonId = string | readonly [string, string];

/** A part of a night in JSON: what `report --join` needs of it beside what every run says (docs/json.md). */
export interface PartJson extends PartTerms {
  /** The numbers of the schools' documents in the whole night, in the order of the schools. */
  readonly documents: readonly number[];
  /** The schools of which a person can release what is held. */
  readonly releasable: readonly string[];
  readonly reasons: readonly (Omit<ReasonCount, 'example'> & {
    readonly example: { readonly school: string; readonly id: JsonId } | null;
  })[];
  readonly trouble: readonly string[];
  /** Why the purge is put off; absent if it is not. */
  readonly purgeGap?: ClockGap;
}
