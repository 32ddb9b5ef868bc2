import { guarded } from './database-error.js';
import type { Store } from './dialect.js';
import { changedFields, recordId } from './differences.js';
import { rowDigest } from './row-digest.js';
import type { TablePlan } from './table-plan.js';
import { digestColumn, type Column, type Row } from './tables.js';

const text = (name: string): Column => ({ name, type: 'text' });

/** Writes the differences of one table. */
export async function writeTable(
  { knex, dialect }: Store,
  school: string,
  { table, changes, unstamped }: Pick<TablePlan, 'table' | 'changes' | 'unstamped'>,
  now: Date,
): Promise<void> {
  const target = { table: table.name, key: ['school_id', ...table.key] };
  const left = table.keepsLeft ? ['left_at'] : [];
  const columns = [...target.key.map(text), ...table.kept, text(digestColumn), ...left.map(text)];
  const update = [...table.kept.map((column) => column.name), digestColumn, ...left];
  const asRows = (rows: readonly Row[]) =>
    rows.map(({ key, values }) => [school, ...key, ...values, rowDigest(table, values), ...left.map(() => null)]);
  const added = changes.filter(({ kind }) => kind === 'added').map(({ row }) => row);
  const other = changes.filter(({ kind }) => kind === 'changed' || kind === 'returned').map(({ row }) => row);
  const put = { ...target, columns, update };
  await guarded(`Writing to table ${table.name}`, async () => {
    await dialect.put(knex, { ...put, rows: asRows(added), isNew: true });
    await dialect.put(knex, { ...put, rows: asRows([...other, ...unstamped]), isNew: false });
  });
  const gone = changes.filter(({ kind }) => kind === 'removed').map(({ row }) => [school, ...row.key]);
  const keys = { ...target, keys: gone };
  await guarded(`Writing to table ${table.name}`, () =>
    table.keepsLeft ? dialect.mark(knex, keys, 'left_at', now.toISOString()) : dialect.remove(knex, keys),
  );
}

/** Notes the differences of all tables in `changes`. */
export async function writeChanges(
  { knex, dialect }: Store,
  school: string,
  plans: readonly TablePlan[],
  runId: string,
): Promise<void> {
  const rows = plans
    .flatMap(({ table, changes }) => changes.map((change) => ({ table, change })))
    .map(({ table, change }, index) => [
      school,
      runId,
      index + 1,
      table.name,
      recordId(change.row),
      change.kind,
      changedFields(table, change),
    ]);
  const key = ['school_id', 'run_id', 'number'];
  const columns: Column[] = [
    text('school_id'),
    text('run_id'),
    { name: 'number', type: 'integer' },
    ...['table_name', 'record_id', 'kind', 'fields'].map(text),
  ];
  await guarded('Writing to table changes', () =>
    dialect.put(knex, { table: 'changes', key, columns, update: [], rows, isNew: true }),
  );
}
