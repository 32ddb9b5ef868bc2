import type { ExtractFinding } from '../extract/extract.js';
import type { Rule } from '../pipeline/rule.js';
import type { Finding, Severity } from './decision.js';

type About = Partial<Finding> & Pick<Finding, 'kind' | 'recordId'>;

const nothing = {
  because: null,
  fix: null,
  causeKind: null,
  causeId: null,
  field: null,
  position: null,
  among: null,
  round: null,
  place: null,
};

/** A finding of which no YAML rule speaks. */
export function plainFinding(severity: Severity, rule: string, about: About): Finding {
  return { ...nothing, severity, rule, ...about };
}

/** A finding of a YAML rule, with what it says and where it stands. */
export function ruleFinding(severity: Severity, rule: Rule, about: About): Finding {
  return { ...nothing, severity, rule: rule.name, because: rule.because, fix: rule.fix, place: rule.place, ...about };
}

export function fromExtract(finding: ExtractFinding): Finding {
  return plainFinding(finding.severity, finding.rule, finding);
}
