import type { Decision, Finding } from '../decide/decision.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { DatabaseError, databaseProblemCodes } from './database-error.js';
import { guarded } from './guarded.js';
import type { Database } from './database.js';
import type { Store } from './dialect.js';
import { driftOf, type Drift } from './compare/drift.js';
import { foldedColumn, foldedRow } from './tables/folded-columns.js';
import { assertDecidedWith, nobody, noteMet, type Forgotten } from './erasure/forgotten.js';
import { addApproval } from './hold/release.js';
import { dropHold, readHold, writeHold } from './hold/stored-hold.js';
import { retrying, type Patience } from './retrying.js';
import { figuresOf } from './runs/figures.js';
import type { SchoolFault } from './runs/school-fault.js';
import { isSchoolRunRecorded, recordSchoolRun, type StartedRun } from './runs/runs.js';
import { isFirstLoad, storedOutcome, storedOwnFile } from './school-memory.js';
import { planSchool, type SchoolPlan, type Terms } from './compare/school-plan.js';
import type { ChangeCounts } from './compare/differences.js';
import { stillGone } from './hold/let-go.js';
import { countLinks, noLinks, storedLinks } from './hold/went-links.js';
import { writeFindings } from './write/write-findings.js';
import { writeChanges, writeTable } from './write/write-plan.js';
import { writeWords } from './words/search-words.js';

export interface LoadResult {
  readonly status: 'loaded' | 'unchanged' | 'held' | 'failed';
  /** Why it is held or failed. */
  readonly reason: string | null;
  /** By the kind's name; for a held school, what would change. */
  readonly changes: Record<string, ChangeCounts>;
  /** What sort of fault it has that failed. */
  readonly fault?: SchoolFault;
  /** Set where a person can let through what is held. */
  readonly releasable?: true;
  /** How many links went though the school is held. */
  readonly letGo: number;
  /** Rows that were not as the last run had left them. */
  readonly drift: readonly Drift[];
  /** What was found beside the decision, by looking at the tables. */
  readonly found: readonly Finding[];
}

export interface RunOfSchool extends Terms, StartedRun {
  /** Number of the document in the run, from 1. */
  readonly document: number;
  readonly now: Date;
  /** Whom the decision left out as erased; without it, nobody. */
  readonly forgotten?: Forgotten;
  /** Without it, what fails is not tried again. */
  readonly patience?: Patience;
  /** The fingerprint of the plan that is to be carried out, and no other. */
  readonly onlyIf?: string;
}

/**
 * Makes the tables hold what the decision says, in one transaction: readers see the state before or after. Only
 * differences are written. What would remove or change too much is held (hold/weigh.ts).
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
  const forgotten = await assertDecidedWith(store, decision.school, pipeline, run.forgotten ?? null);
  const plan = await planSchool(store, pipeline, decision, run);
  const result = await carryOut(store, plan, decision, { ...run, forgotten });
  const isWell = result.status === 'loaded' || result.status === 'unchanged';
  if (isWell) await noteMet(store, decision.school, forgotten, decision.erasedMet);
  const { status, reason, fault, changes } = result;
  const sections = Object.fromEntries(decision.sums);
  const counts = { sections, changes, ...(fault === undefined ? {} : { fault }) };
  const { school } = decision;
  const figures = isWell ? figuresOf(pipeline, sections, isFirstLoad(plan.memory) ? null : changes) : null;
  await recordSchoolRun(store, { school, run, document: run.document, status, counts, reason, figures });
  return result;
}

async function carryOut(store: Store, plan: SchoolPlan, decision: Decision, run: RunOfSchool): Promise<LoadResult> {
  const { status, reason, fault, changes, hold, memory, found } = plan;
  const letGo = countLinks(plan.letGo.going);
  const { school } = decision;
  if (run.onlyIf !== undefined && run.onlyIf !== plan.fingerprint()) {
    const moved =
      'The extract, the rules or the database have changed since the run was planned. No table was touched: plan again.';
    return {
      status: 'failed',
      reason: moved,
      fault: { code: 'moved-since' },
      changes: {},
      letGo: 0,
      drift: [],
      found: [],
    };
  }
  if (status === 'failed')
    return { status, reason, ...(fault === null ? {} : { fault }), changes, letGo, drift: [], found };
  for (const table of plan.writes) {
    await writeTable(store, school, table, run.now);
    await writeWords(store, school, table);
  }
  if (!isFirstLoad(memory)) await writeChanges(store, school, plan.writes, run.id);
  if (status === 'held') {
    if (hold !== null) await noteHold(store, school, plan, run);
    if (hold?.reasons.some(({ type }) => type === 'first') === true) await writeHeldFirst(store, plan, decision, run);
    if (plan.writes.some((table) => table.changes.length > 0)) await noteWrittenBeside(store, school, plan, run);
    return {
      status,
      reason,
      changes,
      letGo,
      drift: [],
      found,
      ...(hold === null ? {} : { releasable: true as const }),
    };
  }
  await writeSchool(store, plan, decision, run);
  await dropHold(store, school);
  const drift = driftOf(plan, run.remember);
  return { status: status === 'planned' ? 'loaded' : status, reason, changes, letGo, drift, found };
}

/** Who releases and is not enough approves what is held now. */
async function noteHold(
  store: Store,
  school: string,
  { hold, reason, facts }: SchoolPlan,
  { id, now, release, by }: RunOfSchool,
): Promise<void> {
  const noted = { runId: id, heldAt: now.toISOString(), reason: reason ?? '', facts };
  await writeHold(store, school, { ...noted, part: hold?.part ?? [] });
  if (release !== true || by === undefined) return;
  const held = await readHold(store, school);
  if (held !== null) await addApproval(store, school, held, { at: now, by, why: null });
}

