import type { Severity } from '../../decide/decision.js';
import { keepsOut } from '../../decide/findings.js';
import { builtInRules } from '../../pipeline/rules/rule.js';

/** What a finding says of its record: a mistake, a choice or one of its ends keeps it out; or it is only noted. */
export type FindingPart = 'mistakes' | 'choices' | 'ends' | 'noted';

export function partOf(finding: {
  readonly severity: Severity;
  readonly rule: string;
  readonly among: 'mistakes' | 'choices' | null;
}): FindingPart {
  if (finding.rule === builtInRules.endStaysOut) return 'ends';
  if (finding.severity === 'rejected') return 'mistakes';
  if (!keepsOut(finding)) return 'noted';
  return finding.among ?? 'choices';
}
