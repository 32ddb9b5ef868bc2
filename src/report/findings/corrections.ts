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

/** Whether two rules of a kind look at the same key of the extract. */
export function readsTheSame(keys: RuleKeys, kind: string, [one, other]: readonly [string, string]): boolean {
  const read = keys(kind, one);
  return keys(kind, other).some((key) => read.includes(key));
}

/** What to correct at the source, never what only follows from it. Corrections that bring most through come first. */
export function corrections(
  pipeline: Pipeline,
  findings: readonly Finding[],
  chains: Chains,
  keys: RuleKeys,
): ReportedCorrection[] {
  const kept = keptOut(pipeline, findings, chains);
  const found: { correction: Omit<ReportedCorrection, 'keepsOut'>; others: Others; perhaps: Others }[] = [];
  const places = new Map<string, number>();
  for (const finding of findings) {
    const { severity, kind, recordId, rule, field, position, section } = finding;
    const isConsequence = severity === 'excluded' && (finding.causeKind !== null || finding.among === 'choices');
    const fix = fixOf(finding);
    if (isConsequence || fix === null || isOfMapping(finding)) continue;
    const named = kind === null || recordId === null ? null : keyOf({ kind, id: recordId });
    const correction = toCorrection(pipeline, finding, fix, chains, keys);
    const others = new Map(named !== null && correction.out ? kept.get(named) : []);
    const isDoubt = named !== null && kind !== null && doubtsChoice(finding, chains, keys);
    const perhaps: Others = isDoubt ? new Map([[named, kind], ...(kept.get(named) ?? [])]) : new Map<string, string>();
    // Both halves of a combined record have one place in the extract, and are one record to correct.
    const standsAlone = kindNamed(pipeline, kind)?.type === 'record' && severity !== 'duplicate';
    const place =
      standsAlone && recordId !== null
        ? JSON.stringify([kind, wholeOf(recordId), rule, field, position, section])
        : null;
    const other = place === null ? undefined : places.get(place);
    const first = other === undefined ? undefined : found[other];
    if (first !== undefined) {
      for (const [key, of] of others) first.others.set(key, of);
      for (const [key, of] of perhaps) first.perhaps.set(key, of);
      // The half that gives the correction its id counts as the record itself, the other as one that it keeps out.
      if (first.correction.out && correction.out && named !== null && kind !== null) first.others.set(named, kind);
      first.correction = { ...first.correction, out: first.correction.out || correction.out };
      continue;
    }
    const at = found.push({ correction, others, perhaps }) - 1;
    if (place !== null) places.set(place, at);
  }
  // The sort is stable: those that bring as much through stay in the order of the findings.
  return found
    .map(({ correction, others, perhaps }) => ({
      ...correction,
      keepsOut: countsOf(others),
      ...(perhaps.size === 0 ? {} : { perhaps: countsOf(perhaps) }),
    }))
    .sort((a, b) => mostThrough(b) - mostThrough(a));
}

/**
 * Whether a warning says how to correct what the choice of the school read that keeps its record out. Nobody knows what
 * was meant, so that it stays a choice.
 */
function doubtsChoice({ severity, kind, recordId, rule }: Finding, chains: Chains, keys: RuleKeys): boolean {
  if (severity !== 'warning' || kind === null || recordId === null) return false;
  const choice = chains.reasonOf({ kind, id: recordId });
  return choice !== null && choice.among === 'choices' && readsTheSame(keys, kind, [rule, choice.rule]);
}

/** The kinds of other records that stay out because one does, by their keys: two halves may keep out the same one. */
type Others = Map<string, string>;

function countsOf(others: Others): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of others.values()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function toCorrection(
  pipeline: Pipeline,
  finding: Finding,
  fix: string,
  chains: Chains,
  keys: RuleKeys,
): Omit<ReportedCorrection, 'keepsOut'> {
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
  };
}

/** For each end of a chain: the records that it keeps out. Their links go with them, and are not counted. */
function keptOut(pipeline: Pipeline, findings: readonly Finding[], chains: Chains): ReadonlyMap<string, Others> {
  const records = new Set(pipeline.records.map(({ name }) => name));
  const kept = new Map<string, Others>();
  for (const finding of findings) {
    const { severity, kind, recordId } = finding;
    if (severity !== 'excluded' || kind === null || recordId === null || !records.has(kind)) continue;
    const end = chains.endOf(finding);
    if (end === null) continue;
    const others: Others = kept.get(keyOf(end)) ?? new Map<string, string>();
    kept.set(keyOf(end), others.set(keyOf({ kind, id: recordId }), kind));
  }
  return kept;
}

export function plus(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}

/** How many it keeps out. */
export function weight({ out, keepsOut }: ReportedCorrection): number {
  return sumOf(keepsOut) + (out ? 1 : 0);
}

/** How many come through, at most, once it is corrected. */
export function mostThrough(correction: ReportedCorrection): number {
  return weight(correction) + sumOf(correction.perhaps ?? {});
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
