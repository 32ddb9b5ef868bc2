import type { Knex } from 'knex';
import type { Index } from '../dialect.js';
import { placeholders } from './sql-text.js';

/** Makes an index if it is missing, in SQL that SQLite and PostgreSQL share. */
export async function addIndex(knex: Knex, { name, table, columns }: Index): Promise<void> {
  await knex.raw(`create index if not exists ?? on ?? (${placeholders(columns)})`, [name, table, ...columns]);
}

/** The same, but only for rows with a value in these columns. */
export async function addPartialIndex(knex: Knex, { name, table, columns }: Index): Promise<void> {
  const there = columns.map(() => '?? is not null').join(' and ');
  const sql = `create index if not exists ?? on ?? (${placeholders(columns)}) where ${there}`;
  await knex.raw(sql, [name, table, ...columns, ...columns]);
}
