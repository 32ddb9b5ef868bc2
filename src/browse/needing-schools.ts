import type { Knex } from 'knex';
import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { SchoolLine } from './school-list.js';

type Queried = Pick<Store, 'knex'>;

/**
 * By school, the runs since it was last loaded or unchanged in which it failed or was held, oldest first. A school that
 * is well now has none.
 */
export async function readBadRuns(
  { knex }: Queried,
  schools: readonly Pick<SchoolLine, 'school' | 'loadedAt' | 'inUse'>[],
): Promise<Map<string, string[]>> {
  const ids = schools.map(({ school }) => school);
  return readRunsBySchool(ids, () =>
    knex('school_runs')
      .whereIn('status', ['failed', 'held'])
      .where((any) => {
        for (const { school, loadedAt, inUse } of schools)
          void any.orWhere((of) => {
            void of.where('school_id', school);
            // A school that was never loaded has no run that it was well in, although its row may name one that held it.
            if (loadedAt !== null && inUse !== null) void of.where('run_id', '>', inUse);
          });
      })
      .orderBy('run_id')
      .select({ school: 'school_id', run: 'run_id' }),
  );
}

/**
 * By school, the runs that expected it and did not meet it since one met it, oldest first.
 * @param from of the runs whose ids are not less than this: a school may not be seen for years
 */
export async function readUnseenRuns(
  { knex }: Queried,
  schools: readonly string[],
  from: string,
): Promise<Map<string, string[]>> {
  return readRunsBySchool(schools, () =>
    knex('unseen_schools')
      .join('latest_school_runs', 'latest_school_runs.school_id', 'unseen_schools.school_id')
      .where('unseen_schools.run_id', '>=', from)
      .whereIn('unseen_schools.school_id', schools)
      .whereRaw('unseen_schools.run_id > latest_school_runs.run_id')
      .orderBy('unseen_schools.run_id')
      .select({ school: 'unseen_schools.school_id', run: 'unseen_schools.run_id' }),
  );
}

async function readRunsBySchool(
  schools: readonly string[],
  query: () => Knex.QueryBuilder,
): Promise<Map<string, string[]>> {
  const runs = new Map<string, string[]>();
  if (schools.length === 0) return runs;
  const rows: unknown = await guarded('Reading the runs of schools', query);
  for (const { school, run } of rows as { school: string; run: string }[])
    runs.set(school, [...(runs.get(school) ?? []), run]);
  return runs;
}
