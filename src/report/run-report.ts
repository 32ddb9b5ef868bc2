import type { Decision, Finding, Sums } from '../decide/decision.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';
import { meaningOf } from './built-in-meanings.js';

export type SchoolStatus = 'loaded' | 'unchanged' | 'held' | 'failed';

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
}

export interface RunReport {
  /** Set where a person ended the run before all was read. */
  readonly interrupted?: true;
  readonly schools: readonly SchoolReport[];
  readonly seconds: number;
}

/** How many records of a kind a rule keeps out, or warns about, and what to do. */
export interface ReasonCount {
  readonly kind: string;
  readonly rule: string;
  readonly because: string | null;
  readonly fix: string | null;
  readonly among: 'mistakes' | 'choices' | 'warnings';
  readonly count: number;
  /** One of them, to look at; null where none has an id, or none of their schools was loaded. */
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

export function countByRule(findings: readonly Finding[], keepsOut: boolean): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity, rule } of findings) {
    if ((severity === 'excluded' || severity === 'rejected') !== keepsOut) continue;
    counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}

/** Adds a school's findings to counts by kind, rule and whether a mistake or a choice is behind them. */
export function countReasons(
  { school, findings }: Decision,
  isLoaded: boolean,
  counts: Map<string, ReasonCount>,
): void {
  for (const { severity, kind, recordId, rule, because, fix, among } of findings) {
    const under = severity === 'excluded' ? (among ?? 'choices') : severity === 'rejected' ? 'mistakes' : 'warnings';
    const key = JSON.stringify([under, kind, rule]);
    const known = counts.get(key);
    // What speaks of one record only (an id, a field) does not stand for all of them.
    const general = meaningOf(rule);
    const shared = (a: string | null | undefined, b: string | null) => (known === undefined || a === b ? b : general);
    counts.set(key, {
      kind: kind ?? '',
      rule,
      because: shared(known?.because, because),
      fix,
      among: under,
      count: (known?.count ?? 0) + 1,
      example: known?.example ?? (recordId === null || !isLoaded ? null : { school, id: recordId }),
    });
  }
}
