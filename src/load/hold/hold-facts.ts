import { causeOf, type HoldCause } from './hold-cause.js';
import type { Hold, HoldReason } from './weigh.js';
import type { WhyHeldContext } from './why-held.js';
import type { TablePlan } from '../compare/table-plan.js';

/**
 * What is known of a hold beside its items, for pages that say it in the words of whoever reads them. It names nobody:
 * kinds, fields, rules, numbers, and the groups that a list can be narrowed to.
 */
export interface HoldFacts {
  readonly cause: HoldCause;
  readonly limits: readonly PassedLimit[];
  /** Every kind that has rows, or would have. */
  readonly tables: readonly TableOfHold[];
  /** Whether the rules differ from those at the last load. */
  readonly rulesChanged: boolean;
  /** Whether what is added and changed was written anyway. */
  readonly restWritten: boolean;
  /** How many links went although the school is held. */
  readonly letGo: number;
}

/** Of a kind, more would go or change than may without a person. */
export interface PassedLimit {
  readonly type: 'removals' | 'changes' | 'emptied';
  readonly kind: string;
  readonly count: number;
  /** Of so many; null if it is all. */
  readonly of: number | null;
  /** What percentage may; null if it is all. */
  readonly share: number | null;
}

/** How many records or links of a kind there were, and what the load would have made of them. */
export interface TableOfHold {
  readonly kind: string;
  readonly before: number;
  readonly gone: number;
  readonly new: number;
  readonly changed: number;
  readonly after: number;
}

export function factsOf(
  hold: Hold,
  tables: readonly TablePlan[],
  context: Pick<WhyHeldContext, 'pipeline' | 'decision' | 'rulesChanged' | 'writesRest'>,
  letGo: number,
): HoldFacts {
  return {
    cause: causeOf(hold, { ...context, tables }),
    limits: hold.reasons.flatMap(limitOf),
    tables: tables.flatMap(({ table, current, wanted, changes: { counts } }): TableOfHold[] => {
      if (current === 0 && wanted === 0) return [];
      const { added, changed, removed, returned } = counts;
      const of = { before: current, gone: removed, new: added + returned, changed, after: wanted };
      return [{ kind: table.kind, ...of }];
    }),
    rulesChanged: context.rulesChanged,
    restWritten: context.writesRest,
    letGo,
  };
}

function limitOf(reason: HoldReason): PassedLimit[] {
  const { kind } = reason.plan.table;
  const { type, count } = reason;
  if (type === 'removals' || type === 'changes') return [{ type, kind, count, of: reason.of, share: reason.share }];
  // A section that came empty leaves nobody, however few there were.
  const gone = type === 'section' ? reason.plan.current : type === 'emptied' ? count : 0;
  return gone === 0 ? [] : [{ type: 'emptied', kind, count: gone, of: null, share: null }];
}
