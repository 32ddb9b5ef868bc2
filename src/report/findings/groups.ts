import { fileAndLine } from '../../pipeline/text/place-text.js';
import type { Finding } from '../../decide/decision.js';
import { kindNamed, reportedId } from '../../words/words.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Chains } from './chains.js';
import { meantByAll } from '../../words/built-in-meanings.js';
import type { Group, GroupedRecord } from './report.js';
import type { ChainEnd } from '../../words/mention.js';

/** Groups findings by kind, rule, field and end of the chain; within a kind, the largest group first. */
export function groupsOf(pipeline: Pipeline, findings: readonly Finding[], chains: Chains): Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { kind, rule, field } = finding;
    const key = JSON.stringify([kind, rule, field, causeOf(pipeline, finding, chains)]);
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
  return {
    kind: first.kind,
    rule: first.rule,
    because: sharedReason(findings),
    fix: first.fix,
    ...fileAndLine(first.place),
    field: first.field,
    cause: causeOf(pipeline, first, chains),
    count: findings.length,
    records: findings.map(({ kind, recordId, position, section }): GroupedRecord => ({
      id: reportedId(pipeline, kind, recordId),
      position,
      ...(section === null ? {} : { section }),
    })),
  };
}

function causeOf(pipeline: Pipeline, finding: Finding, chains: Chains): ChainEnd | null {
  const end = chains.endOf(finding);
  if (end === null) return null;
  const reason = chains.reasonOf(end);
  const id = kindNamed(pipeline, end.kind)?.type === 'link' ? null : end.id;
  return { kind: end.kind, id, rule: reason?.rule ?? null, because: reason?.because ?? null };
}

/** Leaves out what is true of one record only (an id). */
function sharedReason(findings: readonly Finding[]): string {
  const [{ rule }] = findings as readonly [Finding, ...Finding[]];
  return (
    meantByAll(
      rule,
      findings.map(({ because }) => because),
    ) ?? rule
  );
}
