import { builtInRules } from '../pipeline/rules/rule.js';
import type { RunOut } from '../pipeline/terms.js';
import type { Finding } from './decision.js';
import { plainFinding } from './findings.js';

/** Warns of each rule whose terms have no more days: it applies, or does nothing, because nobody wrote the next. */
export function rulesRunOut(runOut: readonly RunOut[]): Finding[] {
  return runOut.map(({ rule, kind, term, last, applies }) => {
    const does = applies
      ? 'applies until they are written, because it keeps records out'
      : 'does nothing until they are written';
    const because = `The last day of the term "${term}", ${last}, is past, and its next days are not known: rule "${rule}" ${does}.`;
    return plainFinding('warning', builtInRules.termOver, { kind, recordId: null, because });
  });
}
