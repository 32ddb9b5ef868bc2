import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { changedFields, recordId } from '../compare/differences.js';
import { foldedColumn, foldedRow } from '../tables/folded-columns.js';
import { rowDigest } from '../compare/row-digest.js';
import { madeRows } from './row-list.js';
import type { TablePlan } from '../compare/table-plan.js';
import { digestColumn, type SqlColumn, type TableRow, type Stored } from '../tables/tables.js';

const text = (name: string): SqlColumn => ({ name, type: 'text' });

/** Writes the differences of one table. */
export async function writeTable(
  { knex, dialect }: Store,
  school: string,
  { table, changes, unstamped }: Pick<TablePlan, 'table' | 'changes' | 'unstamped'>,
  now: Date,
): Promise<void> {
  const target = { table: table.name, key: ['school_id', ...table.key] };
  const left = table.keepsLeft ? ['left_at'] : [];
  const beside = [digestColumn, ...(table.isSearched ? [foldedColumn] : []), ...left];
  const columns = [...target.key.map(text), ...table.kept, ...beside.map(text)];
  const update = [...table.kept.map((column) => column.name), ...beside];
  const put = { ...target, columns, update };
  /** Appends to a row what the table has beside it. */
  const whole = (row: Stored[]): Stored[] => {
    const from = target.key.length;
    row.push(rowDigest(table, row, from));
    if (table.isSearched) row.push(foldedRow(row, from, from + table.kept.length, table.kept));
    if (table.keepsLeft) row.push(null);
    return row;
  };
  const asNewList = (at: number): Stored[] => {
    const row: Stored[] = [school];
    changes.wanted.addTo(row, at);
    return whole(row);
  };
  const asList = ({ key, values }: TableRow): Stored[] => whole([school, ...key, ...values]);
  const added = madeRows(changes.counts.added, function* () {
    for (const at of changes.placesOfAdded()) yield asNewList(at);
  });
  const other = Array.from(changes.of('changed', 'returned'), ({ row }) => row).concat(unstamped);
  await guarded(`Writing to table ${table.name}`, async () => {
    await dialect.put(knex, { ...put, rows: added, isNew: true });
    await dialect.put(knex, { ...put, rows: other.map(asList), isNew: false });
  });
  const gone = Array.from(changes.of('removed'), ({ row }) => [school, ...row.key]);
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
  const rows: Stored[][] = [];
  for (const { table, changes } of plans)
    for (const change of changes) {
      const what = [table.name, recordId(change.row), change.kind, changedFields(table, change)];
      rows.push([school, runId, rows.length + 1, ...what]);
    }
  const key = ['school_id', 'run_id', 'number'];
  const columns: SqlColumn[] = [
    text('school_id'),
    text('run_id'),
    { name: 'number', type: 'integer' },
    ...['table_name', 'record_id', 'kind', 'fields'].map(text),
  ];
  await guarded('Writing to table changes', () =>
    dialect.put(knex, { table: 'changes', key, columns, update: [], rows, isNew: true }),
  );
}
