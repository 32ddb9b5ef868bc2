import { guarded } from './database-error.js';
import type { Database } from './database.js';
import type { Store } from './dialect.js';
import { foldedColumn, foldedSchool } from './folded-columns.js';

/** Ids of runs sort by time: 20261120T020000000Z-ab12cd. */
export function newRunId(now: Date, random: string): string {
  return `${runsBefore(now)}-${random}`;
}

const edit = 'edit-';

/** Stands in `changes` where a run's id would. */
export function newEditId(now: Date, random: string): string {
  return `${edit}${newRunId(now, random)}`;
}

export function byEdit(runId: string): boolean {
  return runId.startsWith(edit);
}

/** The ids of runs from before a time are less than this. */
export function runsBefore(time: Date): string {
  return time.toISOString().replace(/[-:.]/g, '');
}

/** Those of edits are in this span, without its end. */
export function editsBefore(time: Date): { from: string; until: string } {
  return { from: edit, until: `${edit}${runsBefore(time)}` };
}

/** When a run began, or an edit was made: its id outlives the row that says so. */
export function timeOfRunId(id: string): string | null {
  const at = /^(?:edit-)?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(id);
  if (at === null) return null;
  const [, year, month, day, hour, minute, second, millisecond] = at;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`;
}

export async function startRun(db: Database, run: { id: string; startedAt: Date }): Promise<void> {
  const row = { id: run.id, started_at: run.startedAt.toISOString(), status: 'running' };
  await guarded('Writing to table runs', () => db.knex('runs').insert(row));
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
  await guarded('Writing to table runs', () => db.knex('runs').where({ id: run.id }).update(row));
}

export interface SchoolRun {
  /** Null where a broken document did not say it. */
  readonly school: string | null;
  readonly runId: string;
  /** Number of the document in the run, from 1. */
  readonly document: number;
  readonly status: string;
  readonly counts: unknown;
  readonly reason: string | null;
  /** As the document says it; of a school that was loaded `schools` has it. */
  readonly name?: string | null;
}

/**
 * Notes what became of schools in a run; school_id is empty where nobody knows which school it was. To be called in a
 * transaction.
 */
export async function recordSchoolRun({ knex, dialect }: Store, ...runs: readonly SchoolRun[]): Promise<void> {
  const rows = runs.map(({ school, runId, document, status, counts, reason }) => ({
    school_id: school ?? '',
    run_id: runId,
    document,
    status,
    counts: JSON.stringify(counts),
    reason,
  }));
  await guarded('Writing to table school_runs', () => knex('school_runs').insert(rows));
  // Of a school that stands in them twice, the first.
  const known = new Map<string | null, SchoolRun>();
  for (const run of runs) if (run.school !== null && !known.has(run.school)) known.set(run.school, run);
  await guarded('Writing to table latest_school_runs', () =>
    dialect.put(knex, {
      table: 'latest_school_runs',
      key: ['school_id'],
      columns: latestColumns.map((name) => ({ name, type: 'text' })),
      update: latestColumns.slice(1),
      // A school that a run meets twice is what became of the first, and one of two runs is what the later made of it.
      onlyAfter: 'run_id',
      rows: [...known.values()].map(({ school, runId, status, reason, name = null }) => [
        ...[school, runId, status, reason, name],
        foldedSchool(school ?? '', name),
      ]),
      isNew: false,
    }),
  );
}

/** What the list of schools reads, so that nobody goes through all runs of all schools. */
export const latestColumns = ['school_id', 'run_id', 'status', 'reason', 'name', foldedColumn] as const;

/** The same in a transaction of its own, for what no load has noted. @throws DatabaseError */
export async function noteSchoolRuns({ knex, dialect }: Store, runs: readonly SchoolRun[]): Promise<void> {
  await guarded('Writing to table school_runs', () =>
    knex.transaction((trx) => recordSchoolRun({ knex: trx, dialect }, ...runs)),
  );
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
