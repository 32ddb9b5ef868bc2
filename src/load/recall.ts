import type { SourceMark } from '../extract/bytes/input.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { guarded } from './guarded.js';
import type { Database } from './database.js';
import type { Store } from './dialect.js';
import { dropHold } from './hold/stored-hold.js';
import { retrying } from './retrying.js';
import { figuresOf } from './runs/figures.js';
import { recordSchoolRun } from './runs/runs.js';
import { memoryOf, storedOwnFile, type SchoolMemory, type SchoolRow } from './school-memory.js';
import { writeSourceMarks } from './source-marks.js';
import type { RunOfSchool } from './load-school.js';
import type { ChangeCounts } from './compare/differences.js';

/** A school of which nothing is new. */
export interface KnownSchool {
  readonly school: string;
  readonly memory: SchoolMemory;
  /** By what that is known, for people. */
  readonly reason: string;
  /** When its extract was made, in milliseconds; null if that is the time already noted, or nobody knows. */
  readonly extractedAt: number | null;
  /** Whether it has a file of its own. */
  readonly hasOwnFile: boolean;
  /** Whether its extract was read, and is perhaps no part of the file in which it was before. */
  readonly wasRead: boolean;
}

/** One with the number of its document in the run. */
export interface NumberedSchool extends KnownSchool {
  readonly document: number;
}

/** A school as it was loaded last. */
export type RecalledSchool = Pick<KnownSchool, 'school' | 'memory'>;

/**
 * By the digests of files, the schools of those that were loaded whole, in their order, where each school is still as
 * its file left it.
 * @param digests of the files' marks
 */
export async function schoolsOfFiles(
  { knex }: Pick<Store, 'knex'>,
  digests: readonly string[],
): Promise<Map<string, RecalledSchool[]>> {
  const rows = await guarded('Reading table schools', () =>
    knex<SchoolRow>('schools').whereIn('bytes_digest', digests).select<SchoolRow[]>(),
  );
  const files = new Map<string, RecalledSchool[]>();
  for (const row of rows) {
    const [digest, one] = [row.bytes_digest ?? '', { school: row.school_id, memory: memoryOf(row) }];
    const others = files.get(digest);
    if (others === undefined) files.set(digest, [one]);
    else others.push(one);
  }
  for (const [digest, schools] of files) {
    const isWhole = schools.every(({ memory }) => memory.bytesPart?.endsWith(`/${String(schools.length)}`));
    if (isWhole) schools.sort((a, b) => placeOf(a) - placeOf(b));
    else files.delete(digest);
  }
  return files;
}

function placeOf({ memory }: RecalledSchool): number {
  return Number.parseInt(memory.bytesPart ?? '', 10);
}

/** A file of which every school is as this run found or left it. */
export interface LoadedFile {
  /** Of its mark. */
  readonly digest: string;
  /** In their order. */
  readonly schools: readonly string[];
  /** Of what was fetched, by the key of its source. */
  readonly source?: { readonly key: string; readonly mark: SourceMark };
}

/** Notes of which files schools were, once all of them is loaded; a school that was loaded again since is left. */
export async function rememberFiles(
  db: Database,
  files: readonly LoadedFile[],
  { id, patience }: Pick<RunOfSchool, 'id' | 'patience'>,
): Promise<void> {
  const attempt = () =>
    guarded('Writing to table schools', () =>
      db.knex.transaction(async (trx) => {
        for (const { digest, schools } of files)
          for (const [index, school] of schools.entries()) {
            const part = `${String(index + 1)}/${String(schools.length)}`;
            await trx('schools')
              .where({ school_id: school, last_run_id: id })
              .update({ bytes_digest: digest, bytes_part: part });
          }
        await writeSourceMarks(
          { knex: trx, dialect: db.dialect },
          files.flatMap(({ source }) => source ?? []),
        );
      }),
    );
  // No school is locked for this, so that another run may come in between, in another order.
  await retrying(attempt, patience);
}

export function noChanges(memory: SchoolMemory): Record<string, ChangeCounts> {
  const kinds = Object.keys(memory.outcome?.sections ?? {});
  return Object.fromEntries(kinds.map((kind) => [kind, { added: 0, changed: 0, removed: 0, returned: 0 }]));
}

/**
 * Notes in one transaction a run that found nothing new of schools, without looking at the tables.
 * @param known as the schools were when that was found out
 * @returns of how many it is still so, up to the first that another run may have loaded since; these are noted
 * @throws DatabaseError, with none of them noted
 */
export async function noteUnchanged(
  db: Database,
  pipeline: Pipeline,
  known: readonly NumberedSchool[],
  run: Pick<RunOfSchool, 'id' | 'began' | 'patience'>,
): Promise<number> {
  const attempt = () =>
    guarded('Noting the school', () =>
      db.forSchools(schoolsOf(known), async (store) => {
        const same = await stillSame(store, known);
        if (same.length === 0) return 0;
        const schools = schoolsOf(same);
        await guarded('Writing to table schools', async () => {
          await store.knex('schools').whereIn('school_id', schools).update({ last_run_id: run.id });
          for (const one of same) {
            if (one.extractedAt === null && !one.wasRead) continue;
            await store.knex('schools').where({ school_id: one.school }).update(newOf(one));
          }
        });
        await noteOwnFiles(store, same);
        await dropHold(store, ...schools);
        const notes = same.map(({ school, memory, reason, document }) => {
          const counts = { sections: memory.outcome?.sections ?? {}, changes: noChanges(memory) };
          const figures = memory.outcome === null ? null : figuresOf(pipeline, counts.sections, counts.changes);
          return { school, run, document, status: 'unchanged', counts, reason, figures };
        });
        await recordSchoolRun(store, ...notes);
        return same.length;
      }),
    );
  return retrying(attempt, run.patience);
}

/** A file that is new and changes nothing makes no other extract, and is missed when it goes. */
async function noteOwnFiles({ knex }: Store, known: readonly KnownSchool[]): Promise<void> {
  for (const has of [true, false]) {
    const others = known.filter(({ hasOwnFile, memory }) => hasOwnFile === has && memory.hadOwnFile !== has);
    if (others.length === 0) continue;
    await guarded('Writing to table schools', () =>
      knex('schools')
        .whereIn('school_id', schoolsOf(others))
        .update({ own_file: storedOwnFile(has) }),
    );
  }
}

/** What is other of a school of which nothing is new; of which file it is is remembered when all of that is loaded. */
function newOf({ extractedAt, wasRead }: KnownSchool): Partial<SchoolRow> {
  return {
    ...(extractedAt === null ? {} : { extracted_at: new Date(extractedAt).toISOString() }),
    ...(wasRead ? { bytes_digest: null, bytes_part: null } : {}),
  };
}

/** The first of them, up to one that is not as it was known, each as it is now. */
async function stillSame({ knex }: Store, known: readonly NumberedSchool[]): Promise<NumberedSchool[]> {
  const rows = await guarded('Reading table schools', () =>
    knex<SchoolRow>('schools').whereIn('school_id', schoolsOf(known)).select<SchoolRow[]>(),
  );
  const now = new Map(rows.map((row) => [row.school_id, memoryOf(row)]));
  const same: NumberedSchool[] = [];
  for (const one of known) {
    const { school, memory: before } = one;
    const memory = now.get(school);
    if (memory === undefined || memory.lastRunId !== before.lastRunId || memory.valuesDigest === null) break;
    same.push({ ...one, memory });
  }
  return same;
}

function schoolsOf(known: readonly KnownSchool[]): string[] {
  return known.map(({ school }) => school);
}
