import type { PgBoss } from 'pg-boss';
import type { Database } from '../load/database.js';
import type { Store } from '../load/dialect.js';
import { plainSql } from '../load/plain-sql.js';
import { jobsAlive, makeJobsReady, waitingJobs } from '../load/runs/jobs.js';
import { queueSchema } from '../load/runs/queue-schema.js';
import { noQueue, QueueRefusedError } from './refused.js';

/** What a job says: which part of which night, and where its document comes from. */
export interface JobData {
  readonly night: string;
  readonly document: number;
  readonly source: string;
}

/** A job that this worker has, until it ends it or its heart stops. */
export interface Job {
  readonly id: string;
  readonly retryCount: number;
  readonly data: JobData;
}

export interface NewJob {
  readonly id: string;
  readonly data: JobData;
  /** The lowest is taken first. */
  readonly turn: number;
  readonly lane: string;
}

const queue = 'documents';
const jobsAtATime = 1000;

/** A worker of which nothing is heard for so long is taken for dead: no less is possible. */
const heartbeatSeconds = 10;
/** How often a worker says that it is alive. */
export const heartbeatEvery = 3000;
const lookForTheDeadSeconds = 2;

const queueTerms = {
  policy: 'standard',
  // The parts of a night count how often they were tried, and end that: here it never does.
  retryLimit: 10_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds,
  expireInSeconds: 23 * 60 * 60,
  retentionSeconds: 14 * 24 * 60 * 60,
  warningQueueSize: 10_000_000,
} as const;

/** The queue's engine, pg-boss: gives each job to one worker at a time, and to another if that one dies. */
export class Engine {
  private constructor(
    private readonly boss: PgBoss,
    private readonly db: Database,
  ) {}

  /**
   * @param supervises whether to look for workers that died, while it is open
   * @param trouble is told what went wrong in between; it is tried again
   * @throws QueueRefusedError if there is no queue, or the package is missing
   */
  static async open(
    db: Database,
    supervises: boolean,
    trouble: (error: unknown) => void = () => undefined,
  ): Promise<Engine> {
    const boss = await bossOf(db, { supervises, migrates: false });
    boss.on('error', trouble);
    if (!(await boss.isInstalled())) throw noQueue();
    await boss.start();
    if ((await boss.getQueue(queue)) === null) {
      await boss.stop({ graceful: false, close: false });
      throw noQueue();
    }
    return new Engine(boss, db);
  }

  /** Makes the queue's tables, or brings them up to date. @returns the version of its schema */
  static async migrate(db: Database): Promise<number | null> {
    const boss = await bossOf(db, { supervises: false, migrates: true });
    // What it does beside making tables is done again by whoever opens it next.
    boss.on('error', () => undefined);
    await boss.start();
    try {
      if ((await boss.getQueue(queue)) === null) await boss.createQueue(queue, queueTerms);
      return await boss.schemaVersion();
    } finally {
      await boss.stop({ graceful: true, close: false });
    }
  }

  /** @param trx the transaction of which they are a part */
  async add(trx: Store, jobs: readonly NewJob[]): Promise<void> {
    for (let at = 0; at < jobs.length; at += jobsAtATime) {
      const some = jobs
        .slice(at, at + jobsAtATime)
        .map(({ id, data, turn, lane }) => ({ id, data, priority: -turn, group: { id: lane } }));
      await this.boss.insert(queue, some, { db: plainSql(trx), returnId: false });
    }
  }

  async take(trx: Store, most: number): Promise<Job[]> {
    return (await this.boss.fetch<JobData>(queue, { batchSize: most, db: plainSql(trx) })) ?? [];
  }

  /** Says that their worker is alive. */
  async keep(jobs: readonly Job[]): Promise<void> {
    if (jobs.length > 0) await this.boss.touch(queue, attemptsOf(jobs));
  }

  /** Jobs that are done, whatever came of them. One that another worker has by now stays. */
  async end(trx: Store, jobs: readonly Job[]): Promise<void> {
    if (jobs.length > 0) await this.boss.deleteJob(queue, attemptsOf(jobs), { db: plainSql(trx) });
  }

  /** Jobs that are not needed any more, whoever has them. */
  async remove(trx: Store, ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += jobsAtATime)
      await this.boss.deleteJob(queue, ids.slice(at, at + jobsAtATime), { db: plainSql(trx) });
  }

  /** Jobs to be tried again, after a wait that grows. */
  async tryAgain(trx: Store, jobs: readonly Job[]): Promise<void> {
    if (jobs.length > 0) await this.boss.fail(queue, attemptsOf(jobs), null, { db: plainSql(trx) });
  }

  /** Jobs that were not begun: others may take them at once. */
  async giveBack(trx: Store, jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    const db = plainSql(trx);
    await this.boss.cancel(queue, attemptsOf(jobs), { db });
    await this.boss.resume(
      queue,
      jobs.map(({ id }) => id),
      { db },
    );
  }

  /** Which of these are still to be done, or are being done. */
  alive(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return jobsAlive(this.db, ids);
  }

  /** Whether anything waits or is being done. */
  async isEmpty(): Promise<boolean> {
    const { waiting, active } = await waitingJobs(this.db, queue);
    return waiting + active === 0;
  }

  /** Ends the waits of those that are to be tried again. @returns how many they are */
  hurry(): Promise<number> {
    return makeJobsReady(this.db, queue);
  }

  close(): Promise<void> {
    return this.boss.stop({ graceful: false, close: false });
  }
}

function attemptsOf(jobs: readonly Job[]): { id: string; retryCount: number }[] {
  return jobs.map(({ id, retryCount }) => ({ id, retryCount }));
}

async function bossOf(
  db: Database,
  { supervises, migrates }: { readonly supervises: boolean; readonly migrates: boolean },
): Promise<PgBoss> {
  const Boss = await loadBoss();
  return new Boss({
    db: plainSql(db),
    schema: queueSchema,
    migrate: migrates,
    supervise: supervises,
    superviseIntervalSeconds: lookForTheDeadSeconds,
    monitorIntervalSeconds: lookForTheDeadSeconds,
    schedule: false,
    // What follows needs rights that a worker has not, or writes what nobody reads.
    registerInstance: false,
    persistQueueStats: false,
    persistWarnings: false,
    reindex: false,
    monitorVacuum: false,
  });
}

/** Loaded here only: it is not installed where nobody has a queue. */
async function loadBoss(): Promise<typeof PgBoss> {
  try {
    return (await import('pg-boss')).PgBoss;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new QueueRefusedError(
      'The package pg-boss is not installed: install again on this version of Node, with optional dependencies (npm ci --include=optional).',
    );
  }
}
