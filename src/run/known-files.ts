import type { FileMark, FindTime } from '../extract/bytes/file-mark.js';
import { isFuture } from '../extract/items/future-time.js';
import type { Input } from '../extract/bytes/input.js';
import type { KnownSchool } from '../load/recall.js';
import { groupsOf } from './groups-of.js';
import type { BegunWork } from './work.js';

/** An input, and its schools where it is known by its bytes that nothing of them is new; null if it has to be read. */
export interface LookedUp {
  readonly input: Input;
  readonly known: readonly KnownSchool[] | null;
}

/** One is fetched while the other is hashed; with more only the memory grows. */
const atOnce = 2;

/**
 * Looks inputs up by their bytes, with one question to the database. What is wrong with a file or the database is said
 * when the file is read.
 */
export async function lookUp(
  inputs: readonly Input[],
  { findTime, now, recall }: { readonly findTime: FindTime; readonly now: Date; readonly recall: BegunWork['recall'] },
): Promise<LookedUp[]> {
  const marked: { input: Input; mark: FileMark }[] = [];
  for (const some of groupsOf(inputs, atOnce))
    for (const { input, mark } of await Promise.all(some.map((one) => markOf(one, findTime))))
      // What is said of a time to come is not what was said of another one.
      if (mark !== null && (mark.at === null || !isFuture(mark.at, now))) marked.push({ input, mark });
  const found = await recall(marked.map(({ mark }) => mark)).catch(() => []);
  const known = new Map(marked.map(({ input }, index) => [input, found[index] ?? null]));
  return inputs.map((input) => ({ input, known: known.get(input) ?? null }));
}

async function markOf(input: Input, findTime: FindTime): Promise<{ input: Input; mark: FileMark | null }> {
  return { input, mark: (await input.mark?.(findTime).catch(() => null)) ?? null };
}
