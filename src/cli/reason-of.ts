import { DatabaseError } from '../load/database-error.js';
import { ConfigurationError, inOneLine } from '../pipeline/problem.js';

/** In words for the operator. Of a fault of the program its place, not its message, which may quote what it choked on. */
export function reasonOf(error: unknown): string {
  if (error instanceof ConfigurationError) return inOneLine(error.problems);
  if (error instanceof DatabaseError) return error.message;
  const { name, stack } = error as Error;
  const place = stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  return `A fault of the program (${name}${place.replace(/^\s+/, ' ')}); please report it.`;
}
