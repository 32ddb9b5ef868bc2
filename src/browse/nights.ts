import type { Knex } from 'knex';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Which } from './runs.js';

type Queried = Pick<Store, 'knex'>;

/** Why a school was not up to date on a day. */
export const troubles = ['failed', 'held', 'unseen'] as const;
export type Trouble = (typeof troubles)[number];

/** How many schools were in each kind of trouble; a school once for each. */
export type Troubled = Readonly<Record<Trouble, number>>;

/**
 * By run whose id is not less than one, how many of these schools were in trouble. A run in which none was is left out.
 */
export async function readTroubles(store: Queried, which: Which, from: string): Promise<Map<string, Troubled>> {
  const since = (table: string) => only(store.knex(table).where('run_id', '>=', from), which);
  const troubled = new Map<string, Record<Trouble, number>>();
  const note = (rows: readonly CountRow[]): void => {
    for (const { run, trouble, schools } of rows) {
      const of = troubled.get(run) ?? { failed: 0, held: 0, unseen: 0 };
      of[trouble] = Number(schools);
      troubled.set(run, of);
    }
  };
  const ended = since('school_runs').whereIn('status', ['failed', 'held']).groupBy('run_id', 'status');
  note(await counted(ended.select({ run: 'run_id', trouble: 'status' })));
  const unseen = since('unseen_schools').groupBy('run_id').select({ run: 'run_id' });
  note((await counted(unseen)).map((row) => ({ ...row, trouble: 'unseen' })));
  return troubled;
}

/** The same for several runs of one day together: a school that was in the same trouble in two of them is one. */
export async function readTroublesOfRuns(store: Queried, which: Which, runs: readonly string[]): Promise<Troubled> {
  const of = (table: string) => only(store.knex(table).whereIn('run_id', runs), which);
  const ended = of('school_runs').whereIn('status', ['failed', 'held']).groupBy('status').select({ trouble: 'status' });
  const troubled = { failed: 0, held: 0, unseen: 0 };
  for (const { trouble, schools } of await counted(ended)) troubled[trouble] = Number(schools);
  for (const { schools } of await counted(of('unseen_schools'))) troubled.unseen = Number(schools);
  return troubled;
}

interface CountRow {
  readonly run: string;
  readonly trouble: Trouble;
  readonly schools: string | number;
}

function only(query: Knex.QueryBuilder, which: Which): Knex.QueryBuilder {
  return which === null ? query : query.whereIn('school_id', [...which]);
}

async function counted(query: Knex.QueryBuilder): Promise<CountRow[]> {
  const rows: unknown = await guarded('Counting schools of runs', () => query.countDistinct({ schools: 'school_id' }));
  return rows as CountRow[];
}
