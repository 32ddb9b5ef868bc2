import { severityOfProblem, type Problem } from '../../pipeline/problem.js';

export function countErrors(problems: readonly Problem[]): number {
  return problems.filter((problem) => severityOfProblem(problem) === 'error').length;
}

export function sentence({ message, hint }: Problem): string {
  return hint === null ? message : `${message} ${hint}`;
}
