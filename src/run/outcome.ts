import type { Decision, Finding, Sums } from '../decide/decision.js';
import { noChanges, type KnownSchool } from '../load/recall.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';
import { reasonsOf, type ReasonCount } from './reasons.js';
import type { SchoolReport } from './run-result.js';

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

/** What a run says of a school beside its changes; kept, so a run that finds nothing new can say it again. */
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

/** What became of a school, as far as it is more than nothing. */
export type Outcome = Pick<SchoolReport, 'status' | 'reason'> &
  Partial<SchoolReport> & { readonly reasons?: readonly ReasonCount[] };

/** What is said of a school that is as it was: what was said when it was loaded. */
export function unchangedOutcome({ memory, reason }: KnownSchool): Outcome {
  const outcome = memory.outcome as SchoolOutcome | null;
  return { status: 'unchanged', reason, changes: noChanges(memory), ...outcome };
}
