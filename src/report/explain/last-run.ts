import { ofRow } from '../../words/words.js';
import type { Finding } from '../../decide/decision.js';
import { keepsOut } from '../../decide/findings.js';
import { type Of, type Reason, recordIdOf } from '../../explain/explanation.js';
import { linkIdsIn } from '../../extract/link-ids.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';

/**
 * The chain in a run's findings: for each record, the rules that failed in the round that took it out, and below each
 * rule, the first record whose leaving made it fail. A cause left in an earlier round, so there is no circle.
 */
export function reasonsInFindings(pipeline: Pipeline, findings: readonly Finding[], of: Of): Reason[] {
  const byRecord = new Map<string, Finding[]>();
  const apart = new Set(pipeline.links.filter(({ areRowsApart }) => areRowsApart).map(({ name }) => name));
  for (const finding of findings) {
    if (!keepsOut(finding) || finding.recordId === null) continue;
    const key = keyOf(finding.kind, finding.recordId);
    byRecord.set(key, [...(byRecord.get(key) ?? []), finding]);
  }
  const reasonsOf = (key: string): Reason[] =>
    (byRecord.get(key) ?? []).map(
      ({ rule, because, fix, place, kind, recordId, field, position, section, causeKind, causeId }) => ({
        rule,
        because,
        fix,
        place,
        of: ofRow(pipeline, { kind: kind ?? '', id: recordId ?? '' }),
        options: [],
        field,
        ...(position !== null && causeId === null && apart.has(kind ?? '') ? { position, section } : {}),
        why: causeId === null ? [] : reasonsOf(keyOf(causeKind, causeId)),
        cut: false,
        saw: null,
      }),
    );
  return reasonsOf(keyOf(of.kind, recordIdOf(of)));
}

/** Links that name a record that the run's extract did not have. */
export function danglingTo(pipeline: Pipeline, findings: readonly Finding[], of: Of): Of[] {
  return findings.flatMap(({ rule, kind, recordId }) => {
    const link = pipeline.links.find(({ name }) => name === kind);
    if (rule !== builtInRules.dangling || link === undefined || recordId === null) return [];
    const ids = linkIdsIn(recordId);
    const names = ([0, 1] as const).some((end) => {
      const { to, by } = link.ends[end];
      return to === of.kind && by === null && ids[end] === of.id;
    });
    return names ? [{ kind: link.name, id: ids }] : [];
  });
}

function keyOf(kind: string | null, recordId: string): string {
  return JSON.stringify([kind, recordId]);
}
