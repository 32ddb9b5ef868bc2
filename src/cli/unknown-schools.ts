import { nearest } from '../pipeline/text/did-you-mean.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { Problem } from '../pipeline/problem.js';

/**
 * A problem for each requested school that neither a file nor a load knows; a warning if no database can be asked.
 * @param ownFiles of schools that have one
 */
export async function unknownSchools(
  asked: readonly string[],
  ownFiles: ReadonlyMap<string, string>,
  database: string,
  pipeline: Pipeline,
): Promise<Problem[]> {
  const without = asked.filter((school) => !ownFiles.has(school));
  if (without.length === 0) return [];
  const [{ loadedSchools }, { DatabaseError }] = await Promise.all([
    import('../load/runs/known-schools.js'),
    import('../load/database-error.js'),
  ]);
  let notAsked = 'There is no database yet.';
  const loaded = await loadedSchools(database, pipeline).catch((error: unknown) => {
    if (!(error instanceof DatabaseError)) throw error;
    notAsked = error.message;
    return null;
  });
  const known = [...new Set([...ownFiles.keys(), ...(loaded ?? [])])];
  return without
    .filter((school) => loaded?.includes(school) !== true)
    .map((school): Problem => {
      const place = { file: '--school', line: 1, column: 1, source: school, length: school.length };
      const meant = nearest(school, known);
      const hint = meant === null ? null : `Did you mean "${meant}"?`;
      const code = 'unknown-school';
      if (loaded !== null)
        return { ...place, code, message: `There is no file for school "${school}", and no load knows it.`, hint };
      const message = `There is no file for school "${school}". Whether a load knows it cannot be asked: ${notAsked}`;
      return { ...place, code, message, hint, severity: 'warning' };
    });
}
