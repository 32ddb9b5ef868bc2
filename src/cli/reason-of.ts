import { DatabaseError } from '../load/database-error.js';
import { ConfigurationError } from '../pipeline/problem.js';

/** In words for the operator. Of a fault of the program its place, not its message, which may quote what it choked on. */
export function reasonOf(error: unknown): string {
  if (error instanceof ConfigurationError) {
    const problems = error.problems.map(
      ({ file, line, column, code, message }) => `${file}:${String(line)}:${String(column)} ${code} ${message}`,
    );
    return problems.join(' ');
  }
  if (error instanceof DatabaseError) return error.message;
  const { name, stack } = error as Error;
  const place = stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  return `A fault of the program (${name}${place.replace(/^\s+/, ' ')}); please report it.`;
}
