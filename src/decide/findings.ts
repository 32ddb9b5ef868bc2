import type { ExtractFinding } from '../extract/extract.js';
import type { KeptFindings } from '../extract/items/kept-findings.js';
import { builtInRules, type Rule } from '../pipeline/rules/rule.js';
import type { Table } from '../table/table.js';
import type { Finding, Severity } from './decision.js';
import type { ErasedAs } from './erasures.js';
import type { End, LinkSet } from './world.js';

/** Where findings are collected. */
export type Findings = KeptFindings<Finding>;

type About = Partial<Omit<Finding, 'place'>> & Pick<Finding, 'kind' | 'recordId'>;

/** Where a row is in the extract. */
export function placeIn(rows: Table, row: number): { readonly position: number; readonly section: string | null } {
  return { position: rows.position(row), section: rows.section(row) };
}

/** A finding that no YAML rule makes. */
export function plainFinding(severity: Severity, rule: string, about: About): Finding {
  return whole(severity, rule, about, null);
}

/** A finding of a YAML rule, with what the rule says and where it is. */
export function ruleFinding(severity: Severity, rule: Rule, about: About): Finding {
  return whole(severity, rule.name, about, rule);
}

/** Written out, because spreading objects with different keys costs more than all other work on a finding. */
function whole(severity: Severity, name: string, about: About, rule: Rule | null): Finding {
  return {
    because: about.because ?? rule?.because ?? null,
    fix: about.fix ?? rule?.fix ?? null,
    causeKind: about.causeKind ?? null,
    causeId: about.causeId ?? null,
    field: about.field ?? null,
    position: about.position ?? null,
    section: about.section ?? null,
    among: about.among ?? null,
    round: about.round ?? null,
    place: rule?.place ?? null,
    severity,
    rule: name,
    kind: about.kind,
    recordId: about.recordId,
  };
}

export function fromExtract(finding: ExtractFinding): Finding {
  return plainFinding(finding.severity, finding.rule, finding);
}

/** What to say of a link that names a record which the extract does not have, or several that it may mean. */
export function danglingWords(set: LinkSet, index: number): DanglingWords {
  const missing = set.ends.filter((end) => end.isMissing(index));
  const field = set.keys[index].join(', ') || null;
  const unclear = missing.filter((end) => end.isAmbiguous(index));
  if (unclear.length === missing.length && unclear.length > 0) {
    const fields = unclear.map(({ kind }) => `${kind.to}.${String(kind.by)}`).join(' and ');
    const because = `It names more than one record: several have the same ${fields}.`;
    return { rule: builtInRules.ambiguousKey, because, fix: `Give each its own ${fields} in the MIS`, field };
  }
  const named = missing.map((end) => `${end.kind.label} ${inWords(end, index)}`).join(' and ');
  return {
    rule: builtInRules.dangling,
    because: `The extract has no ${named}.`,
    fix: 'Correct the reference, or add the record, in the MIS',
    field,
  };
}

export interface DanglingWords {
  readonly rule: string;
  readonly because: string;
  readonly fix: string;
  readonly field: string | null;
}

/** What names the record: an id may be said, the value of another field may not. */
function inWords(end: End, link: number): string {
  const { by } = end.kind;
  return by === null ? end.idAt(link) : `with the ${by} that it names`;
}

/** Whether it says why a record or link stays out. An erased one is a warning: the extract should not have them. */
export function keepsOut({ severity, rule }: Pick<Finding, 'severity' | 'rule'>): boolean {
  return severity === 'excluded' || isOfErasure({ rule });
}

/** Whether it is about someone who was, or may have been, erased: what is kept of it does not name them. */
export function isOfErasure({ rule }: Pick<Finding, 'rule'>): boolean {
  return Object.hasOwn(erasureWords, rule);
}

/** What to say of those whom an erasure keeps out. */
export const erasureWords: Readonly<Record<ErasedAs, { because: string; fix: string; field: null }>> = {
  [builtInRules.forgotten]: {
    because: 'They were erased on request (pullthrough forget).',
    fix: 'Remove them from the extract at the source',
    field: null,
  },
  [builtInRules.erasedHalf]: {
    because:
      "One of the two people whom the record is, or was, was erased on request. Now it is not split as it was then, or one has the other's name, or nobody knows how it was split: so nobody knows who is who. To say it anew: pullthrough forget the id that the person has now, then forget --undo the old one; if the id is the same, forget --undo it, then forget it, with no run between.",
    fix: 'Say anew who was erased',
    field: null,
  },
};

export const endStaysOutWords = { because: 'One of its ends does not come through.', fix: null, field: null };

/** One for all that are not kept. */
export function furtherFindings(count: number): Finding[] {
  if (count === 0) return [];
  const because = `${count.toLocaleString('en-GB')} further findings are not kept: what is said of this school is incomplete.`;
  return [plainFinding('warning', builtInRules.furtherFindings, { kind: null, recordId: null, because })];
}
