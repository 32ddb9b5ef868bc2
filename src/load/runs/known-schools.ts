import type { Pipeline } from '../../pipeline/pipeline.js';
import { openForPlanning } from '../database.js';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';

/** Those of the given schools that no run was ever at. */
export async function unknownSchools({ knex }: Pick<Store, 'knex'>, schools: readonly string[]): Promise<string[]> {
  const known = new Set<string>();
  for (const table of ['schools', 'school_runs']) {
    const rows = await guarded(`Reading table ${table}`, () =>
      knex<{ school_id: string }>(table).whereIn('school_id', schools).distinct('school_id'),
    );
    for (const { school_id } of rows as { school_id: string }[]) known.add(school_id);
  }
  return schools.filter((school) => !known.has(school));
}

/**
 * The schools that a load knows; null if no run has made the database yet.
 * @throws DatabaseError if it cannot be asked
 */
export async function loadedSchools(url: string, pipeline: Pipeline): Promise<readonly string[] | null> {
  const db = await openForPlanning(url, pipeline);
  try {
    if (db.present === undefined) return null;
    const rows = await guarded('Reading table schools', () =>
      db.knex<{ school_id: string }>('schools').select('school_id'),
    );
    return rows.map(({ school_id: school }) => school);
  } finally {
    await db.close();
  }
}
