import { guarded } from '../load/guarded.js';
import type { Store } from '../load/dialect.js';
import type { Stored } from '../load/tables/tables.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { asText, shownColumns } from './columns.js';

/** Fewer than the limit of any database for values in one statement. */
const idsAtATime = 500;

/** The records with these ids that come through, by id: their values in the order of `shownColumns`. */
export async function readRecordsById(
  { knex }: Pick<Store, 'knex'>,
  school: string,
  kind: RecordKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  const columns = shownColumns(kind);
  const found = new Map<string, readonly (string | null)[]>();
  for (let at = 0; at < ids.length; at += idsAtATime) {
    const rows = await guarded(`Reading table ${kind.table}`, () =>
      knex(kind.table)
        .where({ school_id: school })
        .whereNull('left_at')
        .whereIn('id', ids.slice(at, at + idsAtATime))
        .select<Record<string, Stored>[]>('id', ...columns.map(({ column }) => column)),
    );
    for (const row of rows)
      found.set(
        String(row.id),
        columns.map(({ column }) => asText(row[column])),
      );
  }
  return found;
}
