import { getHeapStatistics } from 'node:v8';
import type { Limits } from '../pipeline/limits.js';
import { brokenDocument } from '../extract/json/broken-document.js';
import type { Extract } from '../extract/extract.js';
import { heapLimit } from '../extract/thread/heap-limit.js';

/** The most heap that deciding and loading take for a record, link or finding: measured when nothing came through. */
const bytesOfEach = 200;
const bytesOfFinding = 350;

/**
 * Why an extract is not decided: there is no room for it, and a school that runs out of memory takes all others along.
 * Null if there is room.
 */
export function tooLargeToDecide(
  { school, name, tables, rejected }: Extract,
  from: string,
  { findings }: Pick<Limits, 'findings'>,
): string | null {
  const each = [...tables].reduce((sum, [kind, { length }]) => sum + length + (rejected.get(kind) ?? 0), 0);
  const { used_heap_size: used } = getHeapStatistics();
  if (used + each * bytesOfEach + Math.min(each, findings) * bytesOfFinding <= heapLimit()) return null;
  const what = `${from}: to decide ${each.toLocaleString('en-GB')} records and links takes more memory than there is`;
  return brokenDocument({ school, name }, 'too-much-memory', what).reason;
}
