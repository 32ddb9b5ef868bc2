import { logObserver } from '../operations/log.js';
import { together, type Observer } from '../operations/observer.js';
import { startTraces } from '../operations/traces.js';
import type { CommandWorld } from './streams.js';

/**
 * Who follows a night beside the person who reads its result: the log if it is asked for, traces if an endpoint is set,
 * and others.
 */
export async function observing(
  { log, env, stderr }: CommandWorld,
  others: readonly Observer[] = [],
): Promise<Required<Observer>> {
  const traces = await startTraces(env, (words) => stderr.write(`${words}\n`));
  return together([...(log === null ? [] : [logObserver(log)]), ...(traces === null ? [] : [traces]), ...others]);
}
