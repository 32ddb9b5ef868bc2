import { createHash } from 'node:crypto';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import type { StartedRun } from './runs.js';

/** No longer than a key may be. */
function keyOf(source: string): string {
  return createHash('sha256').update(source).digest('hex');
}

/** The schools that the documents of an input were of, when it was last read whole. */
export async function schoolsOfSource(
  { knex, present }: Pick<Store, 'knex' | 'present'>,
  source: string,
): Promise<string[]> {
  // A plan also reads what an earlier version made.
  if (present !== undefined && !(await knex.schema.hasTable('source_schools'))) return [];
  const rows: unknown = await guarded('Reading table source_schools', () =>
    knex('source_schools')
      .where({ source: keyOf(source) })
      .orderBy('school_id')
      .select({ school: 'school_id' }),
  );
  return (rows as { school: string }[]).map(({ school }) => school);
}

/** Notes of which schools the documents of an input are, in place of those noted before. */
export async function noteSource(
  { knex, dialect }: Store,
  source: string,
  schools: readonly string[],
  { began }: StartedRun,
): Promise<void> {
  const key = keyOf(source);
  await guarded('Writing to table source_schools', () =>
    knex.transaction(async (trx) => {
      await dialect.put(trx, {
        table: 'source_schools',
        key: ['source', 'school_id'],
        columns: [
          { name: 'source', type: 'text' },
          { name: 'school_id', type: 'text' },
          { name: 'began', type: 'integer' },
        ],
        update: ['began'],
        onlyAfter: 'began',
        rows: schools.map((school) => [key, school, began]),
        isNew: false,
      });
      await trx('source_schools').where({ source: key }).where('began', '<', began).delete();
    }),
  );
}
