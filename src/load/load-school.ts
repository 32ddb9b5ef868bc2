import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Decision, Finding } from '../decide/decision.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { guarded } from './database-error.js';
import type { Database } from './database.js';
import {
  changedFields,
  differences,
  recordId,
  toStored,
  type Change,
  type ChangeKind,
  type Existing,
  type Row,
  type Stored,
} from './differences.js';
import { findingColumns } from './migrations.js';
import { recordSchoolRun } from './runs.js';
import { tablesOf, type Table } from './tables.js';
import { deleteRows, markRows, putRows } from './write-rows.js';

export type ChangeCounts = Record<ChangeKind, number>;

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
}

interface SchoolRow {
  readonly name: string | null;
  readonly findings_digest: string | null;
}

/** The differences of one table, and whether rows would be left. */
interface TablePlan {
  readonly table: Table;
  readonly changes: readonly Change[];
  readonly current: number;
  readonly wanted: number;
}

/**
 * Makes the tables hold what the decision says, in one transaction: readers see the state before or after. Only
 * differences are written. A school or a kind that has rows and would be left with none is held.
 * @throws DatabaseError, with everything as it was before
 */
export async function loadSchool(
  db: Database,
  pipeline: Pipeline,
  decision: Decision,
  run: RunOfSchool,
): Promise<LoadResult> {
  return guarded('Loading the school', () => db.knex.transaction((trx) => load(trx, pipeline, decision, run)));
}

async function load(trx: Knex, pipeline: Pipeline, decision: Decision, run: RunOfSchool): Promise<LoadResult> {
  const { school } = decision;
  await takeWriteLock(trx);
  const before = await guarded('Reading table schools', () =>
    trx<SchoolRow & { school_id: string }>('schools').where({ school_id: school }).first(),
  );
  const plans: TablePlan[] = [];
  for (const table of tablesOf(pipeline)) plans.push(await planTable(trx, table, decision));
  const changes = Object.fromEntries(plans.map(({ table, changes: all }) => [table.kind, countByKind(all)]));
  const reason = reasonToHold(plans);
  if (reason !== null) return { status: 'held', reason, changes };
  for (const plan of plans) await writeTable(trx, school, plan, run.now);
  const isFirst = before === undefined;
  if (!isFirst) await writeChanges(trx, school, plans, run.id);
  const isUnchanged = !isFirst && before.name === decision.name && plans.every((plan) => plan.changes.length === 0);
  const status = isUnchanged ? 'unchanged' : 'loaded';
  await writeFindings(trx, decision, before?.findings_digest ?? null, { run, status });
  const counts = { sections: Object.fromEntries(decision.sums), changes };
  await recordSchoolRun({ knex: trx }, { school, runId: run.id, document: run.document, status, counts, reason: null });
  return { status, reason: null, changes };
}

/** A transaction that first reads and then writes can be refused in the middle; one that begins with a write waits at once. */
async function takeWriteLock(trx: Knex): Promise<void> {
  await guarded('Waiting for the database', () => trx('schools').whereRaw('false').update({ name: null }));
}

async function planTable(trx: Knex, table: Table, decision: Decision): Promise<TablePlan> {
  const existing = await readExisting(trx, table, decision.school);
  const wanted = wantedRows(table, decision);
  const current = existing.filter((row) => row.current).length;
  return { table, changes: differences(existing, wanted), current, wanted: wanted.length };
}

async function readExisting(trx: Knex, table: Table, school: string): Promise<Existing[]> {
  const columns = [...table.key, ...table.kept.map((column) => column.name), ...(table.keepsLeft ? ['left_at'] : [])];
  const rows = await guarded(`Reading table ${table.name}`, () =>
    trx<Record<string, Stored>>(table.name).where({ school_id: school }).select<Record<string, Stored>[]>(columns),
  );
  return rows.map((row) => ({
    key: table.key.map((column) => String(row[column])),
    values: table.kept.map((column) => row[column.name] ?? null),
    current: !table.keepsLeft || row.left_at === null,
  }));
}

