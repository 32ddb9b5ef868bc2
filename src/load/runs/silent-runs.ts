import type { Knex } from 'knex';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { runsAlone } from './runs.js';

/** A run that was killed, or whose machine is gone, and that is noted as ended now. */
export interface SilentRun {
  readonly id: string;
  /** When it was last heard of, by the database's clock, ISO 8601; when it began, if it died at once. */
  readonly heardAt: string;
}

/** How often a run says that it is alive. */
const beatEvery = 30_000;
/** A run of which nothing is heard for so long is taken for dead: a school may keep it busy for a while. */
const silentSeconds = 10 * 60;

interface RunRow {
  readonly id: string;
  readonly status: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly heard_at: string | null;
  readonly enqueued: string | null;
  readonly counts: string | null;
}

/**
 * Says again and again that a run is alive, until it has ended. What cannot be said now is said the next time: only a
 * run that says nothing for long is taken for dead, and one that ends after that says so itself.
 * @returns ends it
 */
export function sayAlive({ knex, dialect }: Store, run: string, every = beatEvery): () => Promise<void> {
  let saying: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    saying = knex<RunRow>('runs')
      .where({ id: run, status: 'running' })
      .update({ heard_at: clock(knex, dialect) })
      .catch(() => undefined);
  }, every);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await saying;
  };
}

/**
 * Ends the runs of which nothing is heard any more, as interrupted. Nights in a queue are ended by whoever takes the last
 * of them.
 */
export async function endSilentRuns(store: Store): Promise<SilentRun[]> {
  if ((await readSilent(store)).length === 0) return [];
  // Two that look at once would both say it.
  return runsAlone(store, async (trx) => {
    const silent = await readSilent({ knex: trx, dialect: store.dialect });
    for (const { id, heardAt } of silent) await end(trx, id, heardAt);
    return silent;
  });
}

async function readSilent({ knex, dialect }: Store): Promise<SilentRun[]> {
  const rows = await guarded('Reading table runs', () =>
    knex<RunRow>('runs')
      .where({ status: 'running' })
      .whereNull('enqueued')
      .whereNotNull('heard_at')
      .where('heard_at', '<', clock(knex, dialect, silentSeconds))
      .orderBy('began')
      .select('id', 'started_at', 'heard_at'),
  );
  return rows.map(({ id, started_at: startedAt, heard_at: heardAt }) => ({
    id,
    // The two are by different clocks, and no run ends before it began.
    heardAt: heardAt === null || heardAt < startedAt ? startedAt : heardAt,
  }));
}

async function end(trx: Knex, id: string, heardAt: string): Promise<void> {
  const rows: unknown = await guarded('Reading table school_runs', () =>
    trx('school_runs').where({ run_id: id }).groupBy('status').select('status').count({ schools: '*' }),
  );
  const counts = Object.fromEntries(
    (rows as { status: string; schools: unknown }[]).map(({ status, schools }) => [status, Number(schools)]),
  );
  await guarded('Writing to table runs', () =>
    trx<RunRow>('runs')
      .where({ id, status: 'running' })
      .update({ status: 'interrupted', finished_at: heardAt, counts: JSON.stringify(counts) }),
  );
}

/** The database's own time: machines that share one may have other times than it has. */
function clock(knex: Knex, dialect: Store['dialect'], secondsAgo = 0): string {
  return knex.raw(dialect.clock(secondsAgo)) as unknown as string;
}
