import type { Input } from '../extract/bytes/input.js';
import { Batch } from './batch.js';
import type { RunResult } from './run-result.js';
import type { Ending, RunListeners, Work } from './work.js';

/**
 * Goes through inputs, school by school, and does with each extract what the work is. One school failing does not stop
 * the others; a school with nothing new is neither decided nor compared.
 * @param work what `loadInto` or `planFor` makes
 * @param on is told how it goes on
 * @throws DatabaseError if the run cannot begin, with nothing read or written
 */
export async function run<E extends Ending>(
  inputs: readonly Input[],
  work: Work<E>,
  on: RunListeners = {},
): Promise<RunResult & E> {
  const begun = await work.begin(on);
  const batch = new Batch(work.terms, begun, on);
  try {
    await batch.goThrough(inputs);
  } catch (error) {
    await begun.breakOff(batch.schools);
    throw error;
  }
  const { schools, met, isInterrupted } = batch;
  on.taken?.(schools);
  const ending = await begun.end({ inputs, schools, met, isInterrupted });
  const isWell = ending.isWell && !isInterrupted;
  return { schools, reasons: [...batch.reasons.values()], isInterrupted, ...ending, isWell };
}
