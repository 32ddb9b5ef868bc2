import type { Finding } from '../../decide/decision.js';
import { keepsOut } from '../../decide/findings.js';
import { wholeOf } from '../../load/erasure/half-ids.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { meaningOf } from '../../words/built-in-meanings.js';
import { keyOf, type Chains } from './chains.js';
import type { ReportedCorrection, Mender } from './report.js';
import { kindNamed, reportedId, sectionAt } from '../../words/words.js';

/** Who can correct what no YAML rule is about, and how. What the school's own rules are about, a person typed. */
const remedies: Readonly<Record<string, { readonly who: Mender; readonly fix: string }>> = {
  [builtInRules.badValue]: { who: 'school', fix: 'Correct the value' },
  [builtInRules.dangling]: { who: 'supplier', fix: 'Correct the reference, or add the record to the extract' },
  [builtInRules.ambiguousKey]: { who: 'school', fix: 'Give each of the records that share the value its own' },
  [builtInRules.noId]: { who: 'supplier', fix: 'Have the extract give it an id' },
  [builtInRules.dateWithTime]: { who: 'supplier', fix: 'Have the extract give the day alone' },
  [builtInRules.repeatedKey]: { who: 'supplier', fix: 'Have the extract give the key once' },
  [builtInRules.repeatDiffers]: { who: 'supplier', fix: 'Have the extract give it once, with the value that is right' },
  [builtInRules.repeatUnlike]: { who: 'supplier', fix: 'Have the extract give each record an id of its own' },
  [builtInRules.halfIdTaken]: { who: 'supplier', fix: 'Have one of the two ids changed' },
  [builtInRules.alike]: { who: 'supplier', fix: 'Have those who are one person made one record' },
  [builtInRules.likelyDuplicate]: {
    who: 'supplier',
    fix: 'Have the two made one record, with this pair as the example',
  },
};

/** What to correct at the source; null if there is nothing to. */
export function fixOf({ rule, fix }: Pick<Finding, 'rule' | 'fix'>): string | null {
  // If all links dangle, one finding says so for all of them.
  if (rule === builtInRules.dangling && fix === null) return null;
  if (isOfMapping({ rule, fix })) return fix;
  return remedies[rule]?.fix ?? fix;
}

/** Whether it is no id because the mapping is wrong: one finding says so for all entries. */
function isOfMapping({ rule, fix }: Pick<Finding, 'rule' | 'fix'>): boolean {
  return rule === builtInRules.noId && fix !== null;
}

/** The keys of the extract that a rule of a kind looks at. */
export type RuleKeys = (kind: string, rule: string) => readonly string[];

/** What to correct at the source, never what only follows from it. Corrections that bring most through come first. */
export function corrections(
  pipeline: Pipeline,
  findings: readonly Finding[],
  chains: Chains,
  keys: RuleKeys,
): ReportedCorrection[] {
  const kept = keptOut(pipeline, findings, chains);
  const found: ReportedCorrection[] = [];
  const places = new Map<string, number>();
  for (const finding of findings) {
    const { severity, kind, recordId, rule, field, position, section } = finding;
    const isConsequence = severity === 'excluded' && (finding.causeKind !== null || finding.among === 'choices');
    const fix = fixOf(finding);
    if (isConsequence || fix === null || isOfMapping(finding)) continue;
    const correction = toCorrection(pipeline, finding, fix, chains, kept, keys);
    // Both halves of a combined record have one place in the extract, and are one record to correct.
    const standsAlone = kindNamed(pipeline, kind)?.type === 'record' && severity !== 'duplicate';
    const place =
      standsAlone && recordId !== null
        ? JSON.stringify([kind, wholeOf(recordId), rule, field, position, section])
        : null;
    const other = place === null ? undefined : places.get(place);
    if (other !== undefined) {
      found[other] = together(found[other] ?? correction, correction);
      continue;
    }
    const at = found.push(correction) - 1;
    if (place !== null) places.set(place, at);
  }
  // The sort is stable: those that bring as much through stay in the order of the findings.
  return found.sort((a, b) => weight(b) - weight(a));
}

function together(a: ReportedCorrection, b: ReportedCorrection): ReportedCorrection {
  return { ...a, out: a.out || b.out, keepsOut: plus(a.keepsOut, b.keepsOut) };
}

function toCorrection(
  pipeline: Pipeline,
  finding: Finding,
  fix: string,
  chains: Chains,
  kept: ReadonlyMap<string, Readonly<Record<string, number>>>,
  keys: RuleKeys,
): ReportedCorrection {
  const { severity, kind, recordId, rule, field, position, because } = finding;
  const named = kind === null || recordId === null ? null : { kind, id: recordId };
  // A warning about a record that is out for another reason keeps nobody out.
  const isReason = keepsOut(finding) && named !== null && chains.isOut(named);
  return {
    who: remedies[rule]?.who ?? 'school',
    kind,
    id: reportedId(pipeline, kind, recordId),
    other: severity === 'duplicate' ? finding.causeId : null,
    rule,
    wrong: because ?? meaningOf(rule) ?? rule,
    fix,
    section: sectionAt(pipeline, kind, finding.section),
    position,
    fields: field === null ? keys(kind ?? '', rule) : field.split(', '),
    out: severity === 'rejected' || isReason,
    keepsOut: (named === null || !isReason ? undefined : kept.get(keyOf(named))) ?? {},
  };
}

/** For each end of a chain, by kind: the records that it keeps out. Their links go with them, and are not counted. */
function keptOut(
  pipeline: Pipeline,
  findings: readonly Finding[],
  chains: Chains,
): Map<string, Record<string, number>> {
  const records = new Set(pipeline.records.map(({ name }) => name));
  const kept = new Map<string, Record<string, number>>();
  const counted = new Set<string>();
  for (const finding of findings) {
    const { severity, kind, recordId } = finding;
    if (severity !== 'excluded' || kind === null || recordId === null || !records.has(kind)) continue;
    const end = chains.endOf(finding);
    if (end === null) continue;
    const key = keyOf(end);
    const once = `${key}\0${keyOf({ kind, id: recordId })}`;
    if (counted.has(once)) continue;
    counted.add(once);
    kept.set(key, plus(kept.get(key) ?? {}, { [kind]: 1 }));
  }
  return kept;
}

export function plus(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}

/** How many come through, at most, once it is corrected. */
export function weight({ out, keepsOut }: ReportedCorrection): number {
  return Object.values(keepsOut).reduce((total, count) => total + count, out ? 1 : 0);
}
