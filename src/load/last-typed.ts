import type { RecordKind } from '../pipeline/pipeline.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import type { Store } from './dialect.js';
import { guarded } from './guarded.js';
import type { Happening } from './history.js';
import { whoEdited } from './people/audit.js';
import { edits, timeOfRunId } from './runs/run-ids.js';

/** A stored value that a person typed: what it is of, and what it is. */
export interface StoredTyped {
  readonly id: string;
  readonly column: string;
  /** Null for a blank. */
  readonly now: string | null;
}

/** When it was typed, ISO 8601 with milliseconds, and by which account; null where the history or the audit does not say it. */
export type LastTyped = Pick<Happening, 'at' | 'by'>;

/** @returns of each of these values, in their order, who typed it */
export async function readLastTyped(
  store: Pick<Store, 'knex'>,
  school: string,
  kind: RecordKind,
  values: readonly StoredTyped[],
): Promise<readonly LastTyped[]> {
  if (values.length === 0) return [];
  const rows = await guarded('Reading table changes', () =>
    store
      .knex('changes')
      .where({ school_id: school, table_name: kind.table })
      .whereIn('record_id', [...new Set(values.map(({ id }) => id))])
      .where('run_id', '>=', edits.from)
      .where('run_id', '<', edits.until)
      .select<{ run_id: string; record_id: string; fields: string }[]>('run_id', 'record_id', 'fields'),
  );
  const last = new Map<string, string>();
  const nameOf = (id: string, column: string, value: unknown): string => JSON.stringify([id, column, value]);
  for (const { run_id: edit, record_id: id, fields } of rows.sort((a, b) => byCodeUnit(a.run_id, b.run_id)))
    for (const [column, { after = null }] of Object.entries(JSON.parse(fields) as Happening['fields']))
      last.set(nameOf(id, column, after), edit);
  const found = values.map(({ id, column, now }) => last.get(nameOf(id, column, now)) ?? null);
  const who = await whoEdited(
    store,
    found.filter((edit) => edit !== null),
  );
  return found.map((edit) => ({
    at: edit === null ? null : timeOfRunId(edit),
    by: edit === null ? null : (who.get(edit) ?? null),
  }));
}
