import type { Knex } from 'knex';
import { digestColumn } from './tables.js';

const rowsAtATime = 500;

interface ChangeRow {
  readonly table_name: string;
  readonly school_id: string;
  readonly run_id: string;
  readonly number: number;
  readonly kind: string;
  readonly fields: string;
}

/**
 * Takes the values of a column out of a table, school by school, and out of the history of its rows. A row loses its
 * digest, so the next run writes another and does not take the row for one that somebody edited.
 */
export async function emptyColumn(knex: Knex, table: string, column: string): Promise<void> {
  const schools = await knex<{ school_id: string }>(table).whereNotNull(column).distinct('school_id');
  for (const { school_id } of schools)
    await knex(table)
      .where({ school_id })
      .whereNotNull(column)
      .update({ [column]: null, [digestColumn]: null });
  let last: ChangeRow | undefined;
  do {
    const rows = await nextChanges(knex, table, column, last);
    for (const row of rows) await withoutColumn(knex, row, column);
    last = rows.length < rowsAtATime ? undefined : rows.at(-1);
  } while (last !== undefined);
}

/** Those that may have the column; in `like`, its _ fits any letter. */
async function nextChanges(
  knex: Knex,
  table: string,
  column: string,
  last: ChangeRow | undefined,
): Promise<readonly ChangeRow[]> {
  const query = knex<ChangeRow>('changes')
    .where({ table_name: table })
    .where('fields', 'like', `%"${column}":%`)
    .orderBy(['school_id', 'run_id', 'number'])
    .limit(rowsAtATime);
  if (last !== undefined) {
    const { school_id: school, run_id: run, number } = last;
    void query.where((after) => {
      void after
        .where('school_id', '>', school)
        .orWhere((same) => void same.where('school_id', school).where('run_id', '>', run))
        .orWhere((same) => void same.where({ school_id: school, run_id: run }).where('number', '>', number));
    });
  }
  return query.select<ChangeRow[]>('table_name', 'school_id', 'run_id', 'number', 'kind', 'fields');
}

/** A change of nothing else is no change any more. */
async function withoutColumn(knex: Knex, row: ChangeRow, column: string): Promise<void> {
  const { school_id, run_id, number, kind } = row;
  const { [column]: value, ...fields } = JSON.parse(row.fields) as Readonly<Record<string, unknown>>;
  if (value === undefined) return;
  const one = knex('changes').where({ school_id, run_id, number });
  if (kind === 'changed' && Object.keys(fields).length === 0) await one.delete();
  else await one.update({ fields: JSON.stringify(fields) });
}
