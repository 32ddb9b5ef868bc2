import type { LocalField, RecordKind } from '../pipeline/pipeline.js';
import { normalise, repair } from '../pipeline/text/text.js';
import { writeAudit } from './people/audit.js';
import { guarded } from './guarded.js';
import type { Database } from './database.js';
import { foldedRow, typedFoldedColumn } from './tables/folded-columns.js';
import { latestRun } from './runs/runs.js';

export interface TypedEdit {
  readonly school: string;
  readonly kind: RecordKind;
  readonly id: string;
  readonly field: LocalField;
  /** A blank removes what was typed. */
  readonly value: string;
  /** What was there when it was typed, a blank for nothing: if something else is there by now, nothing is written. */
  readonly shown?: string;
  /** Takes the place of a run's id in `changes`, and is in the audit. */
  readonly editId: string;
  /** The account that types; null at the command line. */
  readonly who: string | null;
  /** From which address; null at the command line. */
  readonly address: string | null;
}

/** What became of it. If it was not written, with what is there now, and whether somebody else typed that since. */
export type Edited =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'too long'; readonly now: string | null; readonly isOvertaken: boolean }
  | { readonly outcome: 'overtaken'; readonly now: string | null; readonly isOvertaken: true };

/** In characters. */
export const longestTyped = 200;

/** One line, with a space for anything that begins another line or is no character; null for a blank. */
function asTyped(text: string): string | null {
  return normalise(repair(text).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')) || null;
}

/** Writes what a person types, and a change for the history. */
export async function editLocal(db: Database, edit: TypedEdit): Promise<Edited> {
  const { school, kind, id, field } = edit;
  const value = asTyped(edit.value);
  const at = { school_id: school, id };
  return guarded(`Writing to table ${kind.table}`, () =>
    db.forSchool(school, async ({ knex: trx }): Promise<Edited> => {
      const row = await trx<Record<string, string | null>>(kind.table).where(at).first();
      if (row === undefined) return { outcome: 'missing' };
      const before = row[field.column] ?? null;
      const isOvertaken = edit.shown !== undefined && asTyped(edit.shown) !== before;
      if ([...(value ?? '')].length > longestTyped) return { outcome: 'too long', now: before, isOvertaken };
      if (before === value) return { outcome: 'done' };
      if (isOvertaken) return { outcome: 'overtaken', now: before, isOvertaken };
      const typed = kind.local.map(({ column }) => (column === field.column ? value : (row[column] ?? null)));
      await trx(kind.table)
        .where(at)
        .update({ [field.column]: value, [typedFoldedColumn]: foldedRow(typed) });
      const fields = JSON.stringify({ [field.column]: { before, after: value } });
      await trx('changes').insert({
        school_id: school,
        run_id: edit.editId,
        number: 1,
        table_name: kind.table,
        record_id: id,
        kind: 'changed',
        fields,
        began: (await latestRun({ knex: trx }))?.began ?? 0,
      });
      const { editId, who, address } = edit;
      const entry = {
        id: editId,
        who,
        address,
        what: 'edit',
        school,
        kind: kind.name,
        recordId: id,
        detail: field.name,
      };
      await writeAudit({ knex: trx }, entry);
      return { outcome: 'done' };
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
