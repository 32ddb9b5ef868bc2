import type { Knex } from 'knex';
import { DatabaseError } from '../database-error.js';
import { guarded } from '../guarded.js';
import type { Database } from '../database.js';
import type { Store } from '../dialect.js';
import { foldedColumn, foldedSchool } from '../tables/folded-columns.js';
import type { SqlColumn } from '../tables/tables.js';
import type { Figures } from './figures.js';
import { newRunId, timeOfRunId } from './run-ids.js';

/** A run among all others. */
export interface StartedRun {
  readonly id: string;
  /** Greater than that of every run that began before: this says which run is the latest, and no clock does. */
  readonly began: number;
  /** Whether many workers make it, and each part of it may be given to more than one of them. */
  readonly isShared?: true;
}

/** A run that has some of the inputs of a night, among those that have the others. */
export interface PartOfNight {
  /** `3/16`. */
  readonly part: string;
  /** How many parts there are. */
  readonly of: number;
  /** The key of the whole night's feed; null if it has none. */
  readonly feed: string | null;
}

/** A clock that goes back by less is taken for one that is put right, and ids still stay in order. */
const mostBack = 24 * 60 * 60 * 1000;

const lockSeconds = 30;

/** What is noted of a run that many workers make. */
interface Enqueued {
  /** What it is made with, as JSON. */
  readonly enqueued?: string;
  /** Is done in the same transaction. */
  readonly more?: (run: StartedRun, trx: Knex) => Promise<void>;
}

/**
 * Notes that a run begins.
 * @param random gives another text each time
 * @param night of a run that has a part of one
 * @throws DatabaseError
 */
export async function startRun(
  db: Pick<Database, 'knex' | 'dialect'>,
  {
    startedAt,
    random,
    night = null,
  }: { readonly startedAt: Date; readonly random: () => string; readonly night?: PartOfNight | null },
  { enqueued, more }: Enqueued = {},
): Promise<StartedRun> {
  // Two that began at once would have the same number.
  return runsAlone(db, async (trx) => {
    const latest = await latestRun({ knex: trx });
    const run = {
      id: await freeId(trx, idTime(startedAt, latest?.id ?? null), random),
      began: (latest?.began ?? 0) + 1,
    };
    const part = night === null ? {} : { part: night.part, feed: night.feed };
    const whole = enqueued === undefined ? { heard_at: trx.raw(db.dialect.clock(0)) } : { enqueued };
    await trx('runs').insert({ ...run, ...part, ...whole, started_at: startedAt.toISOString(), status: 'running' });
    await more?.(run, trx);
    return run;
  });
}

/** Does in one transaction what only one may do with the table of runs at a time. */
export function runsAlone<T>(
  { knex, dialect }: Pick<Database, 'knex' | 'dialect'>,
  work: (trx: Knex) => Promise<T>,
): Promise<T> {
  const heldByAnother = `Other runs have been beginning for ${String(lockSeconds)} s: run again.`;
  const locks = [{ name: 'runs', seconds: lockSeconds, heldByAnother }];
  return guarded('Writing to table runs', () => dialect.alone(knex, locks, work));
}

/** The run that began last; null if there was none. */
export async function latestRun({ knex }: Pick<Store, 'knex'>): Promise<StartedRun | null> {
  const row = await guarded('Reading table runs', () =>
    knex<StartedRun>('runs').whereNotNull('began').orderBy('began', 'desc').first('id', 'began'),
  );
  return row === undefined ? null : { id: row.id, began: Number(row.began) };
}

/** The clock's time; if that is only a little behind the last run's id, the time after the id's. */
function idTime(now: Date, last: string | null): Date {
  const time = Date.parse((last === null ? null : timeOfRunId(last)) ?? '');
  const isInOrder = Number.isNaN(time) || now.getTime() > time || time - now.getTime() >= mostBack;
  return isInOrder ? now : new Date(time + 1);
}

async function freeId(trx: Knex, time: Date, random: () => string): Promise<string> {
  for (;;) {
    const id = newRunId(time, random());
    if ((await trx('runs').where({ id }).first('id')) === undefined) return id;
  }
}

export interface FinishedRun {
  readonly id: string;
  readonly finishedAt: Date;
  readonly status: 'done' | 'failed' | 'interrupted';
  /** Schools by status. */
  readonly counts: Readonly<Record<string, number>>;
}

export async function finishRun(db: Database, run: FinishedRun): Promise<void> {
  const row = { finished_at: run.finishedAt.toISOString(), status: run.status, counts: JSON.stringify(run.counts) };
  // Added up once, so that no page goes through the rows of all schools.
  const changed = db.knex('school_runs').where({ run_id: run.id }).sum('changed');
  const notThrough = db.knex('latest_school_runs').sum('not_through');
  await guarded('Writing to table runs', () =>
    db
      .knex('runs')
      .where({ id: run.id })
      .update({ ...row, changed, not_through: notThrough }),
  );
}

export interface SchoolRun {
  /** Null if a broken document did not say it. */
  readonly school: string | null;
  readonly run: StartedRun;
  /** Number of the document in the run, from 1. */
  readonly document: number;
  readonly status: string;
  readonly counts: unknown;
  readonly reason: string | null;
  /** As the document says it; for a school that was loaded, `schools` has it. */
  readonly name?: string | null;
  /** Of one that was loaded or is unchanged. */
  readonly figures?: Figures | null;
}

