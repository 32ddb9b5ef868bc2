import type { Decision } from '../decide/decision.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { DatabaseError, databaseProblemCodes, guarded } from './database-error.js';
import type { Database } from './database.js';
import type { Store } from './dialect.js';
import { assertDecidedWith, type Forgotten } from './forgotten.js';
import { reasonToHold } from './reason-to-hold.js';
import { retrying, type Patience } from './retrying.js';
import { isSchoolRunRecorded, recordSchoolRun } from './runs.js';
import { countChanges, planTables, type ChangeCounts } from './table-plan.js';
import { writeFindings } from './write-findings.js';
import { writeChanges, writeTable } from './write-plan.js';

export interface LoadResult {
  readonly status: 'loaded' | 'unchanged' | 'held';
  /** Why it is held. */
  readonly reason: string | null;
  /** By the kind's name. */
  readonly changes: Record<string, ChangeCounts>;
}

export interface RunOfSchool {
  readonly id: string;
  /** Number of the document in the run, from 1. */
  readonly document: number;
  readonly now: Date;
  /** Whom the decision left out as erased; without it, nobody. */
  readonly forgotten?: Forgotten;
  /** Without it, what fails is not tried again. */
  readonly patience?: Patience;
}

interface SchoolRow {
  readonly name: string | null;
  readonly findings_digest: string | null;
}

/**
 * Makes the tables hold what the decision says, in one transaction: readers see the state before or after. Only
 * differences are written. A school or a kind that has rows and would be left with none is held.
 * @throws DatabaseError, with everything as it was before (but for `uncertain`)
 */
export async function loadSchool(
  db: Database,
  pipeline: Pipeline,
  decision: Decision,
  run: RunOfSchool,
): Promise<LoadResult> {
  /** What was done before a commit of which no answer came. */
  let unanswered: LoadResult | null = null;
  const attempt = async () => {
    const { school } = decision;
    if (unanswered !== null) {
      if (await isSchoolRunRecorded(db, { school, runId: run.id, document: run.document })) return unanswered;
      unanswered = null;
    }
    let done: LoadResult | null = null;
    try {
      return await guarded('Loading the school', () =>
        db.forSchool(school, async (store) => (done = await load(store, pipeline, decision, run))),
      );
    } catch (error) {
      if (error instanceof DatabaseError && error.code === 'lost') unanswered = done;
      throw error;
    }
  };
  try {
    return await retrying(attempt, run.patience);
  } catch (error) {
    if (unanswered !== null) throw new DatabaseError('uncertain', databaseProblemCodes.uncertain);
    throw error;
  }
}

async function load(store: Store, pipeline: Pipeline, decision: Decision, run: RunOfSchool): Promise<LoadResult> {
  const { school, name } = decision;
  await assertDecidedWith(store, school, run.forgotten ?? null);
  const before = await guarded('Reading table schools', () =>
    store.knex<SchoolRow & { school_id: string }>('schools').where({ school_id: school }).first(),
  );
  const plans = await planTables(store, pipeline, decision);
  const changes = countChanges(plans);
  const reason = reasonToHold(plans);
  if (reason !== null) return { status: 'held', reason, changes };
  for (const plan of plans) await writeTable(store, school, plan, run.now);
  const isFirst = before === undefined;
  if (!isFirst) await writeChanges(store, school, plans, run.id);
  const digest = await writeFindings(store, school, decision.findings, before?.findings_digest ?? null);
  const isUnchanged = !isFirst && before.name === name && plans.every((plan) => plan.changes.length === 0);
  const status = isUnchanged ? 'unchanged' : 'loaded';
  const loaded = isUnchanged ? {} : { loaded_at: run.now.toISOString() };
  const row = { school_id: school, name, last_run_id: run.id, findings_digest: digest, ...loaded };
  await guarded('Writing to table schools', () => store.knex('schools').insert(row).onConflict('school_id').merge());
  const counts = { sections: Object.fromEntries(decision.sums), changes };
  await recordSchoolRun(store, { school, runId: run.id, document: run.document, status, counts, reason: null });
  return { status, reason: null, changes };
}
