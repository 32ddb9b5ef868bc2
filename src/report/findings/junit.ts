import type { Format } from '../format.js';
import { junitSuite } from '../writers/junit.js';
import { printable, printableLines } from '../../words/words.js';
import { inPlain } from '../../words/plain-words.js';
import { title } from './headline.js';
import type { FindingsReport } from './report.js';
import { schoolText } from './text.js';

/**
 * One case for each school, red only if the school failed: its mistakes are for the school to correct, and no operator
 * can turn them green. They are in the case's output.
 */
export const junit: Format<FindingsReport> = {
  name: 'junit',
  meaning: 'for CI: one case a school, failed if its document could not be read',
  write: ({ schools, pipeline }) =>
    junitSuite(
      'report',
      schools.map((school) => ({
        classname: 'pullthrough.report',
        name: inPlain(title(school)),
        ...(school.status === 'failed'
          ? { failure: { message: printable(school.reason ?? '') } }
          : { output: printableLines(schoolText(school, pipeline)) }),
      })),
    ),
};
