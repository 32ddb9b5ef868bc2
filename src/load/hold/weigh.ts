import type { Guard, Threshold } from '../../pipeline/guard/guard.js';
import type { Sums } from '../../decide/decision.js';
import { changedColumns, recordId } from '../compare/differences.js';
import { joinKey } from '../compare/existing-rows.js';
import type { IsUnclear } from './moved-ends.js';
import { isFirstLoad, type SchoolMemory } from '../school-memory.js';
import type { TablePlan } from '../compare/table-plan.js';
import type { Links } from './went-links.js';

/** What a hold has in place of a kind for the school's own file: no kind can have this name. */
export const ownFile = 'rules/schools';

/** Why a school is held, one for each table or column. */
export type HoldReason =
  | {
      readonly type: 'removals' | 'changes';
      readonly plan: TablePlan;
      readonly count: number;
      /** How many of them are gone already: links that were let go while the school was held. */
      readonly gone: number;
      /** How many rows they are weighed against, and what percentage of these may go or change. */
      readonly of: number;
      readonly share: number;
    }
  | { readonly type: 'emptied'; readonly plan: TablePlan; readonly count: number }
  /** On a first load: the extract has so many records of a kind, and none comes through. */
  | { readonly type: 'first'; readonly plan: TablePlan; readonly count: number }
  | { readonly type: 'section'; readonly plan: TablePlan; readonly count: number }
  | { readonly type: 'lost'; readonly plan: TablePlan; readonly column: string; readonly count: number };

/** What a hold keeps from being written; a release approves a set of these. */
export interface HeldItem {
  /** The kind's name, or `rules/schools` for the school's own file. */
  readonly kind: string;
  /** Null for a whole kind, and for the school's own file. */
  readonly id: string | null;
  /** `emptied`: a section came empty. `none`: nothing of a kind comes through on a first load. */
  readonly change: 'removed' | 'changed' | 'emptied' | 'none';
  /** Of what is changed. */
  readonly columns: readonly string[];
}

/** What is written of links that are let go while their school is held (let-go.ts). */
export interface LetGo {
  /** Those that go now. */
  readonly going: Links;
  /** Those that went before, and come through again. */
  readonly back: Links;
}

export interface Hold {
  readonly reasons: readonly HoldReason[];
  readonly part: readonly HeldItem[];
  /** The school had a file of its own at its last load, and has none: nothing at all is written then. */
  readonly isFileLost?: boolean;
}

/**
 * Weighs a plan against what the tables hold: a table that would be left with nothing, a section that came empty, a
 * column that would no longer have a value, more removals or changes than the guard lets through, and a first load that
 * brings nothing through.
 * @param sums of the decision, by the kind's name
 * @returns null if nothing is too much
 */
export function weigh(
  plans: readonly TablePlan[],
  sums: ReadonlyMap<string, Sums>,
  memory: SchoolMemory | null,
  guard: Guard,
): Hold | null {
  const reasons = [
    ...reasonsOfFirst(plans, sums, memory, guard),
    ...plans.flatMap((plan) => reasonsOf(plan, sums, memory, guard)),
  ];
  if (reasons.length === 0) return null;
  return { reasons, part: reasons.flatMap(partOf) };
}

/** Also holds a school whose own file is gone: what it said no longer restricts anybody, perhaps by accident. */
export function holdLostFile(hold: Hold | null): Hold {
  const file: HeldItem = { kind: ownFile, id: null, change: 'removed', columns: [] };
  return { reasons: hold?.reasons ?? [], part: [file, ...(hold?.part ?? [])], isFileLost: true };
}

