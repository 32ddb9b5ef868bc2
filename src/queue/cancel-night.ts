import type { Database } from '../load/database.js';
import { guarded } from '../load/guarded.js';
import { changeEnqueued, type EnqueuedNight } from '../load/runs/enqueued-nights.js';
import { giveUp } from '../load/runs/parts.js';
import type { Engine } from './engine.js';
import { termsOf } from './night-terms.js';

const cancelled = 'It was cancelled: pullthrough queue cancel.';
const cancelledInHand =
  'It was cancelled while a worker had it in hand, which may have loaded it: pullthrough queue cancel.';

/**
 * Takes what is left of a night out of the queue. A document that a worker has in hand may still be loaded.
 * @returns how many sources these are
 */
export function cancelNight(db: Database, engine: Engine, night: EnqueuedNight): Promise<number> {
  return guarded('Writing to table run_parts', () =>
    db.knex.transaction(async (knex) => {
      await changeEnqueued(knex, night.id, JSON.stringify({ ...termsOf(night), cancelled: true }));
      const jobs = await giveUp(knex, night.id, { waiting: cancelled, active: cancelledInHand });
      await engine.remove({ knex, dialect: db.dialect }, jobs);
      return jobs.length;
    }),
  );
}
