import { countRows } from './count-rows.js';
import type { Part } from './part.js';
import type { Knex } from 'knex';
import type { Sums } from '../decide/decision.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import { guarded } from '../load/guarded.js';
import type { ChangeCounts } from '../load/compare/differences.js';
import type { Store } from '../load/dialect.js';
import { foldedColumn } from '../load/tables/folded-columns.js';

/** A run, with how it ended for the schools in question. */
export interface RunLine {
  readonly id: string;
  /** ISO 8601 with milliseconds. */
  readonly startedAt: string;
  /** Null if it has not ended, or was killed. */
  readonly finishedAt: string | null;
  readonly status: string;
  /** `3/16` of a run that has a part of a night; null of any other. */
  readonly part: string | null;
  /** How many schools, by how it ended for them. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A school in a run; null if its document did not say which it was. */
export interface SchoolInRun {
  readonly school: string | null;
  readonly name: string | null;
  readonly status: string;
  readonly reason: string | null;
  /** What was wrong with its document; null if it did not fail because of one. */
  readonly fault: SchoolFault | null;
  /** By the kind's name; for a school that was held, what would have changed. */
  readonly changes: Readonly<Record<string, ChangeCounts>>;
  /** By the kind's name; none if the run did not get that far. */
  readonly sections: Readonly<Record<string, Sums>>;
  /** Whether it was ever loaded, so that it has pages. */
  readonly isKnown: boolean;
}

/** The schools whose runs are asked for; null for all. */
export type Which = ReadonlySet<string> | null;

interface RunRow {
  readonly id: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly status: string;
  readonly part: string | null;
  readonly counts: string | null;
}

type Queried = Pick<Store, 'knex'>;

/**
 * A part of the runs that met these schools, newest first.
 * @param known the same schools' runs, read before: counting very many schools is not done twice
 */
export async function listRuns(
  { knex }: Queried,
  which: Which,
  { offset, limit }: Part,
  known: readonly RunLine[] = [],
): Promise<RunLine[]> {
  const asked = (query: Knex.QueryBuilder) => query.orderBy('runs.began', 'desc').offset(offset).limit(limit);
  return readRuns(knex, which, asked, known);
}

export async function countRuns({ knex }: Queried, which: Which): Promise<number> {
  return countRows('runs', knex('runs').where(met(knex, which)));
}

/** The runs that met these schools whose ids are not less than one, oldest first. */
export async function runsSince({ knex }: Queried, which: Which, from: string): Promise<RunLine[]> {
  return readRuns(knex, which, (query) => query.where('id', '>=', from).orderBy('began'));
}

/** @returns null if there is no such run, or it met none of these schools */
export async function readRun({ knex }: Queried, which: Which, id: string): Promise<RunLine | null> {
  const [run = null] = await readRuns(knex, which, (query) => query.where({ id }));
  return run;
}

/** How many schools a run met; one that it met twice counts twice. */
export function schoolsIn({ counts }: RunLine): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Part of a run's schools with how it ended for them: first those that failed or were held. */
export async function listSchoolsOfRun(
  { knex, dialect }: Store,
  which: Which,
  run: string,
  { offset, limit }: Part,
): Promise<SchoolInRun[]> {
  const gravity = "case school_runs.status when 'failed' then 0 when 'held' then 1 when 'loaded' then 2 else 3 end";
  const rows: unknown = await guarded('Reading table school_runs', () =>
    knex('school_runs')
      .leftJoin('schools', 'schools.school_id', 'school_runs.school_id')
      .where({ 'school_runs.run_id': run })
      .where(only(which, 'school_runs.school_id'))
      .orderByRaw(gravity)
      .orderByRaw(`${dialect.part(`schools.${foldedColumn}`, 1)}, ${dialect.byBytes('substr(schools.name, 1, 200)')}`)
      .orderBy(['school_runs.school_id', 'school_runs.document'])
      .offset(offset)
      .limit(limit)
      .select({
        school: 'school_runs.school_id',
        known: 'schools.school_id',
        name: 'schools.name',
        status: 'school_runs.status',
        reason: 'school_runs.reason',
        counts: 'school_runs.counts',
      }),
  );
  return (rows as (Omit<SchoolInRun, 'isKnown' | 'changes' | 'sections' | 'fault'> & OfSchoolInRun)[]).map(
    ({ school, known, counts, ...row }) => {
      const { changes = {}, sections = {}, fault = null } = JSON.parse(counts ?? '{}') as Partial<SchoolInRun>;
      return { ...row, changes, sections, fault, school: school === '' ? null : school, isKnown: known !== null };
    },
  );
}

interface OfSchoolInRun {
  readonly school: string;
  readonly known: string | null;
  readonly counts: string | null;
}

/** A school that a run did not meet, though it should have. */
export interface UnseenInRun {
  readonly school: string;
  readonly name: string | null;
  /** When any run had last met it by then, ISO 8601; null if that is not noted. */
  readonly lastMet: string | null;
}

/** Of these schools, those that did not arrive in a run. */
export async function listUnseenOfRun({ knex }: Queried, which: Which, run: string): Promise<UnseenInRun[]> {
  const rows: unknown = await guarded('Reading table unseen_schools', () =>
    knex('unseen_schools')
      .leftJoin('schools', 'schools.school_id', 'unseen_schools.school_id')
      .where({ 'unseen_schools.run_id': run })
      .where(only(which, 'unseen_schools.school_id'))
      .orderBy('unseen_schools.school_id')
      .select({ school: 'unseen_schools.school_id', name: 'schools.name', lastMet: 'unseen_schools.last_met' }),
  );
  return rows as UnseenInRun[];
}

function only(which: Which, column: string) {
  return (query: Knex.QueryBuilder): void => {
    if (which !== null) void query.whereIn(column, [...which]);
  };
}

/** Asked of each run, found by its id and a school's: going through all the runs of these schools takes longer. */
function met(knex: Knex, which: Which) {
  return (query: Knex.QueryBuilder): void => {
    if (which === null) return;
    const own = knex('school_runs').whereRaw('school_runs.run_id = runs.id').where(only(which, 'school_id'));
    void query.whereExists(own.select('school_id'));
  };
}

/** The runs that met these schools and are asked for, in the order in which they are. */
async function readRuns(
  knex: Knex,
  which: Which,
  asked: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  known: readonly RunLine[] = [],
): Promise<RunLine[]> {
  const rows = (await guarded('Reading table runs', () =>
    asked(knex<RunRow>('runs').where(met(knex, which))),
  )) as RunRow[];
  const lines = new Map(known.map((line) => [line.id, line]));
  const others = rows.filter(({ id }) => !lines.has(id));
  // A run that has ended has the numbers for all schools; for some of them, and before it ends, they are counted.
  const uncounted = others.filter(({ counts }) => which !== null || counts === null).map(({ id }) => id);
  const counted = await countSchools(knex, which, uncounted);
  for (const { id, started_at: startedAt, finished_at: finishedAt, status, part, counts } of others)
    lines.set(id, {
      ...{ id, startedAt, finishedAt, status, part },
      counts: counted.get(id) ?? (which === null ? (JSON.parse(counts ?? '{}') as RunLine['counts']) : {}),
    });
  return rows.flatMap(({ id }) => lines.get(id) ?? []);
}

async function countSchools(
  knex: Knex,
  which: Which,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RunLine['counts']>> {
  const counts = new Map<string, Record<string, number>>();
  if (ids.length === 0) return counts;
  const rows: unknown = await guarded('Reading table school_runs', () =>
    knex('school_runs')
      .whereIn('run_id', ids)
      .where(only(which, 'school_id'))
      .groupBy('run_id', 'status')
      .select('run_id', 'status')
      .count({ schools: '*' }),
  );
  for (const { run_id: id, status, schools } of rows as {
    run_id: string;
    status: string;
    schools: string | number;
  }[]) {
    const of = counts.get(id) ?? {};
    of[status] = Number(schools);
    counts.set(id, of);
  }
  return counts;
}
