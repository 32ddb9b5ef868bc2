import { meantByAll } from '../../words/built-in-meanings.js';
import { weight } from './corrections.js';
import type { ReportedCorrection } from './report.js';

/** Records or links of a kind that need the same correction. */
export interface CorrectionGroup extends Pick<ReportedCorrection, 'kind' | 'rule' | 'wrong' | 'fix'> {
  readonly corrections: readonly ReportedCorrection[];
}

/** First those whose single corrections bring most through; within a group, too. */
export function correctionGroups(corrections: readonly ReportedCorrection[]): CorrectionGroup[] {
  const groups = new Map<string, [ReportedCorrection, ...ReportedCorrection[]]>();
  for (const correction of corrections) {
    const key = JSON.stringify([correction.kind, correction.rule, correction.fields]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [correction]);
    else known.push(correction);
  }
  const most = ([first]: readonly [ReportedCorrection, ...ReportedCorrection[]]) => weight(first);
  const total = (group: readonly ReportedCorrection[]) => group.reduce((sum, one) => sum + weight(one), 0);
  return [...groups.values()]
    .sort((a, b) => most(b) - most(a) || total(b) - total(a))
    .map((group) => {
      const [{ kind, rule, wrong, fix }] = group;
      return {
        kind,
        rule,
        wrong:
          meantByAll(
            rule,
            group.map((one) => one.wrong),
          ) ?? wrong,
        fix,
        corrections: group,
      };
    });
}
