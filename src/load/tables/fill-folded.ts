import type { Knex } from 'knex';
import { foldedColumn, foldedColumnsOf, foldedRow } from './folded-columns.js';
import type { Stored, PipelineTable } from './tables.js';

/** Fewer values than any database takes in one statement, and rows are locked only for a moment. */
const rowsAtATime = 200;

type Row = Readonly<Record<string, Stored>> & { readonly school_id: string; readonly id: string };

/**
 * Makes the folded texts of all rows of a table anew, in pieces, and writes those that are wrong: rows of an earlier
 * version have none, and if a process died, half of them are done.
 */
export async function fillFolded(knex: Knex, table: PipelineTable): Promise<void> {
  const kept = table.kept.map(({ name }) => name);
  const columns = foldedColumnsOf(table);
  let last: Row | undefined;
  do {
    const rows = await nextRows(knex, table, [...kept, ...table.local, ...columns], last);
    for (const column of columns) {
      const from = column === foldedColumn ? kept : table.local;
      const bySchool = new Map<string, [id: string, text: string | null][]>();
      for (const row of rows) {
        const values = from.map((name) => row[name] ?? null);
        const text = foldedRow(values, 0, values.length, column === foldedColumn ? table.kept : []);
        if (text === row[column]) continue;
        bySchool.set(row.school_id, [...(bySchool.get(row.school_id) ?? []), [row.id, text]]);
      }
      for (const [school, texts] of bySchool) await write(knex, table.name, column, school, texts);
    }
    last = rows.length < rowsAtATime ? undefined : rows.at(-1);
  } while (last !== undefined);
}

/** Locked if the database can: then no old text is written to a row that changes meanwhile. */
async function nextRows(
  knex: Knex,
  { name }: PipelineTable,
  columns: readonly string[],
  last: Row | undefined,
): Promise<readonly Row[]> {
  const query = knex<Row>(name).orderBy(['school_id', 'id']).limit(rowsAtATime).forUpdate();
  if (last !== undefined) {
    const { school_id: school, id } = last;
    void query.where((next) => {
      void next.where('school_id', '>', school).orWhere((same) => {
        void same.where('school_id', school).where('id', '>', id);
      });
    });
  }
  return query.select<Row[]>('school_id', 'id', ...columns);
}

async function write(
  knex: Knex,
  table: string,
  column: string,
  school: string,
  texts: readonly (readonly [id: string, text: string | null])[],
): Promise<void> {
  const chosen = `case ?? ${texts.map(() => 'when ? then ?').join(' ')} end`;
  const ids = texts.map(([id]) => id);
  await knex(table)
    .where({ school_id: school })
    .whereIn('id', ids)
    .update(column, knex.raw(chosen, ['id', ...texts.flat()] as Knex.RawBinding[]));
}
