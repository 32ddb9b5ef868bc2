import { existsSync } from 'node:fs';
import knexPackage, { type Knex } from 'knex';
import type { Pipeline } from '../pipeline/pipeline.js';
import { DatabaseError, guarded } from './database-error.js';
import { migrate } from './migrations.js';
import { preparePipelineTables } from './pipeline-tables.js';
import { SqliteClient } from './sqlite-client.js';

const busyTimeout = 10_000;

/** An open database with all its tables. */
export interface Database {
  readonly knex: Knex;
  close(): Promise<void>;
}

/** A command that only reads asks a database that is there; a run makes one. */
export interface Opening {
  readonly mustExist: boolean;
}

/**
 * Opens the database, creates what is missing, and refuses what an incompatible pipeline made.
 * @param url `sqlite:FILE`
 * @throws DatabaseError
 */
export async function openDatabase(
  url: string,
  pipeline: Pipeline,
  { mustExist }: Opening = { mustExist: false },
): Promise<Database> {
  const file = /^sqlite:(.+)$/.exec(url)?.[1];
  if (file === undefined) {
    throw new DatabaseError(
      'unsupported',
      `The database ${url.replace(/:.*$/s, ':…')} is of a kind that this version does not know: use sqlite:FILE.`,
    );
  }
  if (mustExist && !existsSync(file)) {
    throw new DatabaseError('missing', `There is no database ${file} yet: pullthrough run makes it.`);
  }
  const knex = knexPackage({
    client: SqliteClient,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
    // A warning of knex may quote a statement with its values.
    log: { warn: ignore, error: ignore, debug: ignore, deprecate: ignore },
  });
  try {
    await guarded(
      `Opening the database ${file}`,
      () => knex.raw(`pragma busy_timeout = ${String(busyTimeout)}`),
      'cannot-open',
    );
    // In one transaction: what is refused is left as it was, and a kill leaves nothing half made.
    await guarded(`Preparing the tables of ${file}`, () =>
      knex.transaction(async (trx) => {
        if (!(await migrate(trx)))
          throw new DatabaseError('newer', `A newer version of pullthrough made ${file}. Use that version.`);
        await preparePipelineTables(trx, pipeline);
      }),
    );
    await guarded(`Opening the database ${file}`, () => knex.raw('pragma journal_mode = wal'), 'cannot-open');
  } catch (error) {
    await knex.destroy();
    throw error;
  }
  return { knex, close: () => knex.destroy() };
}

function ignore(): void {
  // Deliberately nothing: errors come back as DatabaseError.
}
