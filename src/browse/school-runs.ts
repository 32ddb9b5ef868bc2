import { countRows } from './count-rows.js';
import type { Part } from './part.js';
import type { SchoolFault } from '../load/runs/school-fault.js';
import type { Sums } from '../decide/decision.js';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { ChangeCounts } from '../load/compare/differences.js';

/** How a run ended for one school. */
export interface SchoolRunLine {
  readonly runId: string;
  readonly status: string;
  readonly reason: string | null;
  /** What was wrong with its document; null if it did not fail because of one. */
  readonly fault: SchoolFault | null;
  /** By the kind's name; none if the run did not get that far. */
  readonly sections: Readonly<Record<string, Sums>>;
  /** By the kind's name; for a held school, what would change. */
  readonly changes: Readonly<Record<string, ChangeCounts>>;
}

interface SchoolRunRow {
  readonly school_id: string;
  readonly run_id: string;
  readonly document: number;
  readonly status: string;
  readonly counts: string | null;
  readonly reason: string | null;
}

type Queried = Pick<Store, 'knex'>;

/** A part of a school's runs, newest first. A run that met it twice is there twice. */
export async function listSchoolRuns({ knex }: Queried, school: string, part: Part): Promise<SchoolRunLine[]> {
  const rows = await guarded('Reading table school_runs', () =>
    ofSchool(knex, school).orderBy('began', 'desc').orderBy('document', 'desc').offset(part.offset).limit(part.limit),
  );
  return rows.map(lineOf);
}

export async function countSchoolRuns({ knex }: Queried, school: string): Promise<number> {
  return countRows('school_runs', knex('school_runs').where({ school_id: school }));
}

/** A school's runs whose ids are not less than one, oldest first. */
export async function schoolRunsSince({ knex }: Queried, school: string, from: string): Promise<SchoolRunLine[]> {
  const rows = await guarded('Reading table school_runs', () =>
    ofSchool(knex, school).where('run_id', '>=', from).orderBy('began').orderBy('document'),
  );
  return rows.map(lineOf);
}

/** How one run ended for a school: once for each document in which it met it, in their order; none if it never did. */
export async function readSchoolRun({ knex }: Queried, school: string, run: string): Promise<SchoolRunLine[]> {
  const rows = await guarded('Reading table school_runs', () =>
    ofSchool(knex, school).where({ run_id: run }).orderBy('document'),
  );
  return rows.map(lineOf);
}

/** Whether an earlier run loaded the school, as far as that is still noted. */
export async function wasLoadedBefore({ knex }: Queried, school: string, run: string): Promise<boolean> {
  const row: unknown = await guarded('Reading table school_runs', () =>
    ofSchool(knex, school)
      .whereIn('school_runs.status', ['loaded', 'unchanged'])
      .whereRaw(`${beganOr0} < coalesce((?), 0)`, [knex('runs').where({ id: run }).select('began')])
      .first('run_id'),
  );
  return row !== undefined;
}

function ofSchool(knex: Queried['knex'], school: string) {
  return knex('school_runs')
    .leftJoin('runs', 'runs.id', 'school_runs.run_id')
    .where({ school_id: school })
    .select<SchoolRunRow[]>('school_runs.*', knex.raw(`${beganOr0} as began`));
}

/** A run that only the school's rows still name began before all others. */
const beganOr0 = 'coalesce(runs.began, 0)';

function lineOf({ run_id: runId, status, reason, counts }: SchoolRunRow): SchoolRunLine {
  const { sections = {}, changes = {}, fault = null } = JSON.parse(counts ?? '{}') as Partial<SchoolRunLine>;
  return { runId, status, reason, fault, sections, changes };
}

/** By school, how many records did not come through in each of its runs whose id is not less than one, oldest first. */
export async function readTrends(
  { knex }: Queried,
  schools: readonly string[],
  from: string,
): Promise<ReadonlyMap<string, readonly TrendPoint[]>> {
  if (schools.length === 0) return new Map();
  const rows = await guarded('Reading table school_runs', () =>
    knex('school_runs')
      .whereIn('school_id', schools)
      .where('run_id', '>=', from)
      .whereNotNull('not_through')
      .orderBy(['run_id', 'document'])
      .select<(TrendPoint & { readonly school: string })[]>({
        ...{ school: 'school_id', runId: 'run_id', notThrough: 'not_through' },
      }),
  );
  const trends = new Map<string, TrendPoint[]>();
  for (const { school, ...point } of rows) trends.set(school, [...(trends.get(school) ?? []), point]);
  return trends;
}

export interface TrendPoint {
  readonly runId: string;
  readonly notThrough: number;
}
