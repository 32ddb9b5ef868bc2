import { dirname, resolve } from 'node:path';
import { DatabaseError } from '../load/database-error.js';
import { openDatabase, type Database } from '../load/database.js';
import type { Configuration } from '../pipeline/configuration.js';
import { assertQueueWorks, noQueue } from '../queue/refused.js';
import { prepare, type CommonOptions } from './common-options.js';
import type { CommandWorld } from './streams.js';

/** What commands of the queue work with. */
export interface QueueAt {
  readonly configuration: Configuration;
  readonly db: Database;
  /** The pipeline's folder, absolute. */
  readonly folder: string;
}

/**
 * Does a command of the queue, on a database where there can be one.
 * @param makes whether it may make tables
 * @throws QueueRefusedError
 */
export async function atQueue(
  options: CommonOptions,
  { world, makes }: { readonly world: CommandWorld; readonly makes: boolean },
  work: (at: QueueAt) => Promise<number>,
): Promise<number> {
  const { configuration, database } = prepare(options, world);
  assertQueueWorks(database);
  const db = await openDatabase(database, configuration.pipeline, { mustExist: !makes }).catch((error: unknown) => {
    throw error instanceof DatabaseError && error.code === 'missing' ? noQueue() : error;
  });
  try {
    return await work({ configuration, db, folder: dirname(resolve(options.config)) });
  } finally {
    await db.close();
  }
}
