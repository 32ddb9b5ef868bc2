import type { Knex } from 'knex';
import type { Database } from '../database.js';
import { DatabaseError } from '../database-error.js';
import { guarded } from '../guarded.js';
import { isAnyOpen } from './parts.js';
import type { StartedRun } from './runs.js';

/** A night that many workers make: its run, and what it was enqueued with. */
export interface EnqueuedNight extends StartedRun {
  readonly startedAt: string;
  /** ISO 8601; null until it has ended. */
  readonly finishedAt: string | null;
  /** `running`, or how it ended. */
  readonly status: string;
  /** JSON, as it was given. */
  readonly enqueued: string;
  /** JSON of what was found and done at its end; null until all of that is done. */
  readonly ending: string | null;
}

interface NightRow {
  readonly id: string;
  readonly began: number;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly status: string;
  readonly enqueued: string | null;
  readonly ending: string | null;
}

const reading = 'Reading table runs';

/** @returns null if no such night was enqueued */
export async function readNight(knex: Knex, id: string): Promise<EnqueuedNight | null> {
  const row = await guarded(reading, () => knex<NightRow>('runs').where({ id }).first());
  return row === undefined ? null : nightOf(row);
}

/** Nights that have not ended, the oldest first. */
export async function openNights(knex: Knex): Promise<EnqueuedNight[]> {
  const rows = await guarded(reading, () =>
    knex<NightRow>('runs').whereNotNull('enqueued').whereNull('ending').orderBy('began').select(),
  );
  return rows.flatMap((row) => nightOf(row) ?? []);
}

/** The night that was enqueued last. */
export async function lastNight(knex: Knex): Promise<EnqueuedNight | null> {
  const row = await guarded(reading, () =>
    knex<NightRow>('runs').whereNotNull('enqueued').orderBy('began', 'desc').first(),
  );
  return row === undefined ? null : nightOf(row);
}

/** A night that is to be made once, and was. */
export class AlreadyEnqueuedError extends DatabaseError {
  constructor(readonly night: EnqueuedNight) {
    super('failed', `Night ${night.id} was enqueued already.`);
  }
}

/**
 * To be called in the transaction that makes a night.
 * @param key what a night was enqueued with to be made once, as `once`
 * @throws AlreadyEnqueuedError
 */
export async function assertOnce(trx: Knex, key: string, run: StartedRun): Promise<void> {
  const row = await guarded(reading, () =>
    trx<NightRow>('runs')
      .where('began', '<', run.began)
      .where('enqueued', 'like', `%${JSON.stringify({ once: key }).slice(1, -1)}%`)
      .orderBy('began')
      .first(),
  );
  const night = row === undefined ? null : nightOf(row);
  if (night !== null) throw new AlreadyEnqueuedError(night);
}

/** Whether any run began after this one. */
export async function isAnyLater(knex: Knex, { began }: StartedRun): Promise<boolean> {
  const row: unknown = await guarded(reading, () => knex('runs').where('began', '>', began).first('id'));
  return row !== undefined;
}

function nightOf(row: NightRow): EnqueuedNight | null {
  const { id, began, started_at: startedAt, finished_at: finishedAt, status, enqueued, ending } = row;
  if (enqueued === null) return null;
  return { id, began: Number(began), isShared: true, startedAt, finishedAt, status, enqueued, ending };
}

/** Notes anew what is kept of a night's end. */
export async function changeEnding(knex: Knex, id: string, ending: string): Promise<void> {
  await guarded('Writing to table runs', () => knex<NightRow>('runs').where({ id }).update({ ending }));
}

/** Notes anew what a night was enqueued with. */
export async function changeEnqueued(trx: Knex, id: string, enqueued: string): Promise<void> {
  await guarded('Writing to table runs', () => trx<NightRow>('runs').where({ id }).update({ enqueued }));
}

/**
 * Ends a night if all its parts are done, once: others who try at the same time go on at once, and if the one who does
 * it dies, the next does it again.
 * @param end does what a run does at its end, and gives what is kept of it as JSON
 * @returns whether it was ended here
 */
export async function endOnce(db: Database, night: StartedRun, end: () => Promise<string>): Promise<boolean> {
  return guarded(reading, () =>
    db.knex.transaction(async (trx) => {
      const locked = await trx.raw<{ rows: { mine: boolean }[] }>(
        `select pg_try_advisory_xact_lock(hashtextextended('pullthrough ' || current_schema() || ' night ' || ?, 0)) as mine`,
        [night.id],
      );
      if (locked.rows[0]?.mine !== true) return false;
      const now = await readNight(trx, night.id);
      if (now === null || now.ending !== null || (await isAnyOpen(trx, night.id))) return false;
      // This transaction waits for others, however long they take.
      await trx.raw('set local idle_in_transaction_session_timeout = 0');
      const ending = await end();
      await trx('runs').where({ id: night.id }).update({ ending });
      return true;
    }),
  );
}
