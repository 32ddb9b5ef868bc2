import type { AreWithdrawn } from '../../decide/decision.js';
import type { Guard } from '../../pipeline/guard/guard.js';
import { joinKey } from '../compare/existing-rows.js';
import { comingBack, isTooMuch, weighedAgainst, type Hold, type LetGo } from './weigh.js';
import type { IsUnclear } from './moved-ends.js';
import type { SchoolMemory } from '../school-memory.js';
import type { TablePlan } from '../compare/table-plan.js';
import { noLinks, type Links } from './went-links.js';

export const nothingLetGo: LetGo = { going: noLinks, back: noLinks };

interface Circumstances {
  readonly memory: SchoolMemory | null;
  readonly guard: Guard;
  readonly areWithdrawn: AreWithdrawn;
  readonly isUnclear: IsUnclear;
}

/**
 * Which links go although their school is held, because a stale one does harm: those that the extract no longer has,
 * and those that a rule of their own keeps out. One that is out only because an end is out stays with its ends. A table
 * loses none if its section came empty, if it would be left with none, or if these and those that went since the last
 * load are too many by themselves. If nobody knows whose a link is, it neither goes nor comes back.
 */
export function linksLetGo(
  plans: readonly TablePlan[],
  hold: Hold,
  { memory, guard, areWithdrawn, isUnclear }: Circumstances,
): LetGo {
  if (hold.isFileLost === true || hold.reasons.some(({ type }) => type === 'first')) return nothingLetGo;
  const going = new Map<string, ReadonlySet<string>>();
  const back = new Map<string, ReadonlySet<string>>();
  for (const plan of plans) {
    const { kind } = plan.table;
    const isClear = (key: string): boolean => !isUnclear(kind, key);
    const went = memory?.wentLinks.get(kind) ?? new Set<string>();
    const returning = went.size === 0 ? went : new Set([...comingBack(plan, went)].filter(isClear));
    if (returning.size > 0) back.set(kind, returning);
    const mayGo = guard.letGo.includes(kind) && !hold.reasons.some((reason) => reason.plan === plan && isEmpty(reason));
    const withdrawn = mayGo ? withdrawnOf(plan, areWithdrawn).filter(isClear) : [];
    const gone = went.size - returning.size;
    if (withdrawn.length === 0) continue;
    if (isTooMuch(withdrawn.length + gone, weighedAgainst(plan, memory), guard.removals)) continue;
    const coming = guard.hold === 'removals' ? addedTo(plan).filter(isClear).length : returning.size;
    const stays = plan.current - withdrawn.length + coming;
    if (stays > 0) going.set(kind, new Set(withdrawn));
  }
  return { going, back };
}

function addedTo({ changes }: TablePlan): string[] {
  return Array.from(changes.of('added'), ({ row }) => joinKey(row.key));
}

function isEmpty({ type }: Hold['reasons'][number]): boolean {
  return type === 'section' || type === 'emptied';
}

function withdrawnOf(plan: TablePlan, areWithdrawn: AreWithdrawn): string[] {
  const keys = Array.from(plan.changes.of('removed'), ({ row }) => row.key as readonly [string, string]);
  if (keys.length === 0) return [];
  const withdrawn = areWithdrawn(plan.table.kind, keys);
  return keys.filter((_, at) => withdrawn[at]).map(joinKey);
}

/** Those that went and are still gone, once these went and came back. */
export function stillGone(went: Links, { going, back }: LetGo): Links {
  const gone = new Map<string, ReadonlySet<string>>();
  for (const kind of new Set([...went.keys(), ...going.keys()])) {
    const all = new Set([...(went.get(kind) ?? []), ...(going.get(kind) ?? [])]);
    for (const key of back.get(kind) ?? []) all.delete(key);
    if (all.size > 0) gone.set(kind, all);
  }
  return gone;
}
