import type { ClockGap } from '../../load/runs/clock-gap.js';
import type { Purged } from '../../load/runs/purge.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { countsInWords, joined } from '../../words/words.js';

/** Of a purge that was put off. */
export function heldPurgeInWords({ before, after }: ClockGap): string {
  return `The purge is put off: a run of ${before} was followed by one of ${after}, more than 31 days away, so the clock may be wrong. Seven days of runs after that it goes on.`;
}

/** What was past its time, in a sentence; null where nothing was. */
export function purgedInWords(pipeline: Pipeline, purged: Purged): string | null {
  const { emptied, changes, runs, schoolRuns, audit } = purged;
  const left = countsInWords(pipeline, emptied);
  const counted = [
    { count: changes, one: 'change', many: 'changes' },
    { count: runs, one: 'run', many: 'runs' },
    { count: schoolRuns, one: 'run of a school', many: 'runs of schools' },
    { count: audit, one: 'entry of the audit', many: 'entries of the audit' },
  ].filter(({ count }) => count > 0);
  const deleted = joined(counted.map(({ count, one, many }) => `${String(count)} ${count === 1 ? one : many}`));
  const words = [left === '' ? '' : `${left} emptied`, deleted === '' ? '' : `${deleted} deleted`];
  const sentence = words.filter((word) => word !== '').join('; ');
  return sentence === '' ? null : `Past the time for which it is kept: ${sentence}.`;
}
