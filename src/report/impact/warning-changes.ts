import type { Decision, Finding } from '../../decide/decision.js';
import type { RuleChange, RuleChanges } from './rule-changes.js';

/** How many warnings of one rule about one kind appear and go. */
export interface WarningChange extends RuleChange {
  /** Null for what is outside of the kinds. */
  readonly kind: string | null;
  readonly appear: number;
  readonly go: number;
}

/** How many warnings appear and go, by kind and rule. */
export type WarningCounts = ReadonlyMap<string, { readonly appear: number; readonly go: number }>;

/** Compares the warnings of each record, rule by rule. */
export function warningsThatDiffer(before: Decision, after: Decision): WarningCounts {
  const said = new Map<string, { group: string; times: number }>();
  const count = ({ severity, kind, rule, recordId, field }: Finding, step: 1 | -1) => {
    if (severity === 'excluded' || severity === 'rejected') return;
    const key = JSON.stringify([kind, rule, recordId, field]);
    const known = said.get(key);
    if (known === undefined) said.set(key, { group: JSON.stringify([kind, rule]), times: step });
    else known.times += step;
  };
  for (const finding of before.findings) count(finding, -1);
  for (const finding of after.findings) count(finding, 1);
  const counts = new Map<string, { appear: number; go: number }>();
  for (const { group, times } of said.values()) {
    if (times === 0) continue;
    const known = counts.get(group) ?? { appear: 0, go: 0 };
    if (times > 0) known.appear += times;
    else known.go -= times;
    counts.set(group, known);
  }
  return counts;
}

/** Adds the rule's change, if the rule changed. */
export function warningChanges(counts: WarningCounts, changes: RuleChanges): WarningChange[] {
  return [...counts].map(([group, count]) => {
    const [kind, rule] = JSON.parse(group) as [string | null, string];
    return { ...(changes.of(rule) ?? changes.same(rule)), kind, ...count };
  });
}
