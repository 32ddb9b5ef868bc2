import { builtInRules } from '../pipeline/rules/rule.js';
import type { RunOut } from '../pipeline/terms.js';
import type { Finding } from './decision.js';
import { plainFinding } from './findings.js';

/** Warns of each rule whose terms have no more days: it applies, or does nothing, because nobody wrote the next. */
export function rulesRunOut(runOut: readonly RunOut[]): Finding[] {
  return runOut.map(({ rule, kind, term, last, next, applies }) => {
    const does = applies
      ? 'applies until they are written, because it keeps records out'
      : 'does nothing until they are written';
    const because = `${unknownDays(term, last, next)}: rule "${rule}" ${does}.`;
    return plainFinding('warning', builtInRules.termOver, { kind, recordId: null, because });
  });
}

function unknownDays(term: string, last: string | null, next: string | null): string {
  if (next === null)
    return `The last day of the term "${term}", ${last ?? ''}, is past, and its next days are not known`;
  const since = last === null ? '' : `after ${last} and `;
  return `The days of the term "${term}" ${since}before ${next} are not known`;
}
