import type { Format } from '../format.js';
import { junitSuite, type JunitCase } from '../writers/junit.js';
import type { SchoolReport } from '../../run/run-result.js';
import { printable } from '../../words/words.js';
import { cameTwiceInWords } from './came-twice.js';
import type { EndedRun } from './ended-run.js';
import { unseenInWords } from './unseen.js';
import { reasonWithWayOut } from './way-out.js';

/** One case for each document, and one for each school that did not arrive: red is what makes a run end with 1. */
export const junit: Format<EndedRun> = {
  name: 'junit',
  meaning: 'for CI: one case a school, failed if it failed or is held',
  write: ({ pipeline, report, places }) =>
    junitSuite(
      'run',
      [
        ...(report.refused === undefined
          ? []
          : [caseOf('The run', { failure: { message: printable(report.refused) } })]),
        ...report.schools.map((school) => caseOf(title(school), outcomeOf(school, places.same))),
        ...report.unseen.map((school) =>
          caseOf(
            `School ${printable(school.school)}`,
            pipeline.source.expectsAll
              ? { failure: { message: unseenInWords(school) } }
              : { skipped: unseenInWords(school) },
          ),
        ),
      ],
      true,
    ),
};

type Outcome = Omit<JunitCase, 'classname' | 'name'>;

function caseOf(name: string, outcome: Outcome): JunitCase {
  return { classname: 'pullthrough.run', name, ...outcome };
}

function title({ school, name }: SchoolReport): string {
  if (school === null) return 'A school that its document does not name';
  return printable(name === null ? `School ${school}` : `${name} (${school})`);
}

function outcomeOf(school: SchoolReport, same: string): Outcome {
  const said = [
    ...(school.status === 'failed' || school.status === 'held' ? [reasonWithWayOut(school, same)] : []),
    ...(cameTwiceInWords(school) === null ? [] : [String(cameTwiceInWords(school))]),
  ];
  return said.length === 0 ? {} : { failure: { message: printable(`${school.status}: ${said.join(' ')}`) } };
}
