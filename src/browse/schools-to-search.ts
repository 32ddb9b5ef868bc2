import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';

/**
 * The schools that were loaded or held, in the order of their ids.
 * @param which all if null
 */
export async function schoolsToSearch(
  { knex }: Pick<Store, 'knex'>,
  which: ReadonlySet<string> | null,
): Promise<string[]> {
  const rows = await guarded('Reading table schools', () =>
    knex<{ school_id: string }>('schools').orderBy('school_id').select('school_id'),
  );
  const all = rows.map(({ school_id }) => school_id);
  return which === null ? all : all.filter((school) => which.has(school));
}

/** By id; a school without a name is called by its id. */
export async function namesOfSchools(
  { knex }: Pick<Store, 'knex'>,
  schools: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (schools.length === 0) return new Map();
  const rows = await guarded('Reading table schools', () =>
    knex<{ school_id: string; name: string | null }>('schools')
      .whereIn('school_id', [...new Set(schools)])
      .select('school_id', 'name'),
  );
  return new Map(rows.map(({ school_id, name }) => [school_id, name ?? school_id]));
}
