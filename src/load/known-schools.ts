import { guarded } from './database-error.js';
import type { Store } from './dialect.js';

/** Those of some schools that no run was ever at. */
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
