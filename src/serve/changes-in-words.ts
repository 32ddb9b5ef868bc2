import { joined } from '../pipeline/text/counted.js';
import type { SchoolRunLine } from '../browse/school-runs.js';
import type { ChangeKind } from '../load/compare/differences.js';
import { numberInWords } from '../words/number-words.js';
import { total } from '../report/run/text.js';

export const changeKinds: readonly ChangeKind[] = ['added', 'changed', 'removed', 'returned'];

/** `3 added and 1 removed`, over all kinds of records and links. */
export function changesInWords({ status, changes }: Pick<SchoolRunLine, 'status' | 'changes'>): string {
  const words = changeKinds
    .map((change) => ({ change, count: total({ changes }, change) }))
    .filter(({ count }) => count > 0)
    .map(({ change, count }) => `${numberInWords(count)} ${change}`);
  if (words.length === 0) return 'nothing';
  return status === 'held' ? `would be ${joined(words)}` : joined(words);
}
