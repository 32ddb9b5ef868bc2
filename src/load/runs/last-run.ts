import type { Finding, Severity, Sums } from '../../decide/decision.js';
import { keepsOut } from '../../decide/findings.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { digestOf, readErased, type ErasedRows } from '../erasure/erased-rows.js';

/**
 * What can be said, without its findings, of a school's latest run that was loaded or unchanged, or of a first load
 * that is held.
 */
export interface LastRunSums {
  readonly school: string;
  readonly name: string | null;
  readonly runId: string;
  /** ISO 8601 with milliseconds, as stored; null if the run is no longer noted. */
  readonly startedAt: string | null;
  /** `3/16` of a run that had a part of a night; null of any other. */
  readonly part: string | null;
  /** Whether it was a first load that was held: that one says why, too. */
  readonly wasHeld: boolean;
  /** By the kind's name. */
  readonly sums: ReadonlyMap<string, Sums>;
}

/** What such a run left behind. */
export interface LastRun extends LastRunSums {
  /** In the order in which the decision gave them. A place has no column: the table keeps file and line. */
  readonly findings: readonly Finding[];
}

interface FindingRow {
  readonly number: number;
  readonly severity: Severity;
  readonly kind: string | null;
  readonly record_id: string | null;
  readonly rule: string;
  readonly because: string | null;
  readonly cause_kind: string | null;
  readonly cause_id: string | null;
  readonly field: string | null;
  readonly position: number | null;
  /** Missing in a database that an earlier version made. */
  readonly section?: string | null;
  readonly fix: string | null;
  readonly among: 'mistakes' | 'choices' | null;
  readonly round: number | null;
  readonly file: string | null;
  readonly line: number | null;
  /** Set only if an erasure speaks; otherwise null, or missing in a database that an earlier version made. */
  readonly record_digest?: string | null;
}

/** @returns null if the school was never loaded */
export async function readLastRun(db: Pick<Store, 'knex'>, school: string): Promise<LastRun | null> {
  const run = await readLastRunSums(db, school);
  if (run === null) return null;
  return { ...run, findings: await readFindings(db, school) };
}

/** What says that not all findings of a school's last run are kept; null if they are. */
export async function readLacking(db: Pick<Store, 'knex'>, school: string): Promise<string | null> {
  const row = await guarded('Reading table findings', () =>
    db
      .knex('findings')
      .where({ school_id: school, rule: builtInRules.furtherFindings })
      .first<{ because: string } | undefined>('because'),
  );
  return row?.because ?? null;
}

/** All findings of a school's last run, in their order. */
export async function readFindings(db: Pick<Store, 'knex'>, school: string): Promise<Finding[]> {
  const rows = await guarded('Reading table findings', () => findingsOf(db, school));
  return rows.map(findingIn(await ErasedHashes.of(db, school, rows)));
}

/** Findings have only hashes of people who were erased; for an id that is named here, they give the id again. */
class ErasedHashes {
  readonly #ids = new Map<string, string>();

  private constructor(private readonly salts: ErasedRows['salts']) {}

  static async of(db: Pick<Store, 'knex'>, school: string, rows: readonly FindingRow[] = []): Promise<ErasedHashes> {
    const erased = new ErasedHashes((await readErased(db, school)).salts);
    erased.name(rows.flatMap(({ cause_id: id }) => (id === null ? [] : [id])));
    return erased;
  }

  /** @returns the hashes that stand for them, if they were erased */
  name(ids: readonly string[]): string[] {
    const digests: string[] = [];
    for (const [kind, salt] of this.salts)
      for (const id of new Set(ids)) {
        const digest = digestOf(salt, kind, id);
        this.#ids.set(digest, id);
        digests.push(digest);
      }
    return digests;
  }

  idOf({ record_id: id, record_digest: digest }: FindingRow): string | null {
    return id ?? this.#ids.get(digest ?? '') ?? null;
  }
}

/** After so many steps down a chain, reading all findings once is less work than going on. */
const mostSteps = 5;

