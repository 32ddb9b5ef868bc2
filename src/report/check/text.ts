import { counted } from '../../pipeline/text/counted.js';
import type { Checked } from '../../pipeline/lint/check-configuration.js';
import { formatProblem } from '../../pipeline/problem.js';
import type { Format } from '../format.js';
import { inert } from '../writers/inert.js';
import { countErrors } from './problem-words.js';

export const text: Format<Checked> = {
  name: 'text',
  meaning: 'for people',
  write: (checked) => inert(checkText(checked)),
};

function checkText({ problems, files }: Checked): string {
  const errors = countErrors(problems);
  const warnings = problems.length - errors;
  const found = [counted(errors, 'error'), ...(warnings > 0 ? [counted(warnings, 'warning')] : [])].join(', ');
  return [...problems.map(formatProblem), `${found} in ${counted(files, 'file')}`, ''].join('\n');
}