function wantedRows(table: Table, decision: Decision): Row[] {
  const records = decision.records.get(table.kind);
  if (records !== undefined) return records.map(({ id, values }) => ({ key: [id], values: values.map(toStored) }));
  return (decision.links.get(table.kind) ?? []).map(({ ids, values }) => ({ key: ids, values: values.map(toStored) }));
}

function countByKind(changes: readonly Change[]): ChangeCounts {
  const counts: ChangeCounts = { added: 0, changed: 0, removed: 0, returned: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

/** An extract with headings and no data must never empty a school, or a kind of what it has. */
function reasonToHold(plans: readonly TablePlan[]): string | null {
  const emptied = plans.filter(({ current, wanted }) => current > 0 && wanted === 0);
  if (emptied.length === 0) return null;
  const gone = emptied.map(({ table, current }) => `all ${String(current)} ${table.kind}`).join(', ');
  return `Held: ${gone} would go and none be left. Nothing was changed. Is the extract complete, and are the rules right?`;
}

async function writeTable(trx: Knex, school: string, { table, changes }: TablePlan, now: Date): Promise<void> {
  const keys = ['school_id', ...table.key];
  const left = table.keepsLeft ? ['left_at'] : [];
  const kept = table.kept.map((column) => column.name);
  const put = changes
    .filter(({ kind }) => kind !== 'removed')
    .map(({ row }) => [school, ...row.key, ...row.values, ...left.map(() => null)]);
  await putRows(trx, table.name, keys, [...keys, ...kept, ...left], [...kept, ...left], put);
  const gone = changes.filter(({ kind }) => kind === 'removed').map(({ row }) => [school, ...row.key]);
  if (table.keepsLeft) await markRows(trx, table.name, keys, gone, 'left_at', now.toISOString());
  else await deleteRows(trx, table.name, keys, gone);
}

async function writeChanges(trx: Knex, school: string, plans: readonly TablePlan[], runId: string): Promise<void> {
  const rows = plans.flatMap(({ table, changes }) =>
    changes.map((change) => [
      school,
      runId,
      table.name,
      recordId(change.row),
      change.kind,
      changedFields(table, change),
    ]),
  );
  const key = ['school_id', 'run_id', 'table_name', 'record_id'];
  await putRows(trx, 'changes', key, [...key, 'kind', 'fields'], [], rows);
}

/** Findings are those of the latest run; they, too, are only written where they differ. */
async function writeFindings(
  trx: Knex,
  decision: Decision,
  digestBefore: string | null,
  { run, status }: { run: RunOfSchool; status: string },
): Promise<void> {
  const { school, name } = decision;
  const rows = decision.findings.map(findingRow);
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  if (digest !== digestBefore) {
    await guarded('Deleting from table findings', () => trx('findings').where({ school_id: school }).delete());
    const numbered = rows.map((row, index) => [school, index + 1, ...row]);
    await putRows(trx, 'findings', ['school_id', 'number'], ['school_id', 'number', ...findingColumns], [], numbered);
  }
  const loaded = status === 'loaded' ? { loaded_at: run.now.toISOString() } : {};
  const row = { school_id: school, name, last_run_id: run.id, findings_digest: digest, ...loaded };
  await guarded('Writing to table schools', () => trx('schools').insert(row).onConflict('school_id').merge());
}

function findingRow(finding: Finding): Stored[] {
  const values: Record<(typeof findingColumns)[number], Stored> = {
    severity: finding.severity,
    kind: finding.kind,
    record_id: finding.recordId,
    rule: finding.rule,
    because: finding.because,
    cause_kind: finding.causeKind,
    cause_id: finding.causeId,
    field: finding.field,
    position: finding.position,
    fix: finding.fix,
    among: finding.among,
    round: finding.round,
    file: finding.place?.file ?? null,
    line: finding.place?.line ?? null,
  };
  return findingColumns.map((column) => values[column]);
}
