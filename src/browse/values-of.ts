import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { byNaturalOrder } from '../pipeline/text/folding.js';
import { asText, shownColumn } from './columns.js';

/**
 * The values of a field among records that come through, each once, Year 2 before Year 10; null comes last if some are
 * blank.
 */
export async function valuesOf(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  kind: RecordKind,
  field: string,
): Promise<(string | null)[]> {
  const { column } = shownColumn(kind, field);
  const rows = await guarded(`Reading table ${kind.table}`, () =>
    knex(kind.table)
      .where({ school_id: school })
      .whereNull('left_at')
      .groupBy(column)
      .select<Record<string, Stored>[]>(column),
  );
  const values = rows.map((row) => asText(row[column]));
  const written = values.filter((value) => value !== null).sort(byNaturalOrder);
  return [...written, ...values.filter((value) => value === null)];
}
