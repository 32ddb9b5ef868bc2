import { severityOfProblem } from '../../pipeline/problem.js';
import type { Checked } from '../../pipeline/lint/check-configuration.js';
import type { Format } from '../format.js';
import { annotation } from '../writers/annotation.js';
import { sentence } from './problem-words.js';

export const github: Format<Checked> = {
  name: 'github',
  meaning: 'annotations of GitHub Actions',
  write: ({ problems }) =>
    problems
      .map((problem) => annotation(severityOfProblem(problem), problem.code, sentence(problem), problem))
      .join(''),
};
