import type { Log } from '../operations/log.js';
import type { Outside } from './streams.js';

/**
 * The log that `--log json` asks for; null if nothing does. It is looked for before the arguments are read, because
 * what is wrong with them is a line of the log, too.
 */
export async function logAskedFor(args: readonly string[], { stderr, now }: Outside): Promise<Log | null> {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const isAsked = options.some((arg, at) => arg === '--log=json' || (arg === '--log' && options[at + 1] === 'json'));
  if (!isAsked) return null;
  const { createLog } = await import('../operations/create-log.js');
  return createLog(stderr, now);
}
