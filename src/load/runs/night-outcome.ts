import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';

/** What became of a school in a night. */
export interface SchoolOutcome {
  /** Null if a broken document did not say it. */
  readonly school: string | null;
  readonly name: string | null;
  readonly status: string;
  readonly reason: string | null;
}

/** A night that has ended, as the tables have it: whoever made it, and however many. */
export interface NightOutcome {
  readonly run: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The key of its feed; null if it has none, or a later night has taken its place. */
  readonly feed: string | null;
  /** In the order of their documents. */
  readonly schools: readonly SchoolOutcome[];
  readonly unseen: readonly {
    readonly school: string;
    readonly name: string | null;
    readonly lastMet: string | null;
  }[];
}

/**
 * @returns null if the run is no longer noted
 * @throws DatabaseError
 */
export async function readNightOutcome({ knex }: Pick<Store, 'knex'>, run: string): Promise<NightOutcome | null> {
  const row = await guarded('Reading table runs', () =>
    knex<{ id: string; started_at: string }>('runs').where({ id: run }).first('started_at'),
  );
  if (row === undefined) return null;
  const feed = await guarded('Reading table feeds', () =>
    knex<{ feed: string; run_id: string }>('feeds').where({ run_id: run }).first('feed'),
  );
  const schools: unknown = await guarded('Reading table school_runs', () =>
    knex({ ran: 'school_runs' })
      .leftJoin('latest_school_runs as latest', 'latest.school_id', 'ran.school_id')
      .leftJoin('schools', 'schools.school_id', 'ran.school_id')
      .where({ 'ran.run_id': run })
      .orderBy('ran.document')
      .select(
        { school: 'ran.school_id', status: 'ran.status', reason: 'ran.reason' },
        knex.raw('coalesce(schools.name, latest.name) as name'),
      ),
  );
  const unseen: unknown = await guarded('Reading table unseen_schools', () =>
    knex({ unseen: 'unseen_schools' })
      .leftJoin('schools', 'schools.school_id', 'unseen.school_id')
      .where({ 'unseen.run_id': run })
      .orderBy('unseen.school_id')
      .select({ school: 'unseen.school_id', name: 'schools.name', lastMet: 'unseen.last_met' }),
  );
  return {
    run,
    startedAt: row.started_at,
    feed: feed?.feed ?? null,
    schools: (schools as SchoolOutcome[]).map((one) => ({ ...one, school: one.school === '' ? null : one.school })),
    unseen: unseen as NightOutcome['unseen'],
  };
}