/**
 * Notes what became of schools in a run; school_id is empty if nobody knows which school it was. To be called in a
 * transaction.
 * @throws RecordedError if another worker of the same night has done that
 */
export async function recordSchoolRun(store: Store, ...runs: readonly SchoolRun[]): Promise<void> {
  await assertNotRecorded(store.knex, runs);
  await recordRows(store, runs);
}

async function recordRows({ knex, dialect }: Store, runs: readonly SchoolRun[]): Promise<void> {
  const rows = runs.map(({ school, run, document, status, counts, reason, figures }) => ({
    school_id: school ?? '',
    run_id: run.id,
    document,
    status,
    counts: JSON.stringify(counts),
    reason,
    changed: figures?.changed ?? null,
    not_through: figures?.notThrough ?? null,
  }));
  await guarded('Writing to table school_runs', () => knex('school_runs').insert(rows));
  // If a school is in them twice, the first.
  const known = new Map<string | null, SchoolRun>();
  for (const run of runs) if (run.school !== null && !known.has(run.school)) known.set(run.school, run);
  const put = (columns: readonly SqlColumn[], rows: readonly SchoolRun[]) =>
    dialect.put(knex, {
      table: 'latest_school_runs',
      key: ['school_id'],
      columns,
      update: columns.slice(1).map(({ name }) => name),
      // If a run meets a school twice, the first counts; if two runs meet it, the later one.
      onlyAfter: 'began',
      rows: rows.map(({ school, run, status, reason, name = null, figures = null }) => [
        ...[school, run.id, status, reason, name, foldedSchool(school ?? '', name), run.began],
        ...(figures === null ? [] : [figures.notThrough]),
      ]),
      isNew: false,
    });
  await guarded('Writing to table latest_school_runs', async () => {
    const all = [...known.values()];
    await put(
      latestColumns,
      all.filter(({ figures = null }) => figures !== null),
    );
    // What was not loaded has the figures that it had.
    await put(
      latestColumns.filter(({ name }) => name !== 'not_through'),
      all.filter(({ figures = null }) => figures === null),
    );
  });
}

/** A school of which it is recorded already, in the same night, what became of it. */
export class RecordedError extends DatabaseError {
  constructor(readonly recorded: RecordedSchool) {
    super('failed', `What became of school ${recorded.school} is already recorded.`);
  }
}

export interface RecordedSchool {
  readonly school: string;
  readonly document: number;
  readonly status: string;
  /** JSON, as it was given. */
  readonly counts: string;
  readonly reason: string | null;
}

/** A part of a night may be given to a second worker while the first is still alive: only one of them may write. */
async function assertNotRecorded(knex: Knex, runs: readonly SchoolRun[]): Promise<void> {
  const shared = runs.filter(({ run }) => run.isShared === true);
  const [first] = shared;
  if (first === undefined) return;
  const schools = shared.flatMap(({ school }) => school ?? []);
  const row = await guarded('Reading table school_runs', () =>
    knex<Omit<RecordedSchool, 'school'> & { school_id: string; run_id: string }>('school_runs')
      .where({ run_id: first.run.id })
      .whereIn('school_id', schools)
      .first('school_id', 'document', 'status', 'counts', 'reason'),
  );
  if (row === undefined) return;
  const { school_id: school, document, status, counts, reason } = row;
  throw new RecordedError({ school, document, status, counts, reason });
}

/** What the list of schools reads, so nobody goes through all runs of all schools. */
const latestColumns = [
  { name: 'school_id', type: 'text' },
  { name: 'run_id', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'name', type: 'text' },
  { name: foldedColumn, type: 'text' },
  { name: 'began', type: 'integer' },
  { name: 'not_through', type: 'integer' },
] as const satisfies readonly SqlColumn[];

/**
 * The same in a transaction of its own, for what no load has noted. What another worker of the same night has recorded
 * stays.
 * @throws DatabaseError
 */
export async function noteSchoolRuns({ knex, dialect }: Store, runs: readonly SchoolRun[]): Promise<void> {
  await guarded('Writing to table school_runs', () =>
    knex.transaction(async (trx) => {
      const [first] = runs;
      const rest = first?.run.isShared === true ? await notRecorded(trx, first.run.id, runs) : runs;
      if (rest.length > 0) await recordRows({ knex: trx, dialect }, rest);
    }),
  );
}

async function notRecorded(trx: Knex, run: string, runs: readonly SchoolRun[]): Promise<SchoolRun[]> {
  const rows = await trx<{ run_id: string; document: number }>('school_runs')
    .where({ run_id: run })
    .whereIn(
      'document',
      runs.map(({ document }) => document),
    )
    .select('document');
  const recorded = new Set(rows.map(({ document }) => document));
  return runs.filter(({ document }) => !recorded.has(document));
}

/** Whether what became of a school in a run is noted, as it is in the transaction that loads it. */
export async function isSchoolRunRecorded(
  db: Database,
  { school, runId, document }: { school: string; runId: string; document: number },
): Promise<boolean> {
  const row: unknown = await guarded('Reading table school_runs', () =>
    db.knex('school_runs').where({ school_id: school, run_id: runId, document }).first('status'),
  );
  return row !== undefined;
}
