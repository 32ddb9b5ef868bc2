import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import { countSchools, countUnseen, longestUnseen, schoolStates } from './school-list.js';

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
  /** The run that began last; null if there was none. */
  readonly latest: { readonly started: Date; readonly ended: Date | null } | null;
}

const all = { which: null, search: '' };

export async function readNightState(store: Store): Promise<NightState> {
  const counted = await countSchools(store, all);
  const schools = schoolStates
    .filter((status) => status !== 'unseen')
    .map((status) => [status, counted.get(status) ?? 0]);
  return {
    schools: new Map(schools as [string, number][]),
    unseen: await countUnseen(store, all),
    unseenSince: dateOf(await longestUnseen(store)),
    heldSince: dateOf(await longestHeld(store)),
    latest: await latestNight(store),
  };
}

async function longestHeld({ knex }: Pick<Store, 'knex'>): Promise<string | null> {
  const row: unknown = await guarded('Reading table holds', () => knex('holds').min({ since: 'held_since' }).first());
  return (row as { readonly since: string | null } | undefined)?.since ?? null;
}

async function latestNight({ knex }: Pick<Store, 'knex'>): Promise<NightState['latest']> {
  const row = await guarded('Reading table runs', () =>
    knex<{ began: number; started_at: string; finished_at: string | null }>('runs')
      .whereNotNull('began')
      .orderBy('began', 'desc')
      .first('started_at', 'finished_at'),
  );
  if (row === undefined) return null;
  return { started: new Date(row.started_at), ended: dateOf(row.finished_at) };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
