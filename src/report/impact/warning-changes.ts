import type { Decision, Finding } from '../../decide/decision.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import type { ReportedId } from '../../words/mention.js';
import { kindNamed, reportedId } from '../../words/words.js';
import type { RuleChange, RuleChanges } from './rule-changes.js';

/** How many warnings of one rule about one kind appear and go. */
export interface WarningChange extends RuleChange {
  /** Null for what is outside of the kinds. */
  readonly kind: string | null;
  readonly appear: number;
  readonly go: number;
  /** About whom; a warning about a field or a whole school is about none. */
  readonly ids: Readonly<Record<'appear' | 'go', readonly NonNullable<ReportedId>[]>>;
}

/** Warnings of one rule about one kind: how many, and of whom, each record once. */
interface Said {
  readonly kind: string | null;
  readonly rule: string;
  readonly counts: { appear: number; go: number };
  readonly ids: { readonly appear: Set<string>; readonly go: Set<string> };
}

/** The warnings that appear and go, by kind and rule. */
export type WarningsThatDiffer = readonly Said[];

/** Compares the warnings of each record, rule by rule. */
export function warningsThatDiffer(before: Decision, after: Decision): WarningsThatDiffer {
  const said = new Map<string, { finding: Finding; times: number }>();
  const count = (finding: Finding, step: 1 | -1) => {
    const { severity, kind, rule, recordId, field } = finding;
    if (severity === 'excluded' || severity === 'rejected') return;
    const key = JSON.stringify([kind, rule, recordId, field]);
    const known = said.get(key);
    if (known === undefined) said.set(key, { finding, times: step });
    else known.times += step;
  };
  for (const finding of before.findings) count(finding, -1);
  for (const finding of after.findings) count(finding, 1);
  const groups = new Map<string, Said>();
  for (const { finding, times } of said.values()) {
    if (times === 0) continue;
    const { kind, rule, recordId } = finding;
    const key = JSON.stringify([kind, rule]);
    const known = groups.get(key);
    const group = known ?? { kind, rule, counts: { appear: 0, go: 0 }, ids: { appear: new Set(), go: new Set() } };
    groups.set(key, group);
    const movement = times > 0 ? 'appear' : 'go';
    group.counts[movement] += Math.abs(times);
    if (recordId !== null) group.ids[movement].add(recordId);
  }
  return [...groups.values()];
}

/** Adds the rule's change, if the rule changed. */
export function warningChanges(
  warnings: WarningsThatDiffer,
  changes: RuleChanges,
  pipelines: readonly [Pipeline, Pipeline],
): WarningChange[] {
  const [before, after] = pipelines;
  return warnings.map(({ kind, rule, counts, ids }) => {
    const shown = (of: ReadonlySet<string>) =>
      [...of].sort(byCodeUnit).flatMap((id) => {
        const pipeline = kind !== null && kindNamed(after, kind) === undefined ? before : after;
        return reportedId(pipeline, kind, id) ?? [];
      });
    const whom = { appear: shown(ids.appear), go: shown(ids.go) };
    return { ...(changes.of(rule) ?? changes.same(rule)), kind, ...counts, ids: whom };
  });
}
