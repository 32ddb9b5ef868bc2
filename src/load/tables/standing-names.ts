import type { Knex } from 'knex';
import type { Pipeline, UnfitName } from '../../pipeline/pipeline.js';
import { ConfigurationError, inOrder, type Problem } from '../../pipeline/problem.js';
import { guarded } from '../guarded.js';
import { readColumns } from './pipeline-tables.js';

/**
 * The names that no new table or column gets, and that an old one has: it goes on working.
 * @param knex null if there is no database yet
 */
export async function standingNames(knex: Knex | null, { unfitNames }: Pipeline): Promise<ReadonlySet<UnfitName>> {
  if (unfitNames.length === 0 || knex === null) return new Set();
  const columns = await guarded('Reading the table pullthrough_tables', () => readColumns(knex));
  return new Set(
    unfitNames.filter(({ table, column }) => {
      const known = columns.get(table);
      return known !== undefined && (column === null || known.has(column));
    }),
  );
}

/** What is reported of a name that a table or column already has. */
export function standing({ problem }: UnfitName): Problem {
  const hint = 'It still works here; on another database it may not.';
  return { ...problem, code: 'standing-name', hint };
}

/**
 * @returns what is reported of those that one has
 * @throws ConfigurationError if a table or column would be made under a name that works on some databases only
 */
export async function refuseUnfitNames(knex: Knex | null, pipeline: Pipeline): Promise<readonly Problem[]> {
  const stand = await standingNames(knex, pipeline);
  const refused = pipeline.unfitNames.filter((name) => !stand.has(name));
  if (refused.length > 0) throw new ConfigurationError(inOrder(refused.map(({ problem }) => problem)));
  return [...stand].map(standing);
}
