import type { Knex } from 'knex';
import { parts } from './parts.js';

/** A statement, with the values for its question marks. */
export interface BoundStatement {
  readonly sql: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/** Runs set-based statements, each with one JSON parameter: a list of as many rows as one statement should have. */
export async function inParts(
  knex: Knex,
  rows: Iterable<unknown>,
  statement: (json: string) => BoundStatement,
): Promise<void> {
  for (const json of parts(rows)) {
    const { sql, bindings } = statement(json);
    await knex.raw(sql, bindings);
  }
}
