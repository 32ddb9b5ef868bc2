import type { Knex } from 'knex';
import type { OfSchool } from '../dialect.js';
import type { Stored } from '../tables/tables.js';

/** A school's rows as lists of values, by knex. */
export async function readRows(knex: Knex, { table, columns, school }: OfSchool): Promise<Stored[][]> {
  const rows = await knex<Record<string, Stored>>(table)
    .where({ school_id: school })
    .select<Record<string, Stored>[]>(columns);
  return rows.map((row) => columns.map((column) => row[column]));
}
