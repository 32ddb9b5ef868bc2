import type { Checked } from '../../pipeline/lint/check-configuration.js';
import { severityOfProblem, type Problem } from '../../pipeline/problem.js';
import type { Format } from '../format.js';
import { inertJson } from '../writers/inert.js';

export const json: Format<Checked> = {
  name: 'json',
  meaning: 'for scripts',
  write: ({ problems }) => `${inertJson(problems.map(problemAsJson))}\n`,
};

/** As `check --json` prints it. */
export function problemAsJson(problem: Problem): object {
  const { file, line, column, code, message, hint } = problem;
  return { file, line, column, severity: severityOfProblem(problem), code, message, hint };
}
