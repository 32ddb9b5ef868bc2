import type { FileMark, FindTime } from '../extract/bytes/file-mark.js';
import { isFuture } from '../extract/items/future-time.js';
import type { Input, Remembered } from '../extract/bytes/input.js';
import type { KnownSchool } from '../load/recall.js';
import { groupsOf } from './groups-of.js';
import type { BegunWork } from './work.js';

/** An input, and its schools if its bytes show that nothing of them is new; null if it has to be read. */
export interface LookedUp {
  readonly input: Input;
  readonly known: readonly KnownSchool[] | null;
}

/** One is fetched while another is hashed; more would only take more memory. */
const atOnce = 2;

/**
 * Looks inputs up by their bytes, with one question to the database. What is wrong with a file or the database shows
 * when the file is read.
 */
export async function lookUp(
  inputs: readonly Input[],
  {
    findTime,
    now,
    recall,
    remembered,
  }: {
    readonly findTime: FindTime;
    readonly now: Date;
    readonly recall: BegunWork['recall'];
    readonly remembered: Remembered;
  },
): Promise<LookedUp[]> {
  const marked: { input: Input; mark: FileMark }[] = [];
  for (const some of groupsOf(inputs, atOnce))
    for (const { input, mark } of await Promise.all(some.map((one) => markOf(one, findTime, remembered))))
      // What was said of another time does not hold for one in the future.
      if (mark !== null && (mark.at === null || !isFuture(mark.at, now))) marked.push({ input, mark });
  const found = await recall(marked.map(({ mark }) => mark)).catch(() => []);
  const known = new Map(marked.map(({ input }, index) => [input, found[index] ?? null]));
  return inputs.map((input) => ({ input, known: ofItsSchool(input, known.get(input) ?? null) }));
}

/** What is known of another school than the source is of has to be read, so that it fails. */
function ofItsSchool({ school }: Input, known: LookedUp['known']): LookedUp['known'] {
  return school === undefined || known?.every((one) => one.school === school) === true ? known : null;
}

async function markOf(
  input: Input,
  findTime: FindTime,
  remembered: Remembered,
): Promise<{ input: Input; mark: FileMark | null }> {
  return { input, mark: (await input.mark?.(findTime, remembered).catch(() => null)) ?? null };
}