/** Fewer values than any database allows in one statement. */
const mostIds = 500;

/**
 * The findings that say why a record or link stays out, down to the ends of the chain, and what else is noted of it, in
 * their order; findings of others may be among them. The database searches, because a school may have very many.
 * @param recordId a link's is the JSON list of its ids
 */
export async function readFindingsBelow(
  db: Pick<Store, 'knex'>,
  school: string,
  recordId: string,
): Promise<readonly Finding[]> {
  const seen = new Set<string>();
  const found = new Map<number, FindingRow>();
  const erased = await ErasedHashes.of(db, school);
  let next: readonly string[] = [recordId];
  for (let step = 0; next.length > 0; step++) {
    if (step === mostSteps || next.length > mostIds) return readFindings(db, school);
    const ids = next;
    const digests = erased.name(ids);
    const rows = await guarded('Reading table findings', () =>
      findingsOf(db, school).where((of) => {
        void of.whereIn('record_id', ids);
        for (let at = 0; at < digests.length; at += mostIds)
          void of.orWhereIn('record_digest', digests.slice(at, at + mostIds));
        if (step === 0) void of.orWhere({ severity: 'duplicate', cause_id: recordId });
      }),
    );
    for (const id of ids) seen.add(id);
    for (const row of rows) found.set(row.number, row);
    const causes = rows.filter(keepsOut).flatMap(({ cause_id: id }) => (id === null || seen.has(id) ? [] : [id]));
    next = [...new Set(causes)];
  }
  return [...found.values()].sort((a, b) => a.number - b.number).map(findingIn(erased));
}

function findingsOf({ knex }: Pick<Store, 'knex'>, school: string) {
  return knex<FindingRow & { school_id: string }>('findings')
    .where({ school_id: school })
    .orderBy('number')
    .select<FindingRow[]>();
}

/** @returns null if the school was never loaded */
export async function readLastRunSums(db: Pick<Store, 'knex'>, school: string): Promise<LastRunSums | null> {
  const about = await guarded('Reading table schools', () =>
    db
      .knex<{ school_id: string; name: string | null; last_run_id: string | null; loaded_at?: string | null }>(
        'schools',
      )
      .where({ school_id: school })
      .first(),
  );
  const runId = about?.last_run_id ?? null;
  if (about === undefined || runId === null) return null;
  const run = await guarded('Reading table runs', () =>
    db.knex<{ id: string; started_at: string; part?: string | null }>('runs').where({ id: runId }).first(),
  );
  return {
    school,
    name: about.name,
    runId,
    startedAt: run?.started_at ?? null,
    part: run?.part ?? null,
    // A database that an earlier version made may lack the column.
    wasHeld: about.loaded_at === null,
    sums: await readSums(db, school, runId),
  };
}

async function readSums(db: Pick<Store, 'knex'>, school: string, runId: string): Promise<ReadonlyMap<string, Sums>> {
  const row = await guarded('Reading table school_runs', () =>
    db
      .knex<{ school_id: string; run_id: string; status: string; counts: string }>('school_runs')
      .where({ school_id: school, run_id: runId })
      .whereIn('status', ['loaded', 'unchanged', 'held'])
      .first(),
  );
  const counts = JSON.parse(row?.counts ?? '{}') as { sections?: Record<string, Sums> };
  return new Map(Object.entries(counts.sections ?? {}));
}

function findingIn(erased: ErasedHashes): (row: FindingRow) => Finding {
  return (row) => findingOf(row, erased.idOf(row));
}

function findingOf(row: FindingRow, recordId: string | null): Finding {
  const { severity, kind, rule, because, fix, field, position, section = null, among, round, file, line } = row;
  const place = file === null || line === null ? null : { file, line, column: 1 };
  return {
    severity,
    kind,
    recordId,
    rule,
    because,
    fix,
    causeKind: row.cause_kind,
    causeId: row.cause_id,
    field,
    position,
    section,
    among,
    round,
    place,
  };
}
