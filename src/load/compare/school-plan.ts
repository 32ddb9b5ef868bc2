import { createHash } from 'node:crypto';
import type { Decision, Finding } from '../../decide/decision.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { usualGuard, type Guard } from '../../pipeline/guard/guard.js';
import type { Store } from '../dialect.js';
import { afterLettingGo, besideHold, holdLostFile, isWithin, weigh, type Hold, type LetGo } from '../hold/weigh.js';
import { factsOf, type HoldFacts } from '../hold/hold-facts.js';
import { countLinks } from '../hold/went-links.js';
import { whyHeld } from '../hold/why-held.js';
import { readReleased } from '../hold/stored-hold.js';
import { linksLetGo, nothingLetGo } from '../hold/let-go.js';
import { linksAtMovedHalves, type IsUnclear } from '../hold/moved-ends.js';
import { readErased } from '../erasure/erased-rows.js';
import { lostOf } from '../erasure/forgotten.js';
import { pausedInWords } from '../runs/paused.js';
import type { SchoolFault } from '../runs/school-fault.js';
import { isFirstLoad, readSchoolMemory, type RememberedSums, type SchoolMemory } from '../school-memory.js';
import type { ChangeCounts } from './differences.js';
import { countChanges, planTables, type TablePlan } from './table-plan.js';

/** How to plan a school. */
export interface Terms {
  /** By default, the usual one. */
  readonly guard?: Guard;
  /** Whether a person approves all that would be held; where the pipeline asks for several, they are one of them. */
  readonly release?: boolean;
  /** Who releases; needed where the pipeline asks for several. */
  readonly by?: string;
  /** Whether to accept an extract that is older than the last one loaded. */
  readonly allowOlder?: boolean;
  /** Whether to write nothing and to say what a run would do. */
  readonly onlyPlanned?: boolean;
  /** What the next run compares with; without it, that run has to decide before it sees that nothing is new. */
  readonly remember?: Remembered;
}

export interface Remembered {
  /** The instant of the extract, in milliseconds. */
  readonly extractedAt: number | null;
  readonly valuesDigest: string;
  readonly rulesDigest: string;
  /** Whether the school has a file of its own. */
  readonly hasOwnFile: boolean;
  /** @param found findings that are not in the decision, because they come from the tables */
  readonly outcome: (found: readonly Finding[]) => RememberedSums;
}

/** Everything a run would do to a school, complete before the first write. */
export interface SchoolPlan {
  readonly status: 'planned' | 'unchanged' | 'held' | 'failed';
  readonly reason: string | null;
  /** What would change, even if it is held. */
  readonly changes: Record<string, ChangeCounts>;
  /** The differences as they are, even if they are held. */
  readonly tables: readonly TablePlan[];
  /** The part of them that would be written. */
  readonly writes: readonly TablePlan[];
  /** What is too much and has no approval. */
  readonly hold: Hold | null;
  /** Set if there is a hold. */
  readonly facts: HoldFacts | null;
  /** What sort of fault it has that is not loaded; null if it is. */
  readonly fault: SchoolFault | null;
  /** The links that go and come back although the school is held. */
  readonly letGo: LetGo;
  readonly memory: SchoolMemory | null;
  /** Findings that are not in the decision, because they come from the tables. */
  readonly found: readonly Finding[];
  /**
   * Plans that found the same and would do the same have the same fingerprint. An approved plan has the fingerprint of
   * the held plan that the person saw.
   */
  readonly fingerprint: () => string;
}

