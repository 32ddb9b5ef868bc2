import { createHash } from 'node:crypto';
import { meantByAll } from '../../words/built-in-meanings.js';
import { mostThrough, plus } from './corrections.js';
import type { ReportedCorrection } from './report.js';

/** Records or links of a kind that need the same correction. */
export interface CorrectionGroup extends Pick<ReportedCorrection, 'kind' | 'rule' | 'wrong' | 'fix'> {
  /** The same from run to run, so a link to it never leads to another correction; no text from outside is in it. */
  readonly anchor: string;
  readonly corrections: readonly ReportedCorrection[];
  /** How many of them stay out themselves. */
  readonly out: number;
  /** By kind: the other records that stay out because they do. */
  readonly keepsOut: Readonly<Record<string, number>>;
  /** By kind: the records, themselves among them, that the school's choice keeps out, perhaps because of them. */
  readonly perhaps: Readonly<Record<string, number>>;
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
  const most = ([, [first]]: Keyed) => mostThrough(first);
  const total = ([, group]: Keyed) => group.reduce((sum, one) => sum + mostThrough(one), 0);
  return [...groups]
    .sort((a, b) => most(b) - most(a) || total(b) - total(a))
    .map(([key, group]) => {
      const [{ kind, rule, wrong, fix }] = group;
      return {
        anchor: anchorOf(key),
        kind,
        rule,
        wrong:
          meantByAll(
            rule,
            group.map((one) => one.wrong),
          ) ?? wrong,
        fix,
        corrections: group,
        out: group.filter(({ out }) => out).length,
        keepsOut: group.reduce<Readonly<Record<string, number>>>((sum, one) => plus(sum, one.keepsOut), {}),
        perhaps: group.reduce<Readonly<Record<string, number>>>((sum, one) => plus(sum, one.perhaps ?? {}), {}),
      };
    });
}

type Keyed = readonly [key: string, group: readonly [ReportedCorrection, ...ReportedCorrection[]]];

function anchorOf(key: string): string {
  return `correct-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
}
