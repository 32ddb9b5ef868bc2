import { existsSync } from 'node:fs';
import type { Erasures } from '../decide/erasures.js';
import type { Prepared } from './common-options.js';
import type { CommandWorld } from './streams.js';

/** The people of a school who were erased on request; null if nobody was. */
export type ErasedOf = (school: string) => Promise<Erasures | null>;

/**
 * Asks the database whom a run would leave out, for a command that answers from an extract. If there is no database
 * yet, or it cannot be asked, the command answers as if nobody had been erased, and says so in the second case.
 */
export async function withErased<T>(
  { configuration: { pipeline }, database: url }: Prepared,
  world: CommandWorld,
  work: (erasedOf: ErasedOf) => Promise<T>,
): Promise<T> {
  const nobody: ErasedOf = () => Promise.resolve(null);
  const file = /^sqlite:(.*)$/s.exec(url)?.[1];
  if (file !== undefined && !existsSync(file)) return work(nobody);
  const [{ openForPlanning }, { readForgotten }, { DatabaseError }] = await Promise.all([
    import('../load/database.js'),
    import('../load/erasure/forgotten.js'),
    import('../load/database-error.js'),
  ]);
  const opened = await openForPlanning(url, pipeline).catch((error: unknown) => {
    if (!(error instanceof DatabaseError)) throw error;
    world.stderr.write(`${error.message} So people who were erased on request are shown like anyone else.\n`);
    return null;
  });
  if (opened === null) return work(nobody);
  try {
    return await work(
      async (school) => (await opened.reading((store) => readForgotten(store, school, pipeline))).erasures,
    );
  } finally {
    await opened.close();
  }
}
