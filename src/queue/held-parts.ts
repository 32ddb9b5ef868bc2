import type { Database } from '../load/database.js';
import { lightly } from '../load/light-transaction.js';
import { endParts, takeParts, type EndedPart, type PartKey, type TakenPart } from '../load/runs/parts.js';
import type { Engine, Job } from './engine.js';

/** A part that a worker has, and its job. */
export interface Held {
  readonly job: Job;
  readonly part: TakenPart;
}

/**
 * Takes parts that wait, the lowest turns first. What is not to be done now goes back, or out of the queue.
 * @param most how many, at the most
 */
export async function takeHeld(db: Database, engine: Engine, most: number): Promise<Held[]> {
  return lightly(db, 'Taking sources', async (trx) => {
    const jobs = await engine.take(trx, most);
    if (jobs.length === 0) return [];
    const jobOf = new Map(jobs.map((job) => [keyOf({ run: job.data.night, document: job.data.document }), job]));
    const { taken, others } = await takeParts(
      trx.knex,
      jobs.map(({ data: { night: run, document } }) => ({ run, document })),
    );
    const held = taken.flatMap((part) => {
      const job = jobOf.get(keyOf(part));
      jobOf.delete(keyOf(part));
      return job === undefined ? [] : [{ part, job }];
    });
    // An older night's worker has the same school in hand; all else was replaced, or is done.
    const later = others.filter(({ state }) => state === 'waiting' || state === 'active');
    const postponed = later.flatMap((part) => jobOf.get(keyOf(part)) ?? []);
    await engine.tryAgain(trx, postponed);
    await engine.end(
      trx,
      [...jobOf.values()].filter((job) => !postponed.includes(job)),
    );
    return held;
  });
}

/** Notes what became of parts, and takes their jobs out of the queue. */
export async function endHeld(
  db: Database,
  engine: Engine,
  ended: readonly { readonly part: EndedPart; readonly job: Job }[],
): Promise<void> {
  await lightly(db, 'Writing what became of sources', async (trx) => {
    await endParts(
      trx.knex,
      ended.map(({ part }) => part),
    );
    await engine.end(
      trx,
      ended.map(({ job }) => job),
    );
  });
}

function keyOf({ run, document }: PartKey): string {
  return `${run} ${String(document)}`;
}
