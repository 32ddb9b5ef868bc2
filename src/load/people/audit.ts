import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { timeOfRunId } from '../runs/run-ids.js';

/** One thing that somebody did: ids and names of fields, never a value. */
export interface AuditEntry {
  /** As `newRunId` makes them, or `newEditId`, where `changes` has the edit under the same one. */
  readonly id: string;
  /** The name of an account; null if it was done at the command line, or on pages that nobody signs in to. */
  readonly who: string | null;
  /** A word of a fixed few: `sign-in`, `export`, `edit`… */
  readonly what: string;
  readonly school?: string;
  readonly kind?: string;
  readonly recordId?: string;
  readonly detail?: string;
}

export async function writeAudit({ knex }: Pick<Store, 'knex'>, ...entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ id, who, what, school, kind, recordId, detail }) => {
    const at = timeOfRunId(id);
    if (at === null) throw new Error(`${id} says no time`);
    return {
      id,
      at,
      who,
      what,
      school_id: school ?? null,
      kind: kind ?? null,
      record_id: recordId ?? null,
      detail: detail ?? null,
    };
  });
  await guarded('Writing to table audit', () => knex('audit').insert(rows));
}

/** Who made these edits, by their ids; those of which nobody is known are not in it. */
export async function whoEdited(
  { knex }: Pick<Store, 'knex'>,
  edits: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (edits.length === 0) return new Map();
  const rows = await guarded('Reading table audit', () =>
    knex<{ id: string; who: string | null }>('audit').whereIn('id', edits).whereNotNull('who').select('id', 'who'),
  );
  return new Map(rows.map(({ id, who }) => [id, who ?? '']));
}
