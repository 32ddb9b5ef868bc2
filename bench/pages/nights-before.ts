import type { Database } from '../../src/load/database.js';
import { newRunId } from '../../src/load/runs/run-ids.js';

const day = 24 * 60 * 60 * 1000;
const rowsAtATime = 100;

interface SchoolRunRow {
  readonly school_id: string;
  readonly run_id: string;
  readonly document: number;
  readonly status: string;
  readonly counts: string;
  readonly reason: string | null;
}

/** Nights before the first run, as the load notes them: every school of that run was there, and nothing was new. */
export async function writeNightsBefore({ knex }: Pick<Database, 'knex'>, nights: number): Promise<void> {
  const first = await knex<{ id: string; started_at: string }>('runs').orderBy('id').first();
  if (first === undefined || nights < 1) return;
  const started = Date.parse(first.started_at);
  const ids = Array.from({ length: nights }, (_, at) => newRunId(new Date(started - (at + 1) * day), 'bench'));
  const all = await knex<SchoolRunRow>('school_runs').where({ run_id: first.id }).select();
  const unchanged = all.map((row) => ({ ...row, run_id: ids[0], status: 'unchanged', counts: withoutChanges(row) }));
  await knex.transaction(async (trx) => {
    for (const [at, id] of ids.entries()) {
      const began = started - (at + 1) * day;
      await trx('runs').insert({
        id,
        started_at: new Date(began).toISOString(),
        finished_at: new Date(began + 60_000).toISOString(),
        status: 'done',
        counts: JSON.stringify({ loaded: 0, unchanged: all.length, held: 0, failed: 0 }),
      });
    }
    for (let at = 0; at < unchanged.length; at += rowsAtATime)
      await trx('school_runs').insert(unchanged.slice(at, at + rowsAtATime));
    for (const id of ids.slice(1)) {
      const columns = ['school_id', 'document', 'status', 'counts', 'reason'];
      const copied = trx('school_runs')
        .where({ run_id: ids[0] })
        .select(trx.raw('? as run_id', [id]), ...columns);
      await trx(trx.raw('school_runs (run_id, school_id, document, status, counts, reason)')).insert(copied);
    }
  });
}

function withoutChanges({ counts }: SchoolRunRow): string {
  const { sections } = JSON.parse(counts) as { sections: unknown };
  return JSON.stringify({ sections, changes: {} });
}
