import type { Sums } from '../decide/decision.js';
import { guarded } from './database-error.js';
import type { Store } from './dialect.js';

/** What the database knows of a school as a whole: of its latest run that was loaded or unchanged. */
export interface SchoolMemory {
  readonly name: string | null;
  readonly lastRunId: string | null;
  /** ISO 8601 with milliseconds; null where no extract said it. */
  readonly extractedAt: string | null;
  readonly findingsDigest: string | null;
  /** Of the bytes of the file that held it, and which of how many documents it was: `2/30`. */
  readonly bytesDigest: string | null;
  readonly bytesPart: string | null;
  /** Of what was read and kept of the extract. */
  readonly valuesDigest: string | null;
  /** Of all by which it was decided. */
  readonly rulesDigest: string | null;
  /** What was said of it, for runs that find nothing new. */
  readonly outcome: Outcome | null;
  /** How many rows of each kind it left, by the kind's name; null where an earlier version loaded it. */
  readonly rows: Readonly<Record<string, number>> | null;
}

/** What a run says of a school beside its changes. */
export interface Outcome {
  readonly sections: Readonly<Record<string, Sums>>;
}

/** In the column `outcome`, as JSON. */
interface StoredOutcome extends Outcome {
  readonly rows?: Readonly<Record<string, number>>;
}

export interface SchoolRow {
  readonly school_id: string;
  readonly name: string | null;
  readonly last_run_id: string | null;
  readonly findings_digest?: string | null;
  readonly extracted_at?: string | null;
  readonly bytes_digest?: string | null;
  readonly bytes_part?: string | null;
  readonly values_digest?: string | null;
  readonly rules_digest?: string | null;
  readonly outcome?: string | null;
}

/** @returns null where the school was never loaded */
export async function readSchoolMemory({ knex }: Pick<Store, 'knex'>, school: string): Promise<SchoolMemory | null> {
  const row = await guarded('Reading table schools', () =>
    knex<SchoolRow>('schools').where({ school_id: school }).first<SchoolRow | undefined>(),
  );
  return row === undefined ? null : memoryOf(row);
}

/** A database that an earlier version made may lack columns. */
export function memoryOf(row: SchoolRow): SchoolMemory {
  const stored = row.outcome == null ? null : (JSON.parse(row.outcome) as StoredOutcome);
  const { rows = null, ...outcome } = stored ?? {};
  return {
    name: row.name,
    lastRunId: row.last_run_id,
    extractedAt: row.extracted_at ?? null,
    findingsDigest: row.findings_digest ?? null,
    bytesDigest: row.bytes_digest ?? null,
    bytesPart: row.bytes_part ?? null,
    valuesDigest: row.values_digest ?? null,
    rulesDigest: row.rules_digest ?? null,
    outcome: stored === null ? null : (outcome as Outcome),
    rows,
  };
}

/** @param rows how many of each kind the load leaves */
export function storedOutcome(outcome: Outcome, rows: ReadonlyMap<string, number>): string {
  const stored: StoredOutcome = { ...outcome, rows: Object.fromEntries(rows) };
  return JSON.stringify(stored);
}
