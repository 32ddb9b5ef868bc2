import { erasedIdsIn } from '../decide/erased-ids.js';
import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import type { Decision, Finding, Sums } from '../decide/decision.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';
import type { Drift } from '../load/compare/drift.js';
import type { Looked } from '../load/runs/feeds.js';
import type { Purging } from '../load/runs/purge.js';
import { meaningOf } from '../words/built-in-meanings.js';
import type { PlannedChanges } from './planned-changes.js';

export type SchoolStatus = 'loaded' | 'planned' | 'unchanged' | 'held' | 'failed';

export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly returned: number;
}

/** What happened to one school in a run; the keys are promised to scripts (docs/json.md). */
export interface SchoolReport {
  /** Null where a broken document did not say it. */
  readonly school: string | null;
  readonly name: string | null;
  readonly status: SchoolStatus;
  readonly reason: string | null;
  readonly sections: Readonly<Record<string, Sums>>;
  readonly changes: Readonly<Record<string, ChangeCounts>>;
  /** Findings of what stays out, by rule. */
  readonly excluded: Readonly<Record<string, number>>;
  /** All other findings, by rule. */
  readonly warnings: Readonly<Record<string, number>>;
  /** How many links went though the school is held. */
  readonly letGo: number;
  /** Set where a person can let through what is held: nothing can be in a pause. Not in JSON. */
  readonly releasable?: true;
  /** Rows that were not as the last run had left them; absent where there are none. */
  readonly drift?: readonly Drift[];
  /** Of a plan: what would change, and some of it by name. */
  readonly details?: PlannedChanges;
}

export interface RunReport extends Looked {
  /** What lay beside the inputs and was not read; absent where nothing did. */
  readonly passedOver?: readonly PassedOverFiles[];
  /** Of what is past its time; null where the run does not purge, or could not. */
  readonly purge: Purging | null;
  /** Set where a person ended the run before all was read. */
  readonly interrupted?: true;
  /** Why nothing at all was done, where a run finds that it is not the one that was planned. */
  readonly refused?: string;
  readonly schools: readonly SchoolReport[];
  readonly seconds: number;
  /** Of a plan: of all that it would do. */
  readonly fingerprint?: string;
}

/** How many records of a kind a rule keeps out, or warns about, and what to do. */
export interface ReasonCount {
  readonly kind: string;
  readonly rule: string;
  readonly because: string | null;
  readonly fix: string | null;
  readonly among: 'mistakes' | 'choices' | 'warnings';
  readonly count: number;
  /** One of them, to look at; null where none has an id, all were erased, or none of their schools was loaded. */
  readonly example: { readonly school: string; readonly id: string } | null;
}

export function sectionsOf(pipeline: Pipeline, { sums }: Pick<Decision, 'sums'>): Record<string, Sums> {
  return Object.fromEntries(
    kindsOf(pipeline).flatMap(({ name }) => {
      const found = sums.get(name);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

function countByRule(findings: readonly Finding[], keepsOut: boolean): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity, rule } of findings) {
    if ((severity === 'excluded' || severity === 'rejected') !== keepsOut) continue;
    counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}

/** What a run says of a school beside its changes: kept, so that a run which finds nothing new can say it again. */
export interface SchoolOutcome {
  readonly sections: Readonly<Record<string, Sums>>;
  readonly excluded: Readonly<Record<string, number>>;
  readonly warnings: Readonly<Record<string, number>>;
  readonly reasons: readonly ReasonCount[];
}

/** @param found what was found beside the decision, by a look at the tables */
export function outcomeOf(pipeline: Pipeline, decision: Decision, found: readonly Finding[]): SchoolOutcome {
  const findings = found.length === 0 ? decision.findings : [...decision.findings, ...found];
  return {
    sections: sectionsOf(pipeline, decision),
    excluded: countByRule(findings, true),
    warnings: countByRule(findings, false),
    reasons: reasonsOf(pipeline, { ...decision, findings }),
  };
}

/** A school's findings by kind, rule and whether a mistake or a choice is behind them. */
function reasonsOf(pipeline: Pipeline, { school, findings }: Decision): ReasonCount[] {
  const isErased = erasedIdsIn(pipeline, findings);
  const counts = new Map<string, ReasonCount>();
  for (const { severity, kind, recordId, rule, because, fix, causeKind, among: behind } of findings) {
    const among = severity === 'excluded' ? (behind ?? 'choices') : severity === 'rejected' ? 'mistakes' : 'warnings';
    const example = recordId === null || isErased(kind, recordId) ? null : { school, id: recordId };
    // To mend what else is wrong with what the school leaves out brings nothing through.
    const isInVain = among === 'choices' && causeKind === null;
    add(counts, { kind: kind ?? '', rule, because, fix: isInVain ? null : fix, among, count: 1, example });
  }
  return [...counts.values()];
}

/** Adds a school's reasons to those of all. */
export function addReasons(counts: Map<string, ReasonCount>, reasons: readonly ReasonCount[], isLoaded: boolean): void {
  for (const reason of reasons) add(counts, isLoaded ? reason : { ...reason, example: null });
}

function add(counts: Map<string, ReasonCount>, reason: ReasonCount): void {
  const { among, kind, rule, because, fix, count, example } = reason;
  const key = JSON.stringify([among, kind, rule]);
  const known = counts.get(key);
  if (known === undefined) {
    counts.set(key, reason);
    return;
  }
  counts.set(key, {
    kind,
    rule,
    // What speaks of one record only (an id, a field) does not stand for all of them.
    because: known.because === because ? because : meaningOf(rule),
    fix,
    among,
    count: known.count + count,
    example: known.example ?? example,
  });
}
