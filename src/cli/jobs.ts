import type { Input } from '../extract/bytes/input.js';
import type { Database } from '../load/database.js';
import type { RunResult } from '../run/run-result.js';
import type { Ending, RunListeners } from '../run/work.js';
import type { CommonOptions } from './common-options.js';
import type { GivenRun } from './given-run.js';
import type { CommandWorld } from './streams.js';
import { WrongCallError } from './wrong-call.js';

const mostJobs = 64;
const program = new URL('./job.js', import.meta.url);

/**
 * How many processes a run is to have; null for this one alone.
 * @throws WrongCallError if they could not do what is asked
 */
export function givenJobs(
  { jobs: given, onlyIf }: { readonly jobs?: string; readonly onlyIf?: string },
  inputs: readonly Input[],
  database: string,
): number | null {
  if (given === undefined) return null;
  const jobs = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (jobs < 1 || jobs > mostJobs)
    throw new WrongCallError(`--jobs ${given} is no number of processes from 1 to ${String(mostJobs)}.`);
  if (jobs === 1) return null;
  if (database.startsWith('sqlite:'))
    throw new WrongCallError(
      '--jobs needs a server: only one process at a time can write to a SQLite file. Omit it, or give a PostgreSQL or MySQL database.',
    );
  if (onlyIf !== undefined) throw new WrongCallError('--only-if does what was planned in one process: omit --jobs.');
  const other = inputs.find(({ path, reopens }) => path === undefined || !reopens);
  if (other !== undefined)
    throw new WrongCallError(`--jobs shares out files, and ${other.name} is none: give files, or omit --jobs.`);
  return jobs;
}

/** Goes through the inputs with several processes. */
export async function inJobs(
  count: number,
  { inputs, terms }: GivenRun,
  { options, database, db }: { readonly options: CommonOptions; readonly database: string; readonly db: Database },
  on: RunListeners,
  world: CommandWorld,
): Promise<RunResult & Ending> {
  const { runInJobs } = await import('../run/jobs/run-in-jobs.js');
  const root = options.root ?? world.env.PULLTHROUGH_ROOT ?? null;
  const setting = { config: options.config, set: options.set, root, database };
  return runInJobs(inputs, db, terms, { count, program, setting }, on);
}
