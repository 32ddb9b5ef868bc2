import type { ErasedRow } from './erased-rows.js';
import type { SchoolRow } from '../school-memory.js';
import type { Store } from '../dialect.js';

/**
 * Erasures that were undone since the last load. All that is left of them is how the record was split, for a person who
 * meant the other half, and erases that now, or says again that it is this one.
 */
export async function readUndone({ knex }: Pick<Store, 'knex'>, school: string): Promise<readonly ErasedRow[]> {
  const row = await knex<SchoolRow>('schools').where({ school_id: school }).first('undone');
  return JSON.parse(row?.undone ?? '[]') as ErasedRow[];
}

export async function noteUndone(store: Pick<Store, 'knex'>, school: string, erasure: ErasedRow): Promise<void> {
  const undone = [...(await readUndone(store, school)).filter(({ digest }) => digest !== erasure.digest), erasure];
  await store
    .knex('schools')
    .where({ school_id: school })
    .update({ undone: JSON.stringify(undone) });
}
