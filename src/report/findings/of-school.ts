import type { Finding, Sums } from '../../decide/decision.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { Chains } from './chains.js';
import { corrections, type RuleKeys } from './corrections.js';
import { duplicatesOf, type LinkedIds } from './duplicates.js';
import { erasedIdsIn } from '../../decide/erased-ids.js';
import { groupsOf } from './groups.js';
import { namesNeeded } from './names.js';
import type { Group, ReportedSchool } from './report.js';
import type { Names } from '../../words/mention.js';
import { sectionsOf } from '../../run/outcome.js';
import { withoutErased } from './without-erased.js';

/** What is known of a school, from an extract decided just now or from its last run. */
export interface KnownOfSchool extends Pick<ReportedSchool, 'school' | 'name' | 'from' | 'at' | 'part' | 'held'> {
  readonly findings: readonly Finding[];
  readonly sums: ReadonlyMap<string, Sums>;
  readonly linked: LinkedIds;
  readonly names: Names | null;
  readonly keys: RuleKeys;
}

export function reportSchool(pipeline: Pipeline, known: KnownOfSchool): ReportedSchool {
  const { school, name, from, at, part, held, findings } = known;
  const chains = new Chains(findings);
  const groups = (wanted: (finding: Finding) => boolean): Group[] =>
    groupsOf(pipeline, findings.filter(wanted), chains);
  const excluded = (among: Finding['among']) =>
    groups((finding) => finding.severity === 'excluded' && !isConsequence(finding) && finding.among === among);
  const reported: ReportedSchool = {
    school,
    name,
    status: 'reported',
    reason: null,
    from,
    at,
    ...(part === undefined ? {} : { part }),
    ...(held === undefined ? {} : { held }),
    sections: sectionsOf(pipeline, known),
    toCorrect: corrections(pipeline, findings, chains, known.keys),
    mistakes: excluded('mistakes'),
    choices: excluded('choices'),
    rejected: groups(({ severity }) => severity === 'rejected'),
    warnings: groups(({ severity }) => severity === 'warning'),
    conflicts: groups(({ severity }) => severity === 'conflict'),
    duplicates: duplicatesOf(
      pipeline,
      findings.filter(({ severity }) => severity === 'duplicate'),
      known.linked,
    ),
    endsOut: countEndsOut(pipeline, findings),
    names: null,
  };
  // Anyone who has the extract finds them there; what is kept of a run names nobody who was erased.
  const shown = from === 'extract' ? reported : withoutErased(reported, erasedIdsIn(pipeline, findings));
  return known.names === null ? shown : { ...shown, names: namesNeeded(pipeline, shown, known.names) };
}

/** A link goes with its end: to say so for each link would drown the reason. */
function isConsequence({ rule }: Finding): boolean {
  return rule === builtInRules.endStaysOut;
}

function countEndsOut(pipeline: Pipeline, findings: readonly Finding[]): Record<string, number> {
  const of = (kind: string) => findings.filter((finding) => finding.kind === kind && isConsequence(finding)).length;
  return Object.fromEntries(
    pipeline.links.map(({ name }) => [name, of(name)] as const).filter(([, count]) => count > 0),
  );
}
