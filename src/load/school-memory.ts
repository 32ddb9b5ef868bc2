import type { Sums } from '../decide/decision.js';
import { guarded } from './guarded.js';
import type { Store } from './dialect.js';
import { linksFromStored, type Links } from './hold/went-links.js';

/** What the database knows of a school as a whole: of its latest run that was loaded or unchanged. */
export interface SchoolMemory {
  readonly name: string | null;
  readonly lastRunId: string | null;
  /** ISO 8601 with milliseconds; null if it was never loaded, and at most a first load held. */
  readonly loadedAt: string | null;
  /** ISO 8601 with milliseconds; null if no extract said it. */
  readonly extractedAt: string | null;
  readonly findingsDigest: string | null;
  /** Of the bytes of the file that held it, and which of how many documents it was: `2/30`. */
  readonly bytesDigest: string | null;
  readonly bytesPart: string | null;
  /** Of what was read and kept of the extract. */
  readonly valuesDigest: string | null;
  /** Of all by which it was decided. */
  readonly rulesDigest: string | null;
  /** Whether it had a file of its own; null if no load noted that. */
  readonly hadOwnFile: boolean | null;
  /** What was said of it, for runs that find nothing new. */
  readonly outcome: RememberedSums | null;
  /** Links that went since then, though the school was held. */
  readonly wentLinks: Links;
  /** How many rows of each kind it left, by the kind's name; null if an earlier version loaded it. */
  readonly rows: Readonly<Record<string, number>> | null;
  /** The columns that each kind had then, by the kind's name; null if an earlier version loaded it. */
  readonly columns: Readonly<Record<string, readonly string[]>> | null;
}

/** What a run says of a school beside its changes. */
export interface RememberedSums {
  readonly sections: Readonly<Record<string, Sums>>;
}

/** In the column `outcome`, as JSON. */
interface StoredOutcome extends RememberedSums {
  readonly rows?: Readonly<Record<string, number>>;
  readonly columns?: Readonly<Record<string, readonly string[]>>;
}

export interface SchoolRow {
  readonly school_id: string;
  readonly name: string | null;
  readonly last_run_id: string | null;
  readonly loaded_at?: string | null;
  readonly findings_digest?: string | null;
  readonly extracted_at?: string | null;
  readonly bytes_digest?: string | null;
  readonly bytes_part?: string | null;
  readonly values_digest?: string | null;
  readonly rules_digest?: string | null;
  readonly outcome?: string | null;
  readonly let_go?: string | null;
  readonly own_file?: string | null;
  readonly undone?: string | null;
}

/** @returns null if the school is not known */
export async function readSchoolMemory({ knex }: Pick<Store, 'knex'>, school: string): Promise<SchoolMemory | null> {
  const row = await guarded('Reading table schools', () =>
    knex<SchoolRow>('schools').where({ school_id: school }).first<SchoolRow | undefined>(),
  );
  return row === undefined ? null : memoryOf(row);
}

export function isFirstLoad(memory: SchoolMemory | null): boolean {
  return memory === null || memory.loadedAt === null;
}

/** A database that an earlier version made may lack columns. */
export function memoryOf(row: SchoolRow): SchoolMemory {
  const stored = row.outcome == null ? null : (JSON.parse(row.outcome) as StoredOutcome);
  const { rows = null, columns = null, ...outcome } = stored ?? {};
  return {
    name: row.name,
    lastRunId: row.last_run_id,
    loadedAt: row.loaded_at ?? null,
    extractedAt: row.extracted_at ?? null,
    findingsDigest: row.findings_digest ?? null,
    bytesDigest: row.bytes_digest ?? null,
    bytesPart: row.bytes_part ?? null,
    valuesDigest: row.values_digest ?? null,
    rulesDigest: row.rules_digest ?? null,
    hadOwnFile: row.own_file == null ? null : row.own_file === storedOwnFile(true),
    wentLinks: linksFromStored(row.let_go ?? null),
    outcome: stored === null ? null : (outcome as RememberedSums),
    rows,
    columns,
  };
}

/** Of one person, by the kind's name: how many rows there were of it, and of how many it was said that they stay out. */
export type PersonShare = ReadonlyMap<string, { readonly rows: number; readonly out: number }>;

/**
 * What the guard weighs the next load against, without a person's share of it. What else was said goes: it may name whom
 * nobody may know any more.
 */
export function outcomeWithout(stored: string | null, share: PersonShare): string | null {
  if (stored === null) return null;
  const { sections, rows, columns } = JSON.parse(stored) as StoredOutcome;
  const less = (kind: string) => share.get(kind) ?? { rows: 0, out: 0 };
  const left = Object.entries(sections).map(([kind, sums]): [string, Sums] => {
    const { rows: through, out: not } = less(kind);
    const count = { read: sums.read - through - not, through: sums.through - through, not: sums.not - not };
    return [kind, { ...sums, read: atLeast0(count.read), through: atLeast0(count.through), not: atLeast0(count.not) }];
  });
  const counts = Object.entries(rows ?? {}).map(([kind, count]) => [kind, atLeast0(count - less(kind).rows)]);
  const outcome: StoredOutcome = {
    sections: Object.fromEntries(left),
    ...(rows === undefined ? {} : { rows: Object.fromEntries(counts) as Record<string, number> }),
    ...(columns === undefined ? {} : { columns }),
  };
  return JSON.stringify(outcome);
}

/** What was added since the load beside a hold was no part of it. */
function atLeast0(count: number): number {
  return Math.max(0, count);
}

/**
 * @param rows how many of each kind the load leaves
 * @param columns those that each kind has
 */
export function storedOutcome(
  outcome: RememberedSums,
  rows: ReadonlyMap<string, number>,
  columns: ReadonlyMap<string, readonly string[]>,
): string {
  const stored: StoredOutcome = { ...outcome, rows: Object.fromEntries(rows), columns: Object.fromEntries(columns) };
  return JSON.stringify(stored);
}

/** In the column `own_file`. */
export function storedOwnFile(hasOwnFile: boolean): string {
  return hasOwnFile ? 'yes' : 'no';
}
