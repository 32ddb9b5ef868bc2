import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { queueSchema } from './queue-schema.js';

interface JobRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

const doing = 'Asking the queue';
const alive = ['created', 'retry', 'active'] as const;
const jobsAtATime = 5000;

/** Which of these jobs are still to be done, or are being done. */
export async function jobsAlive({ knex }: Pick<Store, 'knex'>, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += jobsAtATime) {
    const rows = await guarded(doing, () =>
      knex<JobRow>('job')
        .withSchema(queueSchema)
        .whereIn('id', ids.slice(at, at + jobsAtATime))
        .whereIn('state', alive)
        .select('id'),
    );
    for (const { id } of rows) found.add(id);
  }
  return found;
}

/** How many jobs of a queue wait, also for their next attempt, and how many are being done. */
export async function waitingJobs(
  { knex }: Pick<Store, 'knex'>,
  queue: string,
): Promise<{ readonly waiting: number; readonly active: number }> {
  const rows: unknown = await guarded(doing, () =>
    knex('job')
      .withSchema(queueSchema)
      .where({ name: queue })
      .whereIn('state', alive)
      .groupBy('state')
      .select('state')
      .count({ jobs: '*' }),
  );
  const counts = { waiting: 0, active: 0 };
  for (const { state, jobs } of rows as { state: string; jobs: unknown }[])
    counts[state === 'active' ? 'active' : 'waiting'] += Number(jobs);
  return counts;
}

/** Ends the waits of jobs that are to be tried again. @returns how many they are */
export async function makeJobsReady({ knex }: Pick<Store, 'knex'>, queue: string): Promise<number> {
  return guarded(doing, () =>
    knex('job')
      .withSchema(queueSchema)
      .where({ name: queue })
      .whereIn('state', ['created', 'retry'])
      .where('start_after', '>', knex.fn.now())
      .update({ start_after: knex.fn.now() }),
  );
}

/**
 * Tells the planner how many jobs there are now: until it knows, it sorts all that wait for each few that are taken. A
 * role that does not own the tables may not, and is only warned; then the server does it in its own time.
 */
export async function analyzeQueue({ knex }: Pick<Store, 'knex'>): Promise<void> {
  await guarded(doing, () => knex.raw('analyze ??.??, ??', [queueSchema, 'job', 'run_parts']));
}
