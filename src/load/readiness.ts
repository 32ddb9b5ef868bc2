import { DatabaseError } from './database-error.js';
import type { Store } from './dialect.js';
import { guarded } from './guarded.js';
import { missingMigrations } from './tables/migrations.js';

/**
 * Why a database cannot be worked with now: it does not answer, or it is not as this version makes it.
 * @returns a code of DatabaseError, or `older`; null if it is ready
 */
export async function whyNotReady({ knex }: Pick<Store, 'knex'>): Promise<string | null> {
  try {
    const missing = await guarded('Reading the migrations', () => missingMigrations(knex));
    if (missing === null) return 'newer';
    return missing.length > 0 ? 'older' : null;
  } catch (error) {
    if (error instanceof DatabaseError) return error.code;
    throw error;
  }
}
