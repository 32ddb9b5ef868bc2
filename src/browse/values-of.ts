import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { byNaturalOrder } from '../pipeline/text/folding.js';
import { asText, filterColumns, type ShownColumn } from './columns.js';

/** A column that a list is narrowed by, and what it may be narrowed to. */
export interface FilterChoices {
  readonly column: ShownColumn;
  /** Each once, Year 2 before Year 10; null comes last if some are blank. */
  readonly values: readonly (string | null)[];
}

/** What a kind's list may be narrowed to, as the records that come through have it. */
export async function choicesOfFilters(
  store: Pick<Store, 'knex'>,
  school: string,
  kind: RecordKind,
): Promise<FilterChoices[]> {
  const filters = filterColumns(kind);
  const values = await valuesOf(store, school, kind, filters);
  return filters.map((column, at) => ({ column, values: values[at] ?? [] }));
}

/** By column, in their order. In one statement: those values that stand together are few. */
export async function valuesOf(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  kind: RecordKind,
  shown: readonly Pick<ShownColumn, 'column'>[],
): Promise<FilterChoices['values'][]> {
  if (shown.length === 0) return [];
  const columns = shown.map(({ column }) => column);
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    knex(kind.table)
      .where({ school_id: school })
      .whereNull('left_at')
      .groupBy(...columns)
      .select<Record<string, Stored>[]>(...columns),
  );
  return columns.map((column) => {
    const values = [...new Set(rows.map((row) => asText(row[column])))];
    const written = values.filter((value) => value !== null).sort(byNaturalOrder);
    return [...written, ...values.filter((value) => value === null)];
  });
}
