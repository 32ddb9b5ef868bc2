import { noneThrough, type Decision, type Finding } from '../../decide/decision.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { differences, type ChangeCounts, type RowChanges, type Differences } from './differences.js';
import { ExistingRows } from './existing-rows.js';
import { halvesThatMoved } from './half-moved.js';
import { digestColumn, tablesOf, type PipelineTable } from '../tables/tables.js';
import { WantedRows } from './wanted-rows.js';

/** The differences of one table, and their share of it. */
export interface TablePlan extends Differences {
  readonly table: PipelineTable;
  /** Rows that come through now, and those that would. */
  readonly current: number;
  readonly wanted: number;
  /** Columns that would have no value in any row, although rows that stay have one now. */
  readonly lost: readonly LostColumn[];
  /** A finding for each record whose name moved to another id. */
  readonly moved: readonly Finding[];
}

export interface LostColumn {
  readonly column: string;
  /** Rows that have a value now. */
  readonly had: number;
}

/** What to write for each table to have what the decision says. */
export async function planTables(store: Store, pipeline: Pipeline, decision: Decision): Promise<TablePlan[]> {
  const plans: TablePlan[] = [];
  for (const table of tablesOf(pipeline)) plans.push(await planTable(store, pipeline, table, decision));
  return plans;
}

/** By the kind's name. */
export function countChanges(plans: readonly TablePlan[]): Record<string, ChangeCounts> {
  return Object.fromEntries(plans.map(({ table, changes }) => [table.kind, changes.counts]));
}

async function planTable(
  store: Store,
  pipeline: Pipeline,
  table: PipelineTable,
  decision: Decision,
): Promise<TablePlan> {
  const existing = await readExisting(store, table, decision.school);
  const wanted = new WantedRows(decision.through.get(table.kind) ?? noneThrough);
  const found = differences(table, existing, wanted);
  const lost = lostColumns(table, found.changes, existing, wanted);
  const moved = halvesThatMoved(pipeline, decision, { table, changes: found.changes, existing, wanted });
  return { table, ...found, current: existing.current, wanted: wanted.length, lost, moved };
}

async function readExisting(
  { knex, dialect, present }: Store,
  table: PipelineTable,
  school: string,
): Promise<ExistingRows> {
  const there = present?.get(table.name);
  if (present !== undefined && there === undefined) return new ExistingRows(table, [], []);
  const kept = table.kept.map(({ name }) => name);
  const all = [...table.key, ...kept, ...(table.keepsLeft ? ['left_at'] : []), digestColumn];
  const columns = all.filter((column) => there?.has(column) ?? true);
  const rows = await guarded(`Reading table ${table.name}`, () =>
    dialect.read(knex, { table: table.name, columns, school }),
  );
  return new ExistingRows(table, columns, rows);
}

function lostColumns(
  table: PipelineTable,
  changes: RowChanges,
  existing: ExistingRows,
  wanted: WantedRows,
): LostColumn[] {
  const changed = [...changes.of('changed')];
  return table.kept.flatMap(({ name }, index) => {
    const isLost = changed.some(({ before }) => before?.[index] != null);
    if (!isLost || wanted.hasAny(index)) return [];
    return [{ column: name, had: existing.countOf(index) }];
  });
}
