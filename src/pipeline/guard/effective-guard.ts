import { standingOn, type DayStatus } from './day.js';
import type { Guard } from './guard.js';
import { guardOn, type GuardEntries } from './guard-entries.js';
import { guardParts, type GuardEntry, type GuardPartName, type Pause, type Retirement } from './guard-keys.js';

/** What one file says of a part of the guard, and whether it counts on the day. */
export interface EffectiveGuardEntry {
  readonly entry: GuardEntry;
  /** `replaced` if later entries override all that it says. */
  readonly status: DayStatus | 'replaced';
}

/** One part of the guard, with all that the files say of it. */
export interface EffectiveGuardPart {
  readonly part: GuardPartName;
  /** On the day. */
  readonly value: Guard[GuardPartName];
  /** In the order in which they are laid; none if no file says anything. */
  readonly entries: readonly EffectiveGuardEntry[];
}

export interface EffectivePause {
  readonly pause: Pause;
  readonly status: DayStatus;
}

export interface EffectiveRetirement {
  readonly retired: Retirement;
  readonly status: DayStatus;
}

/** Guard and pauses of a school, and where each part of them comes from. */
export interface EffectiveGuard {
  readonly guard: readonly EffectiveGuardPart[];
  readonly pauses: readonly EffectivePause[];
  /** The last day of a pause in which the school is not loaded; null outside of one. */
  readonly pausedUntil: string | null;
  /** Null if no file says that the school is retired. */
  readonly retirement: EffectiveRetirement | null;
}

export function effectiveGuard(entries: GuardEntries, today: string): EffectiveGuard {
  const inForce = guardOn(today, entries);
  return {
    guard: guardParts.map((part) => ({
      part,
      value: inForce[part],
      entries: withStatus(
        entries.guard.filter((entry) => entry.part === part),
        today,
      ),
    })),
    pauses: entries.pauses.map((pause) => ({ pause, status: standingOn(today, pause) })),
    pausedUntil: inForce.pausedUntil,
    retirement: entries.retired === null ? null : retirementOn(today, entries.retired),
  };
}

function retirementOn(today: string, retired: Retirement): EffectiveRetirement {
  return { retired, status: standingOn(today, { from: retired.day, until: null }) };
}

function withStatus(entries: readonly GuardEntry[], today: string): EffectiveGuardEntry[] {
  const saidLater = new Set<string>();
  const lastFirst = entries.toReversed().map((entry): EffectiveGuardEntry => {
    const status = standingOn(today, entry);
    if (status !== 'in effect') return { entry, status };
    const says = saidBy(entry);
    const isReplaced = says.every((key) => saidLater.has(key));
    for (const key of says) saidLater.add(key);
    return { entry, status: isReplaced ? 'replaced' : status };
  });
  return lastFirst.reverse();
}

/** The keys of a threshold are laid one by one; anything else is laid whole. */
function saidBy(entry: GuardEntry): string[] {
  return entry.part === 'removals' || entry.part === 'changes' ? Object.keys(entry.value) : [entry.part];
}
