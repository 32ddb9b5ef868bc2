import { guarded } from './database-error.js';
import type { Database } from './database.js';
import type { Store } from './dialect.js';
import { dropHold } from './holds.js';
import { retrying } from './retrying.js';
import { recordSchoolRun } from './runs.js';
import { memoryOf, readSchoolMemory, type SchoolMemory, type SchoolRow } from './school-memory.js';
import type { RunOfSchool } from './load-school.js';
import type { ChangeCounts } from './table-plan.js';

/** A school of which nothing is new. */
export interface KnownSchool {
  readonly school: string;
  readonly memory: SchoolMemory;
}

/**
 * The schools of a file that was loaded whole, in its order, where each of them is still as the file left it.
 * @param digest of the file's bytes
 * @returns null where the file has to be read
 */
export async function schoolsOfFile({ knex }: Pick<Store, 'knex'>, digest: string): Promise<KnownSchool[] | null> {
  const rows = await guarded('Reading table schools', () =>
    knex<SchoolRow>('schools').where({ bytes_digest: digest }).select<SchoolRow[]>(),
  );
  const schools = rows
    .map((row) => ({ school: row.school_id, memory: memoryOf(row) }))
    .sort((a, b) => placeOf(a) - placeOf(b));
  const isWhole =
    schools.length > 0 && schools.every(({ memory }) => memory.bytesPart?.endsWith(`/${String(rows.length)}`));
  return isWhole ? schools : null;
}

function placeOf({ memory }: KnownSchool): number {
  return Number.parseInt(memory.bytesPart ?? '', 10);
}

/** Notes of which file these schools were, once all of it is loaded; a school that was loaded again since is left. */
export async function rememberFile(
  db: Database,
  digest: string,
  schools: readonly string[],
  runId: string,
): Promise<void> {
  await guarded('Writing to table schools', () =>
    db.knex.transaction(async (trx) => {
      for (const [index, school] of schools.entries()) {
        const part = `${String(index + 1)}/${String(schools.length)}`;
        await trx('schools')
          .where({ school_id: school, last_run_id: runId })
          .update({ bytes_digest: digest, bytes_part: part });
      }
    }),
  );
}

export function noChanges(memory: SchoolMemory): Record<string, ChangeCounts> {
  const kinds = Object.keys(memory.outcome?.sections ?? {});
  return Object.fromEntries(kinds.map((kind) => [kind, { added: 0, changed: 0, removed: 0, returned: 0 }]));
}

/**
 * Notes a run that found nothing new, without looking at the tables.
 * @param expected of the school when that was found out
 * @returns whether it is still so: another run may have loaded the school since
 * @throws DatabaseError
 */
export async function noteUnchanged(
  db: Database,
  { school, memory: expected }: KnownSchool,
  run: Pick<RunOfSchool, 'id' | 'document' | 'now' | 'patience'>,
  found: { readonly reason: string; readonly extractedAt: number | null },
): Promise<boolean> {
  const attempt = () =>
    guarded('Noting the school', () =>
      db.forSchool(school, async (store) => {
        const memory = await readSchoolMemory(store, school);
        if (memory === null || memory.lastRunId !== expected.lastRunId || memory.valuesDigest === null) return false;
        const at = found.extractedAt === null ? {} : { extracted_at: new Date(found.extractedAt).toISOString() };
        const row = { last_run_id: run.id, ...at };
        await guarded('Writing to table schools', () => store.knex('schools').where({ school_id: school }).update(row));
        await dropHold(store, school);
        const counts = { sections: memory.outcome?.sections ?? {}, changes: noChanges(memory) };
        const { id: runId, document } = run;
        await recordSchoolRun(store, { school, runId, document, status: 'unchanged', counts, reason: found.reason });
        return true;
      }),
    );
  return retrying(attempt, run.patience);
}
