import { counted, joined } from '../../pipeline/text/counted.js';
import type { ClockGap } from '../../load/runs/clock-gap.js';
import type { Purged } from '../../load/runs/purge.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { countsInWords } from '../../words/words.js';

/** Why a purge was put off. */
export function heldPurgeInWords({ before, after }: ClockGap): string {
  return `The purge is put off: a run of ${before} was followed by one of ${after}, more than 31 days away, so the clock may be wrong. It resumes after seven days of runs.`;
}

/** What was past its time, in a sentence; null if nothing was. */
export function purgedInWords(pipeline: Pipeline, purged: Purged): string | null {
  const { emptied, changes, runs, schoolRuns, audit } = purged;
  const left = countsInWords(pipeline, emptied);
  const said = (count: number, one: string, many: string) => (count === 0 ? [] : [counted(count, one, many)]);
  const deleted = joined([
    ...said(changes, 'change', 'changes'),
    ...said(runs, 'run', 'runs'),
    ...said(schoolRuns, 'run of a school', 'runs of schools'),
    ...said(audit, 'entry of the audit', 'entries of the audit'),
  ]);
  const words = [left === '' ? '' : `${left} emptied`, deleted === '' ? '' : `${deleted} deleted`];
  const sentence = words.filter((word) => word !== '').join('; ');
  return sentence === '' ? null : `Past the time for which it is kept: ${sentence}.`;
}
