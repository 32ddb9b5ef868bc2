import type { Finding } from '../decide/decision.js';
import { kindNamed } from './words.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { Chains, Named } from './chains.js';
import { meaningOf } from './built-in-meanings.js';
import type { Group, GroupedRecord, Reference, ReportedId } from './report.js';

/** A link's id is kept as the JSON list of its ids. */
export function reportedId(pipeline: Pipeline, kind: string | null, id: string | null): ReportedId {
  if (id === null || kindNamed(pipeline, kind)?.type !== 'link') return id;
  return JSON.parse(id) as [string, string];
}

export function reference(pipeline: Pipeline, { kind, id }: Named): Reference {
  return { kind, id: reportedId(pipeline, kind, id) };
}

/** Findings of one kind, rule, field and end of the chain together; most first, within a kind. */
export function groupsOf(pipeline: Pipeline, findings: readonly Finding[], chains: Chains): Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { kind, rule, field } = finding;
    const key = JSON.stringify([kind, rule, field, chains.endOf(finding)]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  const order = [...pipeline.records, ...pipeline.links].map(({ name }) => name);
  return [...groups.values()]
    .map((group) => toGroup(pipeline, group, chains))
    .sort((a, b) => order.indexOf(a.kind ?? '') - order.indexOf(b.kind ?? '') || b.count - a.count);
}

function toGroup(pipeline: Pipeline, findings: readonly Finding[], chains: Chains): Group {
  const [first] = findings as readonly [Finding, ...Finding[]];
  const end = chains.endOf(first);
  return {
    kind: first.kind,
    rule: first.rule,
    because: sharedReason(findings),
    fix: first.fix,
    file: first.place?.file ?? null,
    line: first.place?.line ?? null,
    field: first.field,
    cause: end === null ? null : reference(pipeline, end),
    count: findings.length,
    records: findings.map(({ kind, recordId, position }): GroupedRecord => ({
      id: reportedId(pipeline, kind, recordId),
      position,
    })),
  };
}

/** What speaks of one record only (an id) does not stand for all of them. */
function sharedReason(findings: readonly Finding[]): string {
  const [first, ...others] = findings as readonly [Finding, ...Finding[]];
  const same = others.every(({ because }) => because === first.because);
  return (same ? first.because : null) ?? meaningOf(first.rule) ?? first.rule;
}
