import { passedOverInWords } from '../../extract/bytes/files-of.js';
import { cameTwiceInWords } from './came-twice.js';
import { unseenLines } from './unseen.js';
import { heldPurgeInWords } from './purge.js';
import type { Format } from '../format.js';
import type { EndedRun } from './ended-run.js';
import { reasonWithWayOut } from './way-out.js';
import type { RunReport } from './run-report.js';
import type { SchoolReport } from '../../run/run-result.js';
import { printable } from '../../words/words.js';
import { annotation } from '../writers/annotation.js';

/** https://docs.github.com/actions/reference/limits: a step shows ten of each severity. */
const mostShown = 10;

const kinds = [
  { status: 'failed', severity: 'error' },
  { status: 'held', severity: 'warning' },
] as const;

export const github: Format<EndedRun> = {
  name: 'github',
  meaning: 'annotations of GitHub Actions',
  write: ({ report, places }) => annotations(report, (school) => reasonWithWayOut(school, places.same)),
};

/**
 * An annotation for each school that failed or is held; if not all will be shown, the first one says how many.
 * @param say why a school failed or is held
 */
export function annotations(
  { schools, unseen, cannotKnow, purge, refused, passedOver = [] }: RunReport,
  say: (school: SchoolReport) => string,
): string {
  const refusal = refused === undefined ? '' : annotation('error', 'Nothing was done', refused);
  const ofSchools = kinds.flatMap(({ status, severity }) => {
    const those = schools.filter((school) => school.status === status);
    const all = annotation(
      severity,
      `${String(those.length)} schools ${status}`,
      'GitHub shows the first of them here; all are in the log and in the summary.',
    );
    const lines = those.map((school) => ofSchool(severity, school, say(school)));
    return those.length > mostShown ? [all, ...lines] : lines;
  });
  const twice = schools.flatMap((school) => {
    const words = cameTwiceInWords(school);
    return words === null ? [] : [annotation('error', `School ${printable(school.school ?? '')} came twice`, words)];
  });
  const others = passedOverInWords(passedOver).map((words) => annotation('notice', 'Passed over', printable(words)));
  const heldPurge =
    purge?.status === 'held' ? annotation('warning', 'The purge is put off', heldPurgeInWords(purge.gap)) : '';
  const absent = unseenLines({ unseen, cannotKnow }).map((line) => annotation('warning', 'Not seen', line));
  return [refusal, heldPurge, ...absent, ...twice, ...ofSchools, ...others].join('');
}

function ofSchool(severity: 'error' | 'warning', { school, status }: SchoolReport, reason: string): string {
  const who = school === null ? 'A school that its document does not name' : `School ${printable(school)}`;
  return annotation(severity, `${who} ${status}`, printable(reason === '' ? status : reason));
}
