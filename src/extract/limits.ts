import type { Limits } from '../pipeline/limits.js';
import { SyntaxProblem } from './json/syntax-problem.js';

export function tooLong({ characters }: Limits): SyntaxProblem {
  return new SyntaxProblem('too-long', `a text or number of more than ${inWords(characters)} characters`);
}

export function tooDeep({ depth }: Limits): SyntaxProblem {
  return new SyntaxProblem('too-deep', `more than ${inWords(depth)} lists and objects inside one another`);
}

/** @param path of the section or the list, as the pipeline names it */
export function tooMany(path: string, limit: number): SyntaxProblem {
  return new SyntaxProblem('too-many', `${path} has more than ${inWords(limit)} entries`);
}

export function tooLarge({ bytes }: Limits): SyntaxProblem {
  return new SyntaxProblem('too-large', `the document has more than ${inWords(bytes)} bytes`);
}

function inWords(limit: number): string {
  return limit.toLocaleString('en-GB');
}
