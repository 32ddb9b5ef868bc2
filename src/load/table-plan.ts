import type { Decision } from '../decide/decision.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { guarded } from './database-error.js';
import type { Store } from './dialect.js';
import {
  differences,
  toStored,
  type Change,
  type ChangeKind,
  type Existing,
  type Row,
  type Stored,
} from './differences.js';
import { tablesOf, type Table } from './tables.js';

/** The differences of one table, and whether rows would be left. */
export interface TablePlan {
  readonly table: Table;
  readonly changes: readonly Change[];
  readonly current: number;
  readonly wanted: number;
}

export type ChangeCounts = Record<ChangeKind, number>;

/** What has to be written so that each table holds what the decision says. */
export async function planTables(store: Store, pipeline: Pipeline, decision: Decision): Promise<TablePlan[]> {
  const plans: TablePlan[] = [];
  for (const table of tablesOf(pipeline)) plans.push(await planTable(store, table, decision));
  return plans;
}

/** By the kind's name. */
export function countChanges(plans: readonly TablePlan[]): Record<string, ChangeCounts> {
  return Object.fromEntries(plans.map(({ table, changes }) => [table.kind, countByKind(changes)]));
}

async function planTable(store: Store, table: Table, decision: Decision): Promise<TablePlan> {
  const existing = await readExisting(store, table, decision.school);
  const wanted = wantedRows(table, decision);
  const current = existing.filter((row) => row.current).length;
  return { table, changes: differences(existing, wanted), current, wanted: wanted.length };
}

async function readExisting({ knex }: Store, table: Table, school: string): Promise<Existing[]> {
  const columns = [...table.key, ...table.kept.map((column) => column.name), ...(table.keepsLeft ? ['left_at'] : [])];
  const rows = await guarded(`Reading table ${table.name}`, () =>
    knex<Record<string, Stored>>(table.name).where({ school_id: school }).select<Record<string, Stored>[]>(columns),
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
