import type { Guard } from '../pipeline/guard.js';
import type { Sums } from '../decide/decision.js';
import { changedColumns, recordId, type ChangeKind } from './differences.js';
import type { SchoolMemory } from './school-memory.js';
import type { TablePlan } from './table-plan.js';

/** Why a school is held, one for each table or column. */
export type HoldReason =
  | {
      readonly type: 'removals' | 'changes';
      readonly plan: TablePlan;
      readonly count: number;
      /** How many rows they are weighed against, and which percentage of these may. */
      readonly of: number;
      readonly share: number;
    }
  | { readonly type: 'emptied'; readonly plan: TablePlan; readonly count: number }
  | { readonly type: 'section'; readonly plan: TablePlan; readonly count: number }
  | { readonly type: 'lost'; readonly plan: TablePlan; readonly column: string; readonly count: number };

/** What a hold keeps from being written; a release approves a set of these. */
export interface HeldItem {
  readonly kind: string;
  /** Null for a section that came empty. */
  readonly id: string | null;
  readonly change: 'removed' | 'changed' | 'emptied';
  /** Of what is changed. */
  readonly columns: readonly string[];
}

export interface Hold {
  readonly reasons: readonly HoldReason[];
  readonly part: readonly HeldItem[];
}

/**
 * Weighs a plan against what the tables hold: a table that would be left with nothing, a section that came empty, a
 * column that would have no value any more, and more removals or changes than the guard lets through.
 * @param sums of the decision, by the kind's name
 * @returns null where nothing is too much
 */
export function weigh(
  plans: readonly TablePlan[],
  sums: ReadonlyMap<string, Sums>,
  memory: SchoolMemory | null,
  guard: Guard,
): Hold | null {
  const reasons = plans.flatMap((plan) => reasonsOf(plan, sums, memory, guard));
  if (reasons.length === 0) return null;
  return { reasons, part: reasons.flatMap(partOf) };
}

function reasonsOf(
  plan: TablePlan,
  sums: ReadonlyMap<string, Sums>,
  memory: SchoolMemory | null,
  { removals, changes }: Guard,
): HoldReason[] {
  const { kind } = plan.table;
  const lost = plan.lost.map(({ column, had }): HoldReason => ({ type: 'lost', plan, column, count: had }));
  const readBefore = memory?.outcome?.sections[kind]?.read ?? 0;
  if (readBefore > 0 && sums.get(kind)?.read === 0) return [{ type: 'section', plan, count: readBefore }];
  if (plan.current > 0 && plan.wanted === 0) return [{ type: 'emptied', plan, count: plan.current }];
  const { removed, changed } = plan.changes.counts;
  // What is written beside a hold would make the same removals a smaller share the next night.
  const of = Math.min(plan.current, memory?.rows?.[kind] ?? plan.current);
  const tooMuch = (type: 'removals' | 'changes', count: number, { share, above }: Guard['removals']): HoldReason[] =>
    count > above && count * 100 > share * of ? [{ type, plan, count, of, share }] : [];
  return [...tooMuch('removals', removed, removals), ...tooMuch('changes', changed, changes), ...lost];
}

function partOf(reason: HoldReason): HeldItem[] {
  const { table, changes } = reason.plan;
  const { kind } = table;
  const removed = Array.from(changes.of('removed'), ({ row }): HeldItem => {
    return { kind, id: recordId(row), change: 'removed', columns: [] };
  });
  const changed = Array.from(changes.of('changed'), (change): HeldItem => {
    return { kind, id: recordId(change.row), change: 'changed', columns: changedColumns(table, change) };
  });
  switch (reason.type) {
    case 'removals':
    case 'emptied':
      return removed;
    case 'section':
      return [{ kind, id: null, change: 'emptied', columns: [] }, ...removed];
    case 'changes':
      return changed;
    case 'lost': {
      const { column } = reason;
      return changed.filter(({ columns }) => columns.includes(column)).map((item) => ({ ...item, columns: [column] }));
    }
  }
}

/** Whether all that is held was approved: the same, or less. */
export function isWithin(part: readonly HeldItem[], approved: readonly HeldItem[]): boolean {
  const key = ({ kind, id, change }: HeldItem): string => JSON.stringify([kind, id, change]);
  const columns = new Map<string, Set<string>>();
  for (const item of approved) {
    const known = columns.get(key(item)) ?? new Set();
    for (const column of item.columns) known.add(column);
    columns.set(key(item), known);
  }
  return part.every((item) => {
    const known = columns.get(key(item));
    return known !== undefined && item.columns.every((column) => known.has(column));
  });
}

/**
 * What of a held plan is written all the same where only removals are held: what is added and returns, what is changed
 * in tables whose changes are not themselves too many, and links that harm while they stay, unless they came empty.
 */
export function besideHold(plans: readonly TablePlan[], { reasons }: Hold, { letGo }: Guard): TablePlan[] {
  const isHeld = (plan: TablePlan, ...types: readonly HoldReason['type'][]): boolean =>
    reasons.some((reason) => reason.plan === plan && types.includes(reason.type));
  return plans.map((plan) => {
    const mayChange = !isHeld(plan, 'changes', 'lost');
    const mayGo = letGo.includes(plan.table.kind) && !isHeld(plan, 'section', 'emptied');
    const held: ChangeKind[] = [...(mayGo ? [] : (['removed'] as const)), ...(mayChange ? [] : (['changed'] as const))];
    return { ...plan, changes: plan.changes.without(held) };
  });
}
