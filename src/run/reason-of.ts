import { DatabaseError } from '../load/database-error.js';
import { ConfigurationError, inOneLine } from '../pipeline/problem.js';
import { faultInWords } from '../words/fault-in-words.js';

/** In words for the operator. */
export function reasonOf(error: unknown): string {
  if (error instanceof ConfigurationError) return inOneLine(error.problems);
  if (error instanceof DatabaseError) return error.message;
  return faultInWords(error);
}
