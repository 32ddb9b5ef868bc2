import { DatabaseError, databaseProblemCodes, type DatabaseProblemCode } from './database-error.js';
import { dialects } from './dialects/dialects.js';
import { networkProblems } from './dialects/network-problems.js';

const problems = [...dialects.flatMap((dialect) => dialect.problems), ...networkProblems];

/** knex puts every value of a failed statement into its error: of that error only the database's code is kept. */
export async function guarded<T>(
  doing: string,
  work: () => PromiseLike<T>,
  otherwise: DatabaseProblemCode = 'failed',
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    const { code, message } = error as { code?: unknown; message?: unknown };
    const given = typeof code === 'string' ? code : null;
    const sign = given ?? (typeof message === 'string' ? message : '');
    const known = problems.find(([pattern]) => pattern.test(sign))?.[1] ?? otherwise;
    throw new DatabaseError(known, `${doing} failed (${given ?? 'no code'}): ${databaseProblemCodes[known]}`);
  }
}
