import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { countSchools, howManyAre, longestUnseen, schoolStates } from './school-list.js';

/** How the schools of a database and its nights are, for those who watch many of both: numbers and times, no names. */
export interface NightState {
  /** By how a school's latest run ended for it. */
  readonly schools: ReadonlyMap<string, number>;
  /** How many did not arrive, and have not been met since. */
  readonly unseen: number;
  /** When a run last met the one that has been missing longest; null if none is missing, or it is not noted. */
  readonly unseenSince: Date | null;
  /** When the one was first held that has been held longest; null if none is held. */
  readonly heldSince: Date | null;
  /** The run that began last; of a night of several parts, the latest of each. None if there was none. */
  readonly latest: readonly LatestRun[];
  /** How many schools of nights of many workers wait or are being worked on. */
  readonly queued: number;
  /** When the oldest night began that has such schools; null if there is none. */
  readonly queuedSince: Date | null;
}

export interface LatestRun {
  /** `3/16`; blank of a whole night. */
  readonly part: string;
  readonly started: Date;
  readonly ended: Date | null;
}

const all = { which: null, search: '' };

export async function readNightState(store: Store): Promise<NightState> {
  const counted = await countSchools(store, all);
  const schools = schoolStates
    .filter((status) => status !== 'unseen')
    .map((state) => [state, howManyAre(counted, ({ status }) => status === state)]);
  return {
    schools: new Map(schools as [string, number][]),
    unseen: howManyAre(counted, ({ isUnseen }) => isUnseen),
    unseenSince: dateOf(await longestUnseen(store)),
    heldSince: dateOf(await longestHeld(store)),
    latest: await latestRuns(store),
    ...(await queueOf(store)),
  };
}

async function longestHeld({ knex }: Pick<Store, 'knex'>): Promise<string | null> {
  const row: unknown = await guarded('Reading table holds', () => knex('holds').min({ since: 'held_since' }).first());
  return (row as { readonly since: string | null } | undefined)?.since ?? null;
}

interface RunRow {
  readonly began: number;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly part: string | null;
}

/** Parts of a night that was shared out otherwise are no longer looked for. */
async function latestRuns({ knex }: Pick<Store, 'knex'>): Promise<LatestRun[]> {
  const rows = await guarded('Reading table runs', async () => {
    const runs = () => knex<RunRow>('runs').whereNotNull('began');
    const newest = await runs().orderBy('began', 'desc').first('part');
    if (newest === undefined) return [];
    const parts = runs();
    if (newest.part === null) void parts.whereNull('part');
    else void parts.where('part', 'like', `%${newest.part.slice(newest.part.indexOf('/'))}`);
    const latest = parts.groupBy('part').max({ began: 'began' });
    return runs().whereIn('began', latest).orderBy('began').select('part', 'started_at', 'finished_at');
  });
  return rows.map(({ part, started_at: started, finished_at: ended }) => ({
    part: part ?? '',
    started: new Date(started),
    ended: dateOf(ended),
  }));
}

async function queueOf({ knex }: Pick<Store, 'knex'>): Promise<Pick<NightState, 'queued' | 'queuedSince'>> {
  const row: unknown = await guarded('Reading table run_parts', () =>
    knex({ part: 'run_parts' })
      .leftJoin('runs', 'runs.id', 'part.run_id')
      .whereIn('part.state', ['waiting', 'active'])
      .count({ queued: '*' })
      .min({ since: 'runs.started_at' })
      .first(),
  );
  const { queued, since } = row as { readonly queued: number | string; readonly since: string | null };
  return { queued: Number(queued), queuedSince: dateOf(since) };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
