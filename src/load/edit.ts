import type { LocalField, RecordKind } from '../pipeline/pipeline.js';
import { normalise, repair } from '../pipeline/text.js';
import { writeAudit } from './audit.js';
import { guarded } from './database-error.js';
import type { Database } from './database.js';

export interface Edit {
  readonly school: string;
  readonly kind: RecordKind;
  readonly id: string;
  readonly field: LocalField;
  /** A blank takes away what was typed. */
  readonly value: string;
  /** Stands in `changes` where a run's id would, and in the audit. */
  readonly editId: string;
  /** The account that types; null at the command line. */
  readonly who: string | null;
}

/** Writes what a person types, and a change for the history; false where there is no such record. */
export async function editLocal(db: Database, edit: Edit): Promise<boolean> {
  const { school, kind, id, field } = edit;
  const value = normalise(repair(edit.value)) || null;
  const at = { school_id: school, id };
  return guarded(`Writing to table ${kind.table}`, () =>
    db.forSchool(school, async ({ knex: trx }) => {
      const row = await trx<Record<string, string | null>>(kind.table).where(at).first();
      if (row === undefined) return false;
      const before = row[field.column] ?? null;
      if (before === value) return true;
      await trx(kind.table)
        .where(at)
        .update({ [field.column]: value });
      const fields = JSON.stringify({ [field.column]: { before, after: value } });
      await trx('changes').insert({
        school_id: school,
        run_id: edit.editId,
        number: 1,
        table_name: kind.table,
        record_id: id,
        kind: 'changed',
        fields,
      });
      const { editId, who } = edit;
      const entry = { id: editId, who, what: 'edit', school, kind: kind.name, recordId: id, detail: field.name };
      await writeAudit({ knex: trx }, entry);
      return true;
    }),
  );
}

/** In the order of code units. */
export async function schoolsOf(db: Database): Promise<string[]> {
  const rows = await guarded('Reading table schools', () =>
    db.knex<{ school_id: string }>('schools').select('school_id'),
  );
  return rows.map((row) => row.school_id).sort();
}