/** Reads the tables, and computes what to write. */
export async function planSchool(
  store: Store,
  pipeline: Pipeline,
  decision: Decision,
  terms: Terms,
): Promise<SchoolPlan> {
  const { guard = usualGuard, remember, onlyPlanned = false } = terms;
  const memory = await readSchoolMemory(store, decision.school);
  const refusal = terms.allowOlder === true ? null : olderInWords(memory, remember?.extractedAt ?? null);
  if (refusal !== null)
    return finish(decision, { status: 'failed', reason: refusal, fault: { code: 'older-extract' }, memory });
  const needed = pipeline.serve.approvals;
  const releasesAlone = terms.release === true && needed === 1;
  if (guard.pausedUntil !== null && !releasesAlone) {
    return finish(decision, { status: 'held', reason: pausedInWords(guard.pausedUntil), memory });
  }
  const tables = await planTables(store, pipeline, decision);
  const isLost = memory?.hadOwnFile === true && remember?.hasOwnFile === false;
  const isUnclear = linksAtMovedHalves(tables, pipeline);
  const found = await holdOf(store, tables, decision, { memory, guard, isLost, isUnclear, needed });
  const beside = found === null ? tables : besideHold(tables, found.hold, guard, found.letGo, isUnclear);
  const fingerprint = (status: SchoolPlan['status']) => () =>
    fingerprintOf(decision, found === null ? status : 'held', { tables, writes: beside, hold: found?.hold ?? null });
  const isReleased =
    releasesAlone || (found !== null && (await isApprovedWith(store, decision.school, found.hold, needed, terms)));
  if (found !== null && !isReleased) {
    const { hold, letGo } = found;
    const rulesBefore = memory?.rulesDigest ?? null;
    const rulesChanged = rulesBefore !== null && remember !== undefined && rulesBefore !== remember.rulesDigest;
    const writesRest = guard.hold === 'removals' && hold.isFileLost !== true;
    const context = { pipeline, decision, rulesChanged, writesRest };
    const reason = whyHeld(hold, {
      ...{ ...context, tables, letGo, onlyPlanned },
      erasuresLost: lostOf(await readErased(store, decision.school), decision.erasedMet),
    });
    const facts = factsOf(hold, tables, context, countLinks(letGo.going));
    return finish(decision, {
      ...{ status: 'held', reason, tables, writes: beside, hold, facts, letGo, memory },
      fingerprint: fingerprint('held'),
    });
  }
  const isSame =
    !isFirstLoad(memory) && memory?.name === decision.name && tables.every(({ changes }) => changes.length === 0);
  const status = isSame ? 'unchanged' : 'planned';
  return finish(decision, { status, tables, writes: tables, memory, fingerprint: fingerprint(status) });
}

interface Circumstances {
  readonly memory: SchoolMemory | null;
  readonly guard: Guard;
  /** Whether the school's own file is gone. */
  readonly isLost: boolean;
  readonly isUnclear: IsUnclear;
  /** How many people have to approve what is held. */
  readonly needed: number;
}

/** Whether a person who releases now is the last of several whom it takes. */
async function isApprovedWith(
  store: Store,
  school: string,
  { part }: Hold,
  needed: number,
  { release = false, by }: Pick<Terms, 'release' | 'by'>,
): Promise<boolean> {
  return release && by !== undefined && isWithin(part, await readReleased(store, school, needed, by));
}

/**
 * @returns null if nothing is too much, or a person approved it
 */
async function holdOf(
  store: Store,
  tables: readonly TablePlan[],
  { school, sums, areWithdrawn }: Decision,
  { memory, guard, isLost, isUnclear, needed }: Circumstances,
): Promise<{ readonly hold: Hold; readonly letGo: LetGo } | null> {
  const tooMuch = weigh(tables, sums, memory, guard);
  const weighed = isLost ? holdLostFile(tooMuch) : tooMuch;
  if (weighed === null) return null;
  const letGo = linksLetGo(tables, weighed, { memory, guard, areWithdrawn, isUnclear });
  const hold = afterLettingGo(weighed, letGo.going);
  return hold === null || isWithin(hold.part, await readReleased(store, school, needed)) ? null : { hold, letGo };
}

/**
 * What to say about an extract that is older than the last one loaded; null if it is not, or has no time to tell.
 */
export function olderInWords(memory: SchoolMemory | null, extractedAt: number | null): string | null {
  const last = memory?.extractedAt ?? null;
  if (last === null || extractedAt === null || extractedAt >= Date.parse(last)) return null;
  return `The extract is of ${new Date(extractedAt).toISOString()}, and one of ${last} has already been loaded. If it is right: --allow-older.`;
}

function finish(decision: Decision, found: Pick<SchoolPlan, 'status' | 'memory'> & Partial<SchoolPlan>): SchoolPlan {
  const { status, reason = null, tables = [], writes = [], hold = null, facts = null, memory } = found;
  const { letGo = nothingLetGo, fault = null } = found;
  const { fingerprint = () => fingerprintOf(decision, status) } = found;
  // The name has moved once the load is written.
  const moved = writes.flatMap((table) => table.moved);
  const is = { status, reason, fault, tables, writes, hold, facts, letGo, memory, found: moved };
  return { ...is, changes: countChanges(tables), fingerprint };
}

/** For a school with nothing new. */
export function unchangedFingerprint(school: string, name: string | null): string {
  return fingerprintOf({ school, name }, 'unchanged');
}

function fingerprintOf(
  { school, name }: Pick<Decision, 'school' | 'name'>,
  status: SchoolPlan['status'],
  { tables, writes, hold }: Pick<SchoolPlan, 'tables' | 'writes' | 'hold'> = { tables: [], writes: [], hold: null },
): string {
  const hash = createHash('sha256').update(JSON.stringify([school, name, status, hold?.part ?? []]));
  // What would be written, and what a release would write.
  for (const plans of hold === null ? [tables] : [tables, writes]) {
    hash.update('\0');
    for (const { table, changes } of plans)
      for (const { kind, row } of changes) hash.update(JSON.stringify([table.name, kind, row.key, row.values]));
  }
  return hash.digest('hex');
}