function reasonsOfFirst(
  plans: readonly TablePlan[],
  sums: ReadonlyMap<string, Sums>,
  memory: SchoolMemory | null,
  { firstLoad }: Guard,
): HoldReason[] {
  if (firstLoad === 'load' || !isFirstLoad(memory)) return [];
  const records = plans.filter(({ table }) => table.keepsLeft);
  if (records.some(({ wanted }) => wanted > 0)) return [];
  return records.flatMap((plan): HoldReason[] => {
    const count = sums.get(plan.table.kind)?.read ?? 0;
    return count === 0 ? [] : [{ type: 'first', plan, count }];
  });
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
  const { removed } = plan.changes.counts;
  const changed = plan.changes.counts.changed - filledForTheFirstTime(plan, memory);
  // Without those that went beside a hold, the rest would be few enough the next night.
  const went = memory?.wentLinks.get(kind);
  const gone = removed === 0 || went === undefined ? 0 : went.size - comingBack(plan, went).size;
  const of = weighedAgainst(plan, memory);
  const tooMuch = (type: 'removals' | 'changes', count: number, gone: number, threshold: Threshold): HoldReason[] => {
    return isTooMuch(count, of, threshold) ? [{ type, plan, count, gone, of, share: threshold.share }] : [];
  };
  return [...tooMuch('removals', removed + gone, gone, removals), ...tooMuch('changes', changed, 0, changes), ...lost];
}

/** How many rows change only in columns that the school's last load did not have: a new field fills nearly all rows. */
function filledForTheFirstTime({ table, changes }: TablePlan, memory: SchoolMemory | null): number {
  const known = memory?.columns?.[table.kind];
  if (known === undefined || table.kept.every(({ name }) => known.includes(name))) return 0;
  let filled = 0;
  for (const { row, before } of changes.of('changed'))
    if (
      table.kept.every(
        ({ name }, at) => row.values[at] === before?.[at] || (before?.[at] === null && !known.includes(name)),
      )
    )
      filled++;
  return filled;
}

/**
 * How many rows removals and changes are a share of: those that the last load left. What is added beside a hold would
 * make that share smaller the next night, and what went beside it greater, even once it is back.
 */
export function weighedAgainst({ table, current }: TablePlan, memory: SchoolMemory | null): number {
  const went = memory?.wentLinks.get(table.kind)?.size ?? 0;
  return Math.min(current + went, memory?.rows?.[table.kind] ?? Infinity);
}

export function isTooMuch(count: number, of: number, { share, above }: Threshold): boolean {
  return count > above && count * 100 > share * of;
}

/** The links that went while their school was held, and that would now be added. */
export function comingBack({ changes }: TablePlan, went: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(Array.from(changes.of('added'), ({ row }) => joinKey(row.key)).filter((key) => went.has(key)));
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
    case 'first':
      return [{ kind, id: null, change: 'none', columns: [] }];
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

/** What a hold keeps once links are let go; null if nothing is left to keep back. */
export function afterLettingGo(hold: Hold, going: Links): Hold | null {
  if (going.size === 0) return hold;
  const { reasons, part } = hold;
  const stays = ({ kind, id, change }: HeldItem): boolean =>
    change !== 'removed' || going.get(kind)?.has(joinKey(JSON.parse(id ?? '[]') as string[])) !== true;
  const left = reasons.filter((reason) => partOf(reason).some(stays));
  return left.length === 0 ? null : { reasons: left, part: part.filter(stays) };
}

/**
 * What is written of a held plan anyway: links that are let go, and those of them that come through again; and, if only
 * removals are held, what is added and returns, and what is changed in tables whose changes are not themselves too
 * many.
 * @param isUnclear whether nobody knows whose a link is until what is held is written
 */
export function besideHold(
  plans: readonly TablePlan[],
  held: Hold,
  { hold }: Guard,
  { going, back }: LetGo,
  isUnclear: IsUnclear,
): TablePlan[] {
  const { reasons, isFileLost = false } = held;
  if (isFileLost) return [];
  return plans.flatMap((plan) => {
    const { kind } = plan.table;
    const goes = (key: string): boolean => going.get(kind)?.has(key) === true;
    if (hold === 'all') {
      const changes = plan.changes.filter((of, key) =>
        of === 'removed' ? goes(key) : of === 'added' && back.get(kind)?.has(key) === true,
      );
      return changes.length === 0 ? [] : [{ ...plan, changes, unstamped: [], moved: [] }];
    }
    const mayChange = !reasons.some(
      (reason) => reason.plan === plan && (reason.type === 'changes' || reason.type === 'lost'),
    );
    const changes = plan.changes.filter((of, key) =>
      of === 'removed' ? goes(key) : of === 'changed' ? mayChange : !isUnclear(kind, key),
    );
    return [{ ...plan, changes, moved: mayChange ? plan.moved : [] }];
  });
}
