import { counted } from '../../pipeline/text/counted.js';
import type { Checked } from '../../pipeline/lint/check-configuration.js';
import { formatProblem, type Problem } from '../../pipeline/problem.js';
import type { Format } from '../format.js';
import { junitSuite } from '../writers/junit.js';
import { countErrors, sentence } from './problem-words.js';

export const junit: Format<Checked> = {
  name: 'junit',
  meaning: 'for CI: one case for each file with errors',
  write: checkJunit,
};

function checkJunit({ problems, files }: Checked): string {
  const byFile = new Map<string, Problem[]>();
  for (const problem of problems) byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), problem]);
  const failing = [...byFile.values()].filter((found) => countErrors(found) > 0);
  const classname = 'pullthrough.check';
  const cases = failing.map((found) => {
    const [first] = found;
    const failure = { message: sentence(first), text: found.map(formatProblem).join('\n') };
    return { classname, name: first.file, failure };
  });
  const fine = { classname, name: `${counted(files - failing.length, 'file')} without errors` };
  return junitSuite('check', [...cases, fine]);
}
