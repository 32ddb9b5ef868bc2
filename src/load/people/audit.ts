import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { timeOfRunId } from '../runs/run-ids.js';

/** One thing that somebody did: ids and names of fields, never a value. */
export interface AuditEntry {
  /** Made by `newRunId`, or by `newEditId` if `changes` has the edit under the same id. */
  readonly id: string;
  /** The name of an account; null at the command line, or on pages that nobody signs in to. */
  readonly who: string | null;
  /** One of a few fixed words: `sign-in`, `export`, `edit`… */
  readonly what: string;
  readonly school?: string;
  readonly kind?: string;
  readonly recordId?: string;
  readonly detail?: string;
  /** From which address, as far as the pages know; null at the command line. */
  readonly address?: string | null;
}

export async function writeAudit({ knex }: Pick<Store, 'knex'>, ...entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ id, who, what, school, kind, recordId, detail, address }) => {
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
      address: address ?? null,
    };
  });
  await guarded('Writing to table audit', () => knex('audit').insert(rows));
}

/** Who made these edits, by the edits' ids; an edit whose author is not known is not in it. */
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