/** Of a first load that is held, what says why; the next one is a first load, too. */
async function writeHeldFirst(
  store: Store,
  { memory }: SchoolPlan,
  { school, name, findings }: Decision,
  { id, forgotten = nobody }: RunOfSchool,
): Promise<void> {
  const digest = await writeFindings(store, school, findings, memory?.findingsDigest ?? null, forgotten);
  const row = { school_id: school, name, last_run_id: id, findings_digest: digest };
  await guarded('Writing to table schools', () => store.knex('schools').insert(row).onConflict('school_id').merge());
}

async function writeSchool(
  store: Store,
  { status, tables, memory, found }: SchoolPlan,
  { school, name, findings }: Decision,
  { id, now, remember, forgotten = nobody }: RunOfSchool,
): Promise<void> {
  const digest = await writeFindings(store, school, [...findings, ...found], memory?.findingsDigest ?? null, forgotten);
  const loaded = status === 'planned' ? { loaded_at: now.toISOString() } : {};
  const extractedAt = remember?.extractedAt ?? null;
  const rows = new Map(tables.map(({ table, wanted }) => [table.kind, wanted]));
  const columns = new Map(tables.map(({ table }) => [table.kind, table.kept.map((column) => column.name)]));
  const row = {
    school_id: school,
    name,
    [foldedColumn]: foldedRow([name]),
    last_run_id: id,
    findings_digest: digest,
    // Of an extract without a time nobody knows how old it is: the last one that had one goes on to count.
    extracted_at: extractedAt === null ? (memory?.extractedAt ?? null) : new Date(extractedAt).toISOString(),
    bytes_digest: null,
    bytes_part: null,
    values_digest: remember?.valuesDigest ?? null,
    rules_digest: remember?.rulesDigest ?? null,
    outcome: remember === undefined ? null : storedOutcome(remember.outcome(found), rows, columns),
    let_go: null,
    own_file: remember === undefined ? null : storedOwnFile(remember.hasOwnFile),
    undone: null,
    ...loaded,
  };
  await guarded('Writing to table schools', () => store.knex('schools').insert(row).onConflict('school_id').merge());
}

/** What the tables hold is no extract's any more, and no older one may undo what was written of this. */
async function noteWrittenBeside(
  { knex }: Store,
  school: string,
  { letGo, memory }: SchoolPlan,
  { remember }: RunOfSchool,
): Promise<void> {
  const gone = stillGone(memory?.wentLinks ?? noLinks, letGo);
  const at = remember?.extractedAt == null ? {} : { extracted_at: new Date(remember.extractedAt).toISOString() };
  const row = { bytes_digest: null, bytes_part: null, values_digest: null, let_go: storedLinks(gone), ...at };
  await guarded('Writing to table schools', () => knex('schools').where({ school_id: school }).update(row));
}
