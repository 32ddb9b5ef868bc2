import { SyntaxProblem } from './syntax-problem.js';

/** What no extract needs, and what would cost memory without end. */
export const limits = {
  /** Lists and objects inside one another. */
  depth: 100,
  /** UTF-16 code units of one string, key or number. */
  length: 1_000_000,
} as const;

export function tooLong(): SyntaxProblem {
  return new SyntaxProblem('too-long', `a string, key or number of more than ${String(limits.length)} characters`);
}

export function tooDeep(): SyntaxProblem {
  return new SyntaxProblem('too-deep', `more than ${String(limits.depth)} lists and objects inside one another`);
}
